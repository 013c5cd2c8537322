"""The two halves of the relation model as they are exported: the first look, and what is read on."""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder, MPNetLayer

from build_scripts.relation_training.model import RelationModel

MASKED = -10_000.0
"""Added to the attention that a token pays to padding."""


class LowerHalf(nn.Module):
    """Token ids and their mask, (n, tokens) each, to the first look's logits (n, 3) and its states."""

    def __init__(self, model: RelationModel) -> None:
        super().__init__()
        self.mpnet = model.mpnet
        self.layers = model.mpnet.encoder.layer[: model.look_after]
        self.look = model.look

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, 3) and states (n, tokens, width)."""
        states = self.mpnet.embeddings(input_ids)
        bias = _bias(self.mpnet.encoder, states, attention_mask)
        for layer in self.layers:
            states = layer(states, None, bias)[0]
        return self.look(states), states


class UpperHalf(nn.Module):
    """The lower half's states, (n, tokens, width), and the mask to the logits of both tasks."""

    def __init__(self, model: RelationModel) -> None:
        super().__init__()
        self.mpnet = model.mpnet
        self.layers = model.mpnet.encoder.layer[model.look_after : -1]
        self.last = cast(MPNetLayer, model.mpnet.encoder.layer[-1])
        self.classifier = model.classifier
        self.stance = model.stance

    def forward(self, states: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of inference and of stance, (n, 3) each."""
        bias = _bias(self.mpnet.encoder, states, attention_mask)
        for layer in self.layers:
            states = layer(states, None, bias)[0]
        first = _first_token(self.last, states, bias)
        return self.classifier(first), self.stance(first)


def _bias(encoder: MPNetEncoder, states: Tensor, attention_mask: Tensor) -> Tensor:
    """What is added to attention, (n, heads, tokens, tokens): by distance, and against padding."""
    padding = (1 - attention_mask[:, None, None, :].to(states.dtype)) * MASKED
    distance = encoder.compute_position_bias(states[:1])  # type: ignore[no-untyped-call] # it has no types
    return cast(Tensor, distance) + padding


def _first_token(layer: MPNetLayer, states: Tensor, bias: Tensor) -> Tensor:
    """A layer's output for the first token alone, (n, 1, width): nobody asks the last layer for another."""
    attention = layer.attention.attn
    width = attention.attention_head_size

    def by_head(projected: Tensor) -> Tensor:
        return projected.reshape(*projected.shape[:2], -1, width).transpose(1, 2)

    first = states[:, :1]
    query, keys, values = (
        by_head(attention.q(first)),
        by_head(attention.k(states)),
        by_head(attention.v(states)),
    )
    scores = query @ keys.transpose(-1, -2) / width**0.5 + bias[:, :, :1]
    mixed = (scores.softmax(-1) @ values).transpose(1, 2).flatten(2)
    attended = layer.attention.LayerNorm(attention.o(mixed) + first)
    return cast(Tensor, layer.output(layer.intermediate(attended), attended))
