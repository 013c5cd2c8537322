"""Find in the source being read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.ui.reader_model import ReaderModel
from app.ui.wording import counted


class FindBar(QWidget):
    """A line to type in; Enter and Shift+Enter go through the passages that hold it, Esc closes."""

    needleChanged = Signal(str)  # noqa: N815 - Qt's naming
    passageFound = Signal(int)  # noqa: N815 - Qt's naming
    closed = Signal()

    def __init__(self, model: ReaderModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._at = -1
        self._line = QLineEdit()
        self._line.setPlaceholderText("Find in this source")
        self._line.setAccessibleName("Find in this source")
        self._count = QLabel()
        self._count.setProperty("role", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        self._line.textChanged.connect(self._search)
        self.hide()

    def open(self) -> None:
        """Show the bar and put the focus in it."""
        self.show()
        self._line.setFocus()
        self._line.selectAll()
        self._search(self._line.text())

    def step(self, by: int) -> None:
        """Go to the next or previous passage that holds the text, around the ends."""
        hits = self._hits()
        if not hits:
            return
        self._at = (self._at + by) % len(hits) if self._at >= 0 else (0 if by > 0 else len(hits) - 1)
        self._say(hits)
        self.passageFound.emit(hits[self._at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.needleChanged.emit("")
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _hits(self) -> list[int]:
        needle = self._line.text().casefold()
        if not needle:
            return []
        return [
            row.passage.id
            for row in self._model.rows
            if row.passage is not None and row.is_selectable and needle in row.text.casefold()
        ]

    def _search(self, needle: str) -> None:
        self._at = -1
        self.needleChanged.emit(needle)
        self._say(self._hits())

    def _say(self, hits: list[int]) -> None:
        if not self._line.text():
            self._count.clear()
        elif not hits:
            self._count.setText("not found")
        elif self._at < 0:
            self._count.setText(counted(len(hits), "passage"))
        else:
            self._count.setText(f"{self._at + 1} of {len(hits)}")
