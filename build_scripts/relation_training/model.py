"""The relation model: one MPNet encoder with a head for inference and a head for stance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig, MPNetModel

from build_scripts.relation_training.pairs import LABELS, Task

PADDING_ID = 1
SIX_LAYERS = (0, 1, 2, 3, 4, 5)
"""The layers a six-layer student keeps of the twelve: the lower ones, which need no new hand-over
between layers (Sajjad et al. 2023, "On the effect of dropping layers of pre-trained transformer models")."""

_WEIGHTS = "model.safetensors"
_CONFIG = "config.json"
_TOKENIZER = "tokenizer.json"


class Head(nn.Module):
    """Two linear layers over the first token, as in transformers' `MPNetForSequenceClassification`."""

    def __init__(self, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.dense = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, classes)
        self.dropout = dropout
        for layer in (self.dense, self.out_proj):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, states: Tensor) -> Tensor:
        """(n, tokens, width) to (n, classes) logits."""
        first = functional.dropout(states[:, 0], self.dropout, self.training)
        hidden = torch.tanh(self.dense(first))
        return cast(Tensor, self.out_proj(functional.dropout(hidden, self.dropout, self.training)))


class RelationModel(nn.Module):
    """Two texts, read as one sequence, to logits of both tasks.

    The parameters of encoder and inference head are named as transformers names them, so that a
    saved folder is also an `MPNetForSequenceClassification` folder.
    """

    def __init__(self, config: MPNetConfig) -> None:
        super().__init__()
        self.config = config
        self.mpnet = MPNetModel(config, add_pooling_layer=False)
        dropout = float(getattr(config, "classifier_dropout", 0.0))
        self.classifier = Head(config.hidden_size, len(LABELS["nli"]), dropout)
        self.stance = Head(config.hidden_size, len(LABELS["stance"]), dropout)

    def states(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The encoder's last layer, (n, tokens, width)."""
        encoded = self.mpnet(input_ids=input_ids, attention_mask=attention_mask)
        return cast(Tensor, encoded.last_hidden_state)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of inference and of stance, (n, 3) each, in the order of `LABELS`."""
        states = self.states(input_ids, attention_mask)
        return cast(Tensor, self.classifier(states)), cast(Tensor, self.stance(states))

    def task_logits(self, task: Task, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits of one task, (n, 3)."""
        states = self.states(input_ids, attention_mask)
        return cast(Tensor, self.classifier(states) if task == "nli" else self.stance(states))


def kept_layers(count: int, available: int) -> Sequence[int]:
    """Which of the base's layers a model of `count` layers keeps: all, `SIX_LAYERS`, or an even spread.

    Raises:
        ValueError: The base has fewer layers than wanted.
    """
    if not 1 <= count <= available:
        raise ValueError(f"The base has {available} layers; {count} cannot be kept.")
    if (count, available) == (6, 12):
        return SIX_LAYERS
    if count == 1:
        return (available - 1,)
    return [round(step * (available - 1) / (count - 1)) for step in range(count)]


def from_base(base: Path, layers: int) -> RelationModel:
    """A model with new heads and `layers` of the layers of a sentence-transformers MPNet folder."""
    config = MPNetConfig.from_pretrained(base)
    keep = kept_layers(layers, config.num_hidden_layers)
    weights = {}
    for name, tensor in load_file(base / _WEIGHTS).items():
        parts = name.split(".")
        if parts[:2] == ["encoder", "layer"]:
            if int(parts[2]) not in keep:
                continue
            parts[2] = str(list(keep).index(int(parts[2])))
        if parts[0] != "pooler" and parts[-1] != "position_ids":
            weights[".".join(parts)] = tensor
    config.num_hidden_layers = layers
    # One pass over many pairs does not overfit; the heads keep their dropout. A tenth of the time is saved.
    config.classifier_dropout = config.hidden_dropout_prob
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config.architectures = ["MPNetForSequenceClassification"]
    config.id2label = dict(enumerate(LABELS["nli"]))
    config.label2id = {label: index for index, label in enumerate(LABELS["nli"])}
    model = RelationModel(config)
    model.mpnet.load_state_dict(weights)
    return model


def save_model(model: RelationModel, folder: Path, tokenizer: Path) -> None:
    """Write weights, configuration and tokenizer to a folder that `load_model` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, folder / _WEIGHTS, metadata={"format": "pt"})
    (folder / _CONFIG).write_text(json.dumps(model.config.to_dict(), indent=2, sort_keys=True) + "\n")
    (folder / _TOKENIZER).write_bytes(tokenizer.read_bytes())


def load_model(folder: Path) -> RelationModel:
    """Read a model that `save_model` wrote."""
    model = RelationModel(MPNetConfig.from_pretrained(folder))
    model.load_state_dict(load_file(folder / _WEIGHTS))
    return model.eval()
