"""Pictures of pages: as wide as asked, with the ink of a passage in its boxes, and never huge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import PasswordNeededError, UnreadableFileError
from app.reading.document import Box, PagePicture
from app.reading.pdf.reader import read_pdf
from app.reading.pdf.rendering import render_page
from tests.reading.counting import count_words
from tests.reading.pdf.making import Text, make_file, make_pdf

FOLDER = Path(__file__).parent / "pdf"
NAMES = ("chromium_page", "chromium_columns", "writer_report", "writer_columns", "writer_book")
HARBOUR = (
    "The harbour froze in January and no ship left it for three weeks, which had never been seen before."
)
WIDTH = 700


def content(name: str) -> bytes:
    return (FOLDER / f"{name}.pdf").read_bytes()


def ink(picture: PagePicture) -> NDArray[np.bool_]:
    """(height, width), true where a page is dark."""
    pixels = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.width, 4)
    return np.asarray(pixels[..., :3].max(axis=2) < 128)


def within(boxes: list[Box], picture: PagePicture) -> list[tuple[slice, slice]]:
    """The rows and columns of a picture in each box."""
    edges = [
        [max(0, round(edge * picture.scale)) for edge in (b.top, b.bottom, b.left, b.right)] for b in boxes
    ]
    return [(slice(top, bottom), slice(left, right)) for top, bottom, left, right in edges]


def check_boxes(data: bytes) -> None:
    """Every box of a file's passages holds ink, and all together nearly all of it."""
    document = read_pdf(data, "a.pdf", count_words)
    boxes = [box for passage in document.passages for box in passage.boxes]
    for number in {box.page for box in boxes}:
        picture = render_page(data, "a.pdf", number, WIDTH)
        assert (picture.page, picture.width) == (number, WIDTH)
        dark = ink(picture)
        whole = dark.sum()
        places = within([box for box in boxes if box.page == number], picture)
        assert all(dark[place].any() for place in places)
        for place in places:
            dark[place] = False
        assert dark.sum() < 0.1 * whole


@pytest.mark.parametrize("name", NAMES)
def test_the_boxes_of_passages_hold_their_ink(name: str) -> None:
    check_boxes(content(name))


def test_the_boxes_fit_a_page_that_is_shown_turned() -> None:
    check_boxes(make_pdf([[Text(HARBOUR, 300, 700, turned=True)]], rotate=90))


def test_a_page_that_is_not_there_is_told() -> None:
    for number in (0, 4, 99):
        with pytest.raises(UnreadableFileError, match=f"Page {number} of “a.pdf”"):
            render_page(content("chromium_page"), "a.pdf", number, WIDTH)


def test_an_encrypted_file_opens_with_its_password() -> None:
    with pytest.raises(PasswordNeededError, match="needs a password"):
        render_page(content("locked"), "locked.pdf", 1, WIDTH)
    assert ink(render_page(content("locked"), "locked.pdf", 1, WIDTH, "north star")).any()


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        render_page(b"%PDF-1.7 and nothing else", "a.pdf", 1, WIDTH)


@pytest.mark.parametrize("side", ["100000 1", "1 100000", "20000 20000", "0 0"])
def test_a_page_of_any_size_makes_a_picture_of_bounded_size(side: str) -> None:
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {side}]>>".encode()
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    picture = render_page(make_file(tree), "a.pdf", 1, 5000)
    assert 0 < len(picture.data) == 4 * picture.width * picture.height <= 4 * 17_000_000
