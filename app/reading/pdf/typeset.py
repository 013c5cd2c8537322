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
from app.reading.lines import ends_hyphenated
from app.reading.pdf.columns import Line
from app.reading.pdf.kinds import Body, Style, is_heading, kind_of, rank_styles, style_of
from app.reading.pdf.notes import begins_note, group_notes, is_unfinished, note_number
from app.reading.pdf.opening import Particulars
from app.reading.pdf.pages import Page, lay_out
from app.reading.pdf.paragraphs import Setting, group_lines
from app.reading.plain import drop_bullet

CONTENTS = "table of contents"
_DOTS = re.compile(r"\. ?\. ?\.|…")
_LEADER = re.compile(r"(?:\. ?){5,}\s*(?:\d{1,4}|[ivxlc]{1,6})?$|…{3,}")
_NOTE_CALL = re.compile("[⁰¹²³⁴-⁹]{1,3}")
_CELLS = re.compile(" {3,}")
_NO_WORDS = re.compile(r"[^\w]+")
_SHARE_DISSOLVED = 0.5  # of the hyphens at line ends that belong to no word: the words were divided
_WIDER_APART = 1.25  # times the usual distance of paragraphs: what stands apart, as after a blank line
_TOO_LONG = 160  # characters of an outline's entry


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that make one block."""

    kind: Kind
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
    groups = sorted(_group(pages, body), key=lambda group: group.lines[0].start)
    joiner = _joiner(groups, text, count_tokens)
    numbers = {number for page in pages for line in page.notes if (number := note_number(line.text))}
    blocks = [_block(group, joiner, numbers) for group in groups]
    blocks = _mark_furniture(_mark_tables(blocks), groups)
    styles = {
        index: style_of(groups[index].lines)
        for index, block in enumerate(blocks)
        if block.kind == Kind.HEADING
    }
    levels = rank_styles(styles)
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


def _group(pages: Sequence[Page], body: Body) -> list[_Group]:
    """Groups the lines of each page."""
    groups: list[_Group] = []
    content: list[Line] = []
    for page in pages:
        groups.extend(_Group(Kind.FURNITURE, [line], reason) for line, reason in page.furniture)
        for line in page.lines:
            if _DOTS.search(line.text) and _LEADER.search(line.text):
                groups.append(_Group(Kind.FURNITURE, [line], CONTENTS))
            else:
                content.append(line)
    groups.extend(_group_notes(pages))
    setting = Setting(content, {page.number for page in pages if page.notes})
    for lines in group_lines(content, setting):
        kind = Kind.HEADING if is_heading(lines, body) else kind_of(lines, setting)
        groups.append(_Group(kind, lines))
    return groups


def _group_notes(pages: Sequence[Page]) -> list[_Group]:
    """Groups the lines of footnotes; one may go on at the foot of the next page."""
    groups: list[_Group] = []
    number = 0
    before: Page | None = None
    for page in pages:
        continued = before is not None and is_unfinished(before.notes)
        for place, lines in enumerate(group_notes(page.notes, number)):
            number = note_number(lines[0].text) or number
            if place == 0 and continued and not begins_note(lines[0]):
                groups[-1].lines.extend(lines)
            else:
                groups.append(_Group(Kind.PARAGRAPH, lines, is_note=True))
        before = page
    return groups


class _KeepingJoiner(HyphenJoiner):
    """Keeps the hyphens of a document that was set without dividing words."""

    def keeps(self, left: str, right: str) -> bool:
        return left[-1] == "-" or super().keeps(left, right)


def _joiner(groups: Sequence[_Group], text: str, count_tokens: TokenCounter) -> HyphenJoiner:
    """What joins hyphens at line ends; where no words were divided, it keeps them."""
    joiner = HyphenJoiner(text, count_tokens)
    hyphened = [
        pair
        for group in groups
        for pair in pairwise(group.lines)
        if pair[0].text[-1] == "-" and ends_hyphenated(pair[0].text)
    ]
    dissolved = sum(not joiner.keeps(before.text, after.text) for before, after in hyphened)
    return joiner if dissolved > _SHARE_DISSOLVED * len(hyphened) else _KeepingJoiner(text, count_tokens)


def _block(group: _Group, joiner: HyphenJoiner, numbers: set[int]) -> Block:
    lines = [TextLine(line.text, line.start, line.end, line.start) for line in group.lines]
    pieces = _attach_dashes(list(join_lines(lines, joiner)))
    if group.kind == Kind.TABLE:
        pieces = _row(pieces)
    elif group.kind == Kind.LIST:
        pieces = list(drop_bullet(pieces))
    if numbers and not group.is_note:
        pieces = _without_note_calls(pieces, numbers)
    return Block(group.kind, tuple(pieces), page=group.lines[0].page, reason=group.reason)


def _attach_dashes(pieces: list[Piece]) -> list[Piece]:
    """Leaves out the space before a line that begins with a dash that no space follows."""
    return [
        piece
        for piece, after in zip(pieces, [*pieces[1:], None], strict=True)
        if after is None or piece.text != " " or after.text[:1] != "—" or not after.text[1:2].isalnum()
    ]


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
        is_apart = distance > usual * _WIDER_APART or blocks[index].kind == Kind.HEADING
        lines.append(TextLine(blocks[index].text.strip(), start, start, start, gap=int(is_apart)))
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
