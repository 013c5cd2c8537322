"""The help page: every action is told of, with the key that it has now."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QTextBrowser

from app.ui.actions import ACTIONS
from app.ui.help_page import ACTION, help_html, help_text
from app.ui.keymap import Keymap
from app.ui.theme import LIGHT, Type
from tests.ui.conftest import Driver


def test_every_action_is_documented_and_no_other() -> None:
    assert sorted(set(ACTION.findall(help_text()))) == sorted(action.id for action in ACTIONS)


def test_the_page_tells_the_present_keys() -> None:
    html = help_html(Keymap(own={"view.pin": ("Ctrl+Alt+P",)}).bind(ACTIONS), LIGHT, Type(100))
    assert "Ctrl Alt P" in html
    assert "[[" not in html
    assert "<i>Change keys</i>" in html, "what has no key is called by its name"


def test_f1_shows_it(corpus: Driver) -> None:
    corpus.press("F1")
    assert corpus.dialog is not None
    (shown,) = corpus.dialog.findChildren(QTextBrowser)
    told = shown.toPlainText()
    assert re.search(r"Counterpoint in ten minutes", told)
    assert "The map" in told
    corpus.press("Escape")
    corpus.wait(lambda: corpus.dialog is None)
