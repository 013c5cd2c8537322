"""Whether a source is in English, the one language that the bundled models know well."""

from __future__ import annotations

import re

from app.reading.words import word_set

_WARNING = "This source does not seem to be in English; its matches are less reliable."
_SAMPLE = 20_000  # characters from the start and as many from the middle
_LEAST = 20  # words, for fewer tell no language
_LEAST_SHARE = 0.12  # in English prose every second or third word is one of these
_WORD = re.compile(r"[^\W\d_]+")
_FREQUENT = word_set(
    "the of and to in is that for it as was with be by on not he she his her they their this have has had",
    "are were from at or an but which you we can will would there been who what more when than other some",
)


def warn_of_language(text: str) -> str:
    """A sentence that warns of a source in another language than English, or ""."""
    middle = max(_SAMPLE, len(text) // 2)
    words = [word.lower() for word in _WORD.findall(f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}")]
    letters = sum(map(len, words))
    if letters > 2 * _LEAST and sum(len(word) for word in words if word.isascii()) * 2 < letters:
        return _WARNING
    if len(words) < _LEAST:
        return ""
    return _WARNING if sum(word in _FREQUENT for word in words) < _LEAST_SHARE * len(words) else ""
