"""A passage as a citation: the words, the source, the place."""

from __future__ import annotations

from app.paths import shown_name
from app.workspace.records import StoredPassage, StoredSource


def quote(passage: StoredPassage, source: StoredSource) -> str:
    """The passage in quotation marks with author, title, date and locator."""
    told = (source.author, source.title, source.date, place(passage, source), shown_name(source.path.name))
    return f"“{passage.text}”\n— " + ", ".join(part for part in told if part)


def place(passage: StoredPassage, source: StoredSource) -> str:
    """Where a passage stands, with its section where that says more than the source's title."""
    if passage.section_title in ("", source.title):
        return passage.locator
    return f"“{passage.section_title}”, {passage.locator}"
