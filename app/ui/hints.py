"""The keys that the foot bar names: those that matter most in each view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.ui.action import Action, shown_key
from app.ui.views import View

Hints = tuple[tuple[tuple[str, ...], str], ...]
"""Keys, or ids of actions that have keys, each group with a word for what they do."""

HINTS: Mapping[View, Hints] = {
    View.READING: (
        (("go.next-passage", "go.previous-passage"), "passage"),
        (("go.next-source", "go.previous-source"), "source"),
        (("go.match-1",), "open match"),
        (("go.compare",), "compare"),
        (("go.map",), "map"),
        (("judge.open",), "judge"),
        (("go.back",), "back"),
        (("go.find",), "find"),
        (("help.keys",), "all keys"),
    ),
    View.MAP: (
        (("←", "↑", "↓", "→"), "cell"),
        (("Enter",), "pairs"),
        (("map.next-alone", "map.previous-alone"), "said alone"),
        (("map.export",), "export picture"),
        (("map.leave",), "back to reading"),
        (("help.keys",), "all keys"),
    ),
    View.COMPARING: (
        (("compare.next", "compare.previous"), "pair"),
        (("compare.next-contradiction", "compare.previous-contradiction"), "contradiction"),
        (("compare.previous-source", "compare.next-source"), "other source"),
        (("compare.lock",), "scroll together"),
        (("compare.judge",), "judge"),
        (("compare.leave",), "back"),
        (("help.keys",), "all keys"),
    ),
}
EMPTY_HINTS: Hints = (
    (("file.open-folder",), "open a folder"),
    (("help.palette",), "all commands"),
    (("help.keys",), "all keys"),
)


def with_keys(hints: Hints, actions: Sequence[Action]) -> Hints:
    """The hints with the keys that the actions have now; what has none is left out."""
    keys = {action.id: action.keys for action in actions}

    def shown(name: str) -> str:
        if name not in keys:
            return name
        first = shown_key(keys[name][0]) if keys[name] else ""
        last = keys["go.match-9"]
        return f"{first}–{shown_key(last[0])}" if first and last and name == "go.match-1" else first

    told = ((tuple(filter(None, map(shown, names))), word) for names, word in hints)
    return tuple((caps, word) for caps, word in told if caps)
