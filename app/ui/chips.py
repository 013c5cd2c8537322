"""Chips over the matches: all of them, or one relation only."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.relations.relation import Relation
from app.reports.shapes import SHAPES

OFFERED = (None, Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS)


class Chips(QWidget):
    """One chip a relation that occurs, with its number."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 8)
        row.setSpacing(6)
        self._chips: dict[Relation | None, QPushButton] = {}
        for relation in OFFERED:
            chip = QPushButton()
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, relation=relation: self.chosen.emit(relation))
            self._chips[relation] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.show_counts({}, None)

    def show_counts(self, counts: Mapping[Relation, int], chosen: Relation | None) -> None:
        """Show the chips of the relations that occur; hide all where none does."""
        told = [relation for relation in OFFERED if relation is not None and counts.get(relation)]
        self.setVisible(bool(told))
        for relation, chip in self._chips.items():
            chip.setVisible(relation is None or relation in told)
            chip.setChecked(relation is chosen)
            if relation is None:
                chip.setText("all")
            else:
                chip.setText(f"{SHAPES[relation]} {relation.value} {counts.get(relation, 0)}")

    def step(self) -> None:
        """Choose the next chip on show, after the last one the first."""
        shown = [relation for relation, chip in self._chips.items() if not chip.isHidden()]
        if shown and not self.isHidden():
            at = next(place for place, relation in enumerate(shown) if self._chips[relation].isChecked())
            self.chosen.emit(shown[(at + 1) % len(shown)])
