"""The list of sources and their sections."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.reports.shapes import SHAPES
from app.ui import drawing
from app.ui.list_view import ListView
from app.ui.reader_model import Index
from app.ui.sources_model import SOURCE_ROLE, SourceRow, SourcesModel
from app.ui.theme import Theme, Type


class SourceDelegate(QStyledItemDelegate):
    """Draws a source with its counts, or a section under it."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._title = type_.sans(13.5, QFont.Weight.Medium)
        self._gone = type_.sans(13.5, QFont.Weight.Medium)
        self._gone.setStrikeOut(True)
        self._small = type_.sans(12)
        self._section = type_.sans(12.5)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a source or a section."""
        row: SourceRow = index.data(SOURCE_ROLE)
        return QSize(option.rect.width(), self._type.px(54 if row.section is None else 25))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row: SourceRow = index.data(SOURCE_ROLE)
        view = option.widget
        focused = isinstance(view, QListView) and view.hasFocus() and view.currentIndex().row() == index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(self._type.px(10), 1, -self._type.px(6), -1)
        if focused or (row.is_current and row.section is None):
            painter.setPen(
                QPen(QColor(self._theme.accent if focused else self._theme.line), 2 if focused else 1)
            )
            painter.setBrush(QColor(self._theme.pane))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        if row.section is None:
            self._draw_source(painter, box, row)
        else:
            left = self._type.px(10 + 10 * min(row.level - 1, 3))
            colour = self._theme.accent if row.is_current else self._theme.soft
            drawing.line(painter, box.adjusted(left, 0, -6, 0), row.title, self._section, colour)
        painter.restore()

    def _draw_source(self, painter: QPainter, box: QRectF, row: SourceRow) -> None:
        px = self._type.px
        title = QRectF(box.left() + px(8), box.top() + px(6), box.width() - px(16), px(20))
        font, colour = (self._gone, self._theme.faint) if row.is_gone else (self._title, self._theme.ink)
        drawing.line(painter, title, row.title, font, colour)
        below = title.translated(0, px(20))
        for relation, number in reversed(row.told):
            text = f"{SHAPES[relation]} {number}"
            place = QRectF(below)
            place.setLeft(place.right() - drawing.width_of(text, self._small) - 1)
            drawing.line(painter, place, text, self._small, self._theme.tint(relation).ink)
            below.setRight(place.left() - px(7))
        drawing.line(painter, below, row.detail, self._small, self._theme.soft)
        if row.progress < 1:
            bar = QRectF(title.left(), box.bottom() - px(6), title.width(), 3)
            painter.fillRect(bar, QColor(self._theme.line))
            bar.setWidth(bar.width() * row.progress)
            painter.fillRect(bar, QColor(self._theme.accent))


class SourcesView(ListView):
    """The sources; a click or Enter reads one."""

    rowOpened = Signal(int)  # noqa: N815 - Qt's naming

    def __init__(self, model: SourcesModel, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__("Sources", model, parent)
        self._delegate = SourceDelegate(self, theme, type_)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._delegate.dress(theme, type_)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        self.rowOpened.emit(index.row())
