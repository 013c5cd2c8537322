"""What an action is: its place in the menus, where its keys work, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.ui.views import View

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Menu(Enum):
    """The menu an action stands in."""

    FILE = "&File"
    VIEW = "&View"
    JUDGE = "&Judge"
    GO = "&Go"
    HELP = "&Help"


class Context(Enum):
    """Where an action's keys work."""

    WINDOW = "everywhere"
    READING = "while reading"
    READER = "in the text"
    PANES = "in the panes"
    PAIRS = "in the text and the matches"
    STRIP = "in the judgement strip"
    COMPARING = "side by side"
    MAP = "on the map"
    FINDINGS = "in the findings list"

    @property
    def is_apart(self) -> bool:
        """Whether its keys live only there, and no other key does while it is open."""
        return self in (Context.STRIP, Context.FINDINGS)

    def meets(self, other: Context) -> bool:
        """Whether keys of both may work in one place at one time."""
        if self is other:
            return True
        if self.is_apart or other.is_apart:
            return False
        return None in (self.view, other.view) or self.view is other.view

    @property
    def view(self) -> View | None:
        """The view it belongs to; None for every one."""
        return _VIEWS.get(self, View.READING)


_VIEWS = {
    Context.WINDOW: None,
    Context.STRIP: None,
    Context.FINDINGS: None,
    Context.COMPARING: View.COMPARING,
    Context.MAP: View.MAP,
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the analyst can do.

    Attributes:
        id: Stable name, as used in key bindings.
        title: What it does, as menus and the palette say it.
        keys: Qt's portable names of its keys; the first is the one shown.
        menu: Where it stands.
        handler: Does it.
        context: Where its keys work.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    menu: Menu
    handler: Callable[[MainWindow], None]
    context: Context = Context.WINDOW


def shown_key(key: str) -> str:
    """A key as a person reads it: "J" is the key j, "Shift+J" is J, "Ctrl+O" is Ctrl O."""
    if ", " in key:
        return " ".join(shown_key(part) for part in key.split(", "))
    if len(key) == 1:
        return key.lower()
    if key.startswith("Shift+") and len(key) == len("Shift+") + 1:
        return key[-1].upper()
    if key.endswith("++"):
        return key[:-2].replace("+", " ") + " +"
    return key.replace("+", " ")
