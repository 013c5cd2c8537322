"""The runs of a page as lines in reading order, in one column or more.

A gutter is a strip that many lines begin after and that few cross. Lines that cross it (a title, a wide
picture's caption) divide the page into bands; within a band the left column is read before the right.
Cells of a table leave a gutter too, but they do not fill their columns, so a table is read row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from app.reading.lines import ends_sentence, starts_lower
from app.reading.pdf.glyphs import Run
from app.reading.shapes import list_marker

_ROW = 0.45  # of the type size: by how much the baselines of one row may differ
_BESIDE = 0.9  # of the type size: two runs this close in height stand beside, not under one another
_GUTTER = 0.6  # of the type size: the narrowest gutter
_LEAST_LINES = 3  # on either side of a gutter
_LEAST_CHARACTERS = 14  # of a column's line, on average; cells of a table have fewer
_LEAST_FILL = 0.5  # of a column's width that its lines fill
_CLUSTER = 3.0  # points: lines that begin this close together are set flush
_FLUSH = 8.0  # points: columns of different pages that begin this close together are the same
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CANDIDATES = 6
_DEEPEST = 4  # columns side by side
_CELL = 2.0  # of the type size: a gap between cells
_TOUCH = 0.12  # of the type size: no space between


@dataclass(slots=True)
class Line:
    """One line as set.

    Attributes:
        text: Its words; three spaces stand between the cells of a table's row.
        left: Left edge in points from the page's left.
        right: Right edge.
        baseline: From the page's top.
        size: Type size in points.
        bold: Whether all of it is bold.
        page: Page number from 1.
        column: Number of its column on the page, from 0, in reading order.
        column_left: Where the column's lines begin.
        column_right: Where the column's longest line ends.
        cells: How many cells of a row it seems to consist of.
        trails: Whether a space is set after it.
        ends: Whether it ends a sentence, note numbers aside.
        lower: Whether it begins in mid-sentence.
        setting: Where its column begins, roughly, and its type size in half points.
        start: Offset of its first character in the extracted text.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    page: int
    column: int = 0
    column_left: float = 0.0
    column_right: float = 0.0
    cells: int = 1
    trails: bool = False
    ends: bool = False
    lower: bool = False
    setting: tuple[int, int] = (0, 0)
    start: int = 0

    @property
    def end(self) -> int:
        """Offset after its last character in the extracted text."""
        return self.start + len(self.text)


_BY_HEIGHT = attrgetter("baseline", "left")


def order_lines(runs: Sequence[Run], page: int) -> list[Line]:
    """The lines of a page in reading order.

    Args:
        runs: The runs of the page.
        page: Its number from 1.
    """
    ordered = sorted(runs, key=_BY_HEIGHT)
    regions = [ordered] if _is_simple(ordered) else [*_regions(ordered, _DEEPEST)]
    lines: list[Line] = []
    for column, region in enumerate(regions):
        for row in _rows(region):
            line = _join_row(row, page) if len(row) > 1 else _as_line(row[0], page)
            line.column = column
            lines.append(line)
    return lines


def measure_columns(lines: Sequence[Line]) -> None:
    """Tells each line of a page's text where its column stands, and how it begins and ends."""
    bounds: dict[int, tuple[float, float]] = {}
    for line in lines:
        left, right = bounds.get(line.column, (line.left, line.right))
        bounds[line.column] = min(left, line.left), max(right, line.right)
    for line in lines:
        text = line.text
        line.column_left, line.column_right = bounds[line.column]
        line.setting = round(line.column_left / _FLUSH), round(line.size * 2)
        # Most lines begin and end with a letter, of which little needs to be asked.
        line.ends = not text[-1].isalpha() and ends_sentence(text.rstrip(_SUPERSCRIPTS))
        line.lower = text[0].islower() or (not text[0].isupper() and starts_lower(text))


def _is_simple(ordered: Sequence[Run]) -> bool:
    """Whether every run stands under the one before."""
    before = -1e9
    for run in ordered:
        if run.baseline - before < _BESIDE * run.size:
            return False
        before = run.baseline
    return True


def _regions(ordered: Sequence[Run], depth: int) -> Iterator[list[Run]]:
    """Parts of a page that are each read from top to bottom."""
    bands = _best_bands(ordered) if depth > 1 else None
    if bands is None:
        if ordered:
            yield list(ordered)
        return
    for is_divided, left, right in bands:
        if is_divided:
            yield from _regions(left, depth - 1)
            yield from _regions(right, depth - 1)
        else:
            whole = sorted([*left, *right], key=_BY_HEIGHT)
            if whole:
                yield whole


_Band = tuple[bool, list[Run], list[Run]]


def _best_bands(ordered: Sequence[Run]) -> list[_Band] | None:
    """The bands of the gutter that divides the most lines, or None where there is no gutter."""
    first = min((run.left for run in ordered), default=0.0)
    lefts = Counter(round(run.left / _CLUSTER) for run in ordered)
    best: list[_Band] | None = None
    most = 0
    for cluster, count in lefts.most_common(_CANDIDATES):
        flush = [run.left for run in ordered if abs(run.left / _CLUSTER - cluster) <= 1]
        edge = min(flush, default=first)
        if count < _LEAST_LINES or edge - first < _CLUSTER:
            continue
        bands = _bands(ordered, edge)
        divided = sum(len(left) + len(right) for is_divided, left, right in bands if is_divided)
        if divided > most:
            best, most = bands, divided
    return best


def _bands(ordered: Sequence[Run], edge: float) -> list[_Band]:
    """Divides a page where lines cross the gutter that ends at `edge`."""
    bands: list[_Band] = []
    left: list[Run] = []
    right: list[Run] = []
    crossing: list[Run] = []
    for run in ordered:
        if run.left >= edge - 1:
            side = right
        elif run.right <= edge - _GUTTER * run.size:
            side = left
        else:
            bands.extend(_close(left, right, edge))
            left, right = [], []
            crossing.append(run)
            continue
        if crossing:
            bands.append((False, crossing, []))
            crossing = []
        side.append(run)
    if crossing:
        bands.append((False, crossing, []))
    bands.extend(_close(left, right, edge))
    return _merge(bands)


def _close(left: list[Run], right: list[Run], edge: float) -> Iterator[_Band]:
    """The bands of the lines between two that cross the gutter."""
    if not (_is_column(left, edge) and _is_column(right, None)):
        if left or right:
            yield False, left, right
        return
    # What stands above both columns is the end of what crosses them.
    top = right[0].baseline - _BESIDE * right[0].size
    above = [run for run in left if run.baseline < top]
    if above:
        yield False, above, []
        left = left[len(above) :]
    yield len(left) > 0, left, right


def _merge(bands: Sequence[_Band]) -> list[_Band]:
    """Joins neighbouring bands that are not divided."""
    merged: list[_Band] = []
    for band in bands:
        if merged and not band[0] and not merged[-1][0]:
            merged[-1] = (False, [*merged[-1][1], *merged[-1][2], *band[1], *band[2]], [])
        else:
            merged.append(band)
    return merged


def _is_column(runs: Sequence[Run], edge: float | None) -> bool:
    """Whether runs fill a column as prose does."""
    if len(runs) < _LEAST_LINES:
        return False
    left = min(run.left for run in runs)
    width = (edge if edge is not None else max(run.right for run in runs)) - left
    mean = sum(len(run.text) for run in runs) / len(runs)
    middle = sorted(run.right - run.left for run in runs)[len(runs) // 2]
    return mean >= _LEAST_CHARACTERS and middle >= _LEAST_FILL * width


def _rows(region: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that stand on one line, from left to right."""
    row: list[Run] = []
    for run in region:
        if row and run.baseline - row[0].baseline > _ROW * max(run.size, row[0].size):
            yield row
            row = []
        row.append(run)
    if row:
        yield row


def _as_line(run: Run, page: int) -> Line:
    return Line(run.text, run.left, run.right, run.baseline, run.size, run.bold, page, trails=run.trails)


def _join_row(row: list[Run], page: int) -> Line:
    row.sort(key=attrgetter("left"))
    whole = replace(row[0])
    cells = 1
    for run in row[1:]:
        gap = run.left - whole.right
        size = max(run.size, whole.size)
        if gap > _CELL * size and not list_marker(whole.text + " ."):
            whole.text += "   " + run.text
            cells += 1
        else:
            whole.text += run.text if gap < _TOUCH * size else " " + run.text
        whole.right = max(whole.right, run.right)
        whole.bold = whole.bold and run.bold
        whole.trails = run.trails
        if run.size >= whole.size:
            whole.size, whole.baseline = run.size, run.baseline
    line = _as_line(whole, page)
    line.cells = cells
    return line
