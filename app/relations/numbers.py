"""Quantities in a sentence: numbers in figures and in words, with what they count."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from app.relations.dates import Period
from app.relations.tokens import Token
from app.relations.units import CURRENCIES, FRACTIONS, MEASURES, SCALES, TENS, UNITS

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|k)\b|(?P<letter>m)\b(?!\w))"
_NUMBER = re.compile(
    rf"(?P<money>US\$|[$€£¥])?\s?(?<![\w.,/-])(?P<value>{_FIGURES})(?P<ordinal>st|nd|rd|th)?(?![\d/])"
    rf"(?:\s?[-–]\s?(?P<upper>{_FIGURES})(?![\d/]))?{_SCALE}?"
    r"(?:\s?(?P<percent>%|per\s?cent\b|percent\b|percentage points?\b))?"
)
_COUNTS = "|".join([*list(UNITS)[2:], *TENS])
_BASE_UNITS = frozenset(unit for unit, _ in MEASURES.values())
_LARGE = "hundred|thousand|million|billion|trillion"
_WORD_NUMBER = re.compile(
    rf"\b(?P<words>(?:(?:a|one|{_COUNTS}|{_LARGE})[\s-]+)*"
    rf"(?:{_COUNTS}|{_LARGE}|dozen|half|(?<=[a-z][ -])(?:thirds?|quarters?|fifths?)))\b"
    r"(?:\s+(?P<percent>per\s?cent|percent))?(?!\w)",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated|circa)\s+$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:more than|over|at least|upwards? of|above|no (?:less|fewer) than|in excess of|exceeding)\s+$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:less than|fewer than|under|at most|up to|below|no more than|as many as|as much as)\s+$",
    re.IGNORECASE,
)
_AFTER_MORE = re.compile(r"^\s+(?:or more|plus)\b|^\+")
_ENUMERATION = re.compile(
    r"(?:\b(?:No|Nos|Article|Section|Chapter|Figure|Table|Resolution|Vol|p|pp)\.?\s|#)$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts.

    Attributes:
        span: Code points of the number with its currency sign, scale and percent sign.
        low: Smallest value meant, in the base unit.
        high: Largest value meant.
        unit: "percent", a currency, a base unit such as "metre", "fraction", "rank", or "" for a count.
        counted: Stems of the words right after it; the last one is the thing that is counted.
    """

    span: tuple[int, int]
    low: float
    high: float
    unit: str
    counted: tuple[str, ...]


def _spelled(words: str) -> tuple[float, str] | None:
    """The value of a number in words, and "fraction" or "" for its unit."""
    total, current, seen = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "a":
            current, seen = current + 1, True
        elif word in UNITS or word in TENS:
            current, seen = current + UNITS.get(word, TENS.get(word, 0)), True
        elif word in FRACTIONS:
            return ((current or 1) * FRACTIONS[word], "fraction") if seen or word == "half" else None
        elif word in {"hundred", "dozen"}:
            current, seen = (current or 1) * SCALES[word], True
        else:
            total, current, seen = total + (current or 1) * SCALES[word], 0.0, True
    return (total + current, "") if seen else None


def _is_plural(word: str) -> bool:
    return word in {"people", "men", "women", "children"} or (
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )


def _counted(tokens: tuple[Token, ...], text: str, end: int) -> tuple[str, ...]:
    """Stems of the content words that follow directly, up to the first plural: the thing that is counted."""
    found: list[str] = []
    place = end
    for token in tokens:
        if token.start < end:
            continue
        gap = text[place : token.start]
        if gap.strip(" -–") and not (place == end and gap.strip() in {"%"}):
            break
        if not token.is_content and (
            found or token.lower not in {"of", "the", "other", "new", "all", "its", "their"}
        ):
            break
        if token.is_content:
            if token.text[0].isdigit():
                break
            found.append(token.stem)
        place = token.end
        if len(found) == 4 or (token.is_content and _is_plural(token.lower)):
            break
    return tuple(found)


def _step(value: float) -> float:
    """The unit of the last significant figure: 100 for 800, 1 for 795."""
    if value == 0 or value != int(value):
        return 0.0
    step = 1.0
    while value % (step * 10) == 0:
        step *= 10
    return step


def _interval(text: str, span: tuple[int, int], value: float, upper: float) -> tuple[float, float]:
    before, after = text[max(0, span[0] - 24) : span[0]], text[span[1] :]
    if _APPROXIMATE.search(before):
        slack = max(0.1 * value, _step(value) / 2)
        return value - slack, upper + slack
    if _AT_LEAST.search(before) or _AFTER_MORE.search(after):
        # "more than 70" is said of 72 or 79, hardly of 150
        return value, max(value * 1.5, value + _step(value))
    if _AT_MOST.search(before):
        return value * 0.5, value
    return value, upper


def _unit(
    money: str, percent: str, counted: tuple[str, ...], tokens: tuple[Token, ...], end: int
) -> tuple[str, float]:
    if percent:
        return "percent", 1.0
    if money:
        return CURRENCIES[money.lower()], 1.0
    following = next((token for token in tokens if token.start >= end), None)
    if following is None or not (counted[:1] == (following.stem,) or following.start - end <= 2):
        return "", 1.0
    word = following.lower
    for form in (word, word.removesuffix("s")):
        if form in CURRENCIES:
            return CURRENCIES[form], 1.0
        if form in MEASURES:
            return MEASURES[form]
    return "", 1.0


def find_quantities(
    text: str, tokens: tuple[Token, ...], periods: tuple[Period, ...]
) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order; dates, list numbers and "one" alone are none.

    Args:
        text: The sentence.
        tokens: Its words.
        periods: Its dates, whose figures are passed over.
    """
    taken = [period.span for period in periods]
    found: list[Quantity] = []

    def add(span: tuple[int, int], low: float, high: float, unit: str, end: int) -> None:
        counted = _counted(tokens, text, end)
        named, factor = _unit("", "", counted, tokens, end) if not unit else (unit, 1.0)
        low, high = _interval(text, span, low, high)
        taken.append(span)
        found.append(Quantity(span, low * factor, high * factor, named, counted))

    for match in _NUMBER.finditer(text):
        start = match.start("money") if match["money"] else match.start("value")
        span = (start, match.end())
        if any(span[0] < end and begin < span[1] for begin, end in taken):
            continue
        if _ENUMERATION.search(text[max(0, start - 12) : start]):
            continue
        scale = (
            SCALES[(match["scale"] or match["letter"] or "").lower()]
            if match["scale"] or match["letter"]
            else 1.0
        )
        value = float(match["value"].replace(",", "")) * scale
        upper = float(match["upper"].replace(",", "")) * scale if match["upper"] else value
        unit = "rank" if match["ordinal"] else CURRENCIES[match["money"].lower()] if match["money"] else ""
        unit = "percent" if match["percent"] else unit
        add(span, value, max(value, upper), unit, match.end())
    for match in _WORD_NUMBER.finditer(text):
        span = match.span()
        if any(span[0] < end and begin < span[1] for begin, end in taken):
            continue
        spelled = _spelled(match["words"])
        if spelled is None:
            continue
        value, unit = spelled
        add(span, value, value, "percent" if match["percent"] else unit, match.end())
    return tuple(sorted(found, key=lambda quantity: quantity.span))


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure the same kind of thing: same unit, and the same noun for counts."""
    if one.unit != other.unit:
        return False
    if one.unit in {"", "rank"}:
        return bool(one.counted and other.counted) and one.counted[-1] == other.counted[-1]
    return True


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of the same thing can both be true, with rounding allowed for."""
    if one.low <= other.high and other.low <= one.high:
        return True
    if one.unit in _BASE_UNITS and math.isclose(one.low, other.low, rel_tol=0.02):
        return True  # 24 months and two years, 5 km and 3.1 miles
    exact, rounder = sorted((one, other), key=lambda quantity: _step(quantity.low))
    step = _step(rounder.low)
    if step <= _step(exact.low) or not math.isclose(exact.low, rounder.low, rel_tol=0.05):
        return False
    return abs(exact.low - rounder.low) <= step / 2
