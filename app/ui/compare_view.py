"""Two sources side by side, their passages joined by ribbons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.analysis.side_by_side import Link, strongest
from app.relations.relation import Relation
from app.ui.card import first_evidence, places
from app.ui.comparing import Comparing
from app.ui.ribbons import Ribbon, Ribbons
from app.ui.side_view import SideView
from app.ui.strip import Strip, ticks_of
from app.ui.theme import Theme, Type

FOCUS_SHARE = 5
"""The pair in focus begins at this part of the height, counted from the top."""


class CompareView(QWidget):
    """Shows what `Comparing` holds; the scroll lock keeps the two texts at their present offset."""

    def __init__(self, comparing: Comparing, theme: Theme, type_: Type) -> None:
        super().__init__()
        self.setObjectName("compare")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._comparing = comparing
        names = ("First source", "Second source")
        self.sides = tuple(
            SideView(name, reader, theme, type_)
            for name, reader in zip(names, comparing.readers, strict=True)
        )
        self._strips = tuple(Strip(theme, type_) for _ in self.sides)
        self._ribbons = Ribbons(theme, type_)
        self.is_locked = False
        self._offset = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        (left, right), (left_strip, right_strip) = self.sides, self._strips
        for part, stretch in ((left_strip, 0), (left, 1), (self._ribbons, 0), (right, 1), (right_strip, 0)):
            row.addWidget(part, stretch)
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._show_ribbons)
        for side, strip, drawn in zip(self.sides, self._strips, ((0, 1), (1, 0)), strict=True):
            side.verticalScrollBar().valueChanged.connect(partial(self._follow, *drawn))
            side.verticalScrollBar().rangeChanged.connect(self._redraw.start)
            side.passageChosen.connect(comparing.choose)
            strip.passageChosen.connect(comparing.choose)
        comparing.opened.connect(self._open)
        comparing.changed.connect(self._show)
        comparing.moved.connect(self._go)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        for side in self.sides:
            side.dress(theme, type_)
        for strip in self._strips:
            strip.dress(theme, type_)
        self._ribbons.dress(theme, type_)
        self._show()

    def toggle_lock(self) -> bool:
        """Let the two texts scroll together at their present offset, or each alone; whether they do."""
        self.is_locked = not self.is_locked
        self._keep_offset()
        return self.is_locked

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the pair in focus to one height again, once the texts are wrapped."""
        super().resizeEvent(event)
        self._go()

    def _open(self) -> None:
        self._show()
        self._go()
        self.sides[0].setFocus()

    def _go(self) -> None:
        """Bring the pair in focus to one height."""
        link = self._comparing.current
        if link is not None:
            with self._unlocked():
                for side, passage in zip(self.sides, (link.one, link.other), strict=True):
                    side.select(passage)
                top = self.height() // FOCUS_SHARE
                for side in (*self.sides, *self.sides):  # who is too near an end draws the other along
                    top = side.place_selected(top)
            self._keep_offset()
        self._show()

    def _show(self) -> None:
        tints = strongest(self._comparing.links)
        for side, is_right in zip(self.sides, (False, True), strict=True):
            side.show_tints(tints, has_bar_right=is_right)
        self._show_evidence()
        for strip, passages in zip(self._strips, self._comparing.texts, strict=True):
            strip.show_ticks(ticks_of(passages, tints))
        self._redraw.start()

    def _show_evidence(self) -> None:
        link = self._comparing.current
        evidence = first_evidence(link.finding) if link is not None else None
        shown = (None, None) if evidence is None else places(evidence)
        relation = link.relation if link is not None else None
        for side, place in zip(self.sides, shown, strict=True):
            side.show_place(place, relation or Relation.RELATED)

    def _show_ribbons(self) -> None:
        ribbons = []
        height = self.height()
        for link in self._comparing.links:
            is_current = link == self._comparing.current
            if not (link.is_told or is_current):
                continue
            left, right = self.sides[0].place_of(link.one), self.sides[1].place_of(link.other)
            ends = (left.top(), left.bottom()), (right.top(), right.bottom())
            in_sight = any(end[1] >= 0 and end[0] <= height for end in ends)
            if not left.isEmpty() and not right.isEmpty() and in_sight:
                relation = link.relation or Relation.RELATED
                ribbons.append(Ribbon(*ends, relation, _word(link), is_current))
        self._ribbons.show_ribbons(ribbons)

    def _follow(self, moved: int, drawn: int, value: int) -> None:
        """Draw the other text along with the one that was moved, where they are locked."""
        if self.is_locked:
            bar = self.sides[drawn].verticalScrollBar()
            with self._unlocked():
                bar.setValue(value + (drawn - moved) * self._offset)
        self._redraw.start()

    @contextmanager
    def _unlocked(self) -> Iterator[None]:
        """Within, one text can be moved and the other stays."""
        was_locked, self.is_locked = self.is_locked, False
        yield
        self.is_locked = was_locked

    def _keep_offset(self) -> None:
        left, right = (side.verticalScrollBar().value() for side in self.sides)
        self._offset = right - left


def _word(link: Link) -> str:
    """What differs, where that is known; else the relation."""
    if link.judgement is not None and link.judgement.verdict is not None:
        return f"you: {link.judgement.verdict.value}"
    if link.finding is None:
        return "not read yet"
    evidence = first_evidence(link.finding)
    if link.finding.relation is Relation.CONTRADICTS and evidence is not None and evidence.cues:
        return evidence.cues[0].type
    return link.finding.relation.value
