"""Where passages stand on the pages, so that they can be marked on a page's picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from app.reading.document import Box, Document, Passage
from app.reading.pdf.columns import Line

_ASCENT, _DESCENT = 0.85, 0.25  # of the type size: a line's box


def with_boxes(document: Document, lines: Sequence[Line]) -> Document:
    """Gives each passage the boxes of its lines, and the page that it begins on.

    Args:
        document: The document as built from the lines.
        lines: All its lines, each told where it stands in the extracted text.
    """
    ordered = sorted(lines, key=lambda line: line.start)
    starts = [line.start for line in ordered]
    passages = tuple(_with_boxes(passage, ordered, starts) for passage in document.passages)
    return replace(document, passages=passages)


def _with_boxes(passage: Passage, lines: Sequence[Line], starts: Sequence[int]) -> Passage:
    boxes: list[Box] = []
    page = passage.page
    for span in passage.spans:
        place = max(0, bisect_right(starts, span.start) - 1)
        while place < len(lines) and lines[place].start < span.end:
            line = lines[place]
            if line.end > span.start:
                if not boxes:
                    page = line.page
                boxes.append(_box(line, span.start, span.end))
            place += 1
    return replace(passage, boxes=tuple([box for box in boxes if box.right > box.left]), page=page)


def _box(line: Line, start: int, end: int) -> Box:
    """The box of the part of a line that stands between two offsets."""
    left, right = line.left, line.right
    if start > line.start or end < line.end:
        width = (right - left) / len(line.text)
        left += width * max(0, start - line.start)
        right -= width * max(0, line.end - end)
    return Box(
        line.page, left, line.baseline - _ASCENT * line.size, right, line.baseline + _DESCENT * line.size
    )
