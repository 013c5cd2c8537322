"""Half-typed chords: what may follow the first key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.action import Action, shown_key


class Chords(QObject):
    """Watches for keys that begin a chord and tells how it may go on.

    Install it as an event filter where the keys of the chords work.
    """

    begun = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._following: dict[str, list[str]] = {}

    def bind(self, actions: Sequence[Action]) -> None:
        """Know the chords of these actions."""
        self._following = {}
        for action in actions:
            for key in action.keys:
                first, *rest = key.split(", ")
                if rest:
                    told = f"{' '.join(map(shown_key, rest))}: {action.title.rstrip('…')}"
                    self._following.setdefault(first, []).append(told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a key that begins a chord; every event goes on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            typed = QKeySequence(event.keyCombination()).toString()
            if typed in self._following:
                self.begun.emit(f"{shown_key(typed)} … {', '.join(self._following[typed])}")
        return super().eventFilter(watched, event)
