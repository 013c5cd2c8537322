"""A list to choose from by typing: the command palette, recent files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from rapidfuzz import fuzz

from app.ui import drawing
from app.ui.reader_model import Index
from app.ui.theme import Theme, Type

CHOICE_ROLE = Qt.ItemDataRole.UserRole + 2
MIN_SCORE = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it says, the keys shown at its right, what happens."""

    title: str
    keys: tuple[str, ...]
    choose: Callable[[], None]


def ranked(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that fit what was typed, best first; all of them, in order, when nothing was."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(choices)
    scored = [(_score(choice.title.casefold(), wanted), number) for number, choice in enumerate(choices)]
    fitting = sorted((-score, number) for score, number in scored if score >= MIN_SCORE)
    return [choices[number] for _, number in fitting]


def _score(title: str, wanted: str) -> float:
    if all(any(word.startswith(part) for word in title.split()) for part in wanted.split()):
        return 200.0
    return 150.0 if wanted in title else float(fuzz.partial_ratio(wanted, title)) - 20


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a choice as a line with its keys at the right."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self._theme, self._type = theme, type_

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """One line."""
        return QSize(100, self._type.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a choice."""
        choice: Choice = index.data(CHOICE_ROLE)
        view = option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(view, QListWidget) and view.currentIndex().row() == index.row():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.selection))
            painter.drawRoundedRect(rect, 6, 6)
        px = self._type.px
        right = rect.right() - px(10)
        for key in reversed(choice.keys):
            right -= drawing.width_of(key, self._type.mono(11)) + px(12)
            drawing.key_cap(painter, self._theme, self._type, QPointF(right, rect.top() + px(8)), key)
        text = QRectF(rect.left() + px(12), rect.top(), right - rect.left() - px(20), rect.height())
        drawing.line(painter, text, choice.title, self._type.sans(13), self._theme.ink)
        painter.restore()


class Chooser(QDialog):
    """A line to type in over the list of what fits; Enter chooses, Esc leaves."""

    def __init__(
        self, parent: QWidget, theme: Theme, type_: Type, prompt: str, choices: Sequence[Choice]
    ) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setObjectName("chooser")
        self.setAccessibleName(prompt)
        self.setStyleSheet(
            f"#chooser {{ background: {theme.pane}; border: 1px solid {theme.line}; border-radius: 10px; }}"
        )
        self._choices = tuple(choices)
        self._line = QLineEdit()
        self._line.setPlaceholderText(prompt)
        self._line.setAccessibleName(prompt)
        self._list = QListWidget()
        self._list.setAccessibleName("Choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(ChoiceDelegate(self._list, theme, type_))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self._line)
        self._none = QLabel("Nothing fits what you typed.")
        self._none.setProperty("role", "soft")
        column.addWidget(self._none)
        column.addWidget(self._list)
        self._line.textChanged.connect(self._fill)
        self._list.itemClicked.connect(lambda _: self._choose())
        self._fill("")
        self.resize(min(type_.px(560), parent.width() - 40), min(type_.px(430), parent.height() - 120))
        self.move(
            parent.mapToGlobal(parent.rect().center()).x() - self.width() // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 70,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter chooses, Esc leaves."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            row = max(0, min(self._list.count() - 1, self._list.currentRow() + step))
            self._list.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _fill(self, typed: str) -> None:
        self._list.clear()
        for choice in ranked(self._choices, typed):
            item = QListWidgetItem(choice.title)
            item.setData(CHOICE_ROLE, choice)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._none.setVisible(self._list.count() == 0)

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        choice: Choice = item.data(CHOICE_ROLE)
        self.accept()
        choice.choose()
