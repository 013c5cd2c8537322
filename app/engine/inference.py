"""The inference worker's work: texts to vectors, pairs to relations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.embedding.encoder import Encoder
from app.embedding.runtime import make_encoder
from app.engine.requests import EncodeResult, EncodeTexts, RelatePairs, RelateResult, Request, WarmUp
from app.paths import resource
from app.relations.inference import InferenceModel
from app.relations.onnx_model import OnnxInferenceModel
from app.relations.relate import Relater


class Inference:
    """Does `EncodeTexts`, `RelatePairs` and `WarmUp`; each model is loaded at its first use and kept."""

    def __init__(self, model_folder: Path | None) -> None:
        self._model_folder = model_folder
        self._loaded: Encoder | None = None
        self._relater: tuple[Relater, str | None] | None = None

    def __call__(self, request: Request[Any]) -> object:
        """Do a request.

        Raises:
            ModelError: A model is missing or cannot be loaded.
        """
        match request:
            case EncodeTexts(texts=texts):
                encoder = self._encoder()
                return EncodeResult(encoder.encode(texts), encoder.model_id)
            case RelatePairs(pairs=pairs):
                relater, model_id = self._relations()
                return RelateResult(tuple(relater.relate_many(pairs)), model_id)
            case WarmUp():
                return self._encoder().model_id
            case _:
                raise TypeError(f"The inference worker cannot do {type(request).__name__}.")

    def _encoder(self) -> Encoder:
        if self._loaded is None:
            self._loaded = make_encoder(self._model_folder)
        return self._loaded

    def _relations(self) -> tuple[Relater, str | None]:
        if self._relater is None:
            folder = resource("models", "relations")
            model: InferenceModel | None = OnnxInferenceModel(folder) if folder.is_dir() else None
            relater = Relater(lambda texts: self._encoder().encode(texts), model)
            self._relater = relater, model.model_id if model else None
        return self._relater
