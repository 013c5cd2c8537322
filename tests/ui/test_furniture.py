"""Furniture in the reader: reached, turned into text and back by one key, everywhere at once."""

from __future__ import annotations

import pytest

from app.reading.document import Kind
from app.ui.reader_model import RowKind
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver, WindowMaker

HARBOUR = "The harbour froze in January and no ship left it."
ICE = "Ice closed the harbour in January, and no ship could leave."
LETTER = "Every week we write to our readers about the harbour and its ships."
LINK = "https://example.org/winter"


@pytest.fixture
def three(empty: Driver, folder: FolderMaker) -> Driver:
    """A window on three sources, two of which share a line; one has a bare link, which is furniture."""
    empty.open(
        folder(
            {
                "a.md": f"# The Winter\n\n{HARBOUR}\n\n{LETTER}\n\n{LINK}\n\nThe mayor asked for coal.",
                "b.md": f"# The Ice\n\n{ICE}\n\n{LETTER}",
                "c.md": "# The Spring\n\nThe harbour opened again in March and the ships left it.",
            }
        )
    )
    return empty


def shown(driver: Driver) -> list[tuple[RowKind, str]]:
    return [(row.kind, row.text) for row in driver.reading.reader.rows[1:]]


def matched(driver: Driver) -> set[str]:
    return {match.passage.text for match in driver.matches}


def test_text_becomes_furniture_in_all_sources_and_leaves_the_matches(three: Driver) -> None:
    assert LETTER in matched(three)
    three.press("J")
    assert three.text == LETTER
    three.press("X")
    three.press("K")
    assert three.text == HARBOUR
    assert LETTER not in matched(three)
    assert (RowKind.PASSAGE, LETTER) not in shown(three)
    three.press("Shift+J")
    assert (RowKind.PASSAGE, LETTER) not in shown(three)


def test_the_same_key_takes_it_back(three: Driver) -> None:
    three.press("J", "X")
    assert three.text == LETTER
    assert (RowKind.FURNITURE, LETTER) in shown(three)
    assert three.reading.matching.state == "Furniture (your choice) is not compared: x turns it into text."
    assert three.matches == ()
    three.press("X")
    three.settle()
    assert (RowKind.PASSAGE, LETTER) in shown(three)
    assert three.matches
    three.press("K")
    assert LETTER in matched(three)


def test_what_was_just_turned_folds_when_it_is_left(three: Driver) -> None:
    three.press("J", "X", "J")
    assert three.text == "The mayor asked for coal."
    assert (RowKind.FURNITURE, LETTER) not in shown(three)
    assert (RowKind.FOLD, "your choice, bare link · 2 lines folded") in shown(three)


def test_furniture_that_is_shown_is_walked_over_and_becomes_text_that_is_matched(three: Driver) -> None:
    three.press("J", "J")
    assert three.text == "The mayor asked for coal."
    three.press("F", "K")
    assert three.text == LINK
    three.press("X")
    three.settle()
    assert three.reading.passage is not None
    assert three.reading.passage.kind is Kind.PARAGRAPH
    assert three.reading.passage.locator == "after par. 2"
    assert three.matches
    three.press("F")
    assert (RowKind.PASSAGE, LINK) in shown(three)


def test_what_recurs_is_furniture_until_a_source_is_removed(empty: Driver, folder: FolderMaker) -> None:
    names = ("Sandvik", "Orla", "Meridian")
    empty.open(
        folder(
            {
                f"{name}.txt": f"In {name} the harbour froze in January, and the council of {name} asked the "
                f"capital for coal and for bread, for no ship had left {name} since.\n\n{LETTER}"
                for name in names
            }
        )
    )
    (fold,) = (row for row in empty.reading.reader.rows if row.kind is RowKind.FOLD)
    assert fold.text == "stands in 3 sources · 1 line folded"
    empty.press("Z")
    assert len(empty.matches) == 2
    empty.press("Ctrl+Backspace")
    empty.settle()
    assert (RowKind.PASSAGE, LETTER) in shown(empty)
    assert LETTER in matched(empty)


def test_a_choice_is_kept(three: Driver, make_window: WindowMaker) -> None:
    three.press("J", "X")
    assert three.reading.source is not None
    place = three.reading.source.path.parent
    three.window.close()
    again = make_window()
    again.open(place)
    assert again.text == HARBOUR
    assert LETTER not in matched(again)


def test_the_reason_stands_once_under_a_run(three: Driver) -> None:
    three.press("F")
    (row,) = (row for row in three.reading.reader.rows if row.kind is RowKind.FURNITURE)
    assert (row.text, row.detail) == (LINK, "furniture: bare link")
    assert not any(row.detail for row in three.reading.reader.rows if row.kind is RowKind.PASSAGE)


def test_a_source_whose_every_passage_is_furniture_can_still_be_read(three: Driver) -> None:
    three.press("Shift+K")
    text = three.text
    three.press("X")
    assert three.text == text
    three.press("Shift+J", "Shift+K", "X")
    three.settle()
    assert (RowKind.PASSAGE, text) in shown(three)


def test_nothing_selected_is_nothing_turned(empty: Driver) -> None:
    empty.press("X", "O", "Shift+O")
    assert empty.dialog is None
