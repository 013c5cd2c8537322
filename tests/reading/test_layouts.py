"""The same text in every way it may be laid out."""

from collections import Counter

import pytest

from app.reading.document import Kind
from app.reading.plain import read_plain
from tests.reading.counting import count_word_pieces
from tests.reading.texts import DOCUMENTS, LAYOUTS, Part

# Where lines are wrapped and no blank line or indent shows a paragraph's end, an end that fills its
# line can only be guessed; one of the speech is guessed wrong.
UNSEEN_ENDS = {("speech", "wrapped")}


def f1(found: list[Part], right: tuple[Part, ...]) -> float:
    same = (Counter(found) & Counter(right)).total()
    return 2 * same / (len(found) + len(right))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_paragraphs_come_out_whole(name: str, layout: str) -> None:
    extract = read_plain(LAYOUTS[layout](DOCUMENTS[name]), count_word_pieces)
    found = [Part(block.kind, block.text) for block in extract.blocks if block.kind != Kind.FURNITURE]
    if (name, layout) in UNSEEN_ENDS:
        assert f1(found, DOCUMENTS[name]) > 0.8
    else:
        assert found == list(DOCUMENTS[name])


@pytest.mark.parametrize("layout", ["print-out", "paged"])
def test_page_headers_and_numbers_are_furniture(layout: str) -> None:
    extract = read_plain(LAYOUTS[layout](DOCUMENTS["report"]), count_word_pieces)
    reasons = Counter(block.reason for block in extract.blocks if block.kind == Kind.FURNITURE)
    assert reasons["page header"] >= 2
    assert reasons["page footer"] + reasons["page number"] >= 2


def test_form_feeds_number_the_pages() -> None:
    extract = read_plain(LAYOUTS["paged"](DOCUMENTS["report"]), count_word_pieces)
    pages = [block.page for block in extract.blocks]
    assert pages[0] == 1
    assert extract.text.count("\f") > 0
    assert max(page for page in pages if page is not None) == extract.text.count("\f") + 1
