"""Blocks to passages: numbered, in sections, and cut where they are too long for the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from app.reading.blocks import Block, Extract, cut_pieces, spans_of
from app.reading.document import MAX_TOKENS, Document, Kind, Passage, Section, Span, TokenCounter
from app.reading.sentences import split_sentences

_LONGEST_WORD = 100  # characters


def build_document(extract: Extract, fallback_title: str, count_tokens: TokenCounter) -> Document:
    """Makes the document of one file from what its reader found.

    Args:
        extract: What the reader found.
        fallback_title: The title where the file tells none.
        count_tokens: Counts the model's tokens.
    """
    sections: list[Section] = []
    passages: list[Passage] = []
    paragraph = 0
    for block in extract.blocks:
        if block.opens is not None or not sections:
            sections.append(block.opens or Section("", 1))
        if block.kind not in (Kind.HEADING, Kind.FURNITURE):
            paragraph += 1
        for part, (text, spans) in enumerate(_parts(block, extract.text, count_tokens), start=1):
            passages.append(
                Passage(
                    position=len(passages) + 1,
                    kind=block.kind,
                    text=text,
                    spans=spans,
                    section=len(sections) - 1,
                    paragraph=paragraph,
                    part=part,
                    page=block.page,
                    reason=block.reason,
                    place=block.place,
                )
            )
    return Document(
        title=extract.title or fallback_title,
        author=extract.author,
        date=extract.date,
        format=extract.format,
        text=extract.text,
        sections=tuple(sections) or (Section("", 1),),
        passages=tuple(passages),
    )


def _parts(block: Block, source: str, count_tokens: TokenCounter) -> Iterator[tuple[str, tuple[Span, ...]]]:
    text = block.text
    cuts = cut_points(text, count_tokens) if block.kind.is_matched else []
    for pieces in cut_pieces(block.pieces, cuts):
        yield "".join(piece.text for piece in pieces).strip(), spans_of(pieces, source)


def cut_points(text: str, count_tokens: TokenCounter, limit: int = MAX_TOKENS) -> list[int]:
    """Where a text is cut so that no part is longer than `limit` tokens; empty where it is short enough.

    It is cut at sentence ends; a sentence too long by itself at words; a word too long by itself (a
    text without spaces) at characters. The parts are about equally long.
    """
    # No token is shorter than one character of the decomposed text.
    if len(normalize("NFD", text)) <= limit or count_tokens(text) <= limit:
        return []
    units: list[tuple[int, int]] = []
    for sentence in split_sentences(text):
        units.extend(_units(text, sentence, count_tokens, limit))
    counts = [count for _, count in units]
    starts = _fill(counts, _least_limit(counts, limit))
    return [units[start][0] for start in starts[1:]]


def _units(text: str, span: Span, count_tokens: TokenCounter, limit: int) -> Iterator[tuple[int, int]]:
    """Start and tokens of the smallest parts that a cut may fall between."""
    count = count_tokens(text[span.start : span.end])
    if count <= limit:
        yield span.start, count
        return
    # About equal parts of a sentence that is too long, none over the limit.
    parts = -(-count // limit)
    start = span.start
    while start < span.end:
        end = _word_end(text, max(start + 1, start + (span.end - start) // parts), span.end)
        count = count_tokens(text[start:end])
        while count > limit:
            end = _word_start(text, start, start + (end - start) * limit // (count + 1))
            count = count_tokens(text[start:end])
        yield start, count
        start = end
        parts = max(1, parts - 1)


def _word_end(text: str, position: int, end: int) -> int:
    """The position after the space that follows a position, or the position where none is near."""
    if position >= end:
        return end
    space = text.find(" ", position, min(end, position + _LONGEST_WORD))
    return position if space < 0 else space + 1


def _word_start(text: str, start: int, position: int) -> int:
    """The start of the word at a position, or the position where the word began at `start`."""
    space = text.rfind(" ", start, position)
    return max(start + 1, position) if space < 0 else space + 1


def _fill(counts: Sequence[int], limit: int) -> list[int]:
    """First units of the parts when each takes as many units as fit."""
    starts, filled = [0], 0
    for index, count in enumerate(counts):
        if filled and filled + count > limit:
            starts.append(index)
            filled = 0
        filled += count
    return starts


def _least_limit(counts: Sequence[int], limit: int) -> int:
    """The smallest limit that needs no more parts than `limit` does, so that none is a mere rest."""
    parts = len(_fill(counts, limit))
    low, high = max(counts), limit
    while low < high:
        middle = (low + high) // 2
        if len(_fill(counts, middle)) <= parts:
            high = middle
        else:
            low = middle + 1
    return low
