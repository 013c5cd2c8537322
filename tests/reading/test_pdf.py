"""PDF files made by LibreOffice and Chromium from a known text."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from app.errors import UnreadableFileError
from app.reading.document import Document, Kind, Passage
from app.reading.pdf.reader import read_pdf
from app.reading.read import read_document
from tests.reading.counting import count_word_pieces
from tests.reading.pdf.known import AUTHOR, HEADER, HEADINGS, NOTES, PARTS, TITLE

FOLDER = Path(__file__).parent / "pdf"
WRITER = ["writer_book", "writer_columns", "writer_report"]
CHROMIUM = ["chromium_page", "chromium_columns"]
PASSWORD = "north star"  # noqa: S105 # of a test document
_NOTE_NUMBER = re.compile(r"\d{1,2} (?=[A-Z])")


@cache
def read(name: str) -> Document:
    return read_document(FOLDER / f"{name}.pdf", count_word_pieces)


def content(document: Document) -> list[Passage]:
    return [passage for passage in document.passages if passage.kind != Kind.FURNITURE]


def is_note(passage: Passage) -> bool:
    return _NOTE_NUMBER.sub("", passage.text, count=1) in NOTES


def f1(found: Iterable[str], right: Iterable[str]) -> float:
    one, other = Counter(found), Counter(right)
    return 2 * (one & other).total() / (one.total() + other.total())


@pytest.mark.parametrize("name", WRITER + CHROMIUM)
def test_paragraphs_are_those_of_the_known_text(name: str) -> None:
    found = [passage.text for passage in content(read(name)) if not is_note(passage)]
    right = [part.text for part in PARTS]
    assert f1(found, right) >= 0.97, (set(found) - set(right), set(right) - set(found))


@pytest.mark.parametrize("name", WRITER + CHROMIUM)
def test_no_heading_is_lost_and_none_made_up(name: str) -> None:
    document = read(name)
    assert [passage.text for passage in content(document) if passage.kind == Kind.HEADING] == list(HEADINGS)
    assert [section.title for section in document.sections] == list(HEADINGS)
    assert [section.level for section in document.sections] == [1, *[2] * (len(HEADINGS) - 1)]


@pytest.mark.parametrize("name", WRITER)
def test_headers_and_page_numbers_stand_in_no_paragraph(name: str) -> None:
    furniture = [passage for passage in read(name).passages if passage.kind == Kind.FURNITURE]
    pages = {passage.page for passage in read(name).passages}
    assert Counter(passage.reason for passage in furniture) == {
        "page header": len(pages),
        "page number": len(pages),
    }
    assert all(passage.text == HEADER for passage in furniture if passage.reason == "page header")
    assert not any(HEADER in passage.text for passage in content(read(name)))


def test_what_a_browser_prints_around_a_page_is_furniture() -> None:
    furniture = [passage for passage in read("chromium_page").passages if passage.kind == Kind.FURNITURE]
    assert [passage.reason for passage in furniture] == ["page header", "page footer"] * 3
    assert all("chromium_page.html" in passage.text for passage in furniture[1::2])


@pytest.mark.parametrize("name", WRITER)
def test_footnotes_are_passages_of_their_own_and_their_numbers_in_no_sentence(name: str) -> None:
    document = read(name)
    notes = [passage for passage in content(document) if is_note(passage)]
    assert [_NOTE_NUMBER.sub("", note.text, count=1) for note in notes] == list(NOTES)
    assert all(note.kind == Kind.PARAGRAPH and not note.reason for note in notes)
    called = next(passage for passage in content(document) if "carried out in the spring." in passage.text)
    assert "spring. Where" in called.text
    span = document.text[called.spans[0].start : called.spans[-1].end]
    assert "spring.¹" in span  # what is not shown stands in the extracted text all the same


def test_kinds() -> None:
    kinds = Counter(passage.kind for passage in content(read("writer_book")))
    assert kinds[Kind.LIST] == 3
    assert kinds[Kind.QUOTE] == 1


@pytest.mark.parametrize("name", WRITER + CHROMIUM)
def test_a_paragraph_over_a_page_break_is_one_passage_on_the_page_where_it_begins(name: str) -> None:
    over = [passage for passage in content(read(name)) if len({box.page for box in passage.boxes}) == 2]
    if name in ("writer_columns", "chromium_page"):
        assert over
    for passage in over:
        assert passage.page == min(box.page for box in passage.boxes)
        assert len(passage.spans) > 1


@pytest.mark.parametrize("name", WRITER + CHROMIUM)
def test_spans_hold_the_words_of_the_passage(name: str) -> None:
    document = read(name)
    for passage in document.passages:
        under = " ".join(document.text[span.start : span.end] for span in passage.spans)
        assert letters(passage.text) == letters(under)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())


@pytest.mark.parametrize("name", WRITER + CHROMIUM)
def test_boxes_lie_on_the_page_one_for_each_line(name: str) -> None:
    for passage in read(name).passages:
        assert passage.boxes
        for box in passage.boxes:
            assert 0 <= box.left < box.right <= 600
            assert 0 <= box.top < box.bottom <= 850
            assert box.bottom - box.top < 25
        for before, after in zip(passage.boxes, passage.boxes[1:], strict=False):
            assert (before.page, before.left, before.top) != (after.page, after.left, after.top)


def test_the_file_tells_title_author_and_date() -> None:
    document = read("writer_book")
    assert (document.title, document.author, document.format) == (TITLE, AUTHOR, "pdf")
    assert document.date is not None
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", document.date)


def test_an_encrypted_file_asks_for_its_password() -> None:
    with pytest.raises(UnreadableFileError, match="password"):
        read_document(FOLDER / "locked.pdf", count_word_pieces)
    data = (FOLDER / "locked.pdf").read_bytes()
    with pytest.raises(UnreadableFileError, match="does not fit"):
        read_pdf(data, "locked.pdf", count_word_pieces, "south star")
    opened = read_pdf(data, "locked.pdf", count_word_pieces, PASSWORD)
    assert [passage.text for passage in opened.passages] == [
        passage.text for passage in read("writer_report").passages
    ]
