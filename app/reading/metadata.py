"""Bylines and dates: who wrote a text and when, where a line of it says so."""

from __future__ import annotations

import datetime as dt
import re

from app.reading.words import word_set

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})",
        _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?" + _MONTH + r",?\s+(?P<year>\d{4})",
        _MONTH + r"\s+(?P<year>\d{4})",
    )
)
_TIME = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?)?"
_DIGIT = re.compile(r"\d")
_DATE_LEAD = re.compile(
    r"(?:(?:last\s+)?(?:updated|published|posted|modified|streamed live|released|date|issued|first published)"
    r"(?:\s+on)?\s*:?\s*|(?:on|dated)\s+)",
    re.IGNORECASE,
)
# The place or the paper before a date: "Geneva, 3 May 2020".
_DATE_PLACE = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s[^\Wa-z][\w.’'-]*){0,3},\s+")
_DATE_REST = re.compile(_TIME + r"\s*[.|·•–-]?\s*(?:\d+\s*min(?:ute)?s?\s+read)?\s*$", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}(?:\d{2})?),?\s+\d{1,2}:\d{2}(?::\d{2})?(?P<half>\s*[AP]M)?"
    r"(?:\s+(?P<title>\S.*))?$"
)
_PARTICLES = word_set("and & de da di do du del della van von der den al el bin ibn la le ter ten y e und et")
_NAME_WORD = re.compile(r"(?:[^\W\d_a-z]\.?|(?:[A-Z]\.){2,3}|[^\W\d_a-z][\w’'\-]*\w,?\.?|Jr\.|Sr\.)$")
_NAME_SPLIT = re.compile(r"\s*,\s*|\s+(?:and|&|und|et)\s+|\s{2,}")
_ORGANISATIONS = word_set(
    "Institute Institution Center Centre University College School Department Ministry Council Committee",
    "Foundation Agency News Times Post Tribune Journal Review Press Radio Magazine Herald Daily Weekly",
    "Report Reporter Reporters Staff Team Policy Network Group Association Society Office Bureau Service",
    "Editorial Board Correspondent Writer Editor Party Summit Democracy Congress Parliament House",
    "Republic Union Nations States World Bank Commission Court",
)
_NOT_NAMES = _ORGANISATIONS | word_set(
    "The A An This That These Those In On At For From With By Of To And Or But If When Why How What Who",
    "Where Is Are Was Were It Its We You They He She Our Their His Her My Not No New More All About After",
    "Before Under Over",
)


def read_date(text: str) -> str | None:
    """The first date in a text, ISO 8601; a month without a day gives "2021-12"."""
    for pattern in _DATES:
        found = pattern.search(text)
        if found:
            return _iso(found)
    return None


def read_date_line(text: str) -> tuple[str | None, bool] | None:
    """Reads a line that holds a date and nothing else.

    Returns:
        The date (None where it is no real one) and whether the line says it is a publication's
        ("Published on ..."), or None if the line is no date line.
    """
    if len(text) > 80 or _DIGIT.search(text) is None:
        return None
    lead = _DATE_LEAD.match(text)
    place = _DATE_PLACE.match(text)
    for start in {lead.end()} if lead else {0, place.end() if place else 0}:
        rest = text[start:]
        for pattern in _DATES:
            found = pattern.match(rest)
            if found and _DATE_REST.match(rest[found.end() :]):
                return _iso(found), lead is not None
    return None


def read_print_header(text: str) -> tuple[str | None, str] | None:
    """Reads the header a browser prints above each page: date, time and the page's title."""
    found = _PRINTED.match(text)
    if not found:
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    # A twelve-hour clock goes with the month first.
    month, day = int(found["month"]), int(found["day"])
    if not found["half"]:
        month, day = day, month
    return _make_iso(year, month, day), found["title"] or ""


def read_byline(text: str) -> str | None:
    """The authors of a line such as "By Ann Lee and Bo Chen, staff writers", or None."""
    if (
        len(text) > 140
        or text[:2].lower() != "by"
        or not text[2:3].isspace()
        or text.endswith((":", "?", "!"))
    ):
        return None
    rest = text[3:].strip()
    for pattern in _DATES:
        found = pattern.search(rest)
        if found and _DATE_REST.match(rest[found.end() :]):
            rest = rest[: found.start()].rstrip(" ,|·•–-")
            break
    names: list[str] = []
    for part in _NAME_SPLIT.split(rest.rstrip(".")):
        if is_name(part):
            names.append(part)
        elif not names or len(part.split()) > 6:
            return None
        else:
            break  # a title or an office after the names
    return ", ".join(names) or None


def read_name_list(text: str) -> str | None:
    """The authors of a line that is only names, such as "Ann Lee, Bo Chen & Cy Day", or None."""
    if len(text) > 140 or text[-1] in ".:;?!":
        return None
    names = [part for part in _NAME_SPLIT.split(text.rstrip(",")) if part]
    if names and all(is_name(name) and len(name.split()) >= 2 for name in names):
        return ", ".join(names)
    return None


def is_name(text: str) -> bool:
    """Whether a few words look like one person's name."""
    words = text.split()
    if not 1 <= len(words) <= 5 or words[0] in _PARTICLES - {"de", "van", "von", "al", "el", "la", "le"}:
        return False
    capitals = 0
    for word in words:
        if word in _PARTICLES:
            continue
        if (
            not _NAME_WORD.match(word)
            or word.rstrip(",.") in _NOT_NAMES
            or (word.isupper() and len(word) > 3)
        ):
            return False
        capitals += 1
    return capitals >= 1


def _iso(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    month = int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"].lower()]
    year = int(groups["year"])
    if groups.get("day") is None:
        return f"{year:04}-{month:02}" if year else None
    return _make_iso(year, month, int(groups["day"]))


def _make_iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
