"""Plain text printed to PDF in one fixed-pitch type: the text is restored and read as a plain text.

A printer breaks lines that are wider than its page. Undone, that gives the lines of the text file, with
the blank lines between them, and the reader of plain text knows what to make of those.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from app.reading.blocks import Block, Extract, Piece
from app.reading.document import Kind, TokenCounter
from app.reading.pdf.columns import Line
from app.reading.pdf.paragraphs import may_touch, runs_on, shows_wraps
from app.reading.plain import read_plain

_LEAST_LINES = 8
_LOOK = 40  # lines that mostly show that a document has more than one type
_LEAST_CHARACTERS = 12  # of a line whose pitch is measured
_SAME_PITCH = 0.02  # of the pitch
_SHARE = 0.97  # of the lines that have the usual pitch
_FULL = 0.6  # of the page's width that a line reaches before a word too long for the rest
_WINDOW = 24  # lines on either side in which blank lines may show where paragraphs end
_MOST_BLANK = 4  # blank lines between two lines


@dataclass(frozen=True, slots=True)
class _Printed:
    """One line of the text file, and the lines that it was printed on."""

    text: str
    lines: tuple[Line, ...]
    blank: int = 0
    reason: str = ""


def find_pitch(lines: Sequence[Line]) -> float:
    """The width of every character where all of a document is set in one fixed-pitch type, else 0."""
    if len({(round(line.size, 1), line.bold) for line in lines[:_LOOK]}) > 1:
        return 0.0
    measured = [
        round((line.right - line.left) / len(line.text), 2)
        for line in lines
        if len(line.text) >= _LEAST_CHARACTERS and line.cells == 1
    ]
    if len(measured) < _LEAST_LINES or len({(round(line.size, 1), line.bold) for line in lines}) > 1:
        return 0.0
    pitch = sorted(measured)[len(measured) // 2]
    same = sum(abs(width - pitch) <= _SAME_PITCH * pitch for width in measured)
    return pitch if same >= _SHARE * len(measured) else 0.0


def read_printout(
    lines: Sequence[Line],
    furniture: Sequence[tuple[Line, str]],
    pitch: float,
    count_tokens: TokenCounter,
) -> Extract:
    """Reads a printed plain text; the lines are told where they stand in the extracted text.

    Args:
        lines: The lines of the text.
        furniture: The lines that belong to the pages, with the reasons.
        pitch: The width of a character in points.
        count_tokens: Counts the model's tokens.
    """
    printed = _merge_furniture(_restore(lines, pitch), furniture)
    shown, starts, shifts = _lay_out(printed)
    extract = read_plain(
        "".join(part.text + "\n" * (part.blank + 1) for part in printed if not part.reason), count_tokens
    )
    blocks = [_shift(block, starts, shifts) for block in extract.blocks]
    blocks.extend(
        Block(
            Kind.FURNITURE,
            (Piece(part.text, part.lines[0].start, part.lines[0].end),),
            page=part.lines[0].page,
            reason=part.reason,
        )
        for part in printed
        if part.reason
    )
    blocks.sort(key=lambda block: block.pieces[0].start)
    return replace(extract, text=shown, blocks=tuple(blocks))


def _restore(lines: Sequence[Line], pitch: float) -> list[_Printed]:
    """The lines of the text file."""
    printout = _Printout(lines, pitch)
    printed: list[_Printed] = []
    current = [lines[0]]
    for place, (before, line) in enumerate(pairwise(lines), start=1):
        if printout.is_broken(place, before, line, len(current)):
            current.append(line)
            continue
        blank = printout.blank_lines(before, line)
        printed.append(_Printed(_join(current, printout.left, pitch), tuple(current), blank))
        current = [line]
    printed.append(_Printed(_join(current, printout.left, pitch), tuple(current)))
    return printed


class _Printout:
    """How a text was printed, and which of its lines the printer broke.

    Attributes:
        left: Where the lines begin.
    """

    def __init__(self, lines: Sequence[Line], pitch: float) -> None:
        self.left = min(line.left for line in lines)
        self._pitch = pitch
        self._right = max(line.right for line in lines) + pitch / 2
        self._leading = _usual_leading(lines)
        self._usual_blank = 0
        blanks = [self.blank_lines(*pair) for pair in pairwise(lines)]
        self._usual_blank = Counter(blanks).most_common(1)[0][0]
        self._apart = [0, *accumulate(blank > 0 for blank in blanks)]
        close = [
            pair for pair, blank in zip(pairwise(lines), blanks, strict=True) if not blank and runs_on(*pair)
        ]
        self._trails = shows_wraps(close, lambda _: self._right)
        ends = sum(
            before.ends and self._reach(before, after) <= self._right for before, after in pairwise(lines)
        )
        self._usual_length = len(lines) / (ends + 1)

    def blank_lines(self, before: Line, after: Line) -> int:
        """How many blank lines stand between two lines; on another page as many as usual."""
        if before.page != after.page:
            return self._usual_blank
        steps = round((after.baseline - before.baseline) / self._leading) - 1
        return min(max(steps, 0), _MOST_BLANK)

    def is_broken(self, place: int, before: Line, line: Line, length: int) -> bool:
        """Whether the printer broke a line of the text file between two lines.

        Args:
            place: The number of the second line.
            before: The first line.
            line: The second line.
            length: On how many lines the line of the file is printed so far.
        """
        if self.blank_lines(before, line):
            return False
        width = self._right - self.left
        if line.left - self.left > self._pitch / 2 or before.right - self.left < _FULL * width:
            return False
        reach = self._reach(before, line)
        had_room = reach <= self._right
        if self._trails and before.trails:
            return not (had_room and before.ends)
        first, last = max(0, place - _WINDOW), min(place + _WINDOW, len(self._apart) - 1)
        is_set_apart = self._apart[last] - self._apart[first] > 1
        if self._trails and not may_touch(before.text) and before.right < self._right - 1.6 * self._pitch:
            return before.page == line.page and (not had_room if is_set_apart else runs_on(before, line))
        if had_room or is_set_apart or not before.ends:
            return not had_room
        return not _ends_full(before, line, length / self._usual_length, (reach - self.left) / width)

    def _reach(self, before: Line, after: Line) -> float:
        """Where a line would end with the first word of the next."""
        return before.right + (1 + len(after.text.split(" ", 1)[0])) * self._pitch


def _ends_full(before: Line, after: Line, length: float, reach: float) -> bool:
    """Whether a sentence that fills its line rather ends a line of the text file.

    The signs and their weights are those of hard-wrapped texts; see `app.reading.columns`.

    Args:
        before: The full line.
        after: The next line.
        length: How long the line of the file is so far, relative to its usual length.
        reach: Where the full line would end with the next word, in widths of the page.
    """
    score = 1.0 + 1.3 * math.log(length) - 11.0 * (reach - 1)
    return score + 0.9 * (after.text[0] in '“„«"') + 0.95 * (before.text[-1] in '”»"') > 0


def _usual_leading(lines: Sequence[Line]) -> float:
    """The distance of lines that follow one another without a blank line: the smallest frequent one."""
    distances = Counter(
        round(after.baseline - before.baseline, 1)
        for before, after in pairwise(lines)
        if before.page == after.page and after.baseline > before.baseline
    )
    frequent = [distance for distance, count in distances.items() if count >= max(2, len(lines) // 50)]
    return min(frequent or distances or [lines[0].size * 1.15])


def _join(lines: Sequence[Line], left: float, pitch: float) -> str:
    text = " " * round((lines[0].left - left) / pitch)
    for before, line in pairwise([None, *lines]):
        if line is not None:
            text += " " * (before is not None and not _touches(before)) + line.text
    return text


def _touches(line: Line) -> bool:
    """Whether what follows a broken line stands without a space after it: a hyphen, an attached dash."""
    return line.text[-1] in "-\u2010—" and line.text[-2:-1].strip() != ""


def _merge_furniture(printed: Sequence[_Printed], furniture: Collection[tuple[Line, str]]) -> list[_Printed]:
    """Sets the furniture of each page before the first line of the text that begins on it or later."""
    merged: list[_Printed] = []
    remaining = sorted(furniture, key=lambda item: item[0].page)
    for part in printed:
        while remaining and remaining[0][0].page < part.lines[0].page:
            line, reason = remaining.pop(0)
            merged.append(_Printed(line.text, (line,), reason=reason))
        merged.append(part)
    merged.extend(_Printed(line.text, (line,), reason=reason) for line, reason in remaining)
    return merged


def _lay_out(printed: Sequence[_Printed]) -> tuple[str, list[int], list[int]]:
    """The extracted text; and where each line begins in the text without furniture, with its shift."""
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    place = bare = 0
    for part in printed:
        start = place + len(part.text) - len(part.text.lstrip(" "))
        for line in part.lines:
            line.start = start
            start += len(line.text) + (not _touches(line))
        text = part.text + "\n" * (part.blank + 1)
        if not part.reason:
            starts.append(bare)
            shifts.append(place - bare)
            bare += len(text)
        parts.append(text)
        place += len(text)
    return "".join(parts), starts, shifts


def _shift(block: Block, starts: Sequence[int], shifts: Sequence[int]) -> Block:
    pieces = tuple(
        Piece(piece.text, piece.start + shift, piece.end + shift)
        for piece in block.pieces
        for shift in (shifts[bisect_right(starts, piece.start) - 1],)
    )
    return replace(block, pieces=pieces)
