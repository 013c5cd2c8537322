"""The reader of RTF files: paragraphs, list items, rows and footnotes; headings are guessed from the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from striprtf.striprtf import rtf_to_text

from app.reading.blocks import Extract
from app.reading.cues import FOOTER, HEADER
from app.reading.document import Kind, TokenCounter
from app.reading.flow import Found, lay_out
from app.reading.shapes import list_marker

_convert: Any = rtf_to_text  # the library carries no type information
_MARK = re.compile(r"\\(?:[a-z]+-?\d* ?|'[0-9a-f]{2}|[^a-z])|[{}]")
_NOTE = re.compile(r"\{(?:\\\*)?\\footnote\b ?")
_HEADER = re.compile(r"\{\\header[lrf]?\b ?")
_FOOTER = re.compile(r"\{\\footer[lrf]?\b ?")
_PROPERTY = re.compile(r"\{\\(?P<name>title|author) (?P<value>[^{}]*)\}")
_CREATED = re.compile(r"\\creatim\\yr(?P<year>\d{4})\\mo(?P<month>\d{1,2})\\dy(?P<day>\d{1,2})")
_CODE_PAGE = re.compile(r"\\ansicpg\d+")
_BULLET = re.compile(r"\s*[•·▪●◦‣–-]\s*\t\s*")
_MOST_GROUPS = 5000
_LONGEST_GROUP = 100_000  # characters


def read_rtf(data: bytes, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of an RTF file.

    Args:
        data: The file.
        count_tokens: Counts the model's tokens.
    """
    rtf = data.decode("latin-1")
    page = _CODE_PAGE.search(rtf, 0, 2000)
    opening = "{\\rtf1\\ansi" + (page[0] if page else "") + " "
    told = {
        found["name"]: _shown(f"{opening}{found['value']}}}").strip()
        for found in _PROPERTY.finditer(rtf, 0, 20_000)
    }
    created = _CREATED.search(rtf, 0, 20_000)
    found = [
        *_margins(rtf, opening, _HEADER, HEADER),
        *(_block(line) for line in _shown(rtf).split("\n")),
        *(
            Found(Kind.PARAGRAPH, text, place=f"note {number}")
            for number, text in enumerate(_groups(rtf, opening, _NOTE), start=1)
        ),
        *_margins(rtf, opening, _FOOTER, FOOTER),
    ]
    date = f"{created['year']}-{created['month']:0>2}-{created['day']:0>2}" if created else None
    return lay_out(
        "rtf", found, count_tokens, title=told.get("title", ""), author=told.get("author"), date=date
    )


def _shown(rtf: str) -> str:
    return str(_convert(rtf, errors="replace"))


def _block(line: str) -> Found:
    bullet = _BULLET.match(line)
    if bullet:
        return Found(Kind.LIST, line[bullet.end() :])
    if line.rstrip().endswith("|") and line.count("|") > 1:
        return Found(Kind.TABLE, " | ".join(filter(None, map(str.strip, line.split("|")))))
    return Found(Kind.LIST if list_marker(line.strip()) else Kind.PARAGRAPH, line)


def _margins(rtf: str, opening: str, pattern: re.Pattern[str], reason: str) -> Iterator[Found]:
    """The running headers or footers, each once."""
    for text in dict.fromkeys(_groups(rtf, opening, pattern)):
        yield Found(Kind.FURNITURE, text, reason=reason)


def _groups(rtf: str, opening: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The text of each group that begins with a pattern; the library leaves such groups out."""
    position = 0
    for _ in range(_MOST_GROUPS):
        found = pattern.search(rtf, position)
        end = _end_of_group(rtf, found.end()) if found else None
        if found is None or end is None:
            return
        yield _shown(f"{opening}{rtf[found.end() : end]}}}")
        position = end


def _end_of_group(rtf: str, start: int) -> int | None:
    """Where the group ends that is open at a place, or None if it is not closed."""
    depth = 1
    for mark in _MARK.finditer(rtf, start, start + _LONGEST_GROUP):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.start()
    return None
