"""What opens over the window: the palette, recent files, all keys, files not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QTextBrowser

from app.ui.actions import ACTIONS, Context, shown_key
from app.ui.reader_model import RowKind
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver


def choices(driver: Driver) -> list[str]:
    assert driver.dialog is not None
    (shown,) = driver.dialog.findChildren(QListWidget)
    return [shown.item(row).text() for row in range(shown.count())]


def sheet_text(driver: Driver) -> str:
    assert driver.dialog is not None
    return "\n".join(browser.toPlainText() for browser in driver.dialog.findChildren(QTextBrowser))


def test_the_palette_finds_a_command_by_typing_and_runs_it(corpus: Driver) -> None:
    corpus.press("Ctrl+K")
    assert len(choices(corpus)) > 20
    corpus.type("furnit")
    assert choices(corpus)[0] == "Fold or show furniture"
    corpus.press("Return")
    corpus.wait(lambda: corpus.dialog is None)
    assert any(row.kind is RowKind.FURNITURE for row in corpus.reading.reader.rows)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("open fol", "Open a folder"),
        ("larger", "Larger text"),
        ("swich theme", "Switch theme: light or dark"),
    ],
)
def test_the_palette_forgives_half_words_and_slips(corpus: Driver, typed: str, title: str) -> None:
    corpus.press("Ctrl+K")
    corpus.type(typed)
    assert choices(corpus)[0] == title
    corpus.press("Escape")


def test_arrows_move_in_the_palette_and_esc_leaves_all_as_it_was(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("Ctrl+K")
    corpus.type("passage")
    assert len(choices(corpus)) > 1
    corpus.press("Down", "Up", "Down", "Escape")
    corpus.wait(lambda: corpus.dialog is None)
    assert corpus.text == text
    corpus.press("J")
    assert corpus.text != text


def test_nothing_fits_and_enter_is_harmless(corpus: Driver) -> None:
    corpus.press("Ctrl+K")
    corpus.type("qqzzxx")
    assert choices(corpus) == []
    corpus.press("Return")
    assert corpus.dialog is not None
    corpus.press("Escape")


def test_every_command_without_a_place_of_its_own_is_in_the_palette(corpus: Driver) -> None:
    corpus.press("Ctrl+K")
    everywhere = {action.title.rstrip("…") for action in ACTIONS if action.context is Context.WINDOW}
    assert everywhere - set(choices(corpus)) == {"All commands"}
    corpus.press("Escape")


def test_the_key_sheet_lists_every_action_that_has_a_key(corpus: Driver) -> None:
    corpus.press("?")
    shown = sheet_text(corpus).replace("\xa0", " ")
    for action in ACTIONS:
        if not action.keys or action.id.startswith("go.match-"):
            continue
        assert action.title.rstrip("…") in shown, action.id
        for key in action.keys:
            assert f" {shown_key(key)} " in shown, key
    assert "1 – 9" in shown
    corpus.press("Escape")
    corpus.wait(lambda: corpus.dialog is None)


def test_recent_folders_open_again(empty: Driver, folder: FolderMaker) -> None:
    first = folder({"a.txt": "The first matter."}, "first")
    second = folder({"b.txt": "The second matter."}, "second")
    empty.open(first)
    empty.open(second)
    assert empty.text == "The second matter."
    empty.press("Ctrl+R")
    assert choices(empty) == [str(second), str(first)]
    empty.press("Down", "Return")
    empty.settle()
    assert empty.text == "The first matter."
    assert empty.window.settings.recent[0] == str(first)


def test_nothing_recent_is_said(empty: Driver) -> None:
    empty.press("Ctrl+R")
    assert empty.dialog is None


def test_skipped_files_are_listed_with_their_reasons(empty: Driver, folder: FolderMaker) -> None:
    place = folder(
        {
            "good.txt": "A sound document.",
            "empty.txt": "",
            "film.mp4": b"\0\0\0\x18ftypmp42",
            "binary.txt": bytes(range(256)) * 20,
        }
    )
    empty.open(place)
    assert empty.text == "A sound document."
    assert empty.reading.standing.startswith("3 not read")
    empty.press("Ctrl+Shift+E")
    shown = sheet_text(empty)
    for name, reason in (("empty.txt", "empty"), ("film.mp4", "kind"), ("binary.txt", "binary")):
        assert str(place / name) in shown
        line = shown[shown.index(str(place / name)) :].split("\n")[1]
        assert reason in line
    empty.press("Escape")


def test_a_folder_of_nothing_readable_says_so_and_goes_on(empty: Driver, folder: FolderMaker) -> None:
    empty.open(folder({"film.mp4": b"\0\0\0\x18ftypmp42"}))
    assert empty.reading.standing != ""
    assert not empty.window.reader_view.isVisible()
    empty.press("Ctrl+Shift+E")
    assert "film.mp4" in sheet_text(empty)
    empty.press("Escape")


def test_about_tells_where_data_is_kept(corpus: Driver, home: Path) -> None:
    corpus.press("Ctrl+K")
    corpus.type("about")
    corpus.press("Return")
    corpus.wait(lambda: sheet_text(corpus))
    assert str(home) in sheet_text(corpus)
    assert "offline" in sheet_text(corpus)
    corpus.press("Return")
    corpus.wait(lambda: corpus.dialog is None)


def test_licences_are_listed_and_read_by_keys(corpus: Driver) -> None:
    corpus.press("Ctrl+K")
    corpus.type("licences")
    corpus.press("Return")
    corpus.wait(lambda: "Fonts: Inter, Noto Serif, Noto Mono" in choices(corpus))
    corpus.type("counterpoint")
    corpus.press("Return")
    corpus.wait(lambda: "Apache License" in sheet_text(corpus))
    corpus.press("Escape")
