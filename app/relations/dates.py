"""Dates and periods in a sentence, and whether two of them can both be true of one event."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DAYS = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?"
_FULL = (
    rf"(?P<iso>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)\b"
    rf"|{_MONTH}\s+{_DAYS}(?!\d)(?:,?\s+{_YEAR}\b)?"
)
_PATTERNS = (
    re.compile(rf"\b(?:{_FULL})"),
    re.compile(rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b"),
    re.compile(r"\b(?P<decade>1[5-9]\d0|20\d0)s\b"),
    re.compile(rf"\b{_YEAR}\s?[-–]\s?(?P<until>1[5-9]\d\d|20\d\d|\d\d)\b(?![-/]\d)"),
    re.compile(rf"\b{_YEAR}\s+(?:and|to|until|through)\s+(?P<until>1[5-9]\d\d|20\d\d)\b"),
    re.compile(rf"(?<![\d.,$€£/-])\b{_YEAR}\b(?![\d%]|[.,]\d|[-/]\d)"),
)
_ROLES = {
    "since": "from",
    "from": "from",
    "starting in": "from",
    "beginning in": "from",
    "starting": "from",
    "until": "to",
    "till": "to",
    "through": "to",
    "by": "to",
    "before": "to",
    "prior to": "to",
    "after": "after",
}
_ROLE_BEFORE = re.compile(
    r"\b(since|from|starting in|beginning in|starting|until|till|through|by|before|prior to|after"
    r"|in|on|of|during|around|circa|between)\s+(?:the\s+)?(?:year\s+|early\s+|mid-?|late\s+|end of\s+"
    r"|beginning of\s+|start of\s+|summer of\s+|winter of\s+|spring of\s+|autumn of\s+|fall of\s+)?$",
    re.IGNORECASE,
)

Day = tuple[int, int, int]
"""Year, month, day; the year is 0 where none is named."""


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period as a sentence names it.

    Attributes:
        span: Code points, without the preposition before it.
        first: Its first day.
        last: Its last day.
        role: "at" for the time of something, "from" for a beginning, "to" for an end, "after".
    """

    span: tuple[int, int]
    first: Day
    last: Day
    role: str

    @property
    def has_year(self) -> bool:
        """Whether the year is named."""
        return self.first[0] > 0


def _bounds(groups: dict[str, str | None]) -> tuple[Day, Day] | None:
    year = int(groups.get("year") or 0)
    if iso := groups.get("iso"):
        number, month, day = (int(part) for part in iso.split("-"))
        return ((number, month, day), (number, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if decade := groups.get("decade"):
        return (int(decade), 1, 1), (int(decade) + 9, 12, 31)
    if until := groups.get("until"):
        end = int(until) if len(until) == 4 else year // 100 * 100 + int(until)
        return ((year, 1, 1), (end, 12, 31)) if year < end <= year + 200 else None
    if name := groups.get("month"):
        month = _MONTHS[name.lower().removesuffix(".")]
        day = int(groups.get("day") or 0)
        if day:
            last = int(groups.get("last") or day)
            return ((year, month, day), (year, month, last)) if day <= last <= 31 else None
        return (year, month, 1), (year, month, 31)
    return (year, 1, 1), (year, 12, 31)


def find_periods(text: str) -> tuple[Period, ...]:
    """The dates and periods of a sentence, in order: days, months, years, decades and ranges of them."""
    taken: list[tuple[int, int]] = []
    found: list[Period] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            span = match.span()
            if any(span[0] < end and begin < span[1] for begin, end in taken):
                continue
            bounds = _bounds(groups)
            if bounds is None:
                continue
            before = _ROLE_BEFORE.search(text[: span[0]])
            role = _ROLES.get(before.group(1).lower(), "at") if before else "at"
            taken.append(span)
            found.append(Period(span, *bounds, role))
    return tuple(sorted(found, key=lambda period: period.span))


def compatible(one: Period, other: Period) -> bool:
    """Whether two periods can both be true of one event.

    A beginning and a beginning, an end and an end, or two plain times are comparable, and are compatible
    where one overlaps the other ("in 2021" and "on December 9, 2021"). Everything else is compatible.
    """
    if one.role != other.role:
        return True
    first, last, other_first, other_last = one.first, one.last, other.first, other.last
    if one.has_year != other.has_year:
        spans_years = one.first[0] != one.last[0] or other.first[0] != other.last[0]
        if spans_years:
            return True
        first, last = (0, *first[1:]), (0, *last[1:])
        other_first, other_last = (0, *other_first[1:]), (0, *other_last[1:])
    return first <= other_last and other_first <= last
