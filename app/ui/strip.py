"""The overview strip: where in the source its contradictions, agreements and copies stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.relations.relation import Relation
from app.ui.theme import Theme, Type
from app.workspace.records import StoredPassage

SHOWN = (Relation.REPEATS, Relation.AGREES, Relation.CONTRADICTS)
"""What the strip shows, the last on top."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A passage on the strip: its id, its relation, and where it stands, 0 at the top to 1 at the end."""

    passage: int
    relation: Relation
    place: float


def ticks_of(passages: Iterable[StoredPassage], relations: Mapping[int, Relation | None]) -> tuple[Tick, ...]:
    """The ticks of a text's passages, each by the share of text above it; what tells nothing has none."""
    shown = tuple(passages)
    lengths = list(accumulate((len(passage.text) for passage in shown), initial=0))
    whole = max(1, lengths[-1])
    return tuple(
        Tick(passage.id, relation, above / whole)
        for passage, above in zip(shown, lengths, strict=False)
        if (relation := relations.get(passage.id)) is not None and relation in SHOWN
    )


class Strip(QWidget):
    """A narrow column of ticks beside the reader; a click goes to the nearest one."""

    passageChosen = Signal(int)  # noqa: N815 - Qt's naming

    def __init__(self, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks: tuple[Tick, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self.updateGeometry()
        self.update()

    def show_ticks(self, ticks: tuple[Tick, ...]) -> None:
        """Show these ticks."""
        if ticks == self._ticks:
            return
        self._ticks = ticks
        counts = Counter(tick.relation for tick in ticks)
        told = ", ".join(f"{counts[relation]} {relation.value}" for relation in SHOWN)
        self.setAccessibleName(f"Overview of passages: {told}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a tick with a little room."""
        return QSize(self._type.px(14), 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ticks over one another, contradictions last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(self._theme.line))
        painter.setPen(Qt.PenStyle.NoPen)
        px = self._type.px
        for relation in SHOWN:
            painter.setBrush(QColor(self._theme.tint(relation).ink))
            for tick in self._ticks:
                if tick.relation is relation:
                    top = 4 + tick.place * (self.height() - 8 - px(3))
                    painter.drawRoundedRect(QRectF(px(3), top, px(8), px(3)), 1.5, 1.5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the tick nearest to the click."""
        place = event.position().y() / max(1, self.height())
        nearest = min(self._ticks, key=lambda tick: abs(tick.place - place), default=None)
        if nearest is not None:
            self.passageChosen.emit(nearest.passage)
