"""The relation model: one MPNet encoder with a head for inference, one for stance, and a first look.

The first look is an inference head half-way up. Most sentences of different documents have nothing to say
to each other, which it sees at half the price; only the other pairs go on through the upper layers
(Schwartz et al. 2020, "The right tool for the job").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig, MPNetModel

from build_scripts.relation_training.pairs import LABELS, Task

PADDING_ID = 1
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
        first = functional.dropout(states[:, :1], self.dropout, self.training)
        hidden = functional.dropout(torch.tanh(self.dense(first)), self.dropout, self.training)
        return cast(Tensor, self.out_proj(hidden).squeeze(1))


class RelationModel(nn.Module):
    """Two texts, read as one sequence, to logits of both tasks.

    The parameters of encoder and inference head are named as transformers names them, so that a
    saved folder is also an `MPNetForSequenceClassification` folder.
    """

    def __init__(self, config: MPNetConfig) -> None:
        super().__init__()
        self.config = config
        self.look_after = config.num_hidden_layers // 2
        self.mpnet = MPNetModel(config, add_pooling_layer=False)
        dropout = float(getattr(config, "classifier_dropout", 0.0))
        self.classifier = Head(config.hidden_size, len(LABELS["nli"]), dropout)
        self.stance = Head(config.hidden_size, len(LABELS["stance"]), dropout)
        self.look = Head(config.hidden_size, len(LABELS["nli"]), dropout)

    def freeze(self, layers: int) -> None:
        """Leave the embeddings and the lower `layers` as they are: they are general, and cost a third."""
        # Most words are seen too seldom to gain by training, and their optimiser state is the largest.
        self.mpnet.embeddings.word_embeddings.requires_grad_(False)
        if layers:
            self.mpnet.embeddings.requires_grad_(False)
            self.mpnet.encoder.relative_attention_bias.requires_grad_(False)
        for layer in self.mpnet.encoder.layer[:layers]:
            layer.requires_grad_(False)

    def states(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """What the first look sees and the encoder's last layer, (n, tokens, width) each."""
        encoded = self.mpnet(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        return encoded.hidden_states[self.look_after], encoded.last_hidden_state

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of inference, of stance, and of the first look at inference, (n, 3) each."""
        halfway, last = self.states(input_ids, attention_mask)
        return self.classifier(last), self.stance(last), self.look(halfway)

    def task_logits(self, task: Task, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits of one task, (n, 3), in the order of `LABELS`."""
        _, last = self.states(input_ids, attention_mask)
        return cast(Tensor, self.classifier(last) if task == "nli" else self.stance(last))


def from_base(base: Path, layers: int) -> RelationModel:
    """A model with new heads and the lower `layers` layers of a sentence-transformers MPNet folder.

    The lower ones need no new hand-over between layers (Sajjad et al. 2023, "On the effect of dropping
    layers of pre-trained transformer models").

    Raises:
        ValueError: The base has fewer layers than wanted, or fewer than two are, with none to look after.
    """
    config = MPNetConfig.from_pretrained(base)
    if not 2 <= layers <= config.num_hidden_layers:
        raise ValueError(f"The base has {config.num_hidden_layers} layers; {layers} cannot be kept.")
    weights = {}
    for name, tensor in load_file(base / _WEIGHTS).items():
        parts = name.split(".")
        dropped = parts[:2] == ["encoder", "layer"] and int(parts[2]) >= layers
        if not dropped and parts[0] != "pooler" and parts[-1] != "position_ids":
            weights[name] = tensor
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
