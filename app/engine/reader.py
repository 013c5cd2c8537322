"""The reader's work: a file to its Documents and the hash of what was read."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.embedding.tokens import count_tokens
from app.engine.requests import ReadFile, ReadResult, Request
from app.errors import UnreadableFileError
from app.reading.parts import read_all
from app.reading.read import sha256_of

_ATTEMPTS = 3


def read(request: Request[Any]) -> ReadResult:
    """Do a `ReadFile`.

    Raises:
        UnreadableFileError: The file cannot be read, or changes all the while.
    """
    if not isinstance(request, ReadFile):
        raise TypeError(f"The reader cannot do {type(request).__name__}.")
    path = request.path
    _refuse_devices(path)
    for _ in range(_ATTEMPTS):
        before = sha256_of(path)
        parts = read_all(path, count_tokens)
        try:
            status = path.stat()
        except OSError:
            continue  # it is gone; the next attempt says so
        if before == sha256_of(path):
            return ReadResult(parts, before, status.st_size, status.st_mtime_ns)
    raise UnreadableFileError(
        f"“{path.name}” changed while it was read.", "Open it again when it is complete."
    )


def _refuse_devices(path: Path) -> None:
    """Opening a pipe or a device could wait, or read, for ever."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise UnreadableFileError(f"“{path.name}” is a device or a pipe, not a file.")
