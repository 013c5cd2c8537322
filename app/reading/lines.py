"""The lines of a plain text and what their first and last characters say."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BREAKS = re.compile("[\n\f]")
_QUOTE_MARK = re.compile(r"(?:>\s?)+(?=[^\s>])")
_CLOSERS = "\"'”’»›)]}*_"
_OPENERS = "\"'“‘„«‹([{*_¿¡"
_TERMINALS = ".!?…。！？؟।"
_NOTE_MARK = re.compile(r"(?<=[^\d\s])([.!?][\"'”’»)]*)(?:\[\d{1,3}\]|\d{1,3})$")
_HYPHENS = "-\u2010\u00ad"
_CASELESS = frozenset(("Lo", "Lm"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Attributes:
        text: Without the white space and the e-mail's quote marks around it.
        start: Offset of the text's first character in the extracted text.
        end: Offset after its last visible character.
        lead: Offset of the first visible character, a quote mark or the text's first.
        indent: Columns before it; a tab counts four.
        gap: Blank lines before it.
        page: Page number from 1 where form feeds divide the text into pages, else None.
        top: Whether it is the first line of such a page.
    """

    text: str
    start: int
    end: int
    lead: int
    indent: int = 0
    gap: int = 0
    page: int | None = None
    top: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether the line begins with the quote mark of an e-mail."""
        return self.lead < self.start


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank; form feeds end lines and number pages."""
    lines: list[Line] = []
    has_pages = "\f" in text
    start, gap, page, top = 0, 0, 1, True
    while start <= len(text):
        found = _BREAKS.search(text, start)
        end = found.start() if found else len(text)
        raw = text[start:end]
        shown = raw.strip()
        if shown:
            lead = start + raw.index(shown[0])
            indent = len(raw[: lead - start].expandtabs(4))
            mark = _QUOTE_MARK.match(shown)
            first = lead + (mark.end() if mark else 0)
            last = lead + len(shown)
            number = page if has_pages else None
            lines.append(Line(text[first:last], first, last, lead, indent, gap, number, top and has_pages))
            gap, top = 0, False
        else:
            gap += 1
        if found and found.group() == "\f":
            page, top = page + 1, True
            gap = 0 if shown else gap - 1
        start = end + 1
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may end: closing quotes and note marks aside."""
    bare = text.rstrip(_CLOSERS)
    if bare and bare[-1] in _TERMINALS:
        return True
    return _NOTE_MARK.search(text) is not None


def ends_open(text: str) -> bool:
    """Whether a line's end promises more: a comma, a dash, a hyphen."""
    return text[-1] in ",;—–-\u2010\u00ad&/(" or text.endswith((" and", " or", " of", " the"))


def ends_hyphenated(text: str) -> bool:
    """Whether a line ends in a hyphen that touches a word."""
    return len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalnum()


def starts_lower(text: str) -> bool:
    """Whether a line begins in mid-sentence: a small letter, or one of a script without capitals."""
    for character in text[:8]:
        if character not in _OPENERS:
            return character.islower() or unicodedata.category(character) in _CASELESS
    return False


def starts_lower_case(text: str) -> bool:
    """Whether a line begins with a small letter, opening quotes aside."""
    return text.lstrip(_OPENERS)[:1].islower()


def starts_upper(text: str) -> bool:
    """Whether a line begins with a capital letter, opening quotes aside."""
    first = text.lstrip(_OPENERS)[:1]
    return first.isupper()
