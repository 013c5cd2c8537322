"""The small things drawn in several places: key caps, tags, elided lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat

from app.relations.relation import Relation
from app.reports.shapes import SHAPES, VERDICT_SHAPES
from app.ui.text_layout import Mark
from app.ui.theme import Theme, Type
from app.workspace.judgements import Verdict


def key_cap(painter: QPainter, theme: Theme, type_: Type, position: QPointF, text: str) -> float:
    """Draw a key cap with its top left at `position`; its width in pixels."""
    font = type_.mono(11)
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(text) + type_.px(9), type_.px(18))
    height = float(type_.px(18))
    cap = QRectF(position.x() + 0.5, position.y() + 0.5, width, height)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.pane))
    painter.drawRoundedRect(cap, 4, 4)
    painter.drawLine(QPointF(cap.left() + 3, cap.bottom() - 1), QPointF(cap.right() - 3, cap.bottom() - 1))
    painter.setPen(QColor(theme.soft))
    painter.setFont(font)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
    return width


def relation_width(type_: Type, relation: Relation) -> float:
    """The width of a relation's tag in pixels."""
    font = type_.sans(12, QFont.Weight.DemiBold)
    return width_of(f"{SHAPES[relation]} {relation.value}", font) + type_.px(16)


def relation_tag(
    painter: QPainter, theme: Theme, type_: Type, position: QPointF, relation: Relation
) -> float:
    """Draw a relation as shape and word on its colour; its width in pixels."""
    font = type_.sans(12, QFont.Weight.DemiBold)
    text = f"{SHAPES[relation]} {relation.value}"
    tint = theme.tint(relation)
    width = relation_width(type_, relation)
    tag = QRectF(position.x(), position.y(), width, type_.px(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint.paper))
    painter.drawRoundedRect(tag, 5, 5)
    painter.setPen(QColor(tint.ink))
    painter.setFont(font)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
    return width


def verdict_tag(painter: QPainter, theme: Theme, type_: Type, position: QPointF, verdict: Verdict) -> float:
    """Draw the analyst's verdict, filled where a suggestion is pale, so that none is taken for the other."""
    return own_tag(painter, theme, type_, position, f"{VERDICT_SHAPES[verdict]} you: {verdict.value}")


def own_tag(painter: QPainter, theme: Theme, type_: Type, position: QPointF, text: str) -> float:
    """Draw what the analyst said of a pair; its width in pixels."""
    font = type_.sans(12, QFont.Weight.DemiBold)
    width = QFontMetricsF(font).horizontalAdvance(text) + type_.px(16)
    tag = QRectF(position.x(), position.y(), width, type_.px(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(tag, 5, 5)
    painter.setPen(QColor(theme.pane))
    painter.setFont(font)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
    return width


def badge(painter: QPainter, theme: Theme, type_: Type, place: QRectF, shape: str) -> None:
    """Draw a shape on the accent's ground in the middle of `place`: the analyst's mark of a passage."""
    size = type_.px(16)
    box = QRectF(place.center().x() - size / 2, place.center().y() - size / 2, size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.pane))
    painter.setFont(type_.sans(10, QFont.Weight.DemiBold))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shape)


def line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line of text in `rect`, elided at its end where it is too long."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)


def evidence_marks(
    theme: Theme, relation: Relation, sentence: tuple[int, int], differing: Sequence[tuple[int, int]]
) -> list[Mark]:
    """The formats of a sentence that shows a relation, and of what differs in it."""
    underlined = QTextCharFormat()
    underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    underlined.setUnderlineColor(QColor(theme.tint(relation).ink))
    marked = QTextCharFormat(underlined)
    marked.setBackground(QColor(theme.mark))
    marked.setForeground(QColor(theme.ink))
    return [Mark(*sentence, underlined), *(Mark(start, end, marked) for start, end in differing)]


def common_marks(theme: Theme, words: Sequence[tuple[int, int]]) -> list[Mark]:
    """The formats of words that two texts have in common."""
    dotted = QTextCharFormat()
    dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    dotted.setUnderlineColor(QColor(theme.soft))
    return [Mark(start, end, dotted) for start, end in words]


def width_of(text: str, font: QFont) -> float:
    """The width of a line of text in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)
