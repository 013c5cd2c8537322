"""The text that the fixtures of this folder were made from, as a careful reader would mark it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.reading.document import Kind

FOLDER = Path(__file__).parent
TITLE = "The Ferry That Would Not Stop"
AUTHOR = "Mira Solheim"
DATE = "2024-05-17"
HEADER = "Orla Papers 7"
FOOTER = "Printed for the reading room of Sandvik"

_NOTE = re.compile(r"\[\^(.+?)\]")
_KINDS = {
    "# ": (Kind.HEADING, 1),
    "## ": (Kind.HEADING, 2),
    "### ": (Kind.HEADING, 3),
    "* ": (Kind.LIST, 0),
    "- ": (Kind.LIST, 0),
    "> ": (Kind.QUOTE, 0),
    "| ": (Kind.TABLE, 0),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the known text; `marked` has the footnotes within."""

    kind: Kind
    level: int
    text: str
    marked: str
    notes: tuple[str, ...]


def _read() -> tuple[Part, ...]:
    parts: list[Part] = []
    for line in (FOLDER / "known.txt").read_text("utf-8").strip().split("\n"):
        mark = next((mark for mark in _KINDS if line.startswith(mark)), "")
        kind, level = _KINDS.get(mark, (Kind.PARAGRAPH, 0))
        text = line[len(mark) :]
        parts.append(Part(kind, level, _NOTE.sub("", text), text, tuple(_NOTE.findall(text))))
    return tuple(parts)


PARTS = _read()
NOTES = tuple(note for part in PARTS for note in part.notes)
