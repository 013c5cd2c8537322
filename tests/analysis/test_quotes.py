"""A passage as a citation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.analysis.quotes import place, quote
from app.reading.document import Kind
from app.workspace.records import StoredPassage, StoredSource

SOURCE = StoredSource(
    id=1,
    path=Path("/docs/harbour.txt"),
    sha256="ab" * 32,
    title="The Harbour",
    author="A. Writer",
    date="1921-01-05",
    format="text",
    is_split=False,
    size=1,
    modified=1,
    added="2024-01-01T00:00:00",
    passages=1,
    file=Path("/docs/harbour.txt"),
)
PASSAGE = StoredPassage(
    id=1,
    source=1,
    position=3,
    kind=Kind.PARAGRAPH,
    text="The harbour froze.",
    content_hash=b"",
    section=0,
    section_title="",
    paragraph=2,
    part=1,
    page=None,
    spans=(),
    reason="",
    locator="par. 2",
    owner=1,
)


def test_a_quote_names_author_title_date_place_and_file() -> None:
    assert quote(PASSAGE, SOURCE) == (
        "“The harbour froze.”\n— A. Writer, The Harbour, 1921-01-05, par. 2, harbour.txt"
    )


def test_what_the_file_does_not_tell_is_left_out() -> None:
    bare = replace(SOURCE, author=None, date=None)
    assert quote(PASSAGE, bare) == "“The harbour froze.”\n— The Harbour, par. 2, harbour.txt"


def test_a_place_names_the_section_unless_the_title_says_it() -> None:
    assert place(PASSAGE, SOURCE) == "par. 2"
    assert place(replace(PASSAGE, section_title="The Harbour"), SOURCE) == "par. 2"
    assert place(replace(PASSAGE, section_title="Ice"), SOURCE) == "“Ice”, par. 2"
