"""How a start looks: on nothing, on what was open last, on what is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from app import paths
from app.settings import Settings
from app.ui.application import open_first
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver, WindowMaker

TWO = {
    "harbour.txt": "The harbour froze in January and no ship left it.\n\nThe mayor asked for coal.",
    "ice.txt": "Ice closed the harbour in January, so that no ship could leave.\n\nBread grew dear.",
}


def test_a_window_on_nothing_shows_the_welcome_page_alone(empty: Driver) -> None:
    buttons = {button.text() for button in empty.window.findChildren(QPushButton) if button.isVisible()}
    assert {"Open the sample documents"} < buttons
    for pane in (empty.window.sources_view, empty.window.reader_view, empty.window.matches_view):
        assert not pane.isVisible()
    assert empty.window.windowTitle() == "Counterpoint"


def test_keys_on_nothing_do_no_harm(empty: Driver) -> None:
    empty.press("J", "K", "Shift+J", "1", "Alt+Left", "F6", "F", "S", "Ctrl+C", "Ctrl+Backspace", "F3")
    assert empty.dialog is None
    assert empty.text == ""


def test_the_samples_button_opens_the_samples(empty: Driver, embedded_corpus: Path) -> None:
    assert embedded_corpus.is_file()
    (button,) = (
        button for button in empty.window.findChildren(QPushButton) if "sample" in button.text().casefold()
    )
    button.click()
    empty.wait(lambda: len(empty.reading.sources.rows) >= 8)
    assert str(paths.sample_corpus()) in empty.window.settings.recent
    empty.press("Ctrl+.")
    empty.settle()


def test_an_opened_folder_fills_all_three_panes(corpus: Driver) -> None:
    window = corpus.window
    assert window.sources_view.isVisible()
    assert window.reader_view.isVisible()
    assert window.matches_view.isVisible()
    titles = {row.title for row in corpus.reading.sources.rows if row.section is None}
    assert {
        "Every People Chooses Its Own Road to Democracy",
        "Press Review: Two Summits, Many Voices",
    } < titles
    assert len(titles) == 8
    assert corpus.title == "Every People Chooses Its Own Road to Democracy"
    assert corpus.text
    matches = corpus.matches
    assert len(matches) == window.matches_view.model().rowCount() > 3
    assert all(match.source.title != corpus.title for match in matches)
    assert "summit" in window.windowTitle()
    assert window.reader_view.hasFocus()


def test_what_was_open_last_opens_again_with_the_old_name(
    make_window: WindowMaker, folder: FolderMaker
) -> None:
    before = make_window()
    before.open(folder(TWO, "winter"))
    text = before.text
    before.window.close()

    kept = Settings.load(paths.config_folder())
    assert Path(kept.last_workspace).is_file()
    after = make_window(kept)
    open_first(after.window, [])
    after.settle()
    assert after.text == text
    assert after.window.windowTitle() == "winter – Counterpoint"


def test_what_is_named_goes_before_what_was_open_last(make_window: WindowMaker, folder: FolderMaker) -> None:
    before = make_window()
    before.open(folder(TWO, "winter"))
    before.window.close()

    after = make_window(Settings.load(paths.config_folder()))
    open_first(after.window, [folder({"summer.txt": "The heat came early."}, "summer")])
    after.settle()
    assert after.text == "The heat came early."


def test_a_last_workspace_that_is_gone_leaves_the_welcome_page(make_window: WindowMaker, home: Path) -> None:
    driver = make_window(replace(Settings(), last_workspace=str(home / "gone.counterpoint")))
    open_first(driver.window, [])
    assert not driver.window.reader_view.isVisible()
    assert driver.dialog is None


def test_what_is_opened_first_takes_the_keys(make_window: WindowMaker, folder: FolderMaker) -> None:
    place = folder(
        {"one.txt": "The heat came early.\n\nThe wells ran dry.", "two.txt": "Wells ran dry in the heat."}
    )
    driver = make_window()
    driver.desk.open([place])
    driver.wait(lambda: driver.text)
    assert driver.window.reader_view.hasFocus()
    assert driver.window.ask_line.text() == ""
    driver.settle()
