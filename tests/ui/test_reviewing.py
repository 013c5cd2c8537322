"""Bookmarks, what is new since the last review, and correcting what is said of a source."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.ui.correction_dialog import CorrectionDialog
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver


def status(driver: Driver) -> str:
    return driver.window.foot_bar._status.text()


def test_bookmarks_are_walked_through_all_sources(corpus: Driver) -> None:
    corpus.press("]")
    assert status(corpus) == "No further bookmark."
    corpus.press("J", "B")
    first = corpus.text
    corpus.press("Shift+J", "J", "B", "J", "B")
    third = corpus.text
    corpus.press("[")
    second = corpus.text
    corpus.press("[")
    assert corpus.text == first
    corpus.press("[")
    assert corpus.text == first
    corpus.press("]", "]")
    assert corpus.text == third
    assert len({first, second, third}) == 3
    corpus.press("B", "[", "]")
    assert corpus.text == second, "a bookmark taken away is none"


def test_what_is_new_since_the_review_is_counted_and_walked_to(empty: Driver, folder: FolderMaker) -> None:
    place = folder({"a.txt": "The harbour froze in January.", "b.txt": "Ice closed the harbour."})
    empty.open(place)
    empty.press("W")
    assert "No review is done yet" in status(empty)
    empty.press("Ctrl+Shift+R", "W")
    assert "Nothing new further on since the review of" in status(empty)
    (place / "b.txt").write_text("Ice closed the harbour.\n\nFlour came in March.")
    (place / "c.txt").write_text("The ministry answered in April.")
    empty.open(place)
    details = [row.detail for row in empty.reading.sources.rows]
    assert [detail.endswith("1 new") for detail in details] == [False, True, True]
    empty.press("W")
    assert empty.text == "Flour came in March."
    empty.press("W")
    assert empty.text == "The ministry answered in April."
    empty.press("W", "Shift+W")
    assert empty.text == "Flour came in March."
    empty.press("Ctrl+Shift+R")
    assert not any("new" in row.detail for row in empty.reading.sources.rows)
    empty.press("Ctrl+Z")
    assert sum("1 new" in row.detail for row in empty.reading.sources.rows) == 2


def fill(driver: Driver, **said: str) -> None:
    assert isinstance(driver.dialog, CorrectionDialog)
    for line in driver.dialog.findChildren(QLineEdit):
        word = line.accessibleName().split()[-1].lower()
        if word in said:
            line.setFocus()
            line.selectAll()
            driver.press("Backspace")
            driver.type(said[word])


def test_title_author_date_and_party_are_corrected_and_survive_reading_again(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder({"a.txt": "The harbour froze in January.", "b.txt": "Ice closed the harbour."})
    empty.open(place)
    read = empty.title
    empty.press("I")
    fill(empty, title="The letter", author="Ines Calloway", date="1921-01-05")
    fill(empty, **{"for": "the town"})
    empty.press("Return")
    empty.wait(lambda: empty.dialog is None)
    assert empty.title == "The letter"
    assert empty.reading.sources.rows[0].title == "The letter"
    assert empty.reading.reader.rows[0].detail.startswith("Ines Calloway · for the town · 1921-01-05")
    empty.press("Ctrl+C")
    (place / "a.txt").write_text("The harbour froze in February.")
    empty.open(place)
    assert empty.title == "The letter"
    empty.press("I", "Esc")
    assert empty.title == "The letter"
    empty.press("I")
    fill(empty, title="", author="")
    empty.press("Return")
    empty.wait(lambda: empty.dialog is None)
    assert empty.title == read, "no title is the title that was read"
    assert empty.reading.source is not None
    assert (empty.reading.source.author, empty.reading.source.party) == (None, "the town")
    assert (place / "a.txt").read_text() == "The harbour froze in February."
