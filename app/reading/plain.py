"""The reader of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.reading.articles import find_sections, open_sections
from app.reading.blocks import Block, Extract, Piece
from app.reading.cues import DATE, FILLER, REPEATED
from app.reading.document import Kind, TokenCounter
from app.reading.furniture import find_furniture
from app.reading.head import find_author_and_date, find_title
from app.reading.joining import HyphenJoiner, join_lines
from app.reading.layout import group_lines
from app.reading.lines import Line, ends_sentence, split_lines
from app.reading.metadata import is_name
from app.reading.shapes import Heading, heading_shape, is_entry, is_numbered, list_marker, split_cells

_YEAR = re.compile(r"[12]\d{3}$")
_LONGEST_CHAIN = 4  # headings on end: a collection's title, an article's, its series, its first part


@dataclass(slots=True)
class _Group:
    """Lines that belong together, while it is found out what they are."""

    lines: list[Line]
    reason: str
    kind: Kind = Kind.PARAGRAPH
    text: str = field(init=False)
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(line.text for line in self.lines)
        self.words = self.text.count(" ") + 1
        if self.reason:
            self.kind = Kind.FURNITURE


def read_plain(text: str, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of a plain text."""
    lines = split_lines(text)
    reasons = find_furniture(lines)
    groups = [
        _Group([lines[index] for index in group], reasons[group[0]]) for group in group_lines(lines, reasons)
    ]
    _find_kinds(groups)
    joiner = HyphenJoiner(text, count_tokens)
    blocks = [
        Block(group.kind, tuple(_pieces(group, joiner)), page=group.lines[0].page, reason=group.reason)
        for group in groups
    ]
    title = find_title(blocks)
    openings = find_sections(blocks, [group.lines[0].gap for group in groups], title)
    blocks = open_sections(blocks, openings)
    author, date = find_author_and_date(blocks)
    return Extract("text", text, tuple(blocks), title, author, date)


def _pieces(group: _Group, joiner: HyphenJoiner) -> list[Piece]:
    first = group.lines[0]
    if group.kind == Kind.TABLE:
        return _row(first)
    if group.kind == Kind.LIST:
        return list(drop_bullet(join_lines(group.lines, joiner)))
    return list(join_lines(group.lines, joiner))


def drop_bullet(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leaves a list item's bullet out of what is shown; a number stays, for the text may refer to it."""
    first, *others = pieces
    marker = list_marker(first.text)
    if marker and not is_numbered(marker):
        yield Piece("", first.start, first.start + len(marker))
        first = Piece(first.text[len(marker) :], first.start + len(marker), first.end)
    yield first
    yield from others


def _row(line: Line) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for start, stop in split_cells(line.text):
        if start > end:
            pieces.append(Piece(" | " if pieces else "", line.start + end, line.start + start))
        pieces.append(Piece(line.text[start:stop], line.start + start, line.start + stop))
        end = stop
    if end < len(line.text):
        pieces.append(Piece("", line.start + end, line.end))
    return pieces


def _find_kinds(groups: list[_Group]) -> None:
    _mark_dates_of_a_chronology(groups)
    content = [group for group in groups if not group.reason]
    for group in content:
        if group.kind == Kind.PARAGRAPH:
            group.kind = _kind_alone(group)
    _mark_repeated_titles(content)
    content = [group for group in content if not group.reason]
    _mark_headings(content)
    _mark_tables(content)
    for group in groups:
        if group.kind == Kind.PARAGRAPH and not any(map(str.isalnum, group.text)):
            group.kind, group.reason = Kind.FURNITURE, FILLER


def _mark_dates_of_a_chronology(groups: Sequence[_Group]) -> None:
    """Makes headings of lines with a date or a year, if at least three stand between paragraphs."""
    dated = [group.reason == DATE or bool(_YEAR.match(group.text)) for group in groups]
    leading = [
        index
        for index in range(len(groups) - 1)
        if dated[index] and not groups[index + 1].reason and not dated[index + 1]
    ]
    between = [
        index
        for index in leading
        if index and not groups[index - 1].reason and ends_sentence(groups[index - 1].text)
    ]
    if len(between) >= 3:
        for index in leading:
            groups[index].kind, groups[index].reason = Kind.HEADING, ""


def _kind_alone(group: _Group) -> Kind:
    if group.lines[0].is_quoted:
        return Kind.QUOTE
    marker = list_marker(group.text)
    if marker and not (is_numbered(marker) and heading_shape(group.text) == Heading.STRONG):
        return Kind.LIST
    if _is_epigraph(group.text):
        return Kind.QUOTE
    return Kind.PARAGRAPH


def _is_epigraph(text: str) -> bool:
    """Whether a paragraph is one quotation with its speaker after a dash."""
    if text[0] not in "“\"«„‘'" or len(text) > 600:
        return False
    end = max(text.rfind(mark) for mark in ("”", '"', "»", "“", "’"))
    rest = text[end + 1 :].strip()
    return end > 0 and len(rest) > 1 and rest[0] in "—–" and is_name(rest[1:].strip())


def _mark_headings(content: Sequence[_Group]) -> None:
    shapes = [
        heading_shape(group.text) if group.kind == Kind.PARAGRAPH and len(group.lines) <= 3 else Heading.NO
        for group in content
    ]
    for first, second in pairwise(range(len(content))):
        # "Present: ..." above "Apologies: ..." are entries, not headings.
        if content[second].lines[0].gap == 0 and all(
            is_entry(content[index].text) for index in (first, second)
        ):
            shapes[first] = shapes[second] = Heading.NO
    for index in range(len(content) - 1, -1, -1):
        if shapes[index] != Heading.NO and _heads(content, shapes, index):
            content[index].kind = Kind.HEADING
    for index, group in enumerate(content):
        # A numbered line that heads nothing is an item of a list.
        if group.kind == Kind.PARAGRAPH and list_marker(group.text) and shapes[index] == Heading.STRONG:
            group.kind = Kind.LIST


def _heads(content: Sequence[_Group], shapes: Sequence[Heading], index: int) -> bool:
    """Whether a group of a heading's shape stands above what a heading stands above."""
    if index + 1 == len(content):
        return False
    group, following = content[index], content[index + 1]
    is_strong = shapes[index] == Heading.STRONG
    if following.kind == Kind.HEADING:
        return _chain(content, index) <= (_LONGEST_CHAIN if is_strong else _LONGEST_CHAIN - 1)
    if is_strong:
        return _heads_strongly(group, following)
    return _heads_weakly(group, following, content[index - 1] if index else None)


def _heads_strongly(group: _Group, following: _Group) -> bool:
    """Whether a group that looks just like a heading may stand above another."""
    if list_marker(group.text):
        if is_numbered(list_marker(following.text)) or (ends_sentence(group.text) and following.words < 8):
            return False
        return following.kind != Kind.PARAGRAPH or ends_sentence(following.text) or following.text[-1] == ":"
    return (
        following.kind in (Kind.LIST, Kind.QUOTE, Kind.TABLE)
        or ends_sentence(following.text)
        or following.words > 2 * group.words
        or following.text[-1] == ":"
    )


def _heads_weakly(group: _Group, following: _Group, before: _Group | None) -> bool:
    """Whether a group that may be a heading or a short sentence stands above another."""
    if before is None and group.words <= 12 and not ends_sentence(group.text):
        return ends_sentence(following.text) or len(following.text) > 2 * len(group.text)
    if before is not None and before.kind == Kind.PARAGRAPH and before.text[-1] in ",:":
        return False
    if group.text.rstrip("\"'”’)")[-1] in "?!":
        return following.words >= 30 and (before is None or before.words >= 30 or before.kind == Kind.HEADING)
    if following.kind in (Kind.LIST, Kind.QUOTE):
        return group.words <= 8
    return following.words >= max(12, group.words) and (
        ends_sentence(following.text) or following.text[-1] == ":"
    )


def _chain(content: Sequence[_Group], index: int) -> int:
    """How many headings stand on end, the one at `index` counted with them."""
    length = 1
    while index + length < len(content) and content[index + length].kind == Kind.HEADING:
        length += 1
    return length


def _mark_tables(content: Sequence[_Group]) -> None:
    """Marks rows: at least two successive lines with cells, of nearly the same number."""
    cells = [
        len(split_cells(group.text)) if len(group.lines) == 1 and group.kind != Kind.LIST else 0
        for group in content
    ]
    for index, count in enumerate(cells):
        near = [cells[other] for other in (index - 1, index + 1) if 0 <= other < len(cells)]
        if count >= 2 and any(other >= 2 and abs(other - count) <= 1 for other in near):
            content[index].kind = Kind.TABLE


def _mark_repeated_titles(content: Sequence[_Group]) -> None:
    """Marks a title that comes a second time before the text begins, as on a saved page."""
    seen: set[str] = set()
    for group in content:
        if group.kind != Kind.PARAGRAPH or group.words < 3 or heading_shape(group.text) == Heading.NO:
            seen.clear()
        elif group.text in seen:
            group.kind, group.reason = Kind.FURNITURE, REPEATED
        else:
            seen.add(group.text)
