"""Lines to paragraphs: by spacing, type, indent and the room that a line leaves.

As in a plain text, a pair of lines *runs on* if the first ends within a sentence and the second begins
with a small letter. The distances between lines that run on are the leading within paragraphs, so what
is wider is a paragraph's end. Where paragraphs are not set apart, one ends at a line that has room for
the next line's first word, and begins at a line that is set in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.reading.lines import ends_hyphenated, ends_sentence, starts_lower
from app.reading.pdf.columns import Line
from app.reading.shapes import is_true_bullet, list_marker

_BIN = 20  # steps of leading to the type size
_RUNS_ON = 0.25  # of the pairs at a distance: it is a leading within paragraphs; prose has about 0.7
_LEAST_PAIRS = 3
_USUAL_LEADING = 1.35  # times the type size, where no pair runs on
_WIDER = 0.11  # of the type size, by which a space between paragraphs is wider than the leading
_WIDEST = 3.5  # times the type size: no leading is wider
_SAME_SIZE = 0.06  # of the type size, by which sizes within a paragraph may differ
_INDENT = 0.45  # of the type size: a line is set in
_DEEPEST_INDENT = 5.0  # times the type size
_LEAST_INDENTS = 3
_SLACK = 0.02  # of the column's width, by which a line must fall short to end a paragraph
_SPACE = 0.25  # of the type size
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class Setting:
    """How a document is set: leading, column edges, indents."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rights: dict[tuple[int, int], float] = {}
        self._leadings = self._measure_leadings(lines)
        self._measure_columns(lines)
        self.indents = self._has_indents(lines)

    def _measure_leadings(self, lines: Sequence[Line]) -> dict[int, float]:
        """For each type size the widest leading at which lines run on."""
        pairs: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for before, after in pairwise(lines):
            if before.column != after.column or before.page != after.page or before.size != after.size:
                continue
            ratio = (after.baseline - before.baseline) / after.size
            if 0 < ratio <= _WIDEST:
                counts = pairs[round(after.size * 2)][round(ratio * _BIN)]
                counts[0] += 1
                counts[1] += runs_on(before, after)
        leadings: dict[int, float] = {}
        for size, bins in pairs.items():
            found = [
                step
                for step, (count, running) in bins.items()
                if count >= _LEAST_PAIRS and running >= _RUNS_ON * count
            ]
            if found:
                leadings[size] = max(found) / _BIN
        return leadings

    def _measure_columns(self, lines: Sequence[Line]) -> None:
        """Gives columns that begin at the same place the same right edge."""
        for line in lines:
            key = (round(line.column_left / 8), round(line.size))
            if line.right > self._rights.get(key, 0.0):
                self._rights[key] = line.right

    def _has_indents(self, lines: Sequence[Line]) -> bool:
        """Whether paragraphs begin with a line that is set in."""
        found = 0
        for first, second, third in zip(lines, lines[1:], lines[2:], strict=False):
            if (
                is_set_in(second, third)
                and first.column == second.column == third.column
                and abs(first.left - third.left) < _INDENT * third.size
                and not self.is_spaced(first, second)
                and not self.is_spaced(second, third)
                and not list_marker(second.text)
            ):
                found += 1
        return found >= _LEAST_INDENTS

    def is_spaced(self, before: Line, after: Line) -> bool:
        """Whether a line stands farther below another than lines of a paragraph do."""
        distance = after.baseline - before.baseline
        leading = self._leadings.get(round(after.size * 2), _USUAL_LEADING)
        return distance > (leading + _WIDER) * after.size or distance < 0

    def has_room(self, before: Line, after: Line) -> bool:
        """Whether a line had room for the first word of the next."""
        key = (round(before.column_left / 8), round(before.size))
        right = max(self._rights.get(key, 0.0), before.column_right)
        indent = before.left - before.column_left
        if (
            indent > _INDENT * before.size
            and after.right <= right - indent + 1
            and before.right <= right - indent + 1
        ):
            right -= indent  # a quotation is set in on both sides
        word = after.text.split(" ", 1)[0]
        width = (after.right - after.left) * len(word) / len(after.text)
        reach = before.right + _SPACE * before.size + width
        return reach < right - _SLACK * (right - before.column_left)


def runs_on(before: Line, after: Line) -> bool:
    """Whether a line ends within a sentence that the next goes on with."""
    text = before.text
    if ends_hyphenated(text) and starts_lower(after.text):
        return True
    return len(text) >= 15 and text[-1] != ":" and starts_lower(after.text) and not _ends(before)


def is_set_in(line: Line, other: Line) -> bool:
    """Whether a line begins to the right of another, by the indent of a paragraph."""
    indent = line.left - other.left
    return _INDENT * line.size < indent < _DEEPEST_INDENT * line.size


def group_lines(lines: Iterable[Line], setting: Setting) -> list[list[Line]]:
    """Groups lines into paragraphs, headings, list items and rows; one may go on in another column or page."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, setting):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    before = group[-1]
    if abs(before.size - line.size) > _SAME_SIZE * max(before.size, line.size):
        return False
    if before.cells > 1 or line.cells > 1:
        return False
    if before.bold != line.bold and not runs_on(before, line):
        return False
    if before.column != line.column or before.page != line.page:
        return _goes_on_elsewhere(group, line, setting)
    if setting.is_spaced(before, line):
        return False
    if _begins_item(group, line):
        return False
    if not _is_centred(group, line) and _breaks_by_indent(group, line, setting):
        return False
    if setting.has_room(before, line):
        return runs_on(before, line)
    return True


def _goes_on_elsewhere(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    before = group[-1]
    if runs_on(before, line):
        return True
    if before.bold or list_marker(line.text) or setting.has_room(before, line):
        return False
    if line.left - line.column_left > _INDENT * line.size and not list_marker(group[0].text):
        return False
    return not (_ends(before) and before.text[-1] == ":") and len(before.text) > 20


def _begins_item(group: Sequence[Line], line: Line) -> bool:
    """Whether a line begins a list item."""
    marker = list_marker(line.text)
    if not marker:
        return False
    if is_true_bullet(marker):
        return True
    before = group[-1]
    is_flush = abs(line.left - group[0].left) < _INDENT * line.size
    return (bool(list_marker(group[0].text)) and is_flush) or _ends(before) or before.text[-1] in ":;,"


def _breaks_by_indent(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    tolerance = _INDENT * line.size
    before = group[-1]
    if len(group) == 1:
        indent = line.left - before.left
        if indent > tolerance:
            if list_marker(before.text):
                return False
            return setting.indents or _ends(before) or setting.has_room(before, line)
        return False
    usual = group[1].left if group[1].page == line.page and group[1].column == line.column else group[-1].left
    return abs(line.left - usual) > tolerance


def _is_centred(group: Sequence[Line], line: Line) -> bool:
    """Whether a line stands centred under another."""
    before = group[-1]
    middle = (line.left + line.right) / 2
    return (
        abs((before.left + before.right) / 2 - middle) < 0.3 * line.size
        and abs((line.column_left + line.column_right) / 2 - middle) < line.size
        and line.left - line.column_left > line.size
    )


def _ends(line: Line) -> bool:
    return ends_sentence(line.text.rstrip(_SUPERSCRIPTS))
