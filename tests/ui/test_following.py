"""Files that change, go and come back while their folder is open, and files that are locked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.paths import bundle_root
from app.ui.folder_watch import QUIET
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver, WindowMaker

DOCUMENTS = {
    "harbour.txt": "The harbour froze in January and no ship left it.\n\nThe mayor asked for coal.",
    "ice.txt": "Ice closed the harbour in January, so that no ship could leave.\n\nBread grew dear.",
}
LOCKED = (bundle_root() / "tests" / "reading" / "pdf" / "locked.pdf").read_bytes()
PASSWORD = "north star"  # noqa: S105 - of a fixture


def details(driver: Driver) -> dict[str, str]:
    return {row.title: row.detail for row in driver.reading.sources.rows if row.section is None}


def offer(driver: Driver) -> str:
    button = driver.window.foot_bar.findChild(QPushButton, "offer")
    assert isinstance(button, QPushButton)
    return button.text() if button.isVisible() else ""


def dialog_texts(driver: Driver) -> list[str]:
    return [label.text() for label in driver.dialog.findChildren(QLabel)] if driver.dialog else []


def asks_for(driver: Driver, name: str) -> bool:
    return f"“{name}” needs a password" in dialog_texts(driver)


def reasons(driver: Driver) -> dict[str, str]:
    return {Path(path).name: reason for path, reason in driver.desk.skipped}


# Changes on disk


def test_what_changes_on_disk_is_offered_and_read_when_it_is_taken(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    assert offer(empty) == ""
    (place / "thaw.txt").write_text("In March the ice went out of the harbour.")
    with (place / "ice.txt").open("a") as file:
        file.write("\n\nIn April the first ship came.")
    empty.wait(lambda: offer(empty) == "2 files changed: F5 reads them")
    assert set(details(empty)) == {"harbour", "ice"}, "nothing is forced"
    empty.press("F5")
    empty.settle()
    assert set(details(empty)) == {"harbour", "ice", "thaw"}
    assert offer(empty) == ""
    empty.press("Shift+J", "End")
    assert empty.text == "In April the first ship came."


def test_a_file_that_goes_is_marked_and_keeps_its_text_until_it_is_removed(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    content = (place / "ice.txt").read_bytes()
    (place / "ice.txt").unlink()
    empty.wait(lambda: offer(empty) == "1 file changed: F5 reads them")
    empty.press("F5")
    empty.settle()
    assert details(empty)["ice"].startswith("file gone · 2 passages")
    assert not details(empty)["harbour"].startswith("file gone")
    assert offer(empty) == "", "that it is gone is known now"
    assert {match.source.title for match in empty.matches} == {"ice"}
    (place / "ice.txt").write_bytes(content)
    empty.wait(lambda: offer(empty) != "")
    empty.press("F5")
    empty.settle()
    assert not details(empty)["ice"].startswith("file gone")
    (place / "ice.txt").unlink()
    empty.press("F5")
    empty.settle()
    empty.press("Shift+J", "Ctrl+Backspace")
    assert set(details(empty)) == {"harbour"}


def test_what_nobody_watched_is_seen_on_coming_back_to_the_window(
    empty: Driver, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.folder_watch.MOST", 0)
    place = folder(DOCUMENTS)
    empty.open(place)
    (place / "thaw.txt").write_text("In March the ice went out of the harbour.")
    empty.desk.following._look_on_return(Qt.ApplicationState.ApplicationActive)
    empty.wait(lambda: offer(empty) == "1 file changed: F5 reads them")


def test_a_change_while_files_are_read_is_offered_when_they_are(empty: Driver, folder: FolderMaker) -> None:
    place = folder(DOCUMENTS)
    empty.desk.open([place])
    empty.wait(lambda: len(empty.reading.sources.rows) > 0)
    assert empty.desk.is_busy
    (place / "thaw.txt").write_text("In March the ice went out of the harbour.")
    empty.settle()
    empty.wait(lambda: offer(empty) == "1 file changed: F5 reads them")


def test_many_changes_at_once_are_looked_at_once(empty: Driver, folder: FolderMaker) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    looks: list[int] = []
    empty.desk.following.noticed.connect(lambda: looks.append(1))
    for number in range(20):
        (place / f"{number}.txt").write_text(f"Note {number} of the harbour master.")
    empty.wait(lambda: offer(empty) == "20 files changed: F5 reads them")
    assert len(looks) == 1
    assert QUIET > 0


def test_a_moved_folder_is_opened_with_all_it_had(empty: Driver, folder: FolderMaker, tmp_path: Path) -> None:
    place = folder(DOCUMENTS)
    empty.open(place)
    empty.press("Ctrl+Backspace")
    other = folder({"other.txt": "Another matter."}, "other")
    empty.open(other)
    moved = place.rename(tmp_path / "moved")
    said: list[str] = []
    empty.desk.progressed.connect(lambda progress: said.append(progress.stage if progress else ""))
    empty.open(moved)
    assert set(details(empty)) == {"ice"}, "what was removed stays removed"
    assert "embedding" not in said
    assert empty.window.windowTitle() == "moved – Counterpoint"


# Passwords


def test_a_locked_file_asks_for_its_password_until_it_fits(empty: Driver, folder: FolderMaker) -> None:
    place = folder(DOCUMENTS | {"locked.pdf": LOCKED})
    empty.desk.open([place])
    empty.wait(lambda: empty.dialog is not None)
    assert "“locked.pdf” needs a password" in dialog_texts(empty)
    assert "stored nowhere" in " ".join(dialog_texts(empty))
    line = empty.focus
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    empty.type("south star")
    empty.press("Return")
    empty.wait(lambda: "That password does not fit. Try another one." in dialog_texts(empty))
    empty.type(PASSWORD)
    empty.press("Return")
    empty.wait(lambda: len(details(empty)) == 3)
    empty.settle()
    assert reasons(empty) == {}
    assert empty.dialog is None
    empty.open(place)
    assert empty.dialog is None, "it is read, and asks no more"


def test_a_file_left_locked_is_listed_and_asks_again_only_when_it_is_wanted(
    make_window: WindowMaker, empty: Driver, folder: FolderMaker
) -> None:
    place = folder(DOCUMENTS | {"one.pdf": LOCKED, "two.pdf": LOCKED})
    empty.desk.open([place])
    for name in ("one.pdf", "two.pdf"):
        empty.wait(partial(asks_for, empty, name))
        empty.press("Escape")
    empty.settle()
    assert empty.dialog is None
    assert all("needs a password" in reason for reason in reasons(empty).values())
    empty.window.close()
    again = make_window()
    again.open(place)
    assert again.dialog is None
    assert len(reasons(again)) == 2
    again.press("Ctrl+Shift+U")
    assert "“one.pdf” needs a password" in dialog_texts(again)
    again.press("Escape")
    again.type(PASSWORD)
    again.press("Return")
    again.wait(lambda: len(details(again)) == 3)
    again.settle()
    assert set(reasons(again)) == {"one.pdf"}


def test_where_nothing_is_locked_that_is_said(empty: Driver) -> None:
    empty.press("Ctrl+Shift+U")
    assert empty.dialog is None
    assert any("No file needs a password" in label.text() for label in empty.window.findChildren(QLabel))
