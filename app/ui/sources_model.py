"""The rows of the source list: sources, the sections of those that have several, files not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.relations.relation import Relation
from app.ui.reader_model import Index

SOURCE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the source list.

    Attributes:
        source: Id of the source the row belongs to.
        section: Index of the section, or None for the source itself.
        title: What it says.
        detail: The line under it; empty for a section.
        progress: Share of its passages that are embedded, 0 to 1; 1 hides the bar.
        is_current: Whether it is being read.
        level: Depth of a section, from 1.
        is_gone: Whether its file is not there any more.
        told: How many pairs of each relation have a side in it; only those that occur.
    """

    source: int
    section: int | None
    title: str
    detail: str = ""
    progress: float = 1.0
    is_current: bool = False
    level: int = 1
    is_gone: bool = False
    told: tuple[tuple[Relation, int], ...] = ()


class SourcesModel(QAbstractListModel):
    """The rows; `data` only looks up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SourceRow, ...] = ()

    def show(self, rows: tuple[SourceRow, ...]) -> None:
        """Show these rows; rows that stay in their place are only repainted."""
        if len(rows) == len(self._rows) and all(
            new.source == old.source and new.section == old.section
            for new, old in zip(rows, self._rows, strict=True)
        ):
            changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
            self._rows = rows
            for number in changed:
                self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def rows(self) -> tuple[SourceRow, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of rows; items have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its text."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == SOURCE_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = "".join(f", {number} {relation.value}" for relation, number in row.told)
            kind = "section" if row.section is not None else "source"
            return f"{kind} {row.title}. {row.detail}{told}".strip()
        return None
