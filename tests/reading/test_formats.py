"""Every format as a real writer makes it: the paragraphs a reader sees, and what the file tells."""

from __future__ import annotations

from collections import Counter

import pytest

from app.reading.cues import FOOTER, HEADER
from app.reading.document import Document, Kind
from app.reading.read import read_document
from tests.reading.counting import count_words
from tests.reading.formats.known import AUTHOR, DATE, FOLDER, NOTES, PARTS, TITLE
from tests.reading.formats.known import FOOTER as FOOTER_TEXT
from tests.reading.formats.known import HEADER as HEADER_TEXT

NAMES = ["known.docx", "known.odt", "known.html", "known.epub", "known.rtf"]
# LibreOffice writes e-books whose headings, lists and quotes are paragraphs, and RTF knows none of them.
MARKED = ["known.docx", "known.odt", "known.html"]


def _read(name: str) -> Document:
    return read_document(FOLDER / name, count_words)


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_come_out_as_a_reader_sees_them(name: str) -> None:
    document = _read(name)
    found = Counter(passage.text for passage in document.passages if passage.kind != Kind.FURNITURE)
    wanted = Counter([*(part.text for part in PARTS), *NOTES])
    right = (found & wanted).total()
    assert 2 * right / (found.total() + wanted.total()) >= 0.97, (found - wanted, wanted - found)


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_is_lost(name: str) -> None:
    document = _read(name)
    headings = [part.text for part in PARTS if part.kind == Kind.HEADING]
    assert [passage.text for passage in document.passages if passage.kind == Kind.HEADING] == headings
    assert [section.title for section in document.sections] == headings


@pytest.mark.parametrize("name", MARKED)
def test_kinds_and_levels_are_kept(name: str) -> None:
    document = _read(name)
    kinds = {passage.text: passage.kind for passage in document.passages}
    assert {part.text: kinds.get(part.text) for part in PARTS} == {part.text: part.kind for part in PARTS}
    assert [section.level for section in document.sections] == [part.level for part in PARTS if part.level]


@pytest.mark.parametrize("name", NAMES)
def test_notes_are_passages_of_their_own(name: str) -> None:
    passages = _read(name).passages
    chapter = "chapter 1, " if name == "known.epub" else ""
    assert [(passage.text, passage.locator) for passage in passages if passage.text in NOTES] == [
        (text, f"{chapter}note {number}") for number, text in enumerate(NOTES, start=1)
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "known.epub"])  # it has no pages
def test_headers_and_footers_are_furniture(name: str) -> None:
    reasons = {passage.text: passage.reason for passage in _read(name).passages}
    assert (reasons[HEADER_TEXT], reasons[FOOTER_TEXT]) == (HEADER, FOOTER)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_tells_title_author_and_date(name: str) -> None:
    document = _read(name)
    assert (document.title, document.author) == (TITLE, AUTHOR)
    assert document.date == (None if name == "known.epub" else DATE)  # which LibreOffice leaves out
    assert document.format == name.rpartition(".")[2]
    assert document.note == ""


@pytest.mark.parametrize("name", NAMES)
def test_spans_hold_the_text_of_their_passage(name: str) -> None:
    document = _read(name)
    for passage in document.passages:
        assert " ".join(document.text[span.start : span.end] for span in passage.spans) == passage.text
