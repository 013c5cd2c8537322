"""The ribbons between two texts: which passage of one belongs to which of the other, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.relations.relation import Relation
from app.reports.shapes import SHAPES
from app.ui import drawing
from app.ui.theme import Theme, Type

WIDTH = 150
_SEE_THROUGH = 205
"""Opacity of a ribbon of 255, so that those beneath it can be followed."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band from one text to the other.

    Attributes:
        left: Top and bottom of its left end, in pixels from the top of both texts.
        right: Top and bottom of its right end.
        relation: Its colour and shape.
        word: What stands on it beside the shape.
        is_current: Whether its pair is in focus.
    """

    left: tuple[int, int]
    right: tuple[int, int]
    relation: Relation
    word: str
    is_current: bool

    @property
    def middle(self) -> float:
        """Height of its middle, where its word stands."""
        return (sum(self.left) + sum(self.right)) / 4


class Ribbons(QWidget):
    """Draws ribbons, the pair in focus on top."""

    def __init__(self, theme: Theme, type_: Type) -> None:
        super().__init__()
        self._ribbons: tuple[Ribbon, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self.updateGeometry()
        self.update()

    def show_ribbons(self, ribbons: Sequence[Ribbon]) -> None:
        """Show these ribbons."""
        shown = tuple(sorted(ribbons, key=lambda ribbon: ribbon.is_current))
        if shown != self._ribbons:
            self._ribbons = shown
            self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for a word on a ribbon."""
        return QSize(self._type.px(WIDTH), 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bands, then the words that have room of their own."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ribbon in self._ribbons:
            self._draw_band(painter, ribbon)
        taken: list[QRectF] = []
        for ribbon in reversed(self._ribbons):
            self._draw_word(painter, ribbon, taken)
        painter.end()

    def _draw_band(self, painter: QPainter, ribbon: Ribbon) -> None:
        width, middle = float(self.width()), self.width() / 2
        (top, bottom), (other_top, other_bottom) = ribbon.left, ribbon.right
        band = QPainterPath(QPointF(0, top))
        band.cubicTo(QPointF(middle, top), QPointF(middle, other_top), QPointF(width, other_top))
        band.lineTo(width, other_bottom)
        band.cubicTo(QPointF(middle, other_bottom), QPointF(middle, bottom), QPointF(0, bottom))
        band.closeSubpath()
        tint = self._theme.tint(ribbon.relation)
        paper = QColor(tint.paper)
        paper.setAlpha(255 if ribbon.is_current else _SEE_THROUGH)
        painter.setPen(QPen(QColor(tint.ink), 2 if ribbon.is_current else 1))
        painter.setBrush(paper)
        painter.drawPath(band)

    def _draw_word(self, painter: QPainter, ribbon: Ribbon, taken: list[QRectF]) -> None:
        font = self._type.sans(12, QFont.Weight.DemiBold)
        height = self._type.px(20)
        text = f"{SHAPES[ribbon.relation]} {ribbon.word}"
        width = min(drawing.width_of(text, font) + self._type.px(10), self.width() - 4)
        box = QRectF((self.width() - width) / 2, ribbon.middle - height / 2, width, height)
        if any(box.intersects(other) for other in taken):
            return
        taken.append(box)
        tint = self._theme.tint(ribbon.relation)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint.paper))
        painter.drawRoundedRect(box, 5, 5)
        drawing.line(painter, box, text, font, tint.ink, align=Qt.AlignmentFlag.AlignHCenter)
