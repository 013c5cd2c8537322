"""Workers that keep a ledger of what they were asked: the real reader, and a quick encoder of words."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.engine import Engine
from app.engine.handlers import make_reader as make_real_reader
from app.engine.limits import Limits
from app.engine.requests import EncodeResult, EncodeTexts, ReadFile, Request, Role
from app.engine.worker import Handler

MODEL = "words@1"
DIMENSIONS = 64
DEADLY = "deadly nightshade"
"""A text that holds these words ends the process that embeds it."""


def vector(text: str) -> NDArray[np.float32]:
    """A unit vector of a text: its words, each in a place of its own as far as there is room."""
    counts = np.full(DIMENSIONS, 1e-3, dtype=np.float32)
    for word in text.casefold().split():
        counts[hashlib.blake2b(word.encode()).digest()[0] % DIMENSIONS] += 1
    return np.asarray(counts / np.linalg.norm(counts), dtype=np.float32)


class Ledger:
    """What the workers were asked, in the order they began it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def engine(self, limits: Limits | None = None) -> Engine:
        """An engine whose workers write into this ledger."""
        return Engine(
            limits=limits,
            handlers={
                Role.READER: partial(make_reader, self.path),
                Role.INFERENCE: partial(make_inference, self.path),
            },
        )

    def take(self, deed: str) -> list[str]:
        """What was done of a kind, "read" or "embed", since the ledger was last cleared."""
        if not self.path.exists():
            return []
        lines = (line.split("\t", 1) for line in self.path.read_text(encoding="utf-8").splitlines())
        return [what for kind, what in lines if kind == deed]

    def clear(self) -> None:
        """Begin a new page."""
        self.path.unlink(missing_ok=True)


def _note(path: Path, deed: str, what: str) -> None:
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{deed}\t{what}\n")


def make_reader(path: Path) -> Handler:
    """The real reader, noting each file's name."""
    read = make_real_reader()

    def handle(request: Request[Any]) -> object:
        if isinstance(request, ReadFile):
            _note(path, "read", request.path.name)
        return read(request)

    return handle


def make_inference(path: Path) -> Handler:
    """An encoder that notes each text it embeds, and dies of some."""

    def handle(request: Request[Any]) -> object:
        if not isinstance(request, EncodeTexts):
            raise TypeError(f"cannot do {type(request).__name__}")
        if any(DEADLY in text for text in request.texts):
            os._exit(3)
        for text in request.texts:
            _note(path, "embed", text)
        return EncodeResult(np.stack([vector(text) for text in request.texts]), MODEL)

    return handle
