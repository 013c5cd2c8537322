"""Blocks of a format whose text is taken from mark-up: gathered in reading order and laid out as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.reading.articles import find_sections, open_sections
from app.reading.blocks import Block, Extract, Piece
from app.reading.cues import FILLER
from app.reading.document import Kind, TokenCounter
from app.reading.furniture import find_furniture
from app.reading.head import find_author_and_date, find_title
from app.reading.lines import Line
from app.reading.plain import read_plain

_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufeff\u00ad\u200b\u2060]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """A text as one line, without characters that show nothing; a lone surrogate is replaced."""
    return " ".join(_SURROGATE.sub("\ufffd", _NO_TEXT.sub("", text)).split())


@dataclass(frozen=True, slots=True)
class Found:
    """A block before its place in the text is known.

    Attributes:
        kind: What it is.
        text: As shown.
        level: Of a heading, from 1; 0 for all else.
        page: Page number from 1 where the file records it.
        place: The place as cited, where page and paragraph do not tell it.
        reason: Why it counts as furniture.
    """

    kind: Kind
    text: str
    level: int = 0
    page: int | None = None
    place: str = ""
    reason: str = ""


def judge(found: Sequence[Found]) -> list[Found]:
    """Makes each block one line, leaves out those without text, and marks paragraphs that are furniture.

    They are judged as the lines of a plain text are: by their own words (a byline, a bare link) and by
    their company (a menu, a line that recurs). What is cited by a place of its own is left as it is.
    """
    tidied = [replace(block, text=text) for block in found if (text := tidy(block.text))]
    reasons = _reasons(tidied)
    judged: list[Found] = []
    for block, reason in zip(tidied, reasons, strict=True):
        marked = block
        if block.kind != Kind.FURNITURE and not any(map(str.isalnum, block.text)):
            marked = replace(block, kind=Kind.FURNITURE, level=0, reason=FILLER)
        elif reason and _may_be_furniture(block):
            marked = replace(block, kind=Kind.FURNITURE, reason=reason)
        judged.append(marked)
    return judged


def _may_be_furniture(block: Found) -> bool:
    return block.kind in (Kind.PARAGRAPH, Kind.LIST) and not block.place


def _reasons(blocks: Sequence[Found]) -> list[str]:
    if not any(map(_may_be_furniture, blocks)):
        return [""] * len(blocks)
    # A menu stands in lines on end, a byline apart: mark-up does not tell how far apart blocks are shown.
    close = [Line(block.text, 0, len(block.text), 0) for block in blocks]
    apart = [replace(line, gap=1) for line in close]
    return [
        first or second for first, second in zip(find_furniture(close), find_furniture(apart), strict=True)
    ]


def infer_headings(found: list[Found], count_tokens: TokenCounter) -> list[Found]:
    """Finds the headings of a text that marks none, as those of a plain text are found.

    Args:
        found: The blocks; they come back as they are if one of them is a heading.
        count_tokens: Counts the model's tokens.
    """
    if any(block.kind == Kind.HEADING for block in found):
        return found
    text = "\n\n".join(block.text for block in found if block.kind != Kind.FURNITURE)
    headings = {block.text for block in read_plain(text, count_tokens).blocks if block.kind == Kind.HEADING}
    inferred: list[Found] = []
    for block in found:
        if block.kind == Kind.PARAGRAPH and not block.place and block.text in headings:
            # The first is the title of all that follows.
            level = 2 if any(before.level for before in inferred) else 1
            inferred.append(replace(block, kind=Kind.HEADING, level=level))
        else:
            inferred.append(block)
    return inferred


def lay_out(
    name: str,
    found: Sequence[Found],
    count_tokens: TokenCounter | None = None,
    *,
    title: str = "",
    author: str | None = None,
    date: str | None = None,
) -> Extract:
    """Makes the extract of one file.

    Args:
        name: Short name of the format.
        found: The blocks in reading order; those without text are left out.
        count_tokens: Counts the model's tokens, where headings that are not marked may be looked for.
        title: As the file's own particulars tell; else the first heading serves.
        author: The same, else a byline serves.
        date: The same, else a date line serves.
    """
    found = judge(found)
    if count_tokens is not None:
        found = infer_headings(found, count_tokens)
    blocks: list[Block] = []
    levels: dict[int, int] = {}
    texts: list[str] = []
    position = 0
    for item in found:
        if item.level:
            levels[len(blocks)] = item.level
        piece = Piece(item.text, position, position + len(item.text))
        blocks.append(Block(item.kind, (piece,), page=item.page, reason=item.reason, place=item.place))
        texts.append(item.text)
        position += len(item.text) + 2
    title = tidy(title) or find_title(blocks)
    blocks = open_sections(blocks, find_sections(blocks, [1] * len(blocks), title, levels))
    written_by, written_on = find_author_and_date(blocks)
    return Extract(
        name, "\n\n".join(texts), tuple(blocks), title, tidy(author or "") or written_by, date or written_on
    )
