"""What the workspace gives out: frozen records, and the hash and owner numbers they are known by."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import WorkspaceError
from app.reading.document import Kind, Span

_ARTICLE_BITS = 20
_SURROGATE = re.compile("[\ud800-\udfff]")


class WorkspaceInUseError(WorkspaceError):
    """A workspace that another running Counterpoint has open."""


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One source.

    Attributes:
        id: Stays the same when the file is read again.
        path: The file, as it was added.
        sha256: Of the file, in hexadecimal.
        title: As read, or as the analyst corrected it; author and date likewise.
        author: Who wrote it, or None.
        date: When, or None.
        format: Short name of the format.
        is_split: Whether its sections count as sources of their own.
        size: Of the file when it was read, in bytes.
        modified: The file's `st_mtime_ns` when it was read.
        added: UTC, ISO 8601.
        passages: How many of its passages are matched.
        file: The file that holds it: mostly its own path, of a mail in a mailbox the mailbox.
        note: A sentence that tells the reader to be careful with it; mostly empty.
        party: For whom it speaks, where the analyst has said so.
    """

    id: int
    path: Path
    sha256: str
    title: str
    author: str | None
    date: str | None
    format: str
    is_split: bool
    size: int
    modified: int
    added: str
    passages: int
    file: Path
    note: str = ""
    party: str | None = None


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A headed part of a source.

    Attributes:
        index: From 0; passages carry it.
        title: Empty for the part before the first heading.
        level: 1 for an article of its own in a collection.
        article: Number of the level-1 section it belongs to, from 1; 0 before the first.
        owner: What its passages never match: the source, or the article where the source is split.
    """

    index: int
    title: str
    level: int
    article: int
    owner: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of a source; the fields that `Passage` has too mean the same.

    Attributes:
        id: Never given to another passage of the workspace.
        source: Id of its source.
        position: Place in the source, from 1.
        kind: What it is.
        text: As shown.
        content_hash: Of the text alone: what vectors and findings are kept by.
        section: Index of its section in the source, from 0.
        section_title: That section's title.
        paragraph: Number of the paragraph.
        part: Piece of the paragraph, from 1.
        page: Page from 1 where the format has pages.
        spans: Where its text stands in the extracted text.
        reason: Why it counts as furniture; empty otherwise.
        locator: The place as a report cites it.
        owner: What it never matches: its source, or its article where the source is split.
    """

    id: int
    source: int
    position: int
    kind: Kind
    text: str
    content_hash: bytes
    section: int
    section_title: str
    paragraph: int
    part: int
    page: int | None
    spans: tuple[Span, ...]
    reason: str
    locator: str
    owner: int


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that did not become a source.

    Attributes:
        path: The file, or the place of a part within it.
        reason: For a person.
        size: Of the file when it was tried, in bytes; -1 where trying again is always worth it.
        modified: The file's `st_mtime_ns` then, likewise.
        obstacle: A mark of what would have to be otherwise for another try to end better.
    """

    path: Path
    reason: str
    size: int = -1
    modified: int = -1
    obstacle: str = ""


def storable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file can hold, replaced one by one."""
    return _SURROGATE.sub("\ufffd", text)


def encoded_path(path: Path) -> bytes:
    """A path as stored: bytes, because a name on disk need not be valid text."""
    return str(path).encode("utf-8", "surrogatepass")


def decoded_path(path: bytes) -> Path:
    """The path that `encoded_path` wrote."""
    return Path(path.decode("utf-8", "surrogatepass"))


def content_hash(text: str) -> bytes:
    """16 bytes of BLAKE2b that name a text, whatever its kind or place."""
    return hashlib.blake2b(storable(text).encode(), digest_size=16).digest()


def owner_number(source: int, article: int, *, is_split: bool) -> int:
    """The owner of a passage.

    The source's id; in a split source the id times 2**20 plus the number of the article, which is
    larger than any source's id and so never taken for one.
    """
    return (source << _ARTICLE_BITS) + article if is_split else source


def source_of(owner: int) -> int:
    """The source an owner belongs to; the inverse of `owner_number`."""
    return owner if owner < 1 << _ARTICLE_BITS else owner >> _ARTICLE_BITS
