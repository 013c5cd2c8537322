"""The reader's work: a file to its Documents and the hash of what was read, a page to its picture."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.embedding.tokens import count_tokens
from app.engine.requests import ReadFile, ReadResult, RenderPage, Request
from app.errors import UnreachableFileError, UnreadableFileError
from app.paths import shown_name
from app.reading.document import PagePicture
from app.reading.parts import part_data, read_all
from app.reading.read import sha256_of

_ATTEMPTS = 3


def read(request: Request[Any]) -> ReadResult | PagePicture:
    """Do a `ReadFile` or a `RenderPage`.

    Raises:
        UnreadableFileError: The file cannot be read, changes all the while, or has changed since it was read.
    """
    match request:
        case ReadFile():
            return _read_file(request)
        case RenderPage():
            return _render(request)
        case _:
            raise TypeError(f"The reader cannot do {type(request).__name__}.")


def _read_file(request: ReadFile) -> ReadResult:
    path = request.path
    _refuse_devices(path)
    for _ in range(_ATTEMPTS):
        before = sha256_of(path)
        parts = () if before in request.known else read_all(path, count_tokens, request.password)
        try:
            status = path.stat()
        except OSError:
            continue  # it is gone; the next attempt says so
        if before == sha256_of(path):
            return ReadResult(parts, before, status.st_size, status.st_mtime_ns)
    raise UnreachableFileError(
        f"“{shown_name(path.name)}” changed while it was read.", "Open it again when it is complete."
    )


def _render(request: RenderPage) -> PagePicture:
    from app.reading.pdf.rendering import render_page  # noqa: PLC0415 - only where a page is wanted

    path = request.path
    _refuse_devices(path)
    try:
        status = path.stat()
        is_same = (status.st_size, status.st_mtime_ns) == (request.size, request.modified)
    except OSError:
        is_same = False  # what is wrong with it, hashing says
    if not is_same and sha256_of(path) != request.sha256:
        raise UnreadableFileError(
            f"“{shown_name(path.name)}” has changed since it was read.",
            "Open its folder again to read it anew.",
        )
    data = part_data(path, request.inside)
    return render_page(data, shown_name(path.name), request.page, request.width, request.password)


def _refuse_devices(path: Path) -> None:
    """Opening a pipe or a device could wait, or read, for ever."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise UnreadableFileError(f"“{shown_name(path.name)}” is a device or a pipe, not a file.")
