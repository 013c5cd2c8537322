"""The inference model as ONNX Runtime serves it, in every kind of installation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.embedding.onnx_session import open_session
from app.errors import ModelError
from app.relations.inference import Predictions, Rows
from app.relations.thresholds import Thresholds, read_thresholds

if TYPE_CHECKING:
    import tokenizers

_FILES = ("model.onnx", "tokenizer.json", "config.json")
_BATCH = 16
_THREADS = 2


def _softmax(logits: Rows) -> Rows:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: Rows = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


class OnnxInferenceModel:
    """The model in a folder of `model.onnx`, `tokenizer.json` and `config.json`.

    The graph takes token ids (and the mask or types it names) and gives `nli` logits (n, 3) and, where it
    has that head, `stance` logits (n, 3). `config.json` names `model_id` and `max_length` in tokens.
    """

    def __init__(self, folder: Path) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(
                f"The relation model in {folder} lacks {', '.join(missing)}.",
                "Install Counterpoint again; everything but the labels works without it.",
            )
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._model_id = str(config["model_id"])
            self._max_length = int(config["max_length"])
            self._thresholds = read_thresholds(folder, self._model_id)
            self._tokenizer = self._load_tokenizer(folder)
            self._session = open_session(folder / "model.onnx", _THREADS)
        except ImportError as error:
            raise ModelError("ONNX Runtime is not installed, so no relations can be found.") from error
        except Exception as error:  # the two libraries raise types of their own, also bare Exception
            raise ModelError(
                f"The relation model in {folder} is damaged and cannot be loaded.",
                "Install Counterpoint again; everything but the labels works without it.",
            ) from error
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._outputs = [entry.name for entry in self._session.get_outputs()]

    def _load_tokenizer(self, folder: Path) -> tokenizers.Tokenizer:
        import tokenizers  # noqa: PLC0415 - loaded only where inference runs

        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._max_length, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer

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
        has_stance = "stance" in self._outputs
        inference = np.zeros((len(pairs), 3), np.float32)
        stance = np.zeros((len(pairs), 3), np.float32) if has_stance else None
        encodings = self._tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(pairs)), key=lambda place: len(encodings[place].ids))
        for begin in range(0, len(order), _BATCH):
            places = order[begin : begin + _BATCH]
            results = self._run([encodings[place] for place in places])
            inference[places] = _softmax(results["nli"])
            if stance is not None:
                stance[places] = _softmax(results["stance"])
        return Predictions(inference, stance)

    def _run(self, batch: list[tokenizers.Encoding]) -> dict[str, Rows]:
        length = max(len(encoding.ids) for encoding in batch)
        feeds: dict[str, Any] = {}
        for name, attribute, fill in (
            ("input_ids", "ids", self._pad_id()),
            ("attention_mask", "attention_mask", 0),
            ("token_type_ids", "type_ids", 0),
        ):
            if name in self._inputs:
                rows = np.full((len(batch), length), fill, np.int64)
                for row, encoding in enumerate(batch):
                    values = getattr(encoding, attribute)
                    rows[row, : len(values)] = values
                feeds[name] = rows
        return dict(zip(self._outputs, self._session.run(self._outputs, feeds), strict=True))

    def _pad_id(self) -> int:
        for token in ("<pad>", "[PAD]"):
            identifier = self._tokenizer.token_to_id(token)
            if identifier is not None:
                return int(identifier)
        return 0
