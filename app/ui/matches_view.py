"""The matches as cards: relation, source, place, text, and how close it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.analysis.keywords import common_words
from app.analysis.matches import Match
from app.analysis.quotes import place
from app.ui import drawing
from app.ui.card import CardText, card_text, foot_note, own_words
from app.ui.list_view import ListView
from app.ui.matches_model import MATCH_ROLE, MatchesModel, closer_than
from app.ui.reader_model import Index
from app.ui.text_layout import LayoutCache, Mark, WrappedText
from app.ui.theme import Theme, Type

SHORT_LINES = 5
DIGITS = 9
OWN_LINE = 28
"""Height of the line that says what the analyst decided."""
PLACE_SHARE = 0.5
"""Of the room beside the tag, what the place may take before it is elided."""


class MatchDelegate(QStyledItemDelegate):
    """Draws a match as a card; the one in focus shows its whole text."""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent)
        self._layouts = LayoutCache(400)
        self.judged: bytes | None = None
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._quote = type_.serif(14.5)
        self._small = type_.sans(12)
        self._title = type_.sans(13.5, QFont.Weight.Medium)

    def _card(self, rect: QRectF) -> QRectF:
        px = self._type.px
        return rect.adjusted(px(16), px(2), -px(12), -px(8))

    def _inner_width(self, width: float) -> int:
        return max(80, round(self._card(QRectF(0, 0, width, 100)).width()) - 2 * self._type.px(14))

    def _layout(self, match: Match, width: float, *, whole: bool) -> tuple[CardText, WrappedText]:
        """What the card says, and how it is wrapped."""
        inner = self._inner_width(width)
        room = SHORT_LINES * inner * 2 // self._quote.pixelSize()
        shown = card_text(match, whole=whole, room=room)
        lines = 0 if whole else SHORT_LINES
        return shown, self._layouts.get(shown.text, self._quote, inner, 1.5, lines)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The card's height at the width of the view."""
        view = option.widget
        if not isinstance(view, QListView):
            return QSize(option.rect.width(), 0)
        width = view.viewport().width()
        whole = view.currentIndex().row() == index.row()
        _, text = self._layout(index.data(MATCH_ROLE), width, whole=whole)
        px = self._type.px
        judged = self._own_height(index.data(MATCH_ROLE), width, whole=whole)
        return QSize(width, text.height + px(11) + px(27) + px(26) + px(6) + px(10) + judged)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a card."""
        match: Match = index.data(MATCH_ROLE)
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        px, theme = self._type.px, self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card(QRectF(option.rect))
        is_judged_now = self.judged is not None and match.passage.content_hash == self.judged
        has_focus = is_judged_now or (self.judged is None and is_current and view.hasFocus())
        border = QPen(QColor(theme.accent if has_focus else theme.line), 2 if has_focus else 1)
        painter.setPen(border)
        painter.setBrush(QColor(theme.pane))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        inner = card.adjusted(px(14), px(11), -px(14), -px(8))
        self._draw_head(painter, inner, index.row(), match)
        shown, text = self._layout(match, option.rect.width(), whole=is_current)
        top = inner.top() + px(27)
        painter.setPen(QColor(theme.ink))
        marks = self._marks(match, shown)
        model = index.model()
        if is_current and isinstance(model, MatchesModel):
            common = common_words(model.text, match.passage.text)
            marks = [*drawing.common_marks(theme, common), *marks]
        text.draw(painter, QPointF(inner.left(), top), marks)
        below = top + text.height + px(6)
        if _is_judged(match):
            note = self._note(match, option.rect.width(), whole=is_current)
            self._draw_judgement(painter, inner, below, match, note)
            below += self._own_height(match, option.rect.width(), whole=is_current)
        foot = QRectF(inner.left(), below, inner.width(), px(18))
        right = Qt.AlignmentFlag.AlignRight
        drawing.line(painter, foot, closer_than(match.percentile), self._small, theme.soft, align=right)
        foot.setRight(foot.right() - drawing.width_of(closer_than(match.percentile), self._small) - px(12))
        drawing.line(painter, foot, foot_note(match), self._small, theme.soft)
        painter.restore()

    def _note(self, match: Match, width: float, *, whole: bool) -> WrappedText | None:
        """The analyst's note where all of it is shown: on the card in focus."""
        note = match.judgement.note if match.judgement is not None else ""
        return (
            self._layouts.get(note, self._small, self._inner_width(width), 1.45) if note and whole else None
        )

    def _own_height(self, match: Match, width: float, *, whole: bool) -> int:
        """The height of what the analyst decided, on a card of a view of that width."""
        if not _is_judged(match):
            return 0
        note = self._note(match, width, whole=whole)
        return self._type.px(OWN_LINE) + (note.height + self._type.px(4) if note is not None else 0)

    def _draw_judgement(
        self, painter: QPainter, inner: QRectF, top: float, match: Match, note: WrappedText | None
    ) -> None:
        judgement = match.judgement
        if judgement is None:
            return
        px, theme = self._type.px, self._theme
        left, said = inner.left(), own_words(judgement, with_note=note is None)
        if judgement.verdict is not None:
            place = QPointF(left, top + 1)
            left += drawing.verdict_tag(painter, theme, self._type, place, judgement.verdict) + px(8)
        else:
            left += drawing.own_tag(painter, theme, self._type, QPointF(left, top + 1), "you") + px(8)
        words = QRectF(left, top, inner.right() - left, px(22))
        drawing.line(painter, words, said, self._small, theme.ink)
        if note is not None:
            painter.setPen(QColor(theme.ink))
            note.draw(painter, QPointF(inner.left(), top + px(OWN_LINE) - px(2)))

    def _marks(self, match: Match, shown: CardText) -> list[Mark]:
        if match.finding is None or shown.underlined is None:
            return []
        return drawing.evidence_marks(self._theme, match.finding.relation, shown.underlined, shown.marked)

    def _draw_head(self, painter: QPainter, inner: QRectF, row: int, match: Match) -> None:
        px, theme = self._type.px, self._theme
        left = inner.left()
        if row < DIGITS:
            cap = QPointF(left, inner.top() + px(1))
            left += drawing.key_cap(painter, theme, self._type, cap, str(row + 1)) + px(8)
        tag = QPointF(left, inner.top())
        if match.finding is not None:
            left += drawing.relation_tag(painter, theme, self._type, tag, match.finding.relation) + px(8)
        height = px(20)
        room = inner.right() - left
        metrics = QFontMetricsF(self._small)
        where = place(match.passage, match.source)
        shown = metrics.elidedText(where, Qt.TextElideMode.ElideMiddle, room * PLACE_SHARE)
        width = metrics.horizontalAdvance(shown) + 1
        right = QRectF(inner.right() - width, inner.top(), width, height)
        drawing.line(painter, right, shown, self._small, theme.soft)
        title = QRectF(left, inner.top(), room - width - px(10), height)
        drawing.line(painter, title, match.source.title, self._title, theme.ink)


def _is_judged(match: Match) -> bool:
    return match.judgement is not None and match.judgement.is_finding


class MatchesView(ListView):
    """The cards; Up and Down move between them, a double click opens one in its own source."""

    matchOpened = Signal(int)  # noqa: N815 - Qt's naming
    focused = Signal()

    def __init__(self, model: MatchesModel, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__("Matches", model, parent)
        self._delegate = MatchDelegate(self, theme, type_)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.doubleClicked.connect(lambda index: self.matchOpened.emit(index.row()))
        self.selectionModel().currentChanged.connect(self._fit_current)
        model.modelReset.connect(self._start_over)
        model.dataChanged.connect(self._on_data_changed)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._delegate.dress(theme, type_)
        self.scheduleDelayedItemsLayout()

    def show_judged(self, other: bytes | None) -> None:
        """Frame the card of this content while it is being judged; None for none."""
        self._delegate.judged = other
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again at the new width; what was in focus stays in sight."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _start_over(self) -> None:
        self.scrollToTop()
        if self.hasFocus():
            self.setCurrentIndex(self.model().index(0, 0))
        self.focused.emit()

    def match_in_focus(self) -> Match | None:
        """The card in focus while this pane has it, else the first; None where there is none."""
        index = self.currentIndex()
        if not index.isValid():
            index = self.model().index(0, 0)
        match: Match | None = index.data(MATCH_ROLE)
        return match

    def _on_data_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.focused.emit()

    def _fit_current(self, current: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        if current.isValid():
            self.scrollTo(current)
        self.focused.emit()
