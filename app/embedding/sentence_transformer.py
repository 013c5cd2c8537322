"""The reference encoder: sentence-transformers on the processor, offline.

Importing this module is cheap; torch is loaded when an encoder is made, which only the inference
worker does.
"""

from __future__ import annotations

import os
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

_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # A thread that waits for another sleeps instead of spinning. On a busy machine of two cores, where
    # spinning threads rob the one they wait for, this embeds three times as fast; it also spares the battery.
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""What the model libraries read when they are imported: stay offline, be quiet, leave the machine usable."""
_SMALL_MACHINE = 2


class SentenceTransformerEncoder:
    """An `Encoder` over a sentence-transformers model folder.

    Raises:
        ModelError: The folder holds no model, or one that cannot be loaded.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._model_id = embedding_model_id(folder)
        self._model = _load(folder or bundled_model_folder())
        self._dimensions = int(self._model.get_embedding_dimension() or 0)
        self._prompt = self._model.prompts.get(self._model.default_prompt_name or "")

    @property
    def model_id(self) -> str:
        """See `Encoder.model_id`."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`.

        The passes are run here rather than by the model's own `encode`: its batches are of a fixed number
        of texts, and its progress bar takes a named semaphore that outlives a process ended by force.
        """
        import torch  # noqa: PLC0415 - is there since the model was loaded

        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        with torch.inference_mode():
            for batch in plan_batches(texts):
                features = self._model.preprocess([texts[index] for index in batch], prompt=self._prompt)
                rows = self._model(features)["sentence_embedding"]
                vectors[batch] = torch.nn.functional.normalize(rows).numpy()
        return vectors


def _load(folder: Path) -> SentenceTransformer:
    os.environ.update(_ENVIRONMENT)
    try:
        import torch  # noqa: PLC0415 - takes seconds
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds
    except ImportError as error:
        raise ModelError(
            "The embedding model cannot be run: sentence-transformers is not installed.",
            "Install Counterpoint again, or choose the folder of an exported model in the settings.",
        ) from error
    threads = torch.get_num_threads()
    if threads > _SMALL_MACHINE:
        torch.set_num_threads(threads - 1)  # one stays free for the window
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True).eval()
    except Exception as error:  # the libraries raise types of their own, also bare Exception
        raise ModelError(
            f"The embedding model in {folder} cannot be loaded ({type(error).__name__}).",
            "Choose another model folder in the settings, or install the bundled model again.",
        ) from error
