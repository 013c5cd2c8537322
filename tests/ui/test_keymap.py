"""Keys of one's own: ready keymaps, one TOML file, the dialog, chords."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QListWidget, QTextBrowser

from app import paths
from app.errors import CounterpointError
from app.ui.action import Context
from app.ui.actions import ACTIONS
from app.ui.application import use_own_keys
from app.ui.dialogs import keep_keys
from app.ui.keymap import DEFAULT, READY, Keymap, KeymapError, clashes
from tests.ui.conftest import Driver


@pytest.mark.parametrize("name", READY)
def test_every_ready_keymap_can_be_used(name: str) -> None:
    bound = Keymap(name).bind(ACTIONS)
    assert [action.id for action in bound] == [action.id for action in ACTIONS]
    assert (bound == ACTIONS) is (name == DEFAULT)


def test_the_keymap_for_screen_readers_has_no_bare_letters() -> None:
    bare = [
        (action.id, key)
        for action in Keymap("screen-reader").bind(ACTIONS)
        if not action.context.is_apart
        for key in action.keys
        if len(key.removeprefix("Shift+")) == 1
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (
            {"view.pin": ("J",)},
            "j cannot belong to both “Pin these matches while reading on” and “Next passage”",
        ),
        ({"view.pin": ("G",)}, "“First passage”"),
        ({"go.first": ("J, J",)}, "“Next passage”"),
        ({"go.nowhere": ("J",)}, "no action go.nowhere"),
        ({"view.pin": ("Blah+J",)}, "Blah\\+J is no key"),
        ({"view.pin": ("",)}, "is no key"),
    ],
)
def test_a_keymap_that_cannot_be_used_says_why(own: dict[str, tuple[str, ...]], told: str) -> None:
    with pytest.raises(KeymapError, match=told):
        Keymap(own=own).bind(ACTIONS)


def test_keys_of_different_views_do_not_clash() -> None:
    bound = Keymap(own={"compare.lock": ("P",)}).bind(ACTIONS)
    assert list(clashes(bound)) == []


def test_a_keymap_is_kept_in_a_file(tmp_path: Path) -> None:
    kept = Keymap("arrows", {"view.pin": ("Ctrl+Alt+P",), "go.copy": ()})
    kept.save(tmp_path / "new")
    assert Keymap.load(tmp_path / "new") == kept
    assert Keymap.load(tmp_path / "other") == Keymap()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("keys = [", "cannot be read"),
        ('base = "emacs"', "no ready keymap: emacs"),
        ("[keys]\n'view.pin' = 'P'", "something else than a list"),
        ("keys = 3", "something else than a list"),
    ],
)
def test_a_file_that_is_no_keymap_says_so(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "keys.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KeymapError, match=told):
        Keymap.load(tmp_path)


def test_the_window_takes_the_keys_of_the_file(corpus: Driver) -> None:
    Keymap(own={"go.next-passage": ("Ctrl+Alt+J",), "verdict.agrees": ("Y",)}).save(paths.config_folder())
    use_own_keys(corpus.window)
    first = corpus.text
    corpus.press("J")
    assert corpus.text == first
    corpus.press("Ctrl+Alt+J")
    assert corpus.text != first
    corpus.press("Return", "Y", "?")
    assert corpus.dialog is not None
    told = "".join(browser.toPlainText() for browser in corpus.dialog.findChildren(QTextBrowser))
    assert "Ctrl Alt J" in told
    corpus.press("Escape")
    corpus.wait(lambda: corpus.dialog is None)
    assert corpus.matches[0].judgement is not None


def test_a_file_that_cannot_be_used_leaves_the_usual_keys_and_says_so(corpus: Driver) -> None:
    Keymap(own={"view.pin": ("J",)}).save(paths.config_folder())
    use_own_keys(corpus.window)
    assert corpus.dialog is not None
    corpus.press("Escape")
    corpus.wait(lambda: corpus.dialog is None)
    first = corpus.text
    corpus.press("J")
    assert corpus.text != first


def test_keys_are_changed_by_keys(corpus: Driver) -> None:
    corpus.press("Ctrl+K")
    corpus.type("change keys")
    corpus.press("Return")
    corpus.type("pin these")
    corpus.press("Down", "Return", "J", "Return")
    assert corpus.dialog is not None
    told = " ".join(label.text() for label in corpus.dialog.findChildren(QLabel))
    assert "Not changed. j cannot belong to both" in told
    corpus.press("Return", "Ctrl+Alt+P", "Return")
    (shown,) = corpus.dialog.findChildren(QListWidget)
    assert "Ctrl Alt P" in shown.item(0).text()
    corpus.press("Escape")
    corpus.wait(lambda: corpus.dialog is None)
    corpus.press("P")
    assert corpus.reading.matching.pinned is None
    corpus.press("Ctrl+Alt+P")
    assert corpus.reading.matching.pinned is not None
    assert Keymap.load(paths.config_folder()).own == {"view.pin": ("Ctrl+Alt+P",)}


def test_keys_that_cannot_be_saved_are_not_changed(corpus: Driver) -> None:
    (paths.config_folder() / "keys.toml.new").mkdir(parents=True)
    with pytest.raises(CounterpointError, match="could not be saved"):
        keep_keys(corpus.window, Keymap("arrows"))
    assert corpus.window.keymap == Keymap()


def test_half_a_chord_says_what_may_follow(corpus: Driver) -> None:
    corpus.press("J", "J")
    said: list[str] = []
    corpus.window.bindings.chords.begun.connect(said.append)
    corpus.press("G")
    assert said == ["g … g: First passage"]
    corpus.press("G")
    corpus.press("J")
    assert len(said) <= 2


def test_no_ready_key_is_lost_to_a_context_nobody_reaches() -> None:
    assert {action.context for action in ACTIONS} == set(Context)
    assert all(QKeySequence(key).count() for action in ACTIONS for key in action.keys)
