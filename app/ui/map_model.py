"""The map as a table: a row and a column a source, what was found between the two in the cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QObject, Qt

from app.analysis.overview import TOLD, Cell, Overview
from app.analysis.quotes import place
from app.analysis.side_by_side import Party
from app.relations.relation import Relation
from app.ui.reader_model import Index
from app.ui.wording import counted
from app.workspace.records import StoredPassage, StoredSource

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PASSAGE_ROLE = Qt.ItemDataRole.UserRole + 2
NOUNS = {
    Relation.CONTRADICTS: "contradiction",
    Relation.AGREES: "agreement",
    Relation.REPEATS: "repetition",
}


def spoken(cell: Cell) -> str:
    """What was found between two sources, in words."""
    return (
        ", ".join(counted(cell[relation], NOUNS[relation]) for relation in TOLD if cell[relation])
        or "nothing yet"
    )


class MapModel(QAbstractTableModel):
    """The lower half of the square of all sources: every two of them meet in one cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overview = Overview()

    @property
    def overview(self) -> Overview:
        """What is shown."""
        return self._overview

    def show(self, overview: Overview) -> None:
        """Show an overview; where its sources are the same, the cell in focus stays."""
        if overview.parties == self._overview.parties:
            self._overview = overview
            last = self.index(max(0, self.rowCount() - 1), max(0, self.columnCount() - 1))
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._overview = overview
        self.endResetModel()

    def parties(self, index: Index) -> tuple[Party, Party] | None:
        """The two that meet in a cell, the first in order first; None in the empty half."""
        if not index.isValid() or index.column() > index.row():
            return None
        return self._overview.parties[index.column()], self._overview.parties[index.row() + 1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """All sources but the first."""
        return 0 if parent.isValid() else max(0, len(self._overview.parties) - 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """All sources but the last."""
        return self.rowCount(parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What was found, or how a screen reader says it; nothing in the empty half."""
        parties = self.parties(index)
        if parties is None:
            return None
        cell = self._overview.between(parties[0].owner, parties[1].owner)
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{parties[1].title} and {parties[0].title}: {spoken(cell)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{parties[1].title}\n{parties[0].title}\n{spoken(cell)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles of the sources."""
        at = section + (orientation == Qt.Orientation.Vertical)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and at < len(
            self._overview.parties
        ):
            return self._overview.parties[at].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only cells where two sources meet can be chosen."""
        if self.parties(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class AloneModel(QAbstractListModel):
    """The passages that one source alone says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[StoredPassage, StoredSource], ...] = ()

    def show(self, rows: tuple[tuple[StoredPassage, StoredSource], ...]) -> None:
        """Show passages with their sources."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One a passage."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The passage with its source, or how a screen reader says it."""
        if not index.isValid():
            return None
        passage, source = self._rows[index.row()]
        if role == PASSAGE_ROLE:
            return self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"no counterpart. {source.title}, {place(passage, source)}. {passage.text}"
        return None
