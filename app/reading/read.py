"""A file on disk to a Document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.errors import UnreadableFileError
from app.reading.blocks import Extract
from app.reading.decode import NotTextError, decode
from app.reading.document import Document, TokenCounter
from app.reading.markdown import read_markdown
from app.reading.passages import build_document
from app.reading.plain import read_plain

Reader = Callable[[str, TokenCounter], Extract]

_READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
_PDF = ".pdf"
SUFFIXES = frozenset((*_READERS, _PDF))
"""The suffixes of the files that can be read, in small letters."""

_CHUNK = 1 << 20


def is_supported(path: Path) -> bool:
    """Whether a file's name says that it can be read."""
    return path.suffix.lower() in SUFFIXES


def read_document(path: Path, count_tokens: TokenCounter) -> Document:
    """Reads one file.

    Args:
        path: The file.
        count_tokens: Counts the word pieces of a text as the model's tokenizer does.

    Raises:
        UnreadableFileError: If the file is missing, unreadable, empty, binary or of an unknown kind.
    """
    suffix = path.suffix.lower()
    if suffix == _PDF:
        return _read_pdf(path, count_tokens)
    reader = _READERS.get(suffix)
    if reader is None:
        kind = f'"{path.suffix}" files' if path.suffix else "files without a suffix"
        raise UnreadableFileError(
            f"“{path.name}” was not read: {kind} are of an unknown kind.",
            "Open plain text (.txt), Markdown (.md) or PDF (.pdf).",
        )
    data = _read_bytes(path)
    try:
        text = decode(data)
    except NotTextError as error:
        raise UnreadableFileError(
            f"“{path.name}” was not read: it is a binary file, not text.",
            "Save it as plain text and open that.",
        ) from error
    if not any(map(str.isalnum, text)):
        raise UnreadableFileError(f"“{path.name}” is empty: it holds no words.")
    return build_document(reader(text, count_tokens), path.stem, count_tokens)


def _read_pdf(path: Path, count_tokens: TokenCounter) -> Document:
    from app.reading.pdf.reader import read_pdf  # noqa: PLC0415 # the window asks for suffixes only

    return read_pdf(_read_bytes(path), path.name, count_tokens)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal digits.

    Raises:
        UnreadableFileError: If the file is missing or unreadable.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError):
        return UnreadableFileError(f"“{path.name}” is not there any more.", f"Look for it in {path.parent}.")
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            f"“{path.name}” may not be read by you.", "Change its permissions and open it again."
        )
    if isinstance(error, IsADirectoryError):
        return UnreadableFileError(f"“{path.name}” is a folder, not a file.")
    return UnreadableFileError(f"“{path.name}” could not be read: {error.strerror or error}.")
