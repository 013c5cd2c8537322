"""Pictures of pages: what was recognised in them as runs, and image files as documents."""

from __future__ import annotations

from collections.abc import Sequence

from app.reading.ocr import Word
from app.reading.pdf.glyphs import Run

_TYPE = 0.75  # of a recognised line's height: the type size
_BASELINE = 0.35  # of the type size: how far the baseline stands below the middle of a line
_SAME = 0.35  # of the type size by which lines of one size may be measured apart


def recognised_runs(words: Sequence[Word], scale: float) -> list[Run]:
    """The recognised lines of a page as runs of text.

    Args:
        words: Lines or parts of lines, in dots.
        scale: Points a dot.
    """
    sizes = sorted((word.bottom - word.top) * _TYPE * scale for word in words)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    runs: list[Run] = []
    for word in words:
        size = (word.bottom - word.top) * _TYPE * scale
        if abs(size - usual) < _SAME * usual:
            size = usual  # the height depends on the letters that a line happens to hold
        baseline = (word.top + word.bottom) / 2 * scale + _BASELINE * size
        runs.append(Run(word.text, word.left * scale, word.right * scale, baseline, size))
    return runs
