"""The reader: the selected source as running text, one passage selected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.analysis.judging import Glance
from app.analysis.matches import Match
from app.analysis.survey import Mark
from app.reading.document import Kind
from app.relations.relation import Relation
from app.reports.shapes import SHAPES, VERDICT_SHAPES
from app.ui import drawing
from app.ui.card import Place, first_evidence, places
from app.ui.list_view import ListView
from app.ui.reader_model import GLANCE_ROLE, MARK_ROLE, ROW_ROLE, Index, ReaderModel, Row, RowKind
from app.ui.text_layout import LayoutCache, WrappedText
from app.ui.text_layout import Mark as TextMark
from app.ui.theme import BOOKMARK_SHAPE, NO_COUNTERPART_SHAPE, Theme, Type

LINE_LENGTH = 66
GUTTER = 34
ROWS_AT_ONCE = 60
"""Rows laid out before the window may do something else: about 10 ms."""
_SAMPLE = "the quick brown fox jumps over the lazy dog and runs along the river bank "


@dataclass(frozen=True, slots=True)
class _Style:
    """How a kind of row is set: font, line height, space above and below, indentation, colour."""

    font: QFont
    line_height: float
    above: int
    below: int
    indent: int
    colour: str


class ReaderDelegate(QStyledItemDelegate):
    """Draws the rows of the reader from cached layouts.

    Attributes:
        fold_key: The key that unfolds furniture here; empty where none does.
    """

    fold_key = "f"

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self._layouts = LayoutCache()
        self.current = -1
        self.needle = ""
        self.evidence: tuple[TextMark, ...] = ()
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self.theme, self._type = theme, type_
        px = type_.px
        serif = type_.serif(16)
        self.column = round(QFontMetricsF(serif).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * LINE_LENGTH)
        plain = _Style(serif, 1.62, px(7), px(7), 0, theme.ink)
        self._styles = {
            RowKind.TITLE: _Style(type_.serif(22, bold=True), 1.3, px(26), px(24), 0, theme.ink),
            RowKind.HEADING: _Style(type_.serif(16, bold=True), 1.4, px(16), px(4), 0, theme.ink),
            RowKind.PASSAGE: plain,
            RowKind.FURNITURE: _Style(type_.sans(12), 1.5, px(3), px(3), 0, theme.faint),
            RowKind.FOLD: _Style(type_.sans(12), 1.5, px(8), px(8), 0, theme.faint),
        }
        self._quote = _Style(serif, 1.62, px(7), px(7), px(20), theme.soft)
        self._list = _Style(serif, 1.62, px(3), px(3), px(20), theme.ink)
        self._table = _Style(type_.sans(13.5), 1.55, px(4), px(4), 0, theme.ink)

    def _style(self, row: Row) -> _Style:
        if row.passage is not None and row.kind is RowKind.PASSAGE:
            kinds = {Kind.QUOTE: self._quote, Kind.LIST: self._list, Kind.TABLE: self._table}
            return kinds.get(row.passage.kind, self._styles[RowKind.PASSAGE])
        return self._styles[row.kind]

    def _left_and_width(self, width: int) -> tuple[int, int]:
        """Where the column of text begins in a row of `width` pixels, and how wide it is."""
        gutter = self._type.px(GUTTER)
        column = min(self.column, width - gutter - self._type.px(28))
        return max(gutter, (width - column) // 2), max(column, 80)

    def _layout(self, row: Row, width: int) -> WrappedText:
        style = self._style(row)
        _, column = self._left_and_width(width)
        return self._layouts.get(row.text, style.font, column - style.indent, style.line_height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The row's height at the width of the view."""
        row: Row = index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        style = self._style(row)
        detail = self._type.px(20) if row.detail else 0
        return QSize(width, self._layout(row, width).height + style.above + style.below + detail)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row: Row = index.data(ROW_ROLE)
        style = self._style(row)
        rect: QRect = option.rect
        left, column = self._left_and_width(rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = option.widget is not None and option.widget.hasFocus()
        ground = QRect(rect.left() + left, rect.top(), column, rect.height())
        self._draw_ground(painter, index, ground, has_focus=has_focus)
        layout = self._layout(row, rect.width())
        origin = QPointF(rect.left() + left + style.indent, rect.top() + style.above)
        painter.setPen(QColor(style.colour))
        evidence = self.evidence if index.row() == self.current else ()
        layout.draw(painter, origin, (*evidence, *self._find_marks(row.text)))
        if row.detail:
            line = QRectF(origin.x(), origin.y() + layout.height, column, self._type.px(20))
            drawing.line(painter, line, row.detail, self._type.sans(12.5), self.theme.soft)
        if row.kind is RowKind.FOLD and self.fold_key:
            end = origin.x() + drawing.width_of(row.text, style.font) + self._type.px(8)
            drawing.key_cap(painter, self.theme, self._type, QPointF(end, origin.y()), self.fold_key)
        if row.is_selectable:
            self._draw_mark(painter, rect, left, style, index.data(MARK_ROLE))
            self._draw_glance(painter, rect, left + column, style, index.data(GLANCE_ROLE))
        if row.passage is not None and row.passage.kind is Kind.QUOTE and row.kind is RowKind.PASSAGE:
            bar = QRectF(origin.x() - self._type.px(14), origin.y(), 2, layout.height)
            painter.fillRect(bar, QColor(self.theme.line))
        painter.restore()

    def _draw_ground(self, painter: QPainter, index: Index, column: QRect, *, has_focus: bool) -> None:
        """Draw what lies under a row whose text stands in `column`: the selection."""
        if index.row() != self.current:
            return
        gutter = self._type.px(GUTTER)
        box = QRectF(column).adjusted(-gutter, 1, self._type.px(14), -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.selection))
        painter.drawRoundedRect(box, 4, 4)
        bar = QRectF(box.left(), box.top(), 3, box.height())
        painter.fillRect(bar, QColor(self.theme.accent if has_focus else self.theme.faint))

    def _draw_mark(self, painter: QPainter, rect: QRect, left: int, style: _Style, mark: Mark | None) -> None:
        """Draw the strongest relation of a passage, or that it has no counterpart, in the margin."""
        if mark is None or (mark.relation is None and mark.has_counterpart):
            return
        relation = mark.relation
        shape = NO_COUNTERPART_SHAPE if relation is None else SHAPES[relation]
        quiet = relation in (None, Relation.RELATED)
        colour = self.theme.faint if relation is None or quiet else self.theme.tint(relation).ink
        height = round(style.font.pixelSize() * style.line_height)
        width = self._type.px(GUTTER)
        place = QRectF(rect.left() + left - width + 4, rect.top() + style.above, width - 8, height)
        centre = Qt.AlignmentFlag.AlignHCenter
        drawing.line(painter, place, shape, self._type.sans(12), colour, align=centre)

    def _draw_glance(
        self, painter: QPainter, rect: QRect, right: int, style: _Style, glance: Glance | None
    ) -> None:
        """Draw what the analyst decided in the margin opposite to the program's: verdict, then bookmark."""
        if glance is None:
            return
        shapes = [VERDICT_SHAPES[glance.verdict]] if glance.verdict is not None else []
        if glance.is_bookmarked:
            shapes.append(BOOKMARK_SHAPE)
        if glance.labels:
            shapes.append("#")
        px = self._type.px
        for number, shape in enumerate(shapes[: max(1, rect.height() // px(20))]):
            top = rect.top() + style.above + px(4) + number * px(19)
            place = QRectF(rect.left() + right + px(2), top, px(22), px(18))
            drawing.badge(painter, self.theme, self._type, place, shape)

    def _find_marks(self, text: str) -> tuple[TextMark, ...]:
        if not self.needle:
            return ()
        marked = QTextCharFormat()
        marked.setBackground(QColor(self.theme.mark))
        marked.setForeground(QColor(self.theme.ink))
        found = re.finditer(re.escape(self.needle), text, re.IGNORECASE)
        return tuple(TextMark(hit.start(), hit.end(), marked) for hit in found)


class ReaderView(ListView):
    """The text of one source; exactly one passage is selected while there is one."""

    passageChosen = Signal(int)  # noqa: N815 - Qt's naming

    def __init__(
        self,
        model: ReaderModel,
        theme: Theme,
        type_: Type,
        name: str = "Reader",
        delegate: type[ReaderDelegate] = ReaderDelegate,
    ) -> None:
        super().__init__(name, model)
        self._rows = model
        self._wanted_top: int | None = None
        self._delegate = delegate(self, theme, type_)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(ROWS_AT_ONCE)
        self._reveal_soon = QTimer(self, singleShot=True, interval=0)
        self._reveal_soon.timeout.connect(self._reveal_current)
        self.clicked.connect(self._choose)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom, keeping the selected passage in sight."""
        self._delegate.dress(theme, type_)
        self._lay_out_again()

    def select(self, passage: int) -> None:
        """Show a passage as selected and bring it into sight."""
        row = self._rows.row_of(passage)
        self._wanted_top = None
        self._delegate.current = -1 if row is None else row
        if row is not None:
            index = self._rows.index(row)
            self.setCurrentIndex(index)
            self._reveal_current()
        self.viewport().update()

    def show_evidence(self, match: Match | None) -> None:
        """Underline, in the selected passage, what a match agrees with or contradicts; None for nothing."""
        evidence = first_evidence(match.finding) if match is not None else None
        if match is None or match.finding is None or evidence is None:
            self.show_place(None, Relation.RELATED)
        else:
            self.show_place(places(evidence)[0], match.finding.relation)

    def show_place(self, place: Place | None, relation: Relation) -> None:
        """Underline a sentence of the selected passage and mark what differs in it; None for nothing."""
        marks = (
            drawing.evidence_marks(self._delegate.theme, relation, place.sentence, place.differing)
            if place
            else ()
        )
        self._delegate.evidence = tuple(marks)
        self.viewport().update()

    def place_selected(self, top: int) -> int:
        """Scroll so that the selected row begins `top` pixels below the view's top, or as near as can be.

        Returns:
            Where it begins now; a long source is laid out in turns, and comes to its place with them.
        """
        self._wanted_top = top
        self._reveal_current()
        return self.visualRect(self.currentIndex()).top()

    def place_of(self, passage: int) -> QRect:
        """Where a passage's row stands in the viewport; empty where it is not laid out or not shown."""
        row = self._rows.row_of(passage)
        return QRect() if row is None else self.visualRect(self._rows.index(row))

    def mark(self, needle: str) -> None:
        """Mark every occurrence of `needle`; an empty one marks nothing."""
        self._delegate.needle = needle
        self.viewport().update()

    def dataChanged(self, top: Index, bottom: Index, /, roles: Sequence[int] = ()) -> None:
        """Paint again, without laying out every row as a list does: a mark changes no row's height."""
        QAbstractItemView.dataChanged(self, top, bottom, roles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again at a new width, keeping the selected passage in sight."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out_again()
        elif event.size().height() < event.oldSize().height():
            self._reveal_current()

    def _lay_out_again(self) -> None:
        self.scheduleDelayedItemsLayout()
        self._reveal_current()

    def _reveal_current(self) -> None:
        """Scroll as little as keeps a line or two of context around the selected row.

        A long source is laid out some rows at a time: until the selected one has its place, and the
        scroll bar reaches there, this is tried again after each turn.
        """
        if not 0 <= self._delegate.current < self._rows.rowCount():
            return
        rect = self.visualRect(self._rows.index(self._delegate.current))
        bar = self.verticalScrollBar()
        context = min(96, max(0, (self.viewport().height() - rect.height()) // 2))
        wanted = bar.value()
        if self._wanted_top is not None:
            wanted += rect.top() - self._wanted_top
        elif rect.top() < context:
            wanted += rect.top() - context
        elif rect.bottom() > self.viewport().height() - context:
            over = rect.bottom() - self.viewport().height() + context
            wanted += min(over, rect.top() - context)
        bar.setValue(wanted)
        last = self.visualRect(self._rows.index(self._rows.rowCount() - 1))
        if last.isEmpty() and (rect.isEmpty() or bar.value() < wanted):
            self._reveal_soon.start()

    def _choose(self, index: QModelIndex) -> None:
        row: Row = index.data(ROW_ROLE)
        if row.passage is not None and row.is_selectable:
            self.passageChosen.emit(row.passage.id)
