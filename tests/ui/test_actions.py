"""The action table: sound in itself, and every key it tells of reaches its action in the window."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from app.ui import view_commands
from app.ui.actions import ACTIONS, Action, Context, shown_key
from app.ui.hints import EMPTY_HINTS, HINTS, with_keys
from app.ui.keymap import clashes
from app.ui.views import View
from tests.ui.conftest import Driver


def test_ids_are_unique() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1


def test_no_two_actions_that_meet_share_a_key() -> None:
    assert [(key, one.id, other.id) for key, one, other in clashes(ACTIONS)] == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_is_whole(action: Action) -> None:
    assert action.title == action.title.strip() != ""
    assert action.title[0].isupper()
    assert callable(action.handler)
    assert action.id.split(".")[0] in {
        "file",
        "view",
        "go",
        "compare",
        "map",
        "help",
        "judge",
        "verdict",
        "findings",
    }
    for key in action.keys:
        sequence = QKeySequence(key)
        assert sequence.count() > 0
        assert sequence.toString() == key
        assert shown_key(key)


def test_every_key_of_the_table_reaches_its_action(corpus: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    window = corpus.window
    monkeypatch.setattr(window.bindings, "_run", lambda action: ran.append(action.id))
    reading = (window.reader_view, window.matches_view, window.sources_view)
    panes = {
        Context.READER: (window.reader_view,),
        Context.PANES: reading,
        Context.READING: reading,
        Context.WINDOW: reading,
        Context.PAIRS: (window.reader_view, window.matches_view),
        Context.COMPARING: window.compare_view.sides,
        Context.MAP: (window.map_view.table, window.map_view.alone),
    }
    for action in ACTIONS:
        if action.context.is_apart:
            continue
        window.show_view(View.READING)
        if action.context.view is View.COMPARING:
            view_commands.compare(window)
        elif action.context.view is View.MAP:
            view_commands.show_map(window)
        for pane in panes[action.context]:
            pane.setFocus()
            for key in action.keys:
                corpus.press(key)
                assert ran == [action.id], (key, pane)
                ran.clear()


def test_the_foot_bar_names_actions_and_their_keys() -> None:
    known = {action.id for action in ACTIONS} | {"Enter", *"←↑↓→"}
    hints = (*(hint for view in HINTS.values() for hint in view), *EMPTY_HINTS)
    assert {name for names, _ in hints for name in names} <= known
    shown = with_keys(HINTS[View.READING], ACTIONS)
    assert shown[0] == (("j", "k"), "passage")
    assert (("1–9",), "open match") in shown


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("J", "j"),
        ("Shift+J", "J"),
        ("Ctrl+O", "Ctrl O"),
        ("Ctrl++", "Ctrl +"),
        ("G, G", "g g"),
        ("?", "?"),
        ("F6", "F6"),
    ],
)
def test_a_key_reads_as_it_is_pressed(key: str, shown: str) -> None:
    assert shown_key(key) == shown
