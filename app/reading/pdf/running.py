"""Running headers, footers and page numbers: what comes back at the same place on other pages.

Pages are looked at from their edges inwards; the first row that is no furniture ends the search, so a
line within the text is never taken for a header.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from app.reading.cues import FOOTER, HEADER, PAGE_NUMBER
from app.reading.pdf.columns import Line

_ZONE = 0.17  # of the page's height at either edge in which headers and footers stand
_ROWS = 4  # of a page's edge that are looked at
_SAME_ROW = 3.0  # points
_SAME_PLACE = 4.0  # points by which a recurring line may move from page to page
_REACH = 2  # pages: left and right pages may have headers of their own
_SMALLER = 0.92  # of the text's size
_LARGER = 1.1  # times the text's size: a numbered heading that happens to count with the pages
_APART = 1.5  # times the type size between a header and the text under it
_EDGE = 0.08  # of the page's height: a small line this near to the top edge is a header even by itself
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s*)?(?:(?:page|pg\.?|p\.|seite|s\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|von|\|)\s*\d{1,4})?(?:\s*[-–—|\])])?$",
    re.IGNORECASE,
)
_AT_EITHER_END = re.compile(r"^(\d{1,4})\b|\b(\d{1,4})$")

_Row = list[Line]


def mark_running(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], body_size: float
) -> dict[int, str]:
    """Finds the lines that belong to the page and not to the text.

    Args:
        pages: The lines of each page.
        heights: The height of each page in points.
        body_size: The type size of the text in points.

    Returns:
        For each line found, by its `id`, the reason why it is furniture.
    """
    edges = [_edge_rows(lines, height) for lines, height in zip(pages, heights, strict=True)]
    reasons: dict[int, str] = {}
    for side, reason in ((0, HEADER), (1, FOOTER)):
        rows = [edge[side] for edge in edges]
        recurring = _recurring(rows)
        numbered = _numbered(rows)
        for page, page_rows in enumerate(rows):
            for place, row in enumerate(page_rows):
                found = reason if (page, place) in recurring else ""
                text = " ".join(line.text for line in row)
                is_small = all(line.size < _LARGER * body_size for line in row)
                if (is_small and (page, place) in numbered) or (
                    _NUMBER.match(text) and _is_apart(page_rows, place)
                ):
                    found = PAGE_NUMBER if _NUMBER.match(text) else reason
                if not found and _is_small_print(page_rows, place, side, heights[page], body_size):
                    found = reason
                if not found:
                    break
                reasons.update((id(line), found) for line in row)
    return reasons


def _edge_rows(lines: Sequence[Line], height: float) -> tuple[list[_Row], list[_Row]]:
    """The rows at the top edge of a page and those at its bottom, each from the edge inwards.

    The last row of each is the first beyond the zone, if there is one.
    """
    if not lines:
        return [], []
    ordered = sorted(lines, key=lambda line: line.baseline)
    top = _take_rows(iter(ordered), 0.0, height * _ZONE)
    bottom = _take_rows(reversed(ordered), height, height * _ZONE)
    return top, bottom


def _take_rows(lines: Iterator[Line], edge: float, zone: float) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        if rows and abs(line.baseline - rows[-1][0].baseline) <= _SAME_ROW:
            rows[-1].append(line)
            continue
        if len(rows) == _ROWS or abs(line.baseline - edge) > zone:
            break
        rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.left)
    return rows


def _recurring(rows: Sequence[Sequence[_Row]]) -> set[tuple[int, int]]:
    """The rows whose text, numbers aside, stands at the same place on a page nearby."""
    seen: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page, page_rows in enumerate(rows):
        for place, row in enumerate(page_rows):
            text = _DIGITS.sub("#", " ".join(line.text for line in row)).casefold()
            seen[text].append((page, place, row[0].baseline))
    found: set[tuple[int, int]] = set()
    for places in seen.values():
        for index, (page, place, baseline) in enumerate(places):
            near = places[max(0, index - 3) : index] + places[index + 1 : index + 4]
            if any(
                other != page and abs(other - page) <= _REACH and abs(where - baseline) <= _SAME_PLACE
                for other, _, where in near
            ):
                found.add((page, place))
    return found


def _numbered(rows: Sequence[Sequence[_Row]]) -> set[tuple[int, int]]:
    """The rows with a number at either end that counts the pages."""
    offsets: Counter[int] = Counter()
    places: dict[tuple[int, int], set[int]] = {}
    for page, page_rows in enumerate(rows):
        for place, row in enumerate(page_rows):
            text = " ".join(line.text for line in row)
            if len(text) > 160:
                continue
            found = {int(first or last) - page for first, last in _AT_EITHER_END.findall(text)}
            if found:
                places[page, place] = found
                offsets.update(found)
    usual = offsets.most_common(1)
    if not usual or usual[0][1] < max(3, len(rows) // 4):
        return set()
    return {place for place, found in places.items() if usual[0][0] in found}


def _is_apart(rows: Sequence[_Row], place: int) -> bool:
    """Whether a row stands apart from the next one inwards, or is the last in its zone."""
    if place + 1 == len(rows):
        return True
    row = rows[place]
    return abs(rows[place + 1][0].baseline - row[0].baseline) > _APART * row[0].size


def _is_small_print(rows: Sequence[_Row], place: int, side: int, height: float, body_size: float) -> bool:
    """Whether a row is one line of small type at the very top of a page."""
    row = rows[place]
    return (
        side == 0
        and place == 0
        and row[0].baseline < height * _EDGE
        and all(line.size < _SMALLER * body_size for line in row)
        and _is_apart(rows, place)
    )
