"""How the lines of a plain text are set: wrapped or not, how wide, how paragraphs begin and end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.lines import Line, ends_hyphenated, ends_sentence, starts_lower, starts_upper
from app.reading.shapes import starts_speech

_WIDEST = 180  # no hard-wrapped line is longer
_WINDOW = 12  # pairs on either side that tell how a pair is set
_SHARE = 0.3  # of the pairs around that run on where lines are wrapped; prose has about 0.7
_LEAST_SHARE = 0.1  # ... if no line is wider than those that run on
_WIDE_SHARE = 0.05  # of the lines that may be wider all the same
_RAGGED = 1.12  # times the column's width that a line in proportional type may reach
_SET_IN = 2  # columns by which a paragraph's first line is set in, at least
_ROOM = 0.02  # of the column's width, by which a line must fall short to end a paragraph
# Weights of the signs that a sentence's end which fills its line ends the paragraph too: a logistic
# regression over 922 such ends in wrapped texts of known paragraphs, right for 68 in 100 of texts left out.
_FULL_END, _BY_LENGTH, _BY_REACH, _BEFORE_QUOTE, _AFTER_QUOTE = 1.0, 1.3, -11.0, 0.9, 0.95


@dataclass(frozen=True, slots=True)
class Pair:
    """Two successive lines of content, with what lies between."""

    before: Line
    after: Line
    interrupted: bool

    @property
    def runs_on(self) -> bool:
        """Whether a sentence goes on from the first line to the second."""
        text = self.before.text
        if ends_hyphenated(text) and not starts_upper(self.after.text):
            return True
        return (
            len(text) >= 20 and not ends_sentence(text) and text[-1] != ":" and starts_lower(self.after.text)
        )

    @property
    def reach(self) -> int:
        """The length the first line would have with the second line's first word."""
        return len(self.before.text) + 1 + len(self.after.text.split(" ", 1)[0])

    @property
    def is_narrow(self) -> bool:
        """Whether both lines may be hard-wrapped ones."""
        return len(self.before.text) <= _WIDEST and len(self.after.text) <= _WIDEST


class Columns:
    """How the lines are set around each pair: wrapped or not, at which gap, how wide."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._runs = [pair.runs_on and pair.is_narrow for pair in pairs]
        self._totals: list[list[int]] = []
        self._counts: list[list[int]] = []
        for gap in (0, 1):
            total, count, totals, counts = 0, 0, [0], [0]
            for pair, runs in zip(pairs, self._runs, strict=True):
                if not pair.interrupted and pair.after.gap == gap and pair.is_narrow:
                    total += 1
                    count += runs
                totals.append(total)
                counts.append(count)
            self._totals.append(totals)
            self._counts.append(counts)
        self._widths = self._measure(pairs)
        self._measure_indents(pairs)
        self._wide = [0]
        for place, pair in enumerate(pairs):
            self._wide.append(self._wide[-1] + (len(pair.before.text) > self._widths[place] * _RAGGED))
        reaches = sorted(
            pair.reach / self._widths[place]
            for place, pair in enumerate(pairs)
            if self._runs[place] and self._widths[place] and not pair.interrupted
        )
        self._least_reach = min(reaches[len(reaches) // 20], 1.0) if reaches else 1.0
        self._count_ends(pairs)

    def _count_ends(self, pairs: Sequence[Pair]) -> None:
        """Counts the ends of paragraphs that are certain, and what shows an end beyond doubt."""
        self._ends = [0]
        self._shown = ([0], [0])
        for place, pair in enumerate(pairs):
            is_end = ends_sentence(pair.before.text) and self.ends_early(place, pair)
            self._ends.append(self._ends[-1] + is_end)
            for gap, counts in enumerate(self._shown):
                shows = starts_speech(pair.after.text) or (pair.after.gap > gap and not pair.interrupted)
                counts.append(counts[-1] + shows)

    def ends_full(self, place: int, pair: Pair, size: int) -> bool:
        """Whether a paragraph probably ends with a sentence that fills its line.

        Args:
            place: The pair's place.
            pair: The line and the one after it.
            size: Lines of the paragraph so far, that line with them.
        """
        first, last = max(0, place - 2 * _WINDOW), min(len(self._runs), place + 2 * _WINDOW + 1)
        if self._shown[pair.after.gap][last] - self._shown[pair.after.gap][first] > 1:
            return False  # blank lines or speakers' names show where paragraphs end
        usual = (last - first) / (self._ends[last] - self._ends[first] + 1)
        reach = min(pair.reach / max(self._widths[place], 1), 1.25)
        score = _FULL_END + _BY_LENGTH * math.log(size / usual) + _BY_REACH * (reach - 1)
        score += _BEFORE_QUOTE * (pair.after.text[0] in '“„«"') + _AFTER_QUOTE * (
            pair.before.text[-1] in '”»"'
        )
        return score > 0

    def _measure_indents(self, pairs: Sequence[Pair]) -> None:
        """Finds lines that are set in, and whether they begin paragraphs around each pair."""
        block = 2 * _WINDOW
        least = [_WIDEST] * (len(pairs) // block + 3)
        for place, pair in enumerate(pairs):
            least[place // block + 1] = min(least[place // block + 1], pair.before.indent, pair.after.indent)
        self._sets_in: list[bool] = []
        self._beginning, self._hanging = [0], [0]
        for place, pair in enumerate(pairs):
            base = min(least[place // block : place // block + 3])
            sets_in = pair.after.indent >= base + _SET_IN
            begins = (
                sets_in
                and (ends_sentence(pair.before.text) or pair.before.indent == base)
                and not pair.runs_on
            )
            self._sets_in.append(sets_in)
            self._beginning.append(self._beginning[-1] + begins)
            self._hanging.append(self._hanging[-1] + (sets_in and not begins))

    def sets_in(self, place: int) -> bool:
        """Whether a pair's second line is set in."""
        return self._sets_in[place]

    def is_set_in(self, place: int) -> bool:
        """Whether paragraphs around a pair begin with a line that is set in."""
        first, last = max(0, place - 2 * _WINDOW), min(len(self._runs), place + 2 * _WINDOW + 1)
        beginning = self._beginning[last] - self._beginning[first]
        hanging = self._hanging[last] - self._hanging[first]
        return beginning >= 2 and hanging * 5 <= beginning

    def _measure(self, pairs: Sequence[Pair]) -> list[int]:
        """The column's width around each pair: the longest line that runs on nearby."""
        block = _WINDOW
        longest = [0] * (len(pairs) // block + 3)
        for place, pair in enumerate(pairs):
            if self._runs[place]:
                longest[place // block + 1] = max(longest[place // block + 1], len(pair.before.text))
        return [max(longest[place // block : place // block + 3]) for place in range(len(pairs))]

    def is_wrapped(self, place: int, gap: int) -> bool:
        """Whether lines with this many blank lines between them are wrapped around a pair."""
        if gap not in (0, 1):
            return False
        first, last = max(0, place - _WINDOW), min(len(self._runs), place + _WINDOW + 1)
        total = self._totals[gap][last] - self._totals[gap][first]
        count = self._counts[gap][last] - self._counts[gap][first]
        if count >= (2 if gap == 0 else 3) and count >= _SHARE * total:
            return True
        # Among many paragraphs of one line fewer pairs run on, but still no line is wider than the column.
        wide = self._wide[last] - self._wide[first]
        return count >= 2 and count >= _LEAST_SHARE * total and wide <= _WIDE_SHARE * (last - first)

    def ends_early(self, place: int, pair: Pair) -> bool:
        """Whether a line leaves room for the next line's first word, more than others do."""
        return pair.reach < (self._least_reach - _ROOM) * self._widths[place]

    def ends_far_early(self, place: int, pair: Pair) -> bool:
        """Whether a line leaves a quarter of the column free."""
        return pair.reach < 0.75 * self._least_reach * self._widths[place]
