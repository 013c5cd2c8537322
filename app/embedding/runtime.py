"""Which runtime embeds: sentence-transformers where its kind of model is chosen, else ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

from app.embedding.encoder import Encoder
from app.embedding.models import bundled_model_folder, is_export
from app.embedding.onnx_encoder import OnnxEncoder
from app.embedding.sentence_transformer import SentenceTransformerEncoder


def make_encoder(folder: Path | None = None) -> Encoder:
    """Load a model with the runtime that it is for.

    Args:
        folder: A sentence-transformers model folder or an export; the bundled model if None.

    Raises:
        ModelError: There is no model there, it cannot be loaded, or its runtime is not installed.
    """
    place = folder or bundled_model_folder()
    return OnnxEncoder(place) if is_export(place) else SentenceTransformerEncoder(folder)
