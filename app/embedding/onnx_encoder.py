"""The encoder of the installers: an exported model under ONNX Runtime, without PyTorch.

Importing this module is cheap; the runtime is loaded when an encoder is made, which only the inference
worker does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.embedding.batching import batches_of_lengths
from app.embedding.encoder import Vectors
from app.embedding.models import EXPORT_GRAPH, EXPORT_RECORD
from app.embedding.onnx_session import open_session
from app.errors import ModelError

if TYPE_CHECKING:
    import tokenizers

_SMALL_MACHINE = 2


class OnnxEncoder:
    """An `Encoder` over an exported model: `model.onnx`, `tokenizer.json` and `export.json`.

    The graph takes `input_ids` and `attention_mask`, (n, tokens) int64, and gives `vectors`, (n, d) float32
    of unit length. `export.json` names `model_id`, `dimensions` and `max_length`, the model's token limit.

    Raises:
        ModelError: The folder's export is incomplete or damaged, or ONNX Runtime is not installed.
    """

    def __init__(self, folder: Path) -> None:
        try:
            record = json.loads((folder / EXPORT_RECORD).read_text(encoding="utf-8"))
            self._model_id = str(record["model_id"])
            self._dimensions = int(record["dimensions"])
            self._tokenizer = _load_tokenizer(folder, int(record["max_length"]))
            # Half of the logical processors, which is about one a core, and leaves the window room.
            threads = max(_SMALL_MACHINE, (os.cpu_count() or 1) // 2)
            self._session = open_session(folder / EXPORT_GRAPH, threads)
        except ImportError as error:
            raise ModelError(
                "The embedding model cannot be run: ONNX Runtime is not installed.",
                "Install Counterpoint again.",
            ) from error
        except Exception as error:  # the two libraries raise types of their own, also bare Exception
            raise ModelError(
                f"The embedding model in {folder} is damaged and cannot be loaded.",
                "Choose another model folder in the settings, or install Counterpoint again.",
            ) from error

    @property
    def model_id(self) -> str:
        """See `Encoder.model_id`."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        for batch in batches_of_lengths([len(encoding.ids) for encoding in encodings]):
            width = len(encodings[batch[0]].ids)
            identifiers = np.zeros((len(batch), width), np.int64)
            mask = np.zeros((len(batch), width), np.int64)
            for row, place in enumerate(batch):
                tokens = encodings[place].ids
                identifiers[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
            feeds = {"input_ids": identifiers, "attention_mask": mask}
            vectors[batch] = self._session.run(["vectors"], feeds)[0]
        return vectors


def _load_tokenizer(folder: Path, max_length: int) -> tokenizers.Tokenizer:
    import tokenizers  # noqa: PLC0415 - loaded only where inference runs

    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_length)
    tokenizer.no_padding()
    return tokenizer
