"""Where sentences begin and end.

Every mark that can end a sentence is looked at once, with the word before it and the character after
it, so the time grows with the length of the text. Wrong joins are preferred to wrong cuts: half a
sentence is worse evidence than two.
"""

from __future__ import annotations

import re

from app.reading.document import Span

# A mark with the closing quotes and brackets after it, up to the space or the end; or a full stop of
# a script that writes no spaces.
_END = re.compile(
    r"(?P<mark>[.!?…‽]+|\.(?: \.){2,3})(?P<close>[\"'”’»›)\]*_]*)(?P<note>\[\d{1,3}\]|\d{1,3}(?=\s+[A-Z“\"]))?(?P<space>\s+|$)"
    r"|[。！？｡]+[”’」』）]*\s*"
)
_BEFORE = re.compile(r"[^\s(\[“\"'‘«—–/]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_OPENERS = "\"'“‘„«‹([{*_¿¡—–-• "

# Never the last word of a sentence.
_TITLES = frozenset(
    ["mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "pres", "gov", "sen", "rep", "amb", "gen", "col", "maj", "capt", "cpt", "cmdr", "lt", "sgt", "adm", "supt", "st", "mt", "ft", "messrs", "mme", "mlle", "fr", "br", "sr.", "vs", "v", "cf", "e.g", "i.e", "eg", "ie", "viz", "al-hon", "nos", "approx", "ca", "resp", "incl", "excl", "esp", "ed.", "eds", "trans", "vol", "vols", "ch", "sec", "secs", "para", "paras", "art", "arts", "pp", "fn", "ann", "app", "bzw", "z.b", "d.h", "u.a", "ggf", "evtl", "mag", "ing", "dipl"]
)
# Ends a sentence only if what follows can begin one.
_NUMBERED = frozenset(["no", "nr", "fig", "figs", "eq", "p", "pg", "tab", "art", "para", "sect", "c", "ca", "n", "n°", "op"])
_OFTEN_LAST = frozenset(
    ["inc", "ltd", "corp", "co", "llc", "plc", "bros", "etc", "al", "jr", "sr", "ph.d", "m.d", "b.a", "m.a", "u.s", "u.k", "u.n", "e.u", "d.c", "u.s.a", "u.a.e", "p.m", "a.m", "bce", "b.c", "a.d", "dept", "univ", "assn", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "ave", "blvd", "rd", "hwy", "govt", "intl", "natl", "min", "max", "avg", "ed"]
)
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"])
# Words that begin a sentence far more often than a name that goes on after "U.S." or "Inc.".
_STARTERS = frozenset(
    ["The", "A", "An", "This", "That", "These", "Those", "It", "He", "She", "They", "We", "I", "You", "In", "On", "At", "As", "But", "And", "Or", "So", "If", "When", "While", "Although", "Though", "However", "Moreover", "Meanwhile", "Yet", "For", "From", "By", "With", "After", "Before", "Since", "There", "Here", "What", "Who", "Why", "How", "Where", "Which", "Its", "His", "Her", "Their", "Our", "My", "Your", "One", "Some", "Many", "Most", "Few", "All", "Both", "Each", "Every", "Such", "Not", "No", "Now", "Then", "Today", "Yesterday", "Because", "Instead", "Still", "Even", "Only", "Under", "Over", "To", "Of", "According", "Despite", "During", "Until", "Once", "Last", "Next"]
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
        if end <= start or (found["mark"] and not _is_end(text, found, start)):
            continue
        stop = (
            found.start("space")
            if found["mark"]
            else len(text[:end].rstrip())
            if end - found.start() > 8
            else end
        )
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        spans.append(Span(start, stop))
        start = _skip_space(text, end)
    stop = len(text.rstrip()) if start < len(text) else start
    if stop > start:
        spans.append(Span(start, stop))
    return spans


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _is_end(text: str, found: re.Match[str], start: int) -> bool:  # noqa: PLR0911
    """Whether a mark ends the sentence that began at `start`."""
    if found.end() >= len(text):
        return True
    following = _skip_openers(text, found.end())
    first = text[following] if following < len(text) else ""
    mark, close = found["mark"], found["close"]
    if mark[0] in "!?‽":
        # "Really?" she said.
        return not first.islower()
    if first.islower():
        return False
    if "…" in mark or len(mark) > 1:
        return first.isupper() or not first.isalnum() or bool(close)
    if close and not close.startswith((")", "]", "*", "_")):
        return True
    window = text[max(start, found.start() - 24) : found.start()]
    word_found = _BEFORE.search(window)
    word = word_found.group().casefold() if word_found else ""
    if not word:
        # A lone full stop; or a list number such as "(5)."
        return True
    return _full_stop_ends(text, word, following, first, is_first=found.start() - len(word) <= start)


def _full_stop_ends(text: str, word: str, following: int, first: str, *, is_first: bool) -> bool:  # noqa: PLR0911
    next_word = re.match(r"[^\W\d_]+", text[following : following + 24])
    begins = next_word is not None and next_word.group() in _STARTERS
    if word in _TITLES:
        return False
    if word in _NUMBERED and first.isdigit():
        return False
    if word.isdigit():
        # "1. Introduction" at the start of a sentence; "in 2021. The" is an end.
        return not (is_first and len(word) <= 3)
    if word in _MONTHS:
        return not first.isdigit() and begins
    if word in _OFTEN_LAST:
        return begins
    if _INITIALS.match(word):
        # An initial of a name, or letters such as "U.S."
        return begins and (len(word) > 1 or word == "i")
    return True


def _skip_openers(text: str, start: int) -> int:
    while start < len(text) and text[start] in _OPENERS:
        start += 1
    return start
