"""One side of two: a reader whose linked passages stand on the colour of their relation."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.relations.relation import Relation
from app.ui.reader_model import ROW_ROLE, Index, ReaderModel, Row
from app.ui.reader_view import ReaderDelegate, ReaderView
from app.ui.theme import Theme, Type

PAD = 8
BAR = 3


class SideDelegate(ReaderDelegate):
    """Draws the rows of a reader on the colours of what they are linked by.

    Attributes:
        tints: The relation of each linked passage, by id.
        has_bar_right: Whether the bar stands at the right edge, towards the other side's strip.
    """

    fold_key = ""

    def __init__(self, parent: QWidget, theme: Theme, type_: Type) -> None:
        super().__init__(parent, theme, type_)
        self.tints: Mapping[int, Relation] = {}
        self.has_bar_right = False

    def _draw_ground(self, painter: QPainter, index: Index, column: QRect, *, has_focus: bool) -> None:
        """Draw the colour of a linked passage, and a frame around the one in focus."""
        row: Row = index.data(ROW_ROLE)
        relation = self.tints.get(row.passage.id) if row.passage is not None else None
        is_current = index.row() == self.current
        if relation is None and not is_current:
            return
        pad = self._type.px(PAD)
        box = QRectF(column).adjusted(-pad, 2, pad, -2)
        tint = self.theme.tint(relation or Relation.RELATED)
        painter.setBrush(QColor(tint.paper))
        width = 2 if has_focus else 1
        painter.setPen(QPen(QColor(tint.ink), width) if is_current else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 4, 4)
        if relation is not None:
            left = box.right() - BAR if self.has_bar_right else box.left()
            painter.fillRect(QRectF(left, box.top(), BAR, box.height()), QColor(tint.ink))


class SideView(ReaderView):
    """The text of one side."""

    def __init__(self, name: str, model: ReaderModel, theme: Theme, type_: Type) -> None:
        super().__init__(model, theme, type_, name, SideDelegate)

    def show_tints(self, tints: Mapping[int, Relation], *, has_bar_right: bool) -> None:
        """Put each linked passage on the colour of its relation."""
        delegate = self.itemDelegate()
        if isinstance(delegate, SideDelegate):
            delegate.tints, delegate.has_bar_right = tints, has_bar_right
        self.viewport().update()
