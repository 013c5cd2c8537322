"""Lines to paragraphs: by spacing, type, indent and the room that a line leaves.

As in a plain text, a pair of lines *runs on* if the first ends within a sentence and the second begins
with a small letter. The distances between lines that run on are the leading within paragraphs, so what
is wider is a paragraph's end. Where paragraphs are not set apart, one ends at a line that has room for
the next line's first word, and begins at a line that is set in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from app.reading.lines import ends_hyphenated, ends_open
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
_INDENTED_SLACK = 0.08  # ... where indents tell paragraphs apart
_SPACED_SLACK = 0.12  # ... where spaces do
_SHARE_INDENTED = 0.3  # of the short lines that end a sentence: indents tell paragraphs apart
_SHARE_SPACED = 0.7  # of the short lines that end a sentence: spaces tell paragraphs apart
_LEAST_WRAPS = 5
_SHARE_TRAILING = 0.9  # of the lines that run on, where the writer sets a space after a wrapped line
_TRAIL = 0.6  # of the type size: room for a space
_HYPHENS = "-\u2010\u00ad"
_TOUCHING = "-\u2010\u00ad–—/"
_LEAST_REACHES = 8
_SHORT = 20  # characters of a line that fills no column
_ROOM_BELOW = 1.9  # times the type size: room for a line that was not used
_SPACE = 0.25  # of the type size


_Pair = tuple[Line, Line]


class Setting:
    """How a document is set: leading, column edges, and what tells its paragraphs apart.

    Attributes:
        indents: Whether paragraphs begin with a line that is set in.
        spaces: Whether a wider space stands between paragraphs.
        trails: Whether a space is set after every line that was wrapped, and after no other.
    """

    def __init__(self, lines: Sequence[Line], noted: Collection[int]) -> None:
        """Measures a document.

        Args:
            lines: The lines of its text.
            noted: The pages whose text ends above footnotes.
        """
        self._noted = noted
        self._bottoms = _measure_bottoms(lines)
        pairs = [
            (before, after)
            for before, after in pairwise(lines)
            if before.column == after.column and before.page == after.page and before.size == after.size
        ]
        self._lefts = _measure_lefts(lines)
        running = [pair for pair in pairs if runs_on(*pair)]
        self._leadings = _measure_leadings(pairs, running)
        self._rights = self._measure_columns(lines, running)
        self.trails = shows_wraps(running, self.right_of)
        self._slack = _SLACK
        ends, spaced_ends = self._count_ends(pairs)
        self.indents = self._count_indents(lines) >= max(_LEAST_INDENTS, _SHARE_INDENTED * ends)
        self.spaces = spaced_ends >= max(_LEAST_INDENTS, _SHARE_SPACED * ends)
        self._slack = _SPACED_SLACK if self.spaces else _INDENTED_SLACK if self.indents else _SLACK

    def _measure_columns(
        self, lines: Sequence[Line], running: Sequence[_Pair]
    ) -> dict[tuple[int, int], float]:
        """The right edge of the columns that begin at the same place and are set in the same size."""
        rights: dict[tuple[int, int], float] = {}
        for line in lines:
            key = line.setting
            if line.right > rights.get(key, 0.0):
                rights[key] = line.right
        reaches: dict[tuple[int, int], list[float]] = defaultdict(list)
        for before, after in running:
            if not self.is_spaced(before, after):
                reaches[before.setting].append(_reach(before, after))
        for key, found in reaches.items():
            if len(found) >= _LEAST_REACHES:
                # A line that ran on had no room; what stands wider, such as an address, is no measure.
                rights[key] = min(rights[key], sorted(found)[len(found) // 20])
        return rights

    def _count_indents(self, lines: Sequence[Line]) -> int:
        """How many paragraphs begin with a line that is set in."""
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
        return found

    def _count_ends(self, pairs: Sequence[_Pair]) -> tuple[int, int]:
        """How many lines clearly end a paragraph, and how many of them are set apart from the next."""
        ends = spaced_ends = 0
        for before, after in pairs:
            if before.ends and self.has_room(before, after):
                ends += 1
                spaced_ends += self.is_spaced(before, after)
        return ends, spaced_ends

    def is_spaced(self, before: Line, after: Line) -> bool:
        """Whether a line stands farther below another than lines of a paragraph do."""
        distance = after.baseline - before.baseline
        leading = self._leadings.get(after.setting[1], _USUAL_LEADING)
        return distance > (leading + _WIDER) * after.size or distance < 0

    def indent_of(self, line: Line) -> float:
        """By how many points a line is set in, from where most lines of its column begin."""
        return line.left - self._lefts.get(line.setting, line.column_left)

    def right_of(self, line: Line) -> float:
        """The right edge of a line's column."""
        return self._rights.get(line.setting, line.column_right)

    def ends_untrailed(self, line: Line) -> bool:
        """Whether a line has no space after it where there was room for one: it was not wrapped."""
        return (
            self.trails
            and not line.trails
            and not may_touch(line.text)
            and line.right < self.right_of(line) - _TRAIL * line.size
        )

    def has_room(self, before: Line, after: Line) -> bool:
        """Whether a line had room for the first word of the next."""
        right = self.right_of(before)
        indent = self.indent_of(before)
        if indent > _INDENT * before.size and max(before.right, after.right) <= right - indent + 1:
            right -= indent  # a quotation is set in on both sides
        slack = _SLACK if before.ends else self._slack
        return _reach(before, after) < right - slack * (right - before.column_left)

    def fills_page(self, line: Line) -> bool:
        """Whether the last line of a page or column leaves no room for others under it."""
        if line.page in self._noted:
            return True
        return line.baseline > self._bottoms.get(line.column, 0.0) - _ROOM_BELOW * line.size


def _measure_bottoms(lines: Sequence[Line]) -> dict[int, float]:
    """How far down the lines of each column reach on a full page."""
    lowest: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        lowest[line.column, line.page] = max(lowest[line.column, line.page], line.baseline)
    bottoms: dict[int, float] = defaultdict(float)
    for (column, _), bottom in lowest.items():
        bottoms[column] = max(bottoms[column], bottom)
    return bottoms


def _measure_lefts(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Where most lines begin, of the columns that begin at the same place and are set in the same size."""
    counts = Counter((line.setting, round(line.left)) for line in lines)
    return {setting: float(left) for (setting, left), _ in sorted(counts.items(), key=itemgetter(1))}


def _measure_leadings(pairs: Sequence[_Pair], running: Sequence[_Pair]) -> dict[int, float]:
    """For each type size, in half points, the widest leading at which lines run on."""
    counts, runs = (Counter(map(_leading, found)) for found in (pairs, running))
    leadings: dict[int, float] = {}
    for (size, step), count in counts.items():
        if 0 < step <= _WIDEST * _BIN and count >= _LEAST_PAIRS and runs[size, step] >= _RUNS_ON * count:
            leadings[size] = max(leadings.get(size, 0.0), step / _BIN)
    return leadings


def _leading(pair: _Pair) -> tuple[int, int]:
    """The type size of two lines and their distance, in steps."""
    before, after = pair
    return after.setting[1], round((after.baseline - before.baseline) / after.size * _BIN)


def _reach(before: Line, after: Line) -> float:
    """Where a line would end with the first word of the next."""
    width = (after.right - after.left) * len(after.text.split(" ", 1)[0]) / len(after.text)
    return before.right + _SPACE * before.size + width


def shows_wraps(running: Iterable[_Pair], right_of: Callable[[Line], float]) -> bool:
    """Whether the writer set a space after the lines that it wrapped, where there was room for one.

    Args:
        running: Lines of which the first runs on in the second.
        right_of: The right edge of a line's column.
    """
    wrapped = [
        before.trails
        for before, _ in running
        if not may_touch(before.text) and before.right < right_of(before) - _TRAIL * before.size
    ]
    return len(wrapped) >= _LEAST_WRAPS and sum(wrapped) >= _SHARE_TRAILING * len(wrapped)


def may_touch(text: str) -> bool:
    """Whether a line may have been wrapped without a space: after a hyphen, a dash, a Chinese sign."""
    return text[-1] in _TOUCHING or text[-1] >= "\u2e80"


def runs_on(before: Line, after: Line) -> bool:
    """Whether a line ends within a sentence that the next goes on with."""
    if not after.lower:
        return False
    text = before.text
    if text[-1] in _HYPHENS and ends_hyphenated(text):
        return True
    # A link has no spaces.
    return not before.ends and len(text) >= 15 and text[-1] != ":" and " " in text and " " in after.text


def is_set_in(line: Line, other: Line) -> bool:
    """Whether a line begins to the right of another, by the indent of a paragraph."""
    indent = line.left - other.left
    return _INDENT * line.size < indent < _DEEPEST_INDENT * line.size


def group_lines(lines: Iterable[Line], setting: Setting) -> list[list[Line]]:
    """Groups lines into paragraphs, headings, list items and rows.

    A paragraph may go on in another column or on another page.

    Args:
        lines: The lines of a text in reading order.
        setting: How they are set.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, setting):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    before = group[-1]
    if not _is_alike(before, line):
        return False
    if before.column != line.column or before.page != line.page:
        return _goes_on_elsewhere(group, line, setting)
    if setting.is_spaced(before, line) or _begins_item(group, line):
        return False
    if not _is_centred(group, line) and _breaks_by_indent(group, line, setting):
        return False
    runs = runs_on(before, line)
    if setting.has_room(before, line):
        return runs or (setting.spaces and ends_open(before.text))
    return runs or setting.spaces or not setting.ends_untrailed(before)


def _is_alike(before: Line, line: Line) -> bool:
    """Whether two lines are set in the same type, and are no rows of a table."""
    if abs(before.size - line.size) > _SAME_SIZE * max(before.size, line.size):
        return False
    if before.cells > 1 or line.cells > 1:
        return False
    return before.bold == line.bold or runs_on(before, line)


def _goes_on_elsewhere(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    before = group[-1]
    if runs_on(before, line):
        return True
    if setting.ends_untrailed(before):
        return False
    had_room = setting.has_room(before, line)
    if setting.trails and before.trails:
        return not (before.ends and had_room)
    if before.bold or had_room or list_marker(line.text) or len(before.text) <= _SHORT:
        return False
    if setting.indent_of(line) > _INDENT * line.size and not list_marker(group[0].text):
        return False
    is_clear = setting.indents or setting.fills_page(before) or _is_quote_open(group)
    return is_clear or not before.ends


def _is_quote_open(group: Sequence[Line]) -> bool:
    """Whether a quotation in the paragraph has not come to its end."""
    text = "".join(line.text for line in group)
    return text.count("“") > text.count("”")


def _begins_item(group: Sequence[Line], line: Line) -> bool:
    """Whether a line begins a list item."""
    marker = list_marker(line.text)
    if not marker:
        return False
    if is_true_bullet(marker):
        return True
    before = group[-1]
    is_flush = abs(line.left - group[0].left) < _INDENT * line.size
    return (bool(list_marker(group[0].text)) and is_flush) or before.ends or before.text[-1] in ":;,"


def _breaks_by_indent(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    tolerance = _INDENT * line.size
    before = group[-1]
    if len(group) == 1:
        indent = line.left - before.left
        if indent > tolerance:
            if list_marker(before.text):
                return False
            return setting.indents or before.ends or setting.has_room(before, line)
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
