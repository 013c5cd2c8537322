"""What a format's reader yields: blocks of text that know where each character came from.

Every format has one reader. It yields an `Extract`; cutting into passages and numbering is done once,
for all formats, in `passages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.reading.document import Kind, Section, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Shown text and the range of the extracted text it stands for.

    Where the two have the same length they agree character by character; otherwise the piece stands
    for its range as a whole: a space for a line end, nothing for a dropped hyphen or a mark-up sign.
    """

    text: str
    start: int
    end: int

    def split(self, at: int) -> tuple[Piece, Piece]:
        """Cuts before character `at` of the shown text; the range goes along."""
        middle = self.start + at if len(self.text) == self.end - self.start else self.end
        return Piece(self.text[:at], self.start, middle), Piece(self.text[at:], middle, self.end)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or line of furniture, before it is cut into passages.

    Attributes:
        kind: What it is.
        pieces: Its text in reading order.
        opens: The section that begins with this block.
        page: Page number from 1 where the format has pages.
        reason: Why it counts as furniture; empty otherwise.
        place: The place as cited, where page and paragraph do not tell it; empty otherwise.
    """

    kind: Kind
    pieces: tuple[Piece, ...]
    opens: Section | None = None
    page: int | None = None
    reason: str = ""
    place: str = ""

    @property
    def text(self) -> str:
        """The block as shown."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Extract:
    """One file as its reader found it.

    Attributes:
        format: Short name of the format.
        text: The extracted text that the pieces' ranges count in.
        blocks: In reading order; together their pieces cover every visible character of the text once.
        title: As the file tells; empty where it does not.
        author: As the file tells, or None.
        date: As the file tells, ISO 8601 where it could be parsed, or None.
    """

    format: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    author: str | None = None
    date: str | None = None


def cut_pieces(pieces: Iterable[Piece], cuts: Sequence[int]) -> Iterator[tuple[Piece, ...]]:
    """Splits pieces at positions of the shown text, ascending; yields len(cuts) + 1 parts."""
    part: list[Piece] = []
    position = 0
    remaining = iter(cuts)
    cut = next(remaining, None)
    for whole in pieces:
        piece = whole
        while cut is not None and position + len(piece.text) > cut:
            if cut > position:
                before, piece = piece.split(cut - position)
                part.append(before)
            yield tuple(part)
            part = []
            position = cut
            cut = next(remaining, None)
        part.append(piece)
        position += len(piece.text)
    yield tuple(part)
    while cut is not None:
        yield ()
        cut = next(remaining, None)


def edit_pieces(pieces: Sequence[Piece], edits: Sequence[tuple[int, int, str]]) -> list[Piece]:
    """Replaces ranges of the shown text; what they stood for goes with the replacement.

    Args:
        pieces: The pieces to change.
        edits: Start, end and replacement, in order and without overlap.
    """
    cuts = [bound for start, end, _ in edits for bound in (start, end)]
    edited: list[Piece] = []
    for place, part in enumerate(cut_pieces(pieces, cuts)):
        if place % 2 == 0:
            edited.extend(part)
            continue
        replacement = edits[place // 2][2]
        for piece in part:
            edited.append(Piece(replacement, piece.start, piece.end))
            replacement = ""
    return edited


def spans_of(pieces: Iterable[Piece], text: str) -> tuple[Span, ...]:
    """The ranges of the extracted text under some pieces, joined where only white space lies between."""
    spans: list[Span] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if spans and spans[-1].end <= start and not text[spans[-1].end : start].strip():
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)
