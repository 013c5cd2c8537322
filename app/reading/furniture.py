"""Which lines of a plain text are furniture: navigation, page headers, credits, filler.

The cues are anchored to whole lines and bounded in length, because a lost paragraph costs more than a
line of furniture that is shown as text. What no single line gives away is told by its company: a run
of short lines several of which are cues, or a line that recurs where pages break.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from app.reading.cues import (
    BYLINE,
    CAPTION,
    CREDIT,
    DATE,
    FILLER,
    FOOTER,
    HEADER,
    NAVIGATION,
    NOTE,
    PAGE_NUMBER,
    SIGN_IN,
    is_weak_cue,
    judge_line,
)
from app.reading.lines import Line, ends_open, ends_sentence, starts_lower, starts_upper
from app.reading.metadata import read_date_line, read_name_list
from app.reading.shapes import is_title_case

_RUN_WORDS = 12
_SENTENCE_LIKE = frozenset((SIGN_IN, NAVIGATION, NOTE, CREDIT, CAPTION, BYLINE, DATE))

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s*(?P<dashed>\d{1,4})\s*[-–—|\])]|(?:page|pg\.?|p\.|seite)\s*(?P<named>\d{1,4})(?:\s*(?:of|/|von)\s*\d{1,4})?"
    r"|(?P<of>\d{1,4})\s*(?:of|/)\s*\d{1,4}|(?P<bare>\d{1,4})|(?P<roman>[ivxl]{1,6}))$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"(?:From|By|Via|Source|Courtesy of) (?:[A-Z][\w./’'-]*\s?){1,4}$|END(?:S)?$")
_SMALL = re.compile(r"\b[a-z][a-z’']{2,}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DIGITS = re.compile(r"\d+")


def find_furniture(lines: Sequence[Line]) -> list[str]:
    """For each line the reason why it is furniture, or "" where it is content."""
    reasons = [judge_line(line.text) for line in lines]
    _unmark_wrapped(lines, reasons)
    _mark_page_numbers(lines, reasons)
    _mark_recurring(lines, reasons)
    _mark_runs(lines, reasons)
    _mark_name_lists(lines, reasons)
    _mark_byline_company(lines, reasons)
    _mark_sign_off(lines, reasons)
    return reasons


def _unmark_wrapped(lines: Sequence[Line], reasons: list[str]) -> None:
    """Gives back lines of a wrapped paragraph that only look like a cue by where the line was broken."""
    for index, line in enumerate(lines):
        if reasons[index] not in _SENTENCE_LIKE:
            continue
        before = lines[index - 1] if index and not reasons[index - 1] else None
        after = lines[index + 1] if index + 1 < len(lines) and not reasons[index + 1] else None
        continued = (
            after is not None and after.gap <= 1 and starts_lower(after.text) and not ends_sentence(line.text)
        )
        continues = (
            before is not None
            and line.gap <= 1
            and starts_lower(line.text)
            and len(before.text) >= 50
            and not ends_sentence(before.text)
            and not _may_be_title(before.text)
        )
        if continued or continues:
            reasons[index] = ""


def _mark_page_numbers(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks page numbers: dressed as such, at a page's edge, within a sentence, or counting upwards."""
    bare: list[int] = []
    for index, line in enumerate(lines):
        if reasons[index] or len(line.text) > 24:
            continue
        found = _PAGE_NUMBER.match(line.text)
        if not found:
            continue
        if (
            found["dashed"]
            or found["named"]
            or found["of"]
            or _at_page_edge(lines, index)
            or (0 < index < len(lines) - 1 and _runs_on(lines[index - 1], lines[index + 1]))
        ):
            reasons[index] = PAGE_NUMBER
        elif found["bare"]:
            bare.append(index)
    numbers = [int(lines[index].text) for index in bare]
    for place, index in enumerate(bare):
        before = place > 0 and numbers[place] - numbers[place - 1] == 1 and index - bare[place - 1] > 8
        after = (
            place + 1 < len(bare) and numbers[place + 1] - numbers[place] == 1 and bare[place + 1] - index > 8
        )
        if before or after:
            reasons[index] = PAGE_NUMBER


def _at_page_edge(lines: Sequence[Line], index: int) -> bool:
    page = lines[index].page
    if page is None:
        return False
    return lines[index].top or index + 1 == len(lines) or lines[index + 1].page != page


def _runs_on(before: Line, after: Line) -> bool:
    return not ends_sentence(before.text) and len(before.text) > 20 and starts_lower(after.text)


def _mark_recurring(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks lines that come back, numbers aside, where pages break or sentences are cut."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) <= 120 and reasons[index] in ("", DATE, BYLINE):
            places[_DIGITS.sub("#", line.text).casefold()].append(index)
    for text, found in places.items():
        if len(found) < 2:
            continue
        if len(found) == 2:
            if all(
                _cuts_sentence(lines, reasons, index) or _is_running_head(lines, index) for index in found
            ):
                for index in found:
                    reasons[index] = HEADER
            continue
        cutting = sum(_cuts_sentence(lines, reasons, index) for index in found)
        at_edge = sum(_near_page_break(lines, reasons, index) for index in found)
        if cutting >= max(2, len(found) // 3) or at_edge * 2 > len(found):
            for index in found:
                reasons[index] = HEADER
        elif text.islower() and " " not in text and all(lines[index].text.islower() for index in found):
            for index in found:
                reasons[index] = FILLER


def _is_running_head(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the first or last of a page."""
    return lines[index].page is not None and _at_page_edge(lines, index)


def _cuts_sentence(lines: Sequence[Line], reasons: Sequence[str], index: int) -> bool:
    before, after = index - 1, index + 1
    while before >= 0 and reasons[before]:
        before -= 1
    while after < len(lines) and reasons[after]:
        after += 1
    if before < 0 or after >= len(lines) or ends_open(lines[index].text):
        return False
    if starts_lower(lines[index].text) or after - before > 8:
        return False
    return _runs_on(lines[before], lines[after])


def _near_page_break(lines: Sequence[Line], reasons: Sequence[str], index: int) -> bool:
    page = lines[index].page
    if page is not None:
        first = max(0, index - 2)
        return any(line.top for line in lines[first : index + 1]) or any(
            line.page != page for line in lines[index + 1 : index + 3]
        )
    near = range(max(0, index - 1), min(len(lines), index + 2))
    return any(reasons[other] in (PAGE_NUMBER, FOOTER) for other in near)


def _mark_name_lists(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks lines of names that stand under or above a title, or above a date."""
    words = _SmallWords(lines)
    for index, line in enumerate(lines):
        if reasons[index] or len(line.text) > 140 or not read_name_list(line.text):
            continue
        if words.hold_most_of(line.text):
            continue
        above = index - 1
        while above >= 0 and reasons[above] in (CREDIT, CAPTION, DATE):
            above -= 1
        before = lines[above] if above >= 0 else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        if after is not None and starts_lower(after.text):
            continue
        if (
            before is not None
            and line.gap <= 1
            and ends_open(before.text)
            and not read_name_list(before.text)
        ):
            continue
        titled = before is not None and _may_be_title(before.text) and not read_name_list(before.text)
        dated = after is not None and bool(read_date_line(after.text))
        in_byline = before is not None and reasons[above] == BYLINE and line.gap == 0
        title_next = (
            after is not None and after.gap > 0 and len(after.text.split()) > 4 and _may_be_title(after.text)
        )
        if (
            titled
            or dated
            or in_byline
            or (title_next and index < 15)
            or (
                line.text.endswith(",")
                and after is not None
                and after.gap == 0
                and read_name_list(after.text)
            )
        ):
            reasons[index] = BYLINE


class _SmallWords:
    """The words that a text also writes small, and that are therefore no names."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._words: frozenset[str] | None = None

    def hold_most_of(self, text: str) -> bool:
        """Whether at least half of a line's capitalised words are written small elsewhere."""
        if self._words is None:
            self._words = frozenset(word for line in self._lines for word in _SMALL.findall(line.text))
        words = [word for word in _LETTERS.findall(text) if word[0].isupper()]
        return 2 * sum(word.lower() in self._words for word in words) >= len(words)


def _mark_byline_company(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks what stands right under a byline, and apart from the text: an office, the publication's name."""
    for start in range(1, len(lines)):
        if reasons[start - 1] != BYLINE or reasons[start]:
            continue
        end = start
        while end < len(lines) and end - start < 3 and not reasons[end] and _may_be_office(lines[end]):
            end += 1
        if end < len(lines) and (lines[end].gap > 0 or reasons[end]):
            reasons[start:end] = [BYLINE] * (end - start)


def _may_be_office(line: Line) -> bool:
    text = line.text
    return line.gap == 0 and text.count(" ") <= 6 and starts_upper(text) and not ends_sentence(text)


def _mark_sign_off(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks a source's name as the last line, such as "From Northern Radio"."""
    last = len(lines) - 1
    while last > 0 and reasons[last]:
        last -= 1
    if last > 0 and _SIGN_OFF.match(lines[last].text):
        reasons[last] = NOTE


def _may_be_title(text: str) -> bool:
    return not ends_sentence(text) and len(text) <= 160 and (text.isupper() or is_title_case(text))


def _mark_runs(lines: Sequence[Line], reasons: list[str]) -> None:
    """Marks whole runs of short lines in which enough lines are cues, such as a site's menu."""
    start = 0
    while start < len(lines):
        end = start + 1
        if _is_short(lines[start]):
            while end < len(lines) and lines[end].gap == 0 and _is_short(lines[end]):
                end += 1
            if end - start >= 3:
                _mark_run(lines, reasons, start, end)
        start = end


def _is_short(line: Line) -> bool:
    return len(line.text) <= 90 and line.text.count(" ") < _RUN_WORDS


def _mark_run(lines: Sequence[Line], reasons: list[str], start: int, end: int) -> None:
    strong = [index for index in range(start, end) if reasons[index] in (SIGN_IN, NAVIGATION, NOTE)]
    weak = [
        index
        for index in range(start, end)
        if not reasons[index]
        and (is_weak_cue(lines[index].text) or (index > start and lines[index].text == lines[index - 1].text))
    ]
    if not strong or (len(strong) + len(weak)) * 5 < (end - start) * 2:
        return
    title = _title_in_run(lines, reasons, start, end)
    first = start if start == 0 else min(strong + weak)
    last = end if end == len(lines) else max(strong + weak) + 1
    for index in range(first, last):
        text = lines[index].text
        if reasons[index] or index == title:
            continue
        if read_name_list(text) and index not in weak and text != lines[min(index + 1, len(lines) - 1)].text:
            reasons[index] = BYLINE
        elif index in weak or not (ends_sentence(text) and text.count(" ") >= 4):
            reasons[index] = NAVIGATION


def _title_in_run(lines: Sequence[Line], reasons: Sequence[str], start: int, end: int) -> int:
    """The line of a run that is the title of the text after it, or -1."""
    if end == len(lines):
        return -1
    signed = False
    for index in range(end - 1, start - 1, -1):
        text = lines[index].text
        if reasons[index] or is_weak_cue(text):
            signed = signed or reasons[index] in (BYLINE, DATE)
            continue
        is_title = len(text.split()) >= 4 and not ends_sentence(text) and (signed or _may_be_title(text))
        return index if is_title and not read_name_list(text) else -1
    return -1
