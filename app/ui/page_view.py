"""The view of an original page, with the selected passage marked on it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.analysis.pages import passage_at
from app.analysis.survey import Mark
from app.reading.document import Box, Kind
from app.relations.relation import Relation
from app.reports.shapes import SHAPES
from app.ui import drawing
from app.ui.original import Original
from app.ui.theme import DARK, LIGHT, NO_COUNTERPART_SHAPE, Theme, Type

PAGE_WIDTH = 800
"""Pixels of a page at a zoom of 100%, where the pane has room for it."""
MARGIN = 18
BESIDE, ABOVE = 5, 1
"""Pixels between the text of a passage and the mark around it."""
CONTEXT = 96
"""Pixels of the page kept in sight above and below the selected passage."""
SETTLED = 120
"""Milliseconds after which a new width is drawn anew; until then the picture is stretched."""
DIMMED = "#cdcac3"
"""What white paper becomes in the dark theme."""
A_TURN = 240
"""Units of the wheel, at the end of a page, that turn it: two notches."""


class PageView(QAbstractScrollArea):
    """One page; the page turns with the selected passage, or by scrolling over its end."""

    passageChosen = Signal(int)  # noqa: N815 - Qt's naming

    def __init__(self, original: Original, marks: Mapping[int, Mark], theme: Theme, type_: Type) -> None:
        super().__init__()
        self._original = original
        self._marks = marks
        self._image: QImage | None = None
        self._revealed: tuple[int | None, int] = (None, 0)
        self._over = 0
        self._turned = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._ask)
        original.changed.connect(self._show)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self._lay_out()
        self._reveal()
        self._ask()

    def show_marks(self) -> None:
        """Paint the marks in the margin again."""
        self.viewport().update()

    # The page and its place

    @property
    def _page_size(self) -> QSize:
        """Of the page in pixels of the screen."""
        room = self.viewport().width() - 2 * MARGIN
        width = max(1, round(min(room, PAGE_WIDTH) * self._type.zoom / 100))
        picture = self._original.picture
        ratio = picture.height / picture.width if picture is not None else 1.414
        return QSize(width, round(width * ratio))

    @property
    def page_rect(self) -> QRectF:
        """Where the page stands in the viewport."""
        size = self._page_size
        left = max(MARGIN, (self.viewport().width() - size.width()) // 2)
        return QRectF(
            left - self.horizontalScrollBar().value(),
            MARGIN - self.verticalScrollBar().value(),
            size.width(),
            size.height(),
        )

    @property
    def _scale(self) -> float:
        """Pixels of the screen a point."""
        picture = self._original.picture
        return 1.0 if picture is None else self._page_size.width() / picture.width * picture.scale

    def _place(self, box: Box) -> QRectF:
        scale, page = self._scale, self.page_rect
        return QRectF(
            page.left() + box.left * scale - BESIDE,
            page.top() + box.top * scale - ABOVE,
            (box.right - box.left) * scale + 2 * BESIDE,
            (box.bottom - box.top) * scale + 2 * ABOVE,
        )

    def _lay_out(self) -> None:
        size, room = self._page_size, self.viewport().size()
        for bar, length, shown in (
            (self.verticalScrollBar(), size.height(), room.height()),
            (self.horizontalScrollBar(), size.width(), room.width()),
        ):
            bar.setRange(0, max(0, length + 2 * MARGIN - shown) if self._image is not None else 0)
            bar.setPageStep(shown)
            bar.setSingleStep(self._type.px(28))
        self.viewport().update()

    def _ask(self) -> None:
        self._original.show_at(round(self._page_size.width() * self.devicePixelRatioF()))

    # Following what is read

    def _show(self) -> None:
        picture, selected = self._original.picture, self._original.selected
        if picture is None:
            self._image = None
        else:
            # The bytes are the picture's, which lives as long as the view shows it.
            self._image = QImage(
                picture.data, picture.width, picture.height, 4 * picture.width, QImage.Format.Format_RGB32
            )
        told = f"Page {picture.page} of {picture.pages}" if picture is not None else self._original.message
        self.setAccessibleName(f"{told}. {selected.text}" if selected is not None else told)
        self._lay_out()
        shown = (selected.id if selected is not None else None, picture.page if picture is not None else 0)
        if shown != self._revealed:
            self._revealed = shown
            self._reveal()

    def _reveal(self) -> None:
        """Scroll as little as keeps the selected passage in sight; to the top of a page without it."""
        blocks, turned = self._selected_blocks(), self._turned
        self._turned = 0
        if turned or not blocks:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum() if turned < 0 else 0)
            return
        place = self._place(blocks[0])
        for bar, start, end, room in (
            (self.verticalScrollBar(), place.top(), place.bottom(), self.viewport().height()),
            (self.horizontalScrollBar(), place.left(), place.right(), self.viewport().width()),
        ):
            context = min(CONTEXT, max(0, (room - (end - start)) / 2))
            if start < context:
                bar.setValue(round(bar.value() + start - context))
            elif end > room - context:
                bar.setValue(round(bar.value() + min(end - room + context, start - context)))

    def _selected_blocks(self) -> tuple[Box, ...]:
        selected = self._original.selected
        return self._original.blocks.get(selected.id, ()) if selected is not None else ()

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, its marks and its number."""
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(self._theme.background))
        picture = self._original.picture
        if self._image is None or picture is None:
            self._draw_message(painter)
        else:
            painter.drawImage(self.page_rect, self._image)
            self._draw_selected(painter)
            self._draw_margin(painter)
            self._dim(painter)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.page_rect)
            self._draw_number(painter, f"page {picture.page} of {picture.pages}")
        painter.end()

    def _draw_message(self, painter: QPainter) -> None:
        painter.setFont(self._type.sans(13))
        painter.setPen(QColor(self._theme.soft))
        room = QRectF(self.viewport().rect()).adjusted(40, 0, -40, 0)
        text = self._original.message or f"Drawing page {self._original.page}…"
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), text)

    def _draw_selected(self, painter: QPainter) -> None:
        """Tint and outline the selected passage; a bar at its side as in the text."""
        selected = self._original.selected
        is_text = selected is not None and selected.kind is not Kind.FURNITURE
        colour = QColor(LIGHT.accent if is_text and self.hasFocus() else LIGHT.faint)
        tint = QColor(colour)
        tint.setAlphaF(0.13)
        for block in self._selected_blocks():
            place = self._place(block)
            outline = QPainterPath()
            outline.addRoundedRect(place, 3, 3)
            painter.fillPath(outline, tint)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(outline)
            painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), colour)

    def _draw_margin(self, painter: QPainter) -> None:
        """Draw the strongest relation of each passage on the page to its left, as in the text."""
        font = self._type.sans(10)
        for passage, blocks in self._original.blocks.items():
            mark = self._marks.get(passage)
            if mark is None or (mark.relation is None and mark.has_counterpart):
                continue
            is_quiet = mark.relation in (None, Relation.RELATED)
            shape = NO_COUNTERPART_SHAPE if mark.relation is None else SHAPES[mark.relation]
            colour = LIGHT.faint if mark.relation is None or is_quiet else LIGHT.tint(mark.relation).ink
            place = self._place(blocks[0])
            width = self._type.px(14)
            side = QRectF(place.left() - width, place.top(), width - 1, self._type.px(13))
            drawing.line(painter, side, shape, font, colour, align=Qt.AlignmentFlag.AlignRight)

    def _dim(self, painter: QPainter) -> None:
        if self._theme is DARK:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(self.page_rect, QColor(DIMMED))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _draw_number(self, painter: QPainter, text: str) -> None:
        font = self._type.sans(12)
        size = QFontMetricsF(font).boundingRect(text).size()
        room = self.viewport().rect()
        width, height = size.width() + self._type.px(20), size.height() + self._type.px(8)
        pill = QRectF(room.right() - width - 10.5, room.bottom() - height - 10.5, width, height)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.pane))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.soft))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    # Qt events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new width, and have it drawn anew when the width stays."""
        super().resizeEvent(event)
        self._lay_out()
        self._settled.start()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint again: the marks move with the page, its number stays."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll, and turn the page at its end."""
        by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Space: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        elif not self._scroll(by):
            self._turn(by)

    def _scroll(self, by: int) -> bool:
        """Scroll by most of what is in sight; False at the end."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + by * max(1, bar.pageStep() - CONTEXT))
        return bar.value() != before

    def _turn(self, by: int) -> None:
        self._over = 0
        if self._original.turn(by):
            self._turned = by

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; at the end of the page, turn it."""
        bar, by = self.verticalScrollBar(), event.angleDelta().y()
        end = bar.minimum() if by > 0 else bar.maximum()
        if not by or bar.value() != end:
            self._over = 0
            super().wheelEvent(event)
            return
        self._over += by
        event.accept()
        if abs(self._over) >= A_TURN:
            self._turn(-1 if by > 0 else 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the passage at that place."""
        where = event.position() - self.page_rect.topLeft()
        passage = passage_at(where.x() / self._scale, where.y() / self._scale, self._original.blocks)
        if passage is not None:
            self.passageChosen.emit(passage)
