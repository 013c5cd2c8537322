"""A file on disk to a Document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.errors import UnreachableFileError, UnreadableFileError
from app.paths import shown_name
from app.reading.blocks import Extract
from app.reading.decode import NotTextError, decode
from app.reading.document import Document, TokenCounter
from app.reading.kinds import SUFFIXES, find_kind, is_supported
from app.reading.language import warn_of_language
from app.reading.markdown import read_markdown
from app.reading.marked import READERS
from app.reading.mojibake import mend
from app.reading.passages import build_document
from app.reading.plain import read_plain

__all__ = [
    "SUFFIXES",
    "finish_document",
    "is_supported",
    "read_bytes",
    "read_data",
    "read_document",
    "sha256_of",
]

Reader = Callable[[str, TokenCounter], Extract]

_TEXT_READERS: dict[str, Reader] = {"text": read_plain, "markdown": read_markdown}
_CHUNK = 1 << 20


def read_document(path: Path, count_tokens: TokenCounter) -> Document:
    """Reads one file.

    Args:
        path: The file.
        count_tokens: Counts the word pieces of a text as the model's tokenizer does.

    Raises:
        UnreadableFileError: If the file is missing, unreadable, empty, damaged or of an unknown kind.
    """
    return read_data(read_bytes(path), shown_name(path.name), count_tokens)


def read_data(data: bytes, name: str, count_tokens: TokenCounter, password: str | None = None) -> Document:
    """Reads the content of a file.

    Args:
        data: The content.
        name: The file's name, whose suffix counts where the content does not tell its kind.
        count_tokens: Counts the word pieces of a text as the model's tokenizer does.
        password: What opens it, where it is an encrypted PDF.

    Raises:
        PasswordNeededError: If it is an encrypted PDF and the password is missing or another one.
        UnreadableFileError: If it is empty, damaged or of an unknown kind.
    """
    suffix = Path(name).suffix
    kind = find_kind(data, suffix)
    if kind in ("pdf", "image"):
        from app.reading.pdf import reader  # noqa: PLC0415 # the window asks for suffixes only

        if kind == "pdf":
            document = reader.read_pdf(data, name, count_tokens, password)
        else:
            document = reader.read_picture(data, name, count_tokens)
        return replace(document, note=warn_of_language(document.text))
    if kind is None or not (kind in READERS or kind in _TEXT_READERS):
        told = f'"{suffix}" files' if suffix else "files without a suffix"
        raise UnreadableFileError(
            f"“{name}” was not read: {told} are of an unknown kind.",
            "Open a PDF, a text document, a web page, an e-book, a mail or a table.",
        )
    return finish_document(_extract(kind, data, name, count_tokens), name, count_tokens)


def finish_document(extract: Extract, name: str, count_tokens: TokenCounter) -> Document:
    """Makes the document of what a reader found.

    Raises:
        UnreadableFileError: If it holds no words.
    """
    if not any(map(str.isalnum, extract.text)):
        raise UnreadableFileError(f"“{name}” is empty: it holds no words.")
    document = build_document(extract, Path(name).stem, count_tokens)
    return replace(document, note=warn_of_language(document.text))


def _extract(kind: str, data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    try:
        if kind in READERS:
            return READERS[kind](data, name, count_tokens)
        return _TEXT_READERS[kind](mend(decode(data)), count_tokens)
    except NotTextError as error:
        raise UnreadableFileError(
            f"“{name}” was not read: it is a binary file, not text.",
            "Save it as plain text and open that.",
        ) from error


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


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        UnreadableFileError: If the file is missing or unreadable.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> UnreadableFileError:
    name = shown_name(path.name)
    if isinstance(error, FileNotFoundError):
        return UnreachableFileError(
            f"“{name}” is not there any more.", f"Look for it in {shown_name(str(path.parent))}."
        )
    if isinstance(error, PermissionError):
        return UnreachableFileError(
            f"“{name}” may not be read by you.", "Change its permissions and open it again."
        )
    if isinstance(error, IsADirectoryError):
        return UnreadableFileError(f"“{name}” is a folder, not a file.")
    return UnreachableFileError(f"“{name}” could not be read: {error.strerror or error}.")
