"""The shapes of lines that begin something: headings, list items, speakers, table rows."""

from __future__ import annotations

import re
from enum import IntEnum

from app.reading.lines import ends_sentence, starts_lower_case
from app.reading.words import word_set

_SMALL_WORDS = word_set(
    "a an and as at but by de der des du en et for from if in into la le nor of off on onto or over per",
    "so than that the to und up via von vs vs. with within without yet is are be its it not no how",
)
_BULLET = re.compile(r"(?:[•‣◦▪▫●○■□·∙➢➤►✓✔*+-]|o(?=\s{2,}|\t)|[–—])\s+(?=\S)")
_ENUMERATOR = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)|(?:\d{1,3}|[a-z]|[ivx]{1,5})\.)\s+(?=\S)"
)
_NUMBERED_HEADING = re.compile(
    r"(?:(?:chapter|section|part|article|annex|appendix|title|book|item|question)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\b"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+\S|[IVX]{1,5}\.\s+\S|\d{1,2}\.\s+\S|[A-H]\.\s+[A-Z])",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?:[QA]:\s|[A-Z][A-Z.'’ -]{1,40}(?: \([^)]{1,40}\))?:(?:\s|$)"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}(?: \([^)]{1,40}\))?:\s+\S)"
)
_QUESTION = re.compile(r"(?:[QA]|[A-Z][A-Z.'’ -]{1,40}):\s.*[?!]$")
_ENTRY = re.compile(r"[^\W\d_a-z][\w’'.-]*(?: [\w’'.-]+){0,3}:(?:\s|$)")
_STAMP = re.compile(r"\[?(?:\d{4}-\d{2}-\d{2}[T ]\d{2}:|\d{1,2}:\d{2}(?::\d{2})?\b)")
_AUTHOR_NOTE = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Sir|Amb)\.? )?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}"
    r",? (?:is|was|are|serves as|works as|writes|teaches|covers|reports)\b"
)
_OFFICE = re.compile(
    r"\b(?:ambassador|fellow|professor|director|president|researcher|research|editor|author|journalist|reporter|writer|columnist"
    r"|correspondent|analyst|lecturer|scholar|minister|member|chair(?:man|woman)?|secretary|candidate|consultant|student"
    r"|based in|teaches|expert|adviser|advisor|head|contributor|historian|lawyer)\b"
)
_CELLS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
_SENTENCE_INSIDE = re.compile(r"[a-z)”’\"][.!?]\s+[“‘\"']?[A-Z]")
_FIGURE = re.compile(r"\d[\d.,]*%?")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


class Heading(IntEnum):
    """How much a line looks like a heading on its own."""

    NO = 0
    WEAK = 1
    STRONG = 2


def heading_shape(text: str) -> Heading:  # noqa: PLR0911
    """How much a line looks like a heading, without regard to what follows."""
    if len(text) > 170 or starts_lower_case(text):
        return Heading.NO
    words = _WORD.findall(text)
    if not words or text[-1] in ",;:…&-–—(" or text.endswith("..."):
        return Heading.NO
    ended = ends_sentence(text)
    if _NUMBERED_HEADING.match(text) and len(words) <= 14:
        is_one = len(words) <= 8 or not ended
        return Heading.STRONG if is_one and not _SENTENCE_INSIDE.search(text) else Heading.NO
    if _SENTENCE_INSIDE.search(text) and not is_title_case(text):
        return Heading.NO
    if _QUESTION.match(text):
        return Heading.NO
    if ended and text.rstrip("\"'”’)")[-1] not in "?!":
        return Heading.NO
    if text.isupper() and sum(map(str.isalpha, text)) >= 4:
        return Heading.STRONG
    if is_title_case(text) and len(words) >= 2 and len(words) <= 24:
        return Heading.STRONG
    if len(_FIGURE.findall(text)) > 1:
        return Heading.NO
    if len(words) <= 14 and len(text) <= 100 and not (ended and text.rstrip("\"'”’)")[-1] == "!"):
        return Heading.WEAK
    return Heading.NO


def is_title_case(text: str) -> bool:
    """Whether all words but the small ones begin with a capital."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL_WORDS]
    capitals = sum(1 for word in words if str(word)[0].isupper())
    return capitals >= 2 and capitals >= 0.85 * len(words)


def list_marker(text: str) -> str:
    """The bullet or number that begins a list item, with the space after it; empty where there is none."""
    found = _BULLET.match(text) or _ENUMERATOR.match(text)
    return found.group() if found else ""


def is_true_bullet(marker: str) -> bool:
    """Whether a list marker is a sign that has no other use at the start of a line."""
    return marker[:1] not in "*+-–—" and not is_numbered(marker)


def is_numbered(marker: str) -> bool:
    """Whether a list marker is a number or letter rather than a bullet."""
    return any(character.isalnum() for character in marker.strip()) and marker.strip() != "o"


def starts_speech(text: str) -> bool:
    """Whether a line begins with a speaker's name or a time stamp, as in an interview or a log."""
    return _SPEAKER.match(text) is not None or _STAMP.match(text) is not None


def is_entry(text: str) -> bool:
    """Whether a line begins with a label, as in "Present: A. Lee, B. Chen"."""
    return _ENTRY.match(text) is not None


def is_author_note(text: str) -> bool:
    """Whether a line begins a note on an author: a name, "is" and an office."""
    found = _AUTHOR_NOTE.match(text)
    return found is not None and _OFFICE.search(text, found.end()) is not None


def split_cells(text: str) -> list[tuple[int, int]]:
    """The ranges of the cells of a line that looks like a table's row; empty where it does not."""
    if len(text) > 300 or ("\t" not in text and "|" not in text and "   " not in text):
        return []
    cells: list[tuple[int, int]] = []
    start = 0
    for gap in _CELLS.finditer(text):
        if gap.start() > start:
            cells.append((start, gap.start()))
        start = gap.end()
    if start < len(text):
        cells.append((start, len(text)))
    return cells if len(cells) >= 2 else []
