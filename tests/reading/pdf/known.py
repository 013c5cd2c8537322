"""The text that the PDF fixtures were made from, as a careful reader would mark it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.reading.document import Kind

TITLE = "Who Pays for the Night Train"
AUTHOR = "Ines Halvorsen"
HEADER = "Council for Land Transport · Working Paper 14"

_NOTE = re.compile(r"\[\^(.+?)\]")
_TEXT = (Path(__file__).parent / "known.txt").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the known text.

    Attributes:
        kind: What it is.
        text: Without its footnotes.
        marked: With the sign "\\x01" where each footnote is called.
        notes: The texts of its footnotes.
    """

    kind: Kind
    text: str
    marked: str
    notes: tuple[str, ...]


def _read() -> tuple[Part, ...]:
    kinds = {"# ": Kind.HEADING, "- ": Kind.LIST, "> ": Kind.QUOTE}
    parts: list[Part] = []
    for line in _TEXT.strip().split("\n"):
        kind = kinds.get(line[:2], Kind.PARAGRAPH)
        text = line[2:] if line[:2] in kinds else line
        parts.append(
            Part(
                kind, _NOTE.sub("", text), _NOTE.sub("\x01", text), tuple(map(str.strip, _NOTE.findall(text)))
            )
        )
    return tuple(parts)


PARTS = _read()
NOTES = tuple(note for part in PARTS for note in part.notes)
HEADINGS = tuple(part.text for part in PARTS if part.kind == Kind.HEADING)
