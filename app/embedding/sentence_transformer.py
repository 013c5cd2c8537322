"""The reference encoder: sentence-transformers on the processor, offline.

Importing this module is cheap; torch is loaded when an encoder is made, which only the inference
worker does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.embedding.batching import plan_batches
from app.embedding.encoder import Vectors
from app.embedding.models import bundled_model_folder, embedding_model_id
from app.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def forbid_network() -> None:
    """Tell the model libraries to stay offline and quiet; to be called before they are imported."""
    os.environ.update(_OFFLINE)


class SentenceTransformerEncoder:
    """An `Encoder` over a sentence-transformers model folder.

    Raises:
        ModelError: The folder holds no model, or one that cannot be loaded.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._model_id = embedding_model_id(folder)
        self._model = _load(folder or bundled_model_folder())
        self._dimensions = int(self._model.get_embedding_dimension() or 0)

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
        for batch in plan_batches(texts):
            vectors[batch] = self._model.encode(
                [texts[index] for index in batch],
                batch_size=len(batch),
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return vectors


def _load(folder: Path) -> SentenceTransformer:
    forbid_network()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - loads torch
    from tqdm import tqdm  # noqa: PLC0415

    # tqdm's own lock is a named semaphore of the system, left over when the process is ended.
    tqdm.set_lock(threading.RLock())
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The embedding model in {folder} cannot be loaded ({type(error).__name__}).",
            "Choose another model folder in the settings, or install the bundled model again.",
        ) from error
