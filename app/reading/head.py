"""Title, author and date of a document, as far as its first lines tell."""

from __future__ import annotations

from collections.abc import Sequence

from app.reading.blocks import Block
from app.reading.cues import BYLINE, DATE, HEADER
from app.reading.document import Kind
from app.reading.metadata import read_byline, read_date, read_date_line, read_name_list, read_print_header

_PARAGRAPHS = 3  # a byline after the third paragraph is another text's


def find_title(blocks: Sequence[Block]) -> str:
    """The first heading before any text, else the title a browser printed above the page, else ""."""
    printed = ""
    paragraphs = 0
    for block in blocks:
        if block.kind == Kind.HEADING and paragraphs == 0:
            return block.text
        if block.reason == HEADER and not printed:
            header = read_print_header(block.text)
            printed = header[1] if header else ""
        paragraphs += block.kind.is_matched
        if paragraphs > _PARAGRAPHS:
            break
    return printed


def find_author_and_date(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Author and date, from bylines, date lines and print headers at the head of the first article."""
    author: str | None = None
    date: str | None = None
    paragraphs = 0
    for index, block in enumerate(blocks):
        if index and block.opens is not None and block.opens.level == 1:
            break
        if block.reason == BYLINE:
            author = author or read_byline(block.text) or read_name_list(block.text)
            date = date or read_date(block.text)
        elif block.reason == DATE:
            found = read_date_line(block.text)
            date = date or (found[0] if found else None)
        elif block.reason == HEADER:
            header = read_print_header(block.text)
            date = date or (header[0] if header else None)
        paragraphs += block.kind.is_matched
        if paragraphs == _PARAGRAPHS:
            break
    return author, date
