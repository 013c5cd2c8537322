"""Lines to one running text: unwrapped, with the hyphens at line ends joined rightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.reading.blocks import Piece
from app.reading.document import TokenCounter
from app.reading.lines import Line, ends_hyphenated
from app.reading.words import word_set

_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_HYPHEN = re.compile("[-\u2010]")
_SOFT_HYPHEN = "\u00ad"
# First parts that English writes with a hyphen more often than without one.
_PREFIXES = word_set(
    "all anti by cross eight ex five four full half high ill left long low mid nine no non one part post",
    "pre pro quasi right self semi seven short six so sub ten three two ultra vice well",
)
_SOLID_PREFIXES = word_set("dis inter micro mis multi out over re super trans un under up")
_LINKING_WORDS = word_set("a and as at by for in of on or the to up")
_SUSPENDED = word_set("and or nor to und oder et ou y o")
_ENDINGS = word_set(
    "able al ance ation cy ed ence er ers es est ful ible ic ing ion ism ist ists ity ive ize less ly",
    "ment ments ness or ous ship sion sions tion tions ty",
)


class HyphenJoiner:
    """Decides what becomes of a hyphen at a line's end.

    The text itself is asked first: whether the two parts stand elsewhere in it with a hyphen or as one
    word. Then the model's word list, through its token counter: a common word is one token, so
    "inter-/national" is one word and "whole-/process" two.
    """

    def __init__(self, text: str, count_tokens: TokenCounter) -> None:
        self._count_tokens = count_tokens
        self._text = text
        self._words: Counter[str] | None = None

    def keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen between the end of one line and the start of the next is part of the word."""
        if left[-1] == _SOFT_HYPHEN:
            return False
        first = _last_word(left[:-1])
        found = _WORD.match(right.lstrip("\"'“‘"))
        second = found.group().casefold() if found else ""
        if not first or not second or not (first[-1].isalpha() and second[0].isalpha()) or right[0].isupper():
            return True
        parts = _HYPHEN.split(second)
        with_hyphen, solid = self._seen(f"{first}-{parts[0]}"), self._seen(first + parts[0])
        if with_hyphen != solid:
            return with_hyphen > solid
        tail = _HYPHEN.split(first)[-1]
        # No word is divided after its first letter; "party-/to-party" and "state-of-/the-art" are chains.
        if len(tail) == 1 or len(parts) > 1 or (tail != first and tail in _LINKING_WORDS):
            return True
        if tail in _SOLID_PREFIXES or self._count_tokens(tail + parts[0]) == 1:
            return False
        return tail in _PREFIXES or self._are_words(tail, parts[0])

    def _are_words(self, first: str, second: str) -> bool:
        if min(len(first), len(second)) < 3 or second in _ENDINGS:
            return False
        return self._count_tokens(first) == 1 and self._count_tokens(second) == 1

    def _seen(self, word: str) -> int:
        if self._words is None:
            self._words = Counter(_WORD.findall(self._text.casefold().replace("\u2010", "-")))
        return self._words[word]


def _last_word(text: str) -> str:
    words = _WORD.findall(text[-60:])
    return words[-1].casefold() if words and text.endswith(words[-1]) else ""


def join_lines(lines: Sequence[Line], joiner: HyphenJoiner) -> Iterator[Piece]:
    """The pieces of a paragraph made of these lines; the space at a line's end stands for nothing."""
    for line, following in zip_longest(lines, lines[1:]):
        if line.is_quoted:
            yield Piece("", line.lead, line.start)
        if following is None:
            yield Piece(line.text, line.start, line.end)
        elif not ends_hyphenated(line.text) or not following.text[0].isalnum():
            yield Piece(line.text, line.start, line.end)
            if not _touch(line.text, following.text):
                yield Piece(" ", line.end, line.end)
        elif line.text[-1] != _SOFT_HYPHEN and _first_word(following.text) in _SUSPENDED:
            yield Piece(line.text, line.start, line.end)
            yield Piece(" ", line.end, line.end)
        elif joiner.keeps(line.text, following.text):
            yield Piece(line.text, line.start, line.end)
        else:
            yield Piece(line.text[:-1], line.start, line.end - 1)
            yield Piece("", line.end - 1, line.end)


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].casefold()


def _touch(left: str, right: str) -> bool:
    """Whether two lines are joined without a space: an attached dash, or a script without spaces."""
    if left[-1] in "—/" and len(left) > 1 and not left[-2].isspace():
        return True
    return _is_spaceless(right[0]) and any(map(_is_spaceless, left[-2:]))


def _is_spaceless(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"
