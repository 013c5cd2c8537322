"""Whether a text is in the one language that the inference model reads."""

from __future__ import annotations

import re

from app.relations.tokens import word_set

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = word_set(
    """
    the of and to in is that for it as was with be by on not he she his her they their this have has had are
    were from at or an but which you we can will would there its been who what more when than other some
    into only do does did no so if about after before over also all any our one
    """
)


def reads_english(text: str) -> bool:
    """Whether a text can be taken for English.

    A text mostly in another script is not. One of twelve words or more needs an English function word in
    every ten; shorter ones (titles, claims) are given the benefit of the doubt unless they hold letters
    that English does not use.
    """
    letters = _LETTER.findall(text)
    if not letters:
        return True
    latin = sum(letter.isascii() for letter in letters) / len(letters)
    if latin < 0.8:
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    share = sum(word in _ENGLISH for word in words) / len(words)
    if len(words) < 12:
        return latin > 0.93 or share > 0.1
    return share >= 0.1
