"""A document set in type: its lines to blocks, with headings, lists, rows, footnotes and furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.reading.articles import find_sections, open_sections
from app.reading.blocks import Block, Extract, Piece, edit_pieces
from app.reading.cues import BYLINE, DATE
from app.reading.document import Kind, TokenCounter
from app.reading.furniture import find_furniture
from app.reading.head import find_author_and_date, find_title
from app.reading.joining import HyphenJoiner, join_lines
from app.reading.lines import Line as TextLine
from app.reading.pdf.columns import Line
from app.reading.pdf.kinds import Body, Style, is_heading, kind_of, rank_styles, style_of
from app.reading.pdf.notes import begins_note, group_notes, is_unfinished, note_number
from app.reading.pdf.opening import Particulars
from app.reading.pdf.pages import Page, lay_out
from app.reading.pdf.paragraphs import Setting, group_lines
from app.reading.plain import drop_bullet

_NOTE_CALL = re.compile("[⁰¹²³⁴-⁹]{1,3}")
_CELLS = re.compile(" {3,}")
_NO_WORDS = re.compile(r"[^\w]+")
_DIVIDED = 0.035  # of the lines that end in a hyphen: the words of the document were divided
_WIDER_APART = 1.25  # times the usual distance of paragraphs: what stands apart, as after a blank line
_TOO_LONG = 160  # characters of an outline's entry


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that make one block."""

    lines: list[Line]
    reason: str = ""
    is_note: bool = False


def read_typeset(
    pages: Sequence[Page], body: Body, particulars: Particulars, count_tokens: TokenCounter
) -> Extract:
    """Reads a document that is set in type: its paragraphs and headings show by their looks.

    Args:
        pages: The pages with their lines sorted; the lines are told where they stand in the extracted text.
        body: The type of the text.
        particulars: What the file says of itself.
        count_tokens: Counts the model's tokens.
    """
    text = lay_out(pages)
    groups = _group(pages)
    joiner = _joiner(pages, text, count_tokens)
    numbers = {number for page in pages for line in page.notes if (number := note_number(line.text))}
    blocks: list[Block] = []
    styles: dict[int, Style] = {}
    ordered = sorted(groups, key=lambda group: group.lines[0].start)
    headings = [not group.reason and not group.is_note and is_heading(group.lines, body) for group in ordered]
    for index, group in enumerate(ordered):
        if headings[index]:
            styles[index] = style_of(group.lines)
        blocks.append(_block(group, joiner, numbers, is_head=headings[index]))
    blocks = _mark_tables(blocks)
    blocks = _mark_furniture(blocks, ordered)
    levels = {
        index: level for index, level in rank_styles(styles).items() if blocks[index].kind == Kind.HEADING
    }
    levels.update(_outline_levels(blocks, particulars))
    blocks = [
        replace(block, kind=Kind.HEADING) if index in levels and block.kind != Kind.HEADING else block
        for index, block in enumerate(blocks)
    ]
    title = _title(blocks, styles, levels, particulars)
    openings = find_sections(blocks, [1] * len(blocks), title, levels)
    blocks = open_sections(blocks, openings)
    author, date = find_author_and_date(blocks)
    return Extract("pdf", text, tuple(blocks), title, author, date)


def _group(pages: Sequence[Page]) -> list[_Group]:
    """Groups the lines of each page into blocks."""
    groups: list[_Group] = []
    number = 0
    before: Page | None = None
    for page in pages:
        groups.extend(_Group([line], reason) for line, reason in page.furniture)
        continued = before is not None and is_unfinished(before.notes)
        for place, lines in enumerate(group_notes(page.notes, number)):
            number = note_number(lines[0].text) or number
            if place == 0 and continued and not begins_note(lines[0]):
                next(group for group in reversed(groups) if group.is_note).lines.extend(lines)
            else:
                groups.append(_Group(lines, is_note=True))
        before = page
    content = [line for page in pages for line in page.lines]
    setting = Setting(content, {page.number for page in pages if page.notes})
    groups.extend(_Group(lines) for lines in group_lines(content, setting))
    return groups


class _KeepingJoiner(HyphenJoiner):
    """Keeps the hyphens of a document that was set without dividing words."""

    def keeps(self, left: str, right: str) -> bool:
        return left[-1] == "-" or super().keeps(left, right)


def _joiner(pages: Sequence[Page], text: str, count_tokens: TokenCounter) -> HyphenJoiner:
    ends = [line.text[-1] for page in pages for line in page.lines]
    is_divided = ends.count("-") > _DIVIDED * len(ends)
    return HyphenJoiner(text, count_tokens) if is_divided else _KeepingJoiner(text, count_tokens)


def _block(group: _Group, joiner: HyphenJoiner, numbers: set[int], *, is_head: bool) -> Block:
    lines = group.lines
    kind = (
        Kind.FURNITURE
        if group.reason
        else Kind.HEADING
        if is_head
        else Kind.PARAGRAPH
        if group.is_note
        else kind_of(lines)
    )
    pieces = list(
        join_lines([TextLine(line.text, line.start, line.end, line.start) for line in lines], joiner)
    )
    if kind == Kind.TABLE:
        pieces = _row(pieces)
    elif kind == Kind.LIST:
        pieces = list(drop_bullet(pieces))
    if numbers and not group.is_note:
        pieces = _without_note_calls(pieces, numbers)
    return Block(kind, tuple(pieces), page=lines[0].page, reason=group.reason)


def _row(pieces: Sequence[Piece]) -> list[Piece]:
    text = "".join(piece.text for piece in pieces)
    return edit_pieces(pieces, [(*found.span(), " | ") for found in _CELLS.finditer(text)])


def _without_note_calls(pieces: list[Piece], numbers: set[int]) -> list[Piece]:
    """Leaves the raised numbers that call footnotes out of what is shown."""
    text = "".join(piece.text for piece in pieces)
    edits = [
        (*found.span(), "")
        for found in _NOTE_CALL.finditer(text)
        if found.start() > 0 and note_number(found.group()) in numbers
    ]
    return edit_pieces(pieces, edits) if edits else pieces


def _mark_tables(blocks: Sequence[Block]) -> list[Block]:
    """Makes paragraphs of rows that stand alone."""
    marked = list(blocks)
    for index, block in enumerate(blocks):
        near = blocks[max(0, index - 1) : index + 2]
        if block.kind == Kind.TABLE and sum(other.kind == Kind.TABLE for other in near) < 2:
            marked[index] = replace(block, kind=Kind.PARAGRAPH)
    return marked


def _mark_furniture(blocks: Sequence[Block], groups: Sequence[_Group]) -> list[Block]:
    """Marks what is furniture by its words, as in a plain text; headings stay headings."""
    places = [index for index, group in enumerate(groups) if not group.reason and not group.is_note]
    lines: list[TextLine] = []
    distances = [
        _distance(groups[before].lines[-1], groups[after].lines[0]) for before, after in pairwise(places)
    ]
    usual = sorted(distances)[len(distances) // 2] if distances else 0.0
    for distance, index in zip([0.0, *distances], places, strict=False):
        start = groups[index].lines[0].start
        gap = 1 if distance > usual * _WIDER_APART else 0
        lines.append(TextLine(blocks[index].text.strip(), start, start, start, gap=gap))
    marked = list(blocks)
    for index, reason in zip(places, find_furniture(lines), strict=True):
        kind = blocks[index].kind
        if reason and (kind != Kind.HEADING or reason in (BYLINE, DATE)):
            marked[index] = replace(blocks[index], kind=Kind.FURNITURE, reason=reason)
    return marked


def _distance(before: Line, after: Line) -> float:
    """How far a line stands below another, in type sizes; 0 on another page or in another column."""
    if before.page != after.page or before.column != after.column:
        return 0.0
    return (after.baseline - before.baseline) / max(before.size, after.size, 1.0)


def _outline_levels(blocks: Sequence[Block], particulars: Particulars) -> dict[int, int]:
    """The levels of the blocks that the file's outline names."""
    if not particulars.outline:
        return {}
    entries = {
        (page, _NO_WORDS.sub("", title).casefold()): level for page, level, title in particulars.outline
    }
    pages = {page for page, _ in entries}
    tops = sum(level == 1 for level in entries.values())
    levels: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.page not in pages or block.kind == Kind.FURNITURE or len(block.text) > _TOO_LONG:
            continue
        level = entries.get((block.page, _NO_WORDS.sub("", block.text).casefold()))
        if level is not None:
            levels[index] = level + (tops > 1)
    return levels


def _title(
    blocks: Sequence[Block], styles: dict[int, Style], levels: dict[int, int], particulars: Particulars
) -> str:
    """The largest heading of the first page, unless the file's own title is shown there or none is."""
    shown = [index for index in levels if blocks[index].page == blocks[0].page]
    if particulars.title:
        wanted = _NO_WORDS.sub("", particulars.title).casefold()
        if any(wanted == _NO_WORDS.sub("", blocks[index].text).casefold() for index in shown):
            return particulars.title
    titles = [index for index in shown if levels[index] == 1]
    if titles:
        return blocks[titles[0]].text
    if particulars.title:
        return particulars.title
    largest = max(shown, key=lambda index: (styles.get(index, (0, False, False))[0], -index), default=None)
    return blocks[largest].text if largest is not None else find_title(blocks)
