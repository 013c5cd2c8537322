"""Footnotes: small type at a page's foot that begins with a number or a sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.reading.lines import ends_sentence
from app.reading.pdf.columns import Line

_SMALLER = 0.93  # of the text's size
_MARKER = re.compile(r"(?:[⁰¹²³⁴-⁹]{1,3}|\[?\d{1,3}[\].)]?|[*†‡§¶]{1,3}|[a-z]\))\s*[^\s\d]")
_NUMBER = re.compile(r"[⁰¹²³⁴-⁹\d]{1,3}")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def split_notes(lines: Sequence[Line], body_size: float, *, continued: bool) -> tuple[list[Line], list[Line]]:
    """Tells the text of a page and its footnotes apart.

    Args:
        lines: The page's lines of content in reading order.
        body_size: The type size of the text in points.
        continued: Whether a footnote of the page before has not come to its end.

    Returns:
        The lines of the text and those of the footnotes.
    """
    notes: set[int] = set()
    for column in {line.column for line in lines}:
        column_lines = [line for line in lines if line.column == column]
        first = len(column_lines)
        while first > 0 and column_lines[first - 1].size < _SMALLER * body_size:
            first -= 1
        found = column_lines[first:]
        if not continued:
            while found and not _MARKER.match(found[0].text):
                found = found[1:]
        if found and (len(found) < len(column_lines) or _is_lowest(found, lines)):
            notes.update(map(id, found))
    if not notes or len(notes) == len(lines):
        return list(lines), []
    text = [line for line in lines if id(line) not in notes]
    return text, [line for line in lines if id(line) in notes]


def _is_lowest(found: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether nothing of another column stands below the first line of what may be footnotes."""
    top = found[0].baseline
    return all(line.baseline < top for line in lines if line.column != found[0].column)


def group_notes(notes: Sequence[Line], last: int) -> list[list[Line]]:
    """Groups the lines of footnotes; the first group may go on with a note of the page before.

    Args:
        notes: The lines of a page's footnotes.
        last: The number of the note before, 0 where there is none.
    """
    groups: list[list[Line]] = []
    for line in notes:
        number = note_number(line.text)
        begins = _MARKER.match(line.text) is not None and (
            number is None
            or number == last + 1
            or not groups
            or (number > last and _is_set_out(line, groups[-1]))
        )
        if begins or not groups:
            groups.append([line])
            last = number or last
        else:
            groups[-1].append(line)
    return groups


def begins_note(line: Line) -> bool:
    """Whether a line begins with a footnote's number or sign."""
    return _MARKER.match(line.text) is not None


def note_number(text: str) -> int | None:
    """The number that a footnote begins with, or None."""
    found = _NUMBER.match(text.lstrip("["))
    return int(found.group().translate(_PLAIN_DIGITS)) if found else None


def is_unfinished(notes: Sequence[Line]) -> bool:
    """Whether the last of a page's footnotes goes on over the page."""
    return bool(notes) and not ends_sentence(notes[-1].text)


def _is_set_out(line: Line, group: Sequence[Line]) -> bool:
    """Whether a line begins where the first line of the group does, and its note's other lines do not."""
    return len(group) == 1 or abs(line.left - group[0].left) < abs(line.left - group[1].left)
