"""PDF files that are broken, or made to do harm."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UnreadableFileError
from app.reading.document import Document
from app.reading.pdf.reader import read_pdf
from tests.reading.counting import count_words
from tests.reading.pdf.making import Text, make_file, make_pdf, make_pdf_of_streams

SAMPLE = (Path(__file__).parent / "pdf" / "writer_book.pdf").read_bytes()
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"


def read(data: bytes) -> Document | None:
    """The document, or None where the file is refused with a reason."""
    try:
        return read_pdf(data, "made.pdf", count_words)
    except UnreadableFileError as error:
        if "made.pdf" not in error.happened:
            raise
        return None


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>"],
        [CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", PAGE],
        [CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count -5>>", PAGE],
        [CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>", PAGE],
        [CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, *[b"null"] * 200_000],
        [b"<</Type/Catalog/Pages 1 0 R>>"],
        [b"<</Type/Catalog>>"],
    ],
    ids=["own kid", "loop", "count", "negative count", "same page", "many objects", "own pages", "no pages"],
)
def test_a_page_tree_gone_wrong_is_refused(objects: list[bytes]) -> None:
    assert read(make_file(objects)) is None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 5000], ids=repr)
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert read(data[:20] if len(data) > 20 else data) is None


def test_a_page_that_draws_itself() -> None:
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</A 5 0 R>>>>/Length 5>>"
        b"stream\n/A Do\nendstream"
    )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R>>"
    )
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    content = b"<</Length 5>>stream\n/A Do\nendstream"
    assert read(make_file([CATALOG, pages, page, content, form])) is None


@pytest.mark.parametrize(
    "stream",
    [
        b"BT /F0 10 Tf 50 700 Td " + b"(some words here ) Tj 0 -0.1 Td " * 20_000 + b"ET",
        b"BT /F0 10 Tf 50 700 Td (" + b"x" * 100_000 + b") Tj ET",
        b"".join(Text("word", 50, 100).operators() for _ in range(5000)),
        b"BT /F0 1e30 Tf 1e38 0 0 1e38 1e38 1e38 Tm (far away) Tj ET BT /F0 10 Tf 9 9 Td (here) Tj ET",
        b"BT /F0 0 Tf 50 700 Td (no size at all) Tj ET BT /F0 10 Tf 9 9 Td (here) Tj ET",
        b"BT /F0 -10 Tf 50 700 Td (upside down) Tj ET BT /F0 10 Tf 9 9 Td (here) Tj ET",
        b"q " * 50_000 + b"BT /F0 10 Tf 50 700 Td (deep) Tj ET",
    ],
    ids=["overprinted", "long word", "one place", "far away", "no size", "negative size", "nested"],
)
def test_a_page_gone_wrong_is_read_as_far_as_it_goes(stream: bytes) -> None:
    document = read(make_pdf_of_streams([stream]))
    assert document is not None
    assert document.passages


def test_words_scattered_over_a_page() -> None:
    chance = random.Random(7)  # noqa: S311 # no secret
    lines = [Text(f"word{place}", chance.random() * 550, chance.random() * 800) for place in range(3000)]
    document = read(make_pdf([lines]))
    assert document is not None
    assert len(re.findall(r"word\d+", document.text)) > 2500


def test_a_page_that_cannot_be_opened_is_listed() -> None:
    data = make_pdf([[Text("The first page is sound.", 60, 100)], [Text("The second is not.", 60, 100)]])
    torn = data.replace(b"8 0 obj\n<</Type/Page/", b"8 0 obj\n<</Type/Fage/")
    document = read(torn)
    assert document is not None
    assert document.passages[0].text == "The first page is sound."


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(0, len(SAMPLE)))
def test_a_file_cut_short(length: int) -> None:
    read(SAMPLE[:length])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_file_with_damaged_bytes(damage: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for place, value in damage:
        data[place] = value
    document = read(bytes(data))
    if document is not None:
        for passage in document.passages:
            assert all(0 <= span.start < span.end <= len(document.text) for span in passage.spans)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=2000))
def test_random_bytes_after_a_good_beginning(data: bytes) -> None:
    read(b"%PDF-1.7\n" + data)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=600))
def test_random_operators(stream: bytes) -> None:
    read(make_pdf_of_streams([b"BT /F0 10 Tf 50 700 Td (a few words) Tj " + stream]))
