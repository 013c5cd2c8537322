"""Number words, scales, units of measure and currencies."""

from __future__ import annotations


def _numbered(words: str, first: int, step: int) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


UNITS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
    0,
    1,
)
TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SCALES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
    "dozen": 12.0,
}
FRACTIONS = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
}
MEASURES: dict[str, tuple[str, float]] = {
    "km": ("metre", 1e3),
    "kilometer": ("metre", 1e3),
    "kilometre": ("metre", 1e3),
    "m": ("metre", 1.0),
    "meter": ("metre", 1.0),
    "metre": ("metre", 1.0),
    "cm": ("metre", 0.01),
    "centimeter": ("metre", 0.01),
    "centimetre": ("metre", 0.01),
    "mm": ("metre", 0.001),
    "mile": ("metre", 1609.344),
    "yard": ("metre", 0.9144),
    "foot": ("metre", 0.3048),
    "feet": ("metre", 0.3048),
    "inche": ("metre", 0.0254),
    "inch": ("metre", 0.0254),
    "kg": ("gram", 1e3),
    "kilogram": ("gram", 1e3),
    "kilo": ("gram", 1e3),
    "g": ("gram", 1.0),
    "gram": ("gram", 1.0),
    "ton": ("gram", 1e6),
    "tonne": ("gram", 1e6),
    "pound": ("gram", 453.592),
    "lb": ("gram", 453.592),
    "hectare": ("square metre", 1e4),
    "acre": ("square metre", 4046.856),
    "litre": ("litre", 1.0),
    "liter": ("litre", 1.0),
    "gallon": ("litre", 3.785),
    "second": ("second", 1.0),
    "minute": ("second", 60.0),
    "hour": ("second", 3600.0),
    "day": ("second", 86400.0),
    "week": ("second", 7 * 86400.0),
    "month": ("second", 30.44 * 86400.0),
    "year": ("second", 365.25 * 86400.0),
    "decade": ("second", 3652.5 * 86400.0),
    "centurie": ("second", 36525 * 86400.0),
    "century": ("second", 36525 * 86400.0),
}
CURRENCIES = {
    "$": "dollar",
    "us$": "dollar",
    "€": "euro",
    "£": "sterling",
    "¥": "yen",
    "dollar": "dollar",
    "usd": "dollar",
    "euro": "euro",
    "eur": "euro",
    "yuan": "yuan",
    "rmb": "yuan",
    "renminbi": "yuan",
    "yen": "yen",
    "ruble": "ruble",
    "rouble": "ruble",
    "rupee": "rupee",
    "franc": "franc",
}
