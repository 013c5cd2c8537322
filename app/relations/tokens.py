"""Words of a text with their places, stems, and what a claim is about: content words and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import snowballstemmer  # type: ignore[import-untyped] # the package carries no type information

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])"  # 1,691 and 3rd
    r"|[^\W_]+(?:['’][^\W\d_]+)*"  # words, with an inner apostrophe
)


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with spaces and line ends between them."""
    return frozenset(words.split())


STOP_WORDS = word_set(
    """
    a about above across after again against ago all almost along already also although always am among an
    and another any anyone anything are aren't around as at away back be became because become been before
    behind being below between both but by came can can't cannot come could couldn't did didn't do does
    doesn't doing don't done down due during each either else enough especially even ever every everyone
    everything few first for former from further get gets getting give given go goes going got had hadn't has
    hasn't have haven't having he he's her here hers herself him himself his how however i i'm if in including
    indeed instead into is isn't it it's its itself just keep know last later latter least less let like
    likely made mainly make makes making many may maybe me might more moreover most much must my myself
    nearly neither never new next no nobody none nor not nothing now of off often on once one only onto or
    other others otherwise our ours out over own part per perhaps put quite rather really recent recently
    said same say says see seem seems seen several shall she should shouldn't since so some someone something
    soon still such take taken takes than that that's the their them themselves then there there's therefore
    these they they're thing things this those though through throughout thus to today together too took
    toward towards two under until up upon us use used using very via was wasn't way ways we well went were
    weren't what whatever when where whether which while who whole whom whose why will with within without
    won't would wouldn't year years yes yet you your yours
    """
)
"""English words too common to say what a sentence is about."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `start` and `end` are code points of the text it was found in."""

    text: str
    lower: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether the word says what a sentence is about."""
        return self.lower not in STOP_WORDS and (len(self.lower) > 1 or self.lower.isdigit())

    @property
    def is_name(self) -> bool:
        """Whether the word is written as a name: with a capital first letter."""
        return self.text[0].isupper() and self.is_content


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


_stemmer: _Stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word (Porter's second English stemmer), without a possessive ending."""
    plain = word.replace("’", "'")
    plain = plain.removesuffix("'s").removesuffix("'").replace(".", "")
    return _stemmer.stemWord(plain)


@lru_cache(maxsize=2_000)
def tokenize(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in order."""
    return tuple(
        Token(found.group(), lowered, stem(lowered), found.start(), found.end())
        for found in _WORD.finditer(text)
        for lowered in (found.group().lower().replace("’", "'"),)
    )


def content_stems(tokens: tuple[Token, ...]) -> frozenset[str]:
    """Stems of the words that say what a sentence is about; numbers are left out."""
    return frozenset(token.stem for token in tokens if token.is_content and not token.text[0].isdigit())


def name_stems(tokens: tuple[Token, ...]) -> frozenset[str]:
    """Stems of names and acronyms. A capital that only opens the sentence does not make a name."""
    return frozenset(
        token.stem
        for place, token in enumerate(tokens)
        if token.is_name and (place > 0 or (len(token.text) > 1 and token.text.isupper()))
    )


_EXPANSION = re.compile(r"((?:[A-Z][\w’'-]+\s+(?:(?:of|for|and|the|on)\s+)*){1,6})\(([A-Z]{2,8})s?\)")


def acronyms(text: str) -> dict[str, frozenset[str]]:
    """Acronyms a text explains, as "Chinese Communist Party (CCP)": stem to the stems it stands for."""
    found: dict[str, frozenset[str]] = {}
    for match in _EXPANSION.finditer(text):
        words = [word for word in match.group(1).split() if word[0].isupper()][-len(match.group(2)) :]
        if "".join(word[0] for word in words) == match.group(2):
            found[match.group(2).lower()] = frozenset(stem(word.lower()) for word in words)
    return found
