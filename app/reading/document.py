"""What reading a file gives: a Document of passages, each with its place in the extracted text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.errors import UnreadableFileError

TokenCounter = Callable[[str], int]
"""Counts the word pieces of a text as the bundled model's tokenizer does, without its two marks."""

MAX_TOKENS = 254
"""The longest passage the bundled model embeds whole: 256 tokens less the two marks."""


class Kind(StrEnum):
    """What a passage is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    FURNITURE = "furniture"

    @property
    def is_matched(self) -> bool:
        """Whether passages of this kind are embedded and matched."""
        return self not in (Kind.HEADING, Kind.FURNITURE)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in the extracted text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page that is shown as a picture.

    Attributes:
        page: Page number from 1.
        left: In points from the left edge of the page as shown, as are the others from its left or top.
        top: Top edge.
        right: Right edge.
        bottom: Bottom edge.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as its file shows it.

    Attributes:
        page: From 1.
        pages: How many the file has.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
        scale: Pixels a point: what a `Box` is multiplied by.
        data: Rows of pixels from the top, four bytes each: blue, green, red and one without meaning.
    """

    page: int
    pages: int
    width: int
    height: int
    scale: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document; level 1 is an article of its own in a collection.

    `title` is empty for the part before the first heading.
    """

    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a piece of one too long for the model.

    Attributes:
        position: Place among all passages of the document, from 1.
        kind: What it is.
        text: As shown: unwrapped and de-hyphenated, no line ends.
        spans: Where its text stands in the extracted text; more than one where furniture interrupts it.
        section: Index into `Document.sections`.
        paragraph: Number of the paragraph among those that carry content, from 1; a heading or
            furniture has the number of the paragraph before it (0 before the first).
        part: Piece of the paragraph, from 1.
        page: Page number from 1 where the format has pages.
        reason: Why it counts as furniture; empty otherwise.
        boxes: Where its lines stand on the pages, where the format has pages that can be shown.
        place: The place as cited, such as "row 17", where page and paragraph do not tell it; else empty.
    """

    position: int
    kind: Kind
    text: str
    spans: tuple[Span, ...]
    section: int
    paragraph: int
    part: int = 1
    page: int | None = None
    reason: str = ""
    boxes: tuple[Box, ...] = ()
    place: str = ""

    @property
    def locator(self) -> str:
        """The place as a report cites it, such as "p. 2, par. 5"."""
        if self.place:
            return self.place
        page = f"p. {self.page}, " if self.page is not None else ""
        return f"{page}par. {self.paragraph}"


@dataclass(frozen=True, slots=True)
class Document:
    r"""One file as read.

    Attributes:
        title: From the file's metadata or first heading, else the file's name.
        author: As the file tells, or None.
        date: As the file tells, ISO 8601 where it could be parsed, or None.
        format: Short name of the format: "text", "markdown", "pdf", "docx".
        text: The extracted text; line ends are "\n".
        sections: At least one; passages point into it.
        passages: In reading order, positions 1 to n.
        note: A sentence that tells the reader to be careful with this source; mostly empty.
    """

    title: str
    author: str | None
    date: str | None
    format: str
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    note: str = ""


INSIDE = " › "
"""Stands, in the name of a part, between what holds it and its own name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A source of its own within a file; of most files, the file itself.

    Attributes:
        name: The file's name and, behind `INSIDE`, those of the parts that lead to it.
        document: What was read, or None.
        reason: Why it was not read; None where it was.
    """

    name: str
    document: Document | None
    reason: UnreadableFileError | None = None
