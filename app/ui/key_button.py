"""A button that shows its key: a key cap and a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui import drawing
from app.ui.theme import Theme, Type


@dataclass(frozen=True, slots=True)
class KeyDeed:
    """A key that lives only in one place of the window, and what it does there.

    Attributes:
        id: The action's.
        key: Qt's portable name of the key.
        shown: The key as a person reads it.
        word: What it does, in words.
        deed: Does it.
    """

    id: str
    key: str
    shown: str
    word: str
    deed: Callable[[], None]


class KeyButton(QAbstractButton):
    """What a key does, to press or to click; filled where it is what is decided now.

    Args:
        key: The key as a person reads it; empty for none.
        word: What it does.
        theme: The colours.
        type_: The zoom.
        parent: The widget it stands in.
    """

    def __init__(self, key: str, word: str, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setText(word)
        self.setAccessibleName(f"{word}, key {key}" if key else word)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._font = type_.sans(12.5)
        self.updateGeometry()
        self.update()

    def say(self, word: str) -> None:
        """Change the word."""
        if word != self.text():
            self.setText(word)
            self.setAccessibleName(f"{word}, key {self._key}" if self._key else word)
            self.updateGeometry()

    def nextCheckState(self) -> None:
        """Nothing: whoever owns it tells what is decided."""

    def sizeHint(self) -> QSize:
        """The cap, the word and a little room."""
        px = self._type.px
        word = QFontMetricsF(self._font).horizontalAdvance(self.text())
        return QSize(round(self._cap_width() + word) + px(20), px(28))

    def minimumSizeHint(self) -> QSize:
        """The whole of it."""
        return self.sizeHint()

    def _cap_width(self) -> float:
        if not self._key:
            return 0
        px = self._type.px
        return max(drawing.width_of(self._key, self._type.mono(11)) + px(9), px(18)) + px(7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._type.px
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = theme.accent if self.hasFocus() or self.isChecked() else theme.line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        ground = theme.accent if self.isChecked() else theme.background
        painter.setBrush(QColor(theme.selection if self.underMouse() and not self.isChecked() else ground))
        painter.drawRoundedRect(box, 7, 7)
        left = box.left() + px(8)
        if self._key:
            top = (self.height() - px(18)) / 2
            drawing.key_cap(painter, theme, self._type, QPointF(left, top), self._key)
        word = QRectF(left + self._cap_width(), 0, box.right() - left - self._cap_width(), self.height())
        ink = theme.pane if self.isChecked() else theme.ink
        drawing.line(painter, word, self.text(), self._font, ink)
        painter.end()

    def enterEvent(self, event: object) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)  # type: ignore[arg-type]
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Show it plain again."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.update()
