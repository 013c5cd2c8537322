"""The inference model as ONNX Runtime serves it, in every kind of installation."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.embedding.onnx_session import open_session
from app.errors import ModelError
from app.relations.inference import NEUTRAL, OTHER, Predictions, Rows
from app.relations.thresholds import Thresholds, read_thresholds

if TYPE_CHECKING:
    import tokenizers

LOWER, UPPER = "lower.onnx", "upper.onnx"
"""The files of the model's two halves."""

CONFIG = "config.json"
_TOKENIZER = "tokenizer.json"
_FILES = (LOWER, UPPER, _TOKENIZER, CONFIG)
_BATCH = 16
_THREADS = 2
_NO_STANCE = np.eye(3, dtype=np.float32)[OTHER]


def _softmax(logits: Rows) -> Rows:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: Rows = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


class OnnxInferenceModel:
    """The model in a folder of `lower.onnx`, `upper.onnx`, `tokenizer.json` and `config.json`.

    The lower half takes `input_ids` and `attention_mask`, (n, tokens) int64, and gives a first look at
    inference, `look` logits (n, 3), with the `states` that the upper half takes to give `nli` and `stance`
    logits, (n, 3) each. Most sentences of different documents have nothing to say to each other. Where the
    first look sees that, as neutral with a probability of at least `clear`, it has the last word and stance
    is neither; only the other pairs are read on (Schwartz et al. 2020, "The right tool for the job").

    `config.json` names `model_id`, `max_length` in tokens and `clear`.

    Args:
        folder: Where the files are.
        looks_first: Whether the first look may have the last word. It knows no stance: to measure that, the
            whole model must read every pair.

    Raises:
        ModelError: A file is missing or damaged, or ONNX Runtime is not installed.
    """

    def __init__(self, folder: Path, *, looks_first: bool = True) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(
                f"The relation model in {folder} lacks {', '.join(missing)}.",
                "Install Counterpoint again; everything but the labels works without it.",
            )
        try:
            config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
            self._model_id = str(config["model_id"])
            self._clear = float(config["clear"]) if looks_first else math.inf
            self._thresholds = read_thresholds(folder, self._model_id)
            self._tokenizer = _load_tokenizer(folder, int(config["max_length"]))
            self._padding = _padding_id(self._tokenizer)
            self._lower, self._upper = (open_session(folder / name, _THREADS) for name in (LOWER, UPPER))
        except ImportError as error:
            raise ModelError("ONNX Runtime is not installed, so no relations can be found.") from error
        except Exception as error:  # the two libraries raise types of their own, also bare Exception
            raise ModelError(
                f"The relation model in {folder} is damaged and cannot be loaded.",
                "Install Counterpoint again; everything but the labels works without it.",
            ) from error

    @property
    def model_id(self) -> str:
        """The id that `config.json` names."""
        return self._model_id

    @property
    def thresholds(self) -> Thresholds:
        """Those kept beside the weights."""
        return self._thresholds

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Predictions:
        """Judge pairs in batches of like length; see `InferenceModel.predict`."""
        inference = np.zeros((len(pairs), 3), np.float32)
        stance = np.zeros((len(pairs), 3), np.float32)
        encodings = self._tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(pairs)), key=lambda place: len(encodings[place].ids))
        for begin in range(0, len(order), _BATCH):
            places = np.array(order[begin : begin + _BATCH])
            inference[places], stance[places] = self._judge([encodings[place] for place in places])
        return Predictions(inference, stance)

    def _judge(self, batch: list[tokenizers.Encoding]) -> tuple[Rows, Rows]:
        """Inference and stance of a batch: all by the first look, then those that it leaves open read on."""
        ids = np.full((len(batch), max(len(encoding.ids) for encoding in batch)), self._padding, np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(batch):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        look, states = self._lower.run(["look", "states"], {"input_ids": ids, "attention_mask": mask})
        inference, stance = _softmax(look), np.tile(_NO_STANCE, (len(batch), 1))
        left = np.flatnonzero(inference[:, NEUTRAL] < self._clear)
        if len(left):
            feeds = {"states": states[left], "attention_mask": mask[left]}
            nli, sides = self._upper.run(["nli", "stance"], feeds)
            inference[left], stance[left] = _softmax(nli), _softmax(sides)
        return inference, stance


def _load_tokenizer(folder: Path, max_length: int) -> tokenizers.Tokenizer:
    import tokenizers  # noqa: PLC0415 - loaded only where inference runs

    tokenizer = tokenizers.Tokenizer.from_file(str(folder / _TOKENIZER))
    tokenizer.enable_truncation(max_length, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


def _padding_id(tokenizer: tokenizers.Tokenizer) -> int:
    identifier = tokenizer.token_to_id("<pad>")
    if identifier is None:
        raise ValueError("The tokenizer knows no <pad>.")
    return identifier
