"""The findings as cards: what the analyst says, what the program says, both passages side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.analysis.finding_list import ListedFinding, LostNote
from app.ui import drawing
from app.ui.card import own_words
from app.ui.findings_model import FINDING_ROLE, FindingsModel, own_note
from app.ui.list_view import ListView
from app.ui.reader_model import Index
from app.ui.text_layout import LayoutCache, WrappedText
from app.ui.theme import Theme, Type
from app.workspace.judgements import Side

SHORT_LINES = 3


class FindingDelegate(QStyledItemDelegate):
    """Draws a finding; the one in focus shows the whole of both texts."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self._layouts = LayoutCache(400)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._quote = type_.serif(14.5)
        self._small = type_.sans(12)
        self._said = type_.sans(13)
        self._title = type_.sans(13, QFont.Weight.Medium)

    def _column(self, width: float, sides: int) -> int:
        px = self._type.px
        return max(80, round((width - px(14) * 2 - px(4) * 2 - px(24) * (sides - 1)) / sides))

    def _texts(self, row: ListedFinding | LostNote, width: float, *, whole: bool) -> list[WrappedText]:
        sides = _sides(row)
        column = self._column(width, len(sides))
        lines = 0 if whole else SHORT_LINES
        return [self._layouts.get(side.text, self._quote, column, 1.5, lines) for side in sides]

    def _note(self, row: ListedFinding | LostNote, width: float, *, whole: bool) -> WrappedText | None:
        """The analyst's note; None where there is none."""
        if isinstance(row, LostNote) or not row.judgement.note:
            return None
        note = f"Note: {row.judgement.note}"
        return self._layouts.get(note, self._said, self._column(width, 1), 1.45, 0 if whole else 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The card's height at the width of the view."""
        view = option.widget
        if not isinstance(view, QListView):
            return QSize(option.rect.width(), 0)
        width = view.viewport().width()
        whole = view.currentIndex().row() == index.row()
        texts = self._texts(index.data(FINDING_ROLE), width, whole=whole)
        px = self._type.px
        note = self._note(index.data(FINDING_ROLE), width, whole=whole)
        below = note.height + px(8) if note is not None else 0
        return QSize(width, max(text.height for text in texts) + below + px(30) + px(24) + px(16) + px(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a card."""
        row: ListedFinding | LostNote = index.data(FINDING_ROLE)
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        px, theme = self._type.px, self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(px(4), px(3), -px(4), -px(3))
        has_focus = is_current and view.hasFocus()
        edge = theme.accent if is_current else theme.line
        painter.setPen(QPen(QColor(edge), 2 if has_focus else 1))
        painter.setBrush(QColor(theme.pane))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 9, 9)
        inner = card.adjusted(px(14), px(10), -px(14), -px(8))
        self._draw_head(painter, inner, row)
        left, top = inner.left(), inner.top() + px(28)
        sides = _sides(row)
        texts = self._texts(row, option.rect.width(), whole=is_current)
        for side, text in zip(sides, texts, strict=True):
            place = QRectF(left, top, text.width, px(20))
            self._draw_place(painter, place, side, is_lost=side in _lost(row))
            painter.setPen(QColor(theme.ink))
            text.draw(painter, QPointF(left, top + px(22)))
            left += text.width + px(24)
        note = self._note(row, option.rect.width(), whole=is_current)
        if note is not None:
            below = top + px(22) + max(text.height for text in texts) + px(6)
            painter.setPen(QColor(theme.ink))
            note.draw(painter, QPointF(inner.left(), below))
        painter.restore()

    def _draw_head(self, painter: QPainter, inner: QRectF, row: ListedFinding | LostNote) -> None:
        px, theme, type_ = self._type.px, self._theme, self._type
        left, top = inner.left(), inner.top()
        if isinstance(row, LostNote):
            drawing.own_tag(painter, theme, type_, QPointF(left, top), own_note(row))
            return
        judgement, place = row.judgement, QPointF(left, top)
        if judgement.verdict is not None:
            left += drawing.verdict_tag(painter, theme, type_, place, judgement.verdict) + px(10)
        else:
            left += drawing.own_tag(painter, theme, type_, place, "you: no verdict") + px(10)
        right = inner.right()
        if row.suggestion is not None:
            right -= drawing.relation_width(type_, row.suggestion.relation)
            drawing.relation_tag(painter, theme, type_, QPointF(right, top), row.suggestion.relation)
            said = "program:" if judgement.dismissed is None else "program, dismissed:"
        else:
            said = "program: not read"
        width = drawing.width_of(said, self._small) + 2
        right -= width + px(6)
        drawing.line(painter, QRectF(right, top, width, px(20)), said, self._small, theme.soft)
        words = QRectF(left, top, right - left - px(12), px(20))
        drawing.line(painter, words, own_words(judgement, with_note=False), self._small, theme.ink)

    def _draw_place(self, painter: QPainter, place: QRectF, side: Side, *, is_lost: bool) -> None:
        where = f"{side.locator} · gone" if is_lost else side.locator
        width = min(drawing.width_of(where, self._small) + 2, place.width() / 2)
        right = QRectF(place.right() - width, place.top(), width, place.height())
        drawing.line(painter, right, where, self._small, self._theme.soft)
        title = QRectF(place.left(), place.top(), place.width() - width - self._type.px(8), place.height())
        drawing.line(painter, title, side.title, self._title, self._theme.ink)


def _sides(row: ListedFinding | LostNote) -> tuple[Side, ...]:
    return (row.note.side,) if isinstance(row, LostNote) else (row.first, row.second)


def _lost(row: ListedFinding | LostNote) -> tuple[Side, ...]:
    return (row.note.side,) if isinstance(row, LostNote) else row.lost


class FindingsView(ListView):
    """The cards of findings; the sheet's letters reach their deeds from here.

    Args:
        model: The rows.
        deeds: What each key does, by Qt's name of the key.
        theme: The colours.
        type_: The zoom.
    """

    def __init__(
        self, model: FindingsModel, deeds: Mapping[str, Callable[[], None]], theme: Theme, type_: Type
    ) -> None:
        super().__init__("Findings", model)
        self._deeds = deeds
        self.setItemDelegate(FindingDelegate(self, theme, type_))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.selectionModel().currentChanged.connect(self._fit_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for, else move."""
        deed = self._deeds.get(QKeySequence(event.keyCombination()).toString())
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def move(self, by: int) -> None:  # type: ignore[override] # a list is not moved about
        """Go to the next or previous row."""
        row = max(0, min(self.model().rowCount() - 1, self.currentIndex().row() + by))
        self.setCurrentIndex(self.model().index(row, 0))

    def _fit_current(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.scrollTo(self.currentIndex())
