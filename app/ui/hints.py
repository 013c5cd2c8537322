"""The keys that the foot bar names: those that matter most in each view."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.views import View

Hints = tuple[tuple[tuple[str, ...], str], ...]

HINTS: Mapping[View, Hints] = {
    View.READING: (
        (("j", "k"), "passage"),
        (("J", "K"), "source"),
        (("1–9",), "open match"),
        (("c",), "compare"),
        (("m",), "map"),
        (("Enter",), "judge"),
        (("Alt Left",), "back"),
        (("Ctrl F",), "find"),
        (("?",), "all keys"),
    ),
    View.MAP: (
        (("←", "↑", "↓", "→"), "cell"),
        (("Enter",), "pairs"),
        (("u", "U"), "said alone"),
        (("x",), "export picture"),
        (("Esc",), "back to reading"),
        (("?",), "all keys"),
    ),
    View.COMPARING: (
        (("j", "k"), "pair"),
        (("n", "N"), "contradiction"),
        (("{", "}"), "other source"),
        (("s",), "scroll together"),
        (("Enter",), "judge"),
        (("Esc",), "back"),
        (("?",), "all keys"),
    ),
}
EMPTY_HINTS: Hints = ((("Ctrl O",), "open a folder"), (("Ctrl K",), "all commands"), (("?",), "all keys"))
