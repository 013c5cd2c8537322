"""What each worker does with a request. Runs in the worker; models and parsers are loaded there only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from app.embedding.encoder import Encoder
from app.embedding.sentence_transformer import SentenceTransformerEncoder, forbid_network
from app.embedding.tokens import count_tokens
from app.engine.requests import (
    EncodeResult,
    EncodeTexts,
    ReadFile,
    ReadResult,
    RelatePairs,
    RelateResult,
    Request,
    WarmUp,
)
from app.engine.worker import Handler
from app.errors import UnreadableFileError
from app.paths import resource
from app.relations.inference import InferenceModel
from app.relations.onnx_model import OnnxInferenceModel
from app.relations.relate import Relater

_ATTEMPTS = 3


def make_reader() -> Handler:
    """The reader's handler: `ReadFile`."""
    return read


def read(request: Request[Any]) -> ReadResult:
    """Read a file and hash the bytes that were read.

    Raises:
        UnreadableFileError: The file cannot be read, or changes all the while.
    """
    from app.reading.read import read_document  # noqa: PLC0415 - parsers belong to the reader alone

    if not isinstance(request, ReadFile):
        raise TypeError(f"The reader cannot do {type(request).__name__}.")
    path = request.path
    for _ in range(_ATTEMPTS):
        before = _digest(path)
        document = read_document(path, count_tokens)
        status = path.stat()
        if before == _digest(path):
            return ReadResult(document, before, status.st_size, status.st_mtime_ns)
    raise UnreadableFileError(f"{path.name} changed while it was read.", "Open it again when it is complete.")


def _digest(path: Path) -> str:
    if not path.is_file():
        raise UnreadableFileError(f"{path.name} is not a file, or is no longer there.")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableFileError(f"{path.name} cannot be read ({reason}).") from error


def make_inference(model_folder: Path | None = None) -> Handler:
    """The inference worker's handler; models are loaded at their first use."""
    forbid_network()
    return _Inference(model_folder)


class _Inference:
    def __init__(self, model_folder: Path | None) -> None:
        self._model_folder = model_folder
        self._loaded: Encoder | None = None
        self._relater: tuple[Relater, str | None] | None = None

    def __call__(self, request: Request[Any]) -> object:
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
            self._loaded = SentenceTransformerEncoder(self._model_folder)
        return self._loaded

    def _relations(self) -> tuple[Relater, str | None]:
        if self._relater is None:
            folder = resource("models", "relations")
            model: InferenceModel | None = OnnxInferenceModel(folder) if folder.is_dir() else None
            relater = Relater(lambda texts: self._encoder().encode(texts), model)
            self._relater = relater, model.model_id if model else None
        return self._relater
