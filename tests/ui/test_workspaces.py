"""Workspaces in the window: opened, refused, added to, saved elsewhere, reopened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QTextBrowser

from app import paths
from app.analysis.files import workspace_for
from app.engine.engine import Engine
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.conftest import FolderMaker, workers_of
from tests.ui.conftest import Driver, WindowMaker

DOCUMENTS = {
    "harbour.txt": "The harbour froze in January and no ship left it.\n\nThe mayor asked for coal.",
    "ice.txt": "Ice closed the harbour in January, so that no ship could leave.\n\nBread grew dear.",
}


def drop(driver: Driver, *named: Path) -> None:
    """Let files fall on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in named])
    nothing, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    button = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, button, nothing)
    QApplication.sendEvent(driver.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(driver.window, QDropEvent(QPointF(200, 200), copy, data, button, nothing))


def titles(driver: Driver) -> list[str]:
    return [row.title for row in driver.reading.sources.rows if row.section is None]


def sheet_text(driver: Driver) -> str:
    assert driver.dialog is not None
    return "\n".join(browser.toPlainText() for browser in driver.dialog.findChildren(QTextBrowser))


def saved(driver: Driver, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a name of its own, and nothing left open."""
    driver.open(folder)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    driver.press("Ctrl+Shift+S")
    driver.settle()
    assert place.is_file()
    return place


# Opening again


def test_the_same_folder_again_embeds_nothing_and_starts_no_worker(
    make_window: WindowMaker, corpus: Driver
) -> None:
    text, matches = corpus.text, corpus.matches
    corpus.window.close()
    with Engine() as engine:
        again = make_window(on=engine)
        again.open(paths.sample_corpus())
        assert again.text == text
        assert again.matches == matches
        assert workers_of(engine) == {}


def test_a_changed_file_is_read_again_and_only_its_new_text_embedded(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    said: list[str] = []
    empty.desk.progressed.connect(lambda progress: said.append(progress.stage if progress else ""))
    with (place / "ice.txt").open("a") as file:
        file.write("\n\nIn March the ice went out.")
    empty.open(place)
    assert "reading" in said
    empty.press("Shift+J", "End")
    assert empty.text == "In March the ice went out."
    assert empty.matches


def test_a_file_that_is_gone_keeps_its_source(empty: Driver, folder: FolderMaker) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    (place / "ice.txt").unlink()
    empty.open(place)
    assert len(titles(empty)) == 2


# Adding and removing


def test_a_dropped_folder_opens_and_a_dropped_file_joins_it(empty: Driver, folder: FolderMaker) -> None:
    drop(empty, folder(DOCUMENTS, "winter"))
    empty.settle()
    assert titles(empty) == ["harbour", "ice"]
    drop(
        empty,
        folder({"thaw.md": "# Thaw\n\nIn March the ice went out of the harbour."}, "spring") / "thaw.md",
    )
    empty.settle()
    assert titles(empty) == ["harbour", "ice", "Thaw"]
    assert empty.window.windowTitle() == "winter – Counterpoint"


def test_what_was_dropped_is_there_after_a_restart(
    make_window: WindowMaker, empty: Driver, folder: FolderMaker
) -> None:
    drop(empty, folder(DOCUMENTS, "winter"))
    empty.settle()
    thaw = folder({"thaw.md": "# Thaw\n\nIn March the ice went out."}, "spring")
    drop(empty, thaw)
    empty.settle()
    empty.window.close()
    (thaw / "late.txt").write_text("The last floe left in April.")
    again = make_window()
    again.open(folder({}, "winter"))
    assert titles(again) == ["harbour", "ice", "Thaw", "late"]


def test_text_dropped_on_the_window_is_not_taken(empty: Driver) -> None:
    data = QMimeData()
    data.setText("words")
    enter = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(empty.window, enter)
    assert not enter.isAccepted()


def test_a_removed_source_leaves_the_list_and_the_matches_and_its_file_stays(corpus: Driver) -> None:
    workspace = corpus.desk.workspace
    assert workspace is not None
    path, title = workspace.sources()[0].path, corpus.title
    before = path.read_bytes()
    corpus.press("Ctrl+Backspace")
    assert title not in titles(corpus)
    assert len(titles(corpus)) == 7
    assert corpus.text
    assert title != corpus.title
    for _ in range(5):
        corpus.press("J")
        assert title not in {match.source.title for match in corpus.matches}
    assert path.read_bytes() == before


def test_a_removed_source_stays_removed_when_its_folder_opens_again(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    empty.press("Ctrl+Backspace")
    empty.open(place)
    assert titles(empty) == ["ice"]


def test_back_after_a_removal_passes_over_what_is_gone(corpus: Driver) -> None:
    corpus.press("J", "1")
    gone = corpus.title
    corpus.press("Ctrl+Backspace", "Alt+Left", "Alt+Right", "Alt+Left")
    assert corpus.text
    assert corpus.title != gone


def test_removing_every_source_leads_back_to_the_welcome_page(empty: Driver, folder: FolderMaker) -> None:
    empty.open(folder(DOCUMENTS))
    empty.press("Ctrl+Backspace", "Ctrl+Backspace")
    assert titles(empty) == []
    assert not empty.window.reader_view.isVisible()
    empty.press("J", "1", "Ctrl+C")
    assert empty.text == ""


# Named by dialogs


def test_ctrl_o_opens_the_folder_that_is_chosen(
    empty: Driver, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder(DOCUMENTS)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    empty.press("Ctrl+O")
    empty.settle()
    assert len(titles(empty)) == 2
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    empty.press("Ctrl+O")
    assert len(titles(empty)) == 2, "nothing was chosen"


def test_files_are_opened_and_added_as_they_are_chosen(
    empty: Driver, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder(DOCUMENTS)
    chosen = [str(place / "ice.txt")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    empty.press("Ctrl+Shift+O")
    empty.settle()
    assert titles(empty) == ["ice"]
    chosen[:] = [str(place / "harbour.txt")]
    empty.press("Ctrl+Shift+A")
    empty.settle()
    assert titles(empty) == ["ice", "harbour"]


def test_a_workspace_saved_under_a_name_goes_on_there(
    empty: Driver, folder: FolderMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = saved(empty, folder(DOCUMENTS), tmp_path / "winter 1921.counterpoint", monkeypatch)
    assert empty.window.windowTitle() == "winter 1921 – Counterpoint"
    assert empty.desk.workspace is not None
    assert empty.desk.workspace.path == place.resolve()
    assert len(titles(empty)) == 2
    assert empty.window.settings.last_workspace == str(place)


def test_a_name_with_a_point_in_it_stays_whole(
    empty: Driver, folder: FolderMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.open(folder(DOCUMENTS))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "v1.2 final"), ""))
    empty.press("Ctrl+Shift+S")
    empty.settle()
    assert (tmp_path / "v1.2 final.counterpoint").is_file()


# Refused, and left as it was


@pytest.fixture
def named(
    empty: Driver, folder: FolderMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Driver, Path]:
    """A window on another workspace, and a sound workspace file that is closed."""
    place = saved(empty, folder(DOCUMENTS), tmp_path / "desk.counterpoint", monkeypatch)
    empty.open(folder({"other.txt": "Another matter."}, "other"))
    assert not place.with_name(place.name + "-wal").exists()
    return empty, place


def refused(driver: Driver, place: Path, *said: str) -> None:
    before, beside = place.read_bytes(), sorted(place.parent.iterdir())
    drop_target = driver.text
    driver.window.guard(lambda: driver.desk.open([place]))
    shown = sheet_text(driver)
    for words in (place.name, *said):
        assert words in shown
    driver.press("Escape")
    assert driver.text == drop_target == "Another matter.", "what was open stays open"
    driver.window.close()
    assert place.read_bytes() == before
    assert sorted(place.parent.iterdir()) == beside


def test_a_damaged_workspace_is_refused(named: tuple[Driver, Path]) -> None:
    driver, place = named
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) // 2])
    refused(driver, place, "damaged")


def test_a_newer_workspace_is_refused(named: tuple[Driver, Path]) -> None:
    driver, place = named
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA user_version = 999")
    refused(driver, place, "newer")


def test_a_file_that_is_no_workspace_is_refused(named: tuple[Driver, Path]) -> None:
    driver, place = named
    place.write_text("These are words and no database. " * 200)
    refused(driver, place, "not a Counterpoint workspace")


def test_a_workspace_open_elsewhere_is_refused(named: tuple[Driver, Path]) -> None:
    driver, place = named
    with Workspace.open(place):
        driver.window.guard(lambda: driver.desk.open([place]))
        assert "open in another Counterpoint" in sheet_text(driver)
        driver.press("Escape")
    assert driver.text == "Another matter."


def test_a_read_only_workspace_can_be_read_and_stays_as_it_is(named: tuple[Driver, Path]) -> None:
    driver, place = named
    place.chmod(0o444)
    before = place.read_bytes()
    driver.open(place)
    assert titles(driver) == ["harbour", "ice"]
    assert driver.matches
    driver.press("J", "1", "F")
    for key in ("S", "Ctrl+Backspace"):
        driver.press(key)
        assert "read-only" in sheet_text(driver)
        driver.press("Escape")
        driver.wait(lambda: driver.dialog is None)
    assert len(titles(driver)) == 2
    driver.window.close()
    assert place.read_bytes() == before


def test_adding_to_a_read_only_workspace_says_so(named: tuple[Driver, Path], folder: FolderMaker) -> None:
    driver, place = named
    place.chmod(0o444)
    driver.open(place)
    drop(driver, folder({"late.txt": "Too late."}, "late"))
    driver.settle()
    assert "read-only" in sheet_text(driver)
    driver.press("Escape")
    assert len(titles(driver)) == 2


def test_a_workspace_named_on_the_command_line_that_is_damaged_leaves_the_welcome_page(
    empty: Driver, tmp_path: Path
) -> None:
    from app.ui.application import open_first

    place = tmp_path / "broken.counterpoint"
    place.write_bytes(b"SQLite format 3\x00 and no more")
    open_first(empty.window, [place])
    assert "damaged" in sheet_text(empty)
    empty.press("Escape")
    assert not empty.window.reader_view.isVisible()


# Files


def test_unnamed_workspaces_leave_one_file_behind(empty: Driver, folder: FolderMaker) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    empty.window.close()
    stored = workspace_for([place])
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
    assert {path.name for path in place.iterdir()} == set(DOCUMENTS), "nothing is written beside documents"
    assert Settings.load(paths.config_folder()).last_workspace == str(stored)
