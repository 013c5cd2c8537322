"""The actions in the window: their menu entries, the keys that reach them, what may follow half a chord."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.ui.action import Action, Context, Menu, shown_key
from app.ui.chords import Chords
from app.ui.key_button import KeyDeed
from app.ui.keymap import Keymap
from app.ui.views import View

Places = Mapping[Context, Sequence[QWidget]]
"""The widgets in which the keys of a context work; all of the window for a context that is not there."""


class Bindings(QObject):
    """Holds the action table with the keys that it has now.

    Args:
        table: The actions with their usual keys.
        run: Does an action.
        parent: The window whose actions they are.

    Attributes:
        actions: The table with the present keys.
        chords: Tells of half-typed chords.
    """

    changed = Signal()

    def __init__(self, table: Sequence[Action], run: Callable[[Action], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._table = tuple(table)
        self._run = run
        self._window = parent
        self._entries: dict[str, QAction] = {}
        self.actions = self._table
        self.chords = Chords(self)

    def place(self, menus: QMenuBar, places: Places) -> None:
        """Make the entries: in the menus, and with keys that work in their places."""
        by_menu = {menu: menus.addMenu(menu.value) for menu in Menu}
        for action in self.actions:
            if not action.context.is_apart:
                where = places.get(action.context, ())
                self._entries[action.id] = self._entry(action, by_menu[action.menu], where)
        for widgets in places.values():
            for widget in widgets:
                widget.installEventFilter(self.chords)
        self.chords.bind(self.actions)

    def _entry(self, action: Action, menu: QMenu, places: Sequence[QWidget]) -> QAction:
        entry = QAction(action.title, self._window)
        entry.setShortcuts([QKeySequence(key) for key in action.keys])
        entry.triggered.connect(lambda: self._run(action))
        if places:
            entry.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for place in places or (self._window,):
            place.addAction(entry)
        if not action.id.startswith("go.match-") and action.context is not Context.READER:
            menu.addAction(entry)
        return entry

    def check(self, keymap: Keymap) -> None:
        """Raise `KeymapError` where a keymap cannot be used."""
        keymap.bind(self._table)

    def bind(self, keymap: Keymap) -> None:
        """Give the actions the keys of a keymap.

        Raises:
            KeymapError: It cannot be used; the keys stay as they are.
        """
        self.actions = keymap.bind(self._table)
        for action in self.actions:
            if action.id in self._entries:
                self._entries[action.id].setShortcuts([QKeySequence(key) for key in action.keys])
        self.chords.bind(self.actions)
        self.changed.emit()

    def enable(self, view: View) -> None:
        """Let only the keys of a view work, with those that work everywhere."""
        for action in self.actions:
            if action.id in self._entries:
                self._entries[action.id].setEnabled(action.context.view in (None, view))

    def trigger(self, id_: str) -> None:
        """Do an action as its menu entry does."""
        self._entries[id_].trigger()

    def shown_key(self, id_: str) -> str:
        """The first key of an action as a person reads it; empty where it has none."""
        action = next(action for action in self.actions if action.id == id_)
        return shown_key(action.keys[0]) if action.keys else ""

    def deeds(self, context: Context, do: Callable[[Action], Callable[[], None]]) -> list[KeyDeed]:
        """The actions whose keys live only in one place."""
        return [
            KeyDeed(action.id, key, shown_key(key), action.title, do(action))
            for action in self.actions
            if action.context is context
            for key in action.keys
        ]
