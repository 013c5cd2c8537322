"""Where sentences begin and end.

Every mark that can end a sentence is looked at once, with the word before it and the character after
it, so the time grows with the length of the text. Wrong joins are preferred to wrong cuts: half a
sentence is worse evidence than two.
"""

from __future__ import annotations

import re

from app.reading.document import Span
from app.reading.words import word_set

_END = re.compile(
    r"(?P<mark>[.!?…‽]+|\.(?: \.){2,3})(?P<close>[\"'”’»›)\]*_]*)"
    r"(?P<note>\[\d{1,3}\]|\d{1,3}(?=\s+[A-Z“\"]))?(?:(?P<space>\s+)|$)"
    r"|(?<=[a-z]{3})\.(?=[A-Z][a-z’']*\s)"  # the space was lost
    r"|[。！？｡]+[”’」』）]*\s*"  # scripts that write no spaces
)
_BEFORE = re.compile(r"[^\s(\[“\"'‘«—–/]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_NEXT_WORD = re.compile(r"[\"'“‘„«‹(\[{*_¿¡—–•\s-]*([^\W\d_]+)")
_OPENERS = "\"'“‘„«‹([{*_¿¡—–-• "
_LONGEST_ABBREVIATION = 24

# Before a name, never at a sentence's end; written with a capital.
_TITLES = word_set(
    "mr mrs ms mx dr prof rev hon pres gov sen rep reps amb gen col maj capt cpt cmdr lt sgt adm supt st",
    "mt ft fr br messrs mme mlle dipl ing mag sr",
)
# Within a sentence, in any case.
_INNER = word_set(
    "vs v cf e.g i.e eg ie viz nos approx resp incl excl esp eds trans vols pp ibid z.b d.h u.a bzw ggf",
)
# Within a sentence before a number.
_BEFORE_NUMBERS = word_set(
    "no nr fig figs eq p pg tab art arts para paras sect sec ch vol c ca op ann app ed fn",
)
# At a sentence's end only if what follows can begin one.
_OFTEN_INNER = word_set(
    "inc ltd corp co llc plc bros etc al jr sr ph.d m.d dept univ assn est ave blvd rd hwy govt intl natl",
    "min max avg jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat",
    "sun",
)
# Words that begin a sentence far more often than a name that goes on after "U.S." or "Inc.".
_STARTERS = word_set(
    "The A An This That These Those It He She They We I You In On At As But And Or So If When While",
    "Although Though However Moreover Meanwhile Yet For From By With After Before Since There Here What",
    "Who Why How Where Which Its His Her Their Our My Your One Some Many Most Few All Both Each Every",
    "Such Not No Now Then Today Yesterday Because Instead Still Even Only Under Over To Of According",
    "Despite During Until Once Last Next",
)


def split_sentences(text: str) -> list[Span]:
    """The sentences of a running text, without the white space between them.

    The spans are in order, do not overlap and cover every character but white space. A text without
    any end of a sentence is one sentence.
    """
    spans: list[Span] = []
    start = _skip_space(text, 0)
    for found in _END.finditer(text):
        end = found.end()
        if end <= start or not _is_end(text, found, start):
            continue
        spans.append(Span(start, _trim_space(text, start, end)))
        start = _skip_space(text, end)
    if start < len(text):
        spans.append(Span(start, _trim_space(text, start, len(text))))
    return spans


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _trim_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _is_end(text: str, found: re.Match[str], start: int) -> bool:
    """Whether a mark ends the sentence that began at `start`."""
    mark, close = found["mark"], found["close"]
    if not mark or found.end() == len(text):
        return True
    following = found.end()
    while following < len(text) and text[following] in _OPENERS:
        following += 1
    first = text[following : following + 1]
    if first.islower() or (found["note"] and text[found.start() - 1].isdigit()):
        return False
    if mark[0] in "!?‽" or len(mark) > 1 or mark == "…":
        return not first.isdigit() or mark[0] in "!?‽" or bool(close)
    if close and close[0] not in ")]*_":
        return True
    word = _BEFORE.search(text, max(start, found.start() - _LONGEST_ABBREVIATION), found.start())
    if word is None:
        return True
    return _stop_ends(word.group(), text, found.end(), first, is_first=word.start() <= start)


def _stop_ends(word: str, text: str, end: int, first: str, *, is_first: bool) -> bool:
    """Whether a full stop after a word ends a sentence or belongs to an abbreviation."""
    short = word.casefold()
    if short in _INNER or (short in _TITLES and word[0].isupper()):
        return False
    if short in _BEFORE_NUMBERS and first.isdigit():
        return False
    if short.isdigit():
        return not (is_first and len(short) <= 3)  # "1. Introduction"
    if short in _OFTEN_INNER or _INITIALS.match(short):
        following = _NEXT_WORD.match(text, end)
        return following is not None and following.group(1) in _STARTERS
    return True
