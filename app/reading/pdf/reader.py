"""The reader of PDF files."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # the package carries no type information

from app.errors import UnreadableFileError
from app.reading.articles import find_sections, open_sections
from app.reading.blocks import Block, Extract, Piece, edit_pieces
from app.reading.cues import BYLINE, DATE
from app.reading.document import Box, Document, Kind, TokenCounter
from app.reading.furniture import find_furniture
from app.reading.head import find_author_and_date, find_title
from app.reading.joining import HyphenJoiner, join_lines
from app.reading.lines import Line as TextLine
from app.reading.passages import build_document
from app.reading.pdf.columns import Line, order_lines
from app.reading.pdf.glyphs import PageRuns, read_runs
from app.reading.pdf.kinds import Body, Style, find_body, is_heading, kind_of, rank_styles, style_of
from app.reading.pdf.notes import begins_note, group_notes, is_unfinished, note_number, split_notes
from app.reading.pdf.opening import Particulars, open_pdf, read_particulars
from app.reading.pdf.paragraphs import Setting, group_lines
from app.reading.pdf.running import mark_running
from app.reading.plain import drop_bullet

MARGIN = "text in the margin"
NOT_READ = "not read"
_MOST_FAILURES = 200  # pages on end that cannot be opened: the rest of the file is damaged
_ASCENT, _DESCENT = 0.85, 0.25  # of the type size: a line's box
_NOTE_CALL = re.compile("[⁰¹²³⁴-⁹]{1,3}")
_CELLS = re.compile(" {3,}")
_LEAST_IMAGE = 0.3  # of a page without text that a picture covers: a scan
_NO_WORDS = re.compile(r"[^\w]+")
_TOO_LONG = 160  # characters of an outline's entry


@dataclass(slots=True)
class _Page:
    """One page while the document is put together."""

    number: int
    width: float
    height: float
    lines: list[Line]
    turned: str = ""
    notice: str = ""
    furniture: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that make one block."""

    lines: list[Line]
    reason: str = ""
    is_note: bool = False


def read_pdf(data: bytes, name: str, count_tokens: TokenCounter, password: str | None = None) -> Document:
    """Reads a PDF file.

    Args:
        data: The file's content.
        name: The file's name, for messages.
        count_tokens: Counts the model's tokens.
        password: What opens the file, where it is encrypted.

    Raises:
        UnreadableFileError: If the file is damaged or empty, or asks for a password that was not given,
            or consists of pictures of pages and no recognition of text is installed.
    """
    document = open_pdf(data, name, password)
    try:
        particulars = read_particulars(document)
        pages = _read_pages(document)
    finally:
        document.close()
    if not any(page.lines for page in pages):
        if any(page.notice for page in pages):
            raise UnreadableFileError(
                f"“{name}” was scanned and not read: its pages are pictures without text.",
                "Install the recognition of text (counterpoint[ocr]) or open a file with a text layer.",
            )
        raise UnreadableFileError(f"“{name}” is empty: it holds no words.")
    return _build(pages, particulars, name, count_tokens)


def _read_pages(document: Any) -> list[_Page]:
    pages: list[_Page] = []
    failures = 0
    for index in range(len(document)):
        handle = pdfium.FPDF_LoadPage(document, index)
        if not handle:
            failures += 1
            if failures > _MOST_FAILURES:
                break
            pages.append(_Page(index + 1, 0.0, 0.0, [], notice=f"Page {index + 1}: damaged, {NOT_READ}"))
            continue
        failures = 0
        try:
            runs = read_runs(handle)
            page = _Page(index + 1, runs.width, runs.height, order_lines(runs.runs, index + 1), runs.turned)
            if not page.lines and _is_scan(handle, runs):
                page.notice = f"Page {index + 1}: scanned, {NOT_READ}"
            pages.append(page)
        finally:
            pdfium.FPDF_ClosePage(handle)
    return pages


def _is_scan(handle: Any, runs: PageRuns) -> bool:
    """Whether a page without text shows a picture."""
    left, bottom, right, top = (pdfium.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(handle), 1000)):
        item = pdfium.FPDFPage_GetObject(handle, index)
        if pdfium.FPDFPageObj_GetType(item) in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            area = (right.value - left.value) * (top.value - bottom.value)
            if area > _LEAST_IMAGE * runs.width * runs.height:
                return True
    return False


def _build(
    pages: Sequence[_Page], particulars: Particulars, name: str, count_tokens: TokenCounter
) -> Document:
    body = find_body([line for page in pages for line in page.lines])
    groups = _group(pages, body)
    text = _lay_out(pages)
    joiner = HyphenJoiner(text, count_tokens)
    numbers = {number for page in pages for line in page.notes if (number := note_number(line.text))}
    blocks: list[Block] = []
    styles: dict[int, Style] = {}
    ordered = sorted(groups, key=lambda group: group.lines[0].start)
    headings = [not group.reason and not group.is_note and is_heading(group.lines, body) for group in ordered]
    for index, group in enumerate(ordered):
        if headings[index]:
            styles[index] = style_of(group.lines)
        blocks.append(_block(group, headings[index], joiner, numbers))
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
    extract = Extract(
        "pdf", text, tuple(blocks), title, author or particulars.author, date or particulars.date
    )
    made = build_document(extract, name.rpartition(".")[0] or name, count_tokens)
    return _with_boxes(made, pages)


def _group(pages: Sequence[_Page], body: Body) -> list[_Group]:
    """Sorts the lines of each page into text, footnotes and furniture, and groups them."""
    reasons = mark_running([page.lines for page in pages], [page.height for page in pages], body.size)
    groups: list[_Group] = []
    content: list[Line] = []
    notes: list[Line] = []
    number = 0
    for page in pages:
        page.furniture = [line for line in page.lines if id(line) in reasons]
        groups.extend(_Group([line], reasons[id(line)]) for line in page.furniture)
        lines = [line for line in page.lines if id(line) not in reasons]
        continued = is_unfinished(notes)
        page.lines, page.notes = split_notes(lines, body.size, continued=continued)
        content.extend(page.lines)
        for place, group in enumerate(group_notes(page.notes, number)):
            number = note_number(group[0].text) or number
            if place == 0 and continued and not begins_note(group[0]) and groups and groups[-1].is_note:
                groups[-1].lines.extend(group)
            else:
                groups.append(_Group(group, is_note=True))
        notes = page.notes
        for extra, reason in ((page.turned, MARGIN), (page.notice, NOT_READ)):
            if extra:
                line = Line(extra, 0.0, 0.0, 0.0, 0.0, False, page.number)  # noqa: FBT003
                page.furniture.append(line)
                groups.append(_Group([line], reason))
    setting = Setting(content)
    groups.extend(_Group(lines) for lines in group_lines(content, setting))
    return groups


def _lay_out(pages: Sequence[_Page]) -> str:
    """Joins the lines to the extracted text and tells each line where it stands in it."""
    texts: list[str] = []
    start = 0
    for page in pages:
        middle = page.height / 2
        for line in (
            *(line for line in page.furniture if line.size and line.baseline < middle),
            *page.lines,
            *page.notes,
            *(line for line in page.furniture if not line.size or line.baseline >= middle),
        ):
            line.start = start
            texts.append(line.text)
            start += len(line.text) + 1
    return "\n".join(texts)


def _block(group: _Group, is_head: bool, joiner: HyphenJoiner, numbers: set[int]) -> Block:  # noqa: FBT001
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
    for before, index in pairwise([-1, *places]):
        group = groups[index]
        above = groups[before].lines[-1] if before >= 0 else None
        start = group.lines[0].start
        is_close = above is not None and group.lines[0].baseline - above.baseline < 1.6 * above.size
        lines.append(TextLine(blocks[index].text.strip(), start, start, start, gap=0 if is_close else 1))
    marked = list(blocks)
    for index, reason in zip(places, find_furniture(lines), strict=True):
        kind = blocks[index].kind
        if reason and (kind != Kind.HEADING or reason in (BYLINE, DATE)):
            marked[index] = replace(blocks[index], kind=Kind.FURNITURE, reason=reason)
    return marked


def _outline_levels(blocks: Sequence[Block], particulars: Particulars) -> dict[int, int]:
    """The levels of the blocks that the file's outline names."""
    if not particulars.outline:
        return {}
    entries = {
        (page, _NO_WORDS.sub("", title).casefold()): level for page, level, title in particulars.outline
    }
    tops = sum(level == 1 for level in entries.values())
    levels: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.kind == Kind.FURNITURE or len(block.text) > _TOO_LONG or block.page is None:
            continue
        level = entries.get((block.page, _NO_WORDS.sub("", block.text).casefold()))
        if level is not None:
            levels[index] = level + (tops > 1)
    return levels


def _title(
    blocks: Sequence[Block], styles: dict[int, Style], levels: dict[int, int], particulars: Particulars
) -> str:
    """The file's own title if the text shows it, else the largest heading of the first page, else the file's."""
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


def _with_boxes(document: Document, pages: Iterable[_Page]) -> Document:
    """Gives each passage the boxes of its lines, and the page that it begins on."""
    lines = [line for page in pages for line in (*page.lines, *page.notes, *page.furniture)]
    lines.sort(key=lambda line: line.start)
    starts = [line.start for line in lines]
    passages = []
    for passage in document.passages:
        boxes: list[Box] = []
        for span in passage.spans:
            place = bisect_right(starts, span.start) - 1
            while place < len(lines) and lines[place].start < span.end:
                boxes.append(_box(lines[place], span.start, span.end))
                place += 1
        page = boxes[0].page if boxes else passage.page
        passages.append(
            replace(passage, boxes=tuple(box for box in boxes if box.right > box.left), page=page)
        )
    return replace(document, passages=tuple(passages))


def _box(line: Line, start: int, end: int) -> Box:
    """The box of the part of a line that stands between two offsets."""
    width = (line.right - line.left) / max(1, len(line.text))
    left = line.left + width * max(0, start - line.start)
    right = line.right - width * max(0, line.end - end)
    return Box(
        line.page,
        round(left, 1),
        round(line.baseline - _ASCENT * line.size, 1),
        round(right, 1),
        round(line.baseline + _DESCENT * line.size, 1),
    )
