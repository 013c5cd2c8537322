"""The line at the top where a question is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class AskLine(QLineEdit):
    """Enter asks; Up and Down go through past questions; Esc goes back to reading."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Ask: a claim, a pasted paragraph, “quoted words”…    /")
        self.setAccessibleName("Ask")
        self.setMaximumWidth(560)
        self._past: Sequence[str] = ()
        self._at = -1

    def open(self) -> None:
        """Take the focus, with what is there selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def remember(self, past: Sequence[str]) -> None:
        """Offer these past questions, the newest first."""
        if past != self._past:
            self._past = past
            self._at = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask, step through past questions, or leave."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self.asked.emit(self.text())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Up else -1)
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        at = self._at + by
        if -1 <= at < len(self._past):
            self._at = at
            self.setText("" if at < 0 else self._past[at])
