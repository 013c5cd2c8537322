"""The map: what every two sources say to each other, and beside it what one of them says alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.analysis.quotes import place
from app.ui import drawing
from app.ui.labels import label
from app.ui.list_view import ListView
from app.ui.map_model import CELL_ROLE, PASSAGE_ROLE, AloneModel, MapModel
from app.ui.map_picture import CELL, TITLES, draw_cell
from app.ui.reader_model import Index
from app.ui.source_map import SourceMap
from app.ui.text_layout import LayoutCache
from app.ui.theme import NO_COUNTERPART_SHAPE, Theme, Type
from app.workspace.records import StoredPassage, StoredSource

LINES = 3
NARROWEST = 68
"""Pixels a column needs for two numbers."""


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of the map; the one in focus is framed."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self.theme, self.type = theme, type_

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = index.data(CELL_ROLE)
        if cell is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.background))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        else:
            draw_cell(painter, box, cell, self.theme, self.type)
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index:
            colour = self.theme.accent if view.hasFocus() else self.theme.faint
            painter.setPen(QPen(QColor(colour), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()


class MapTable(QTableView):
    """The cells; arrows move, Enter opens the pairs behind one."""

    def __init__(self, model: MapModel, theme: Theme, type_: Type) -> None:
        super().__init__()
        self.setAccessibleName("Between the sources")
        self.setModel(model)
        self._delegate = CellDelegate(self, theme, type_)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self._choose_first)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._delegate.theme, self._delegate.type = theme, type_
        self.horizontalHeader().setFixedHeight(type_.px(30))
        self.verticalHeader().setDefaultSectionSize(type_.px(CELL.height()))
        self.verticalHeader().setFixedWidth(type_.px(TITLES))
        self._fit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width, as far as their numbers stay readable."""
        super().resizeEvent(event)
        self._fit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, never a search for a cell."""

    def _fit(self) -> None:
        px = self._delegate.type.px
        share = self.viewport().width() // max(1, self.model().columnCount())
        self.horizontalHeader().setDefaultSectionSize(max(px(NARROWEST), min(px(CELL.width()), share)))

    def _choose_first(self) -> None:
        self._fit()
        self.setCurrentIndex(self.model().index(0, 0))


class AloneDelegate(QStyledItemDelegate):
    """Draws a passage without a counterpart as a card."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self._layouts = LayoutCache(400)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._quote, self._small, self._title = type_.serif(14.5), type_.sans(12), type_.sans(13)

    def _inner(self, width: float) -> int:
        return max(80, round(width) - 2 * self._type.px(14) - self._type.px(10))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The card's height at the width of the view."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        passage, _ = index.data(PASSAGE_ROLE)
        layout = self._layouts.get(passage.text, self._quote, self._inner(width), 1.5, LINES)
        return QSize(width, layout.height + self._type.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a card."""
        passage: StoredPassage
        source: StoredSource
        passage, source = index.data(PASSAGE_ROLE)
        px, theme = self._type.px, self._theme
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex() == index and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(1, 1, -px(10), -px(8))
        painter.setPen(QPen(QColor(theme.accent if is_current else theme.line), 2 if is_current else 1))
        painter.setBrush(QColor(theme.pane))
        painter.drawRoundedRect(card, 10, 10)
        inner = card.adjusted(px(14), px(9), -px(14), -px(8))
        head = QRectF(inner.left(), inner.top(), inner.width(), px(20))
        where = place(passage, source)
        drawing.line(painter, head, where, self._small, theme.soft, align=Qt.AlignmentFlag.AlignRight)
        head.setRight(head.right() - drawing.width_of(where, self._small) - px(10))
        title = f"{NO_COUNTERPART_SHAPE} {source.title}"
        drawing.line(painter, head, title, self._title, theme.ink)
        layout = self._layouts.get(passage.text, self._quote, self._inner(option.rect.width()), 1.5, LINES)
        painter.setPen(QColor(theme.ink))
        layout.draw(painter, QPointF(inner.left(), inner.top() + px(24)))
        painter.restore()


class AloneView(ListView):
    """The passages that one source alone says; Enter goes to one."""

    def __init__(self, model: AloneModel, theme: Theme, type_: Type) -> None:
        super().__init__("Said by one source alone", model)
        self._delegate = AloneDelegate(self, theme, type_)
        self.setItemDelegate(self._delegate)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._delegate.dress(theme, type_)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class MapView(QWidget):
    """Shows what `SourceMap` holds."""

    partiesOpened = Signal(int, int)  # noqa: N815 - Qt's naming
    passageOpened = Signal(int)  # noqa: N815 - Qt's naming

    def __init__(self, source_map: SourceMap, theme: Theme, type_: Type) -> None:
        super().__init__()
        self.setObjectName("map")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._map = source_map
        self.table = MapTable(source_map.cells, theme, type_)
        self.alone = AloneView(source_map.alone, theme, type_)
        self._coverage = label("", "soft")
        self._in_focus = label("", "soft")
        self._searched = label("", "soft")
        for told in (self._coverage, self._in_focus, self._searched):
            told.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 20, 16, 8)
        row.setSpacing(28)
        between = (label("Between the sources", "title"), self._coverage, self.table, self._in_focus)
        alone = (label("Said by one source alone", "title"), self._searched, self.alone)
        for widgets, stretch in ((between, 3), (alone, 2)):
            column = QVBoxLayout()
            column.setSpacing(6)
            for widget in widgets:
                column.addWidget(widget, int(isinstance(widget, QAbstractItemView)))
            row.addLayout(column, stretch)
        self.table.activated.connect(self._open_cell)
        self.alone.activated.connect(self._open_passage)
        self.alone.clicked.connect(self._open_passage)
        self.table.doubleClicked.connect(self._open_cell)
        self.table.selectionModel().currentChanged.connect(self._show)
        source_map.changed.connect(self._show)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self.table.dress(theme, type_)
        self.alone.dress(theme, type_)

    def walk_alone(self, by: int) -> None:
        """Go to the next or previous passage without a counterpart."""
        at = (
            self.alone.currentIndex().row() + by
            if self.alone.hasFocus()
            else max(0, self.alone.currentIndex().row())
        )
        last = self.alone.model().rowCount() - 1
        self.alone.setFocus()
        self.alone.setCurrentIndex(self.alone.model().index(min(last, at), 0))

    def _show(self) -> None:
        self._coverage.setText(self._map.coverage)
        self._searched.setText(self._map.searched)
        self._in_focus.setText(self._map.cells.data(self.table.currentIndex()) or "")

    def _open_cell(self, index: QModelIndex) -> None:
        parties = self._map.cells.parties(index)
        if parties is not None:
            self.partiesOpened.emit(parties[0].owner, parties[1].owner)

    def _open_passage(self, index: QModelIndex) -> None:
        passage, _ = index.data(PASSAGE_ROLE)
        self.passageOpened.emit(passage.id)
