"""The rows of the findings list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.analysis.finding_list import ListedFinding, LostNote
from app.ui.card import own_words
from app.ui.reader_model import Index
from app.workspace.judgements import Side

FINDING_ROLE = Qt.ItemDataRole.UserRole + 1


class FindingsModel(QAbstractListModel):
    """One row a finding or orphan; `data` only looks up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ListedFinding | LostNote, ...] = ()

    def show(self, rows: tuple[ListedFinding | LostNote, ...]) -> None:
        """Show these rows."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    @property
    def rows(self) -> tuple[ListedFinding | LostNote, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of rows; items have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The finding itself, or its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == FINDING_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None


def spoken(row: ListedFinding | LostNote) -> str:
    """A row as a screen reader says it."""
    if isinstance(row, LostNote):
        return f"lost {own_note(row)}. {_spoken_side(row.note.side)}"
    judgement = row.judgement
    verdict = "no verdict" if judgement.verdict is None else f"you: {judgement.verdict.value}"
    suggestion = "not read" if row.suggestion is None else row.suggestion.relation.value
    head = ", ".join(part for part in (verdict, own_words(judgement), f"program: {suggestion}") if part)
    lost = "lost, " if row.lost else ""
    return f"{lost}{head}. {_spoken_side(row.first)} And: {_spoken_side(row.second)}"


def own_note(row: LostNote) -> str:
    """What was left on a passage that is gone."""
    bookmark = ["bookmark"] if row.note.is_bookmarked else []
    return " · ".join([*bookmark, *(f"#{label}" for label in row.note.labels)])


def _spoken_side(side: Side) -> str:
    where = ", ".join(part for part in (side.title, side.locator) if part)
    return f"{where}: {side.text}"
