"""The matches of the selected passage, best first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.analysis.matches import Match
from app.ui.card import spoken_judgement
from app.ui.reader_model import Index

MATCH_ROLE = Qt.ItemDataRole.UserRole + 1


class MatchesModel(QAbstractListModel):
    """One row a match; `data` only looks up.

    Attributes:
        text: What the matches are close to.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matches: tuple[Match, ...] = ()
        self.text = ""

    def show(self, matches: tuple[Match, ...], text: str) -> None:
        """Show the matches of a text; where only their relations are new, the rows stay and are repainted."""
        self.text = text
        if [match.passage.id for match in matches] == [match.passage.id for match in self._matches]:
            changed = [row for row, match in enumerate(matches) if match != self._matches[row]]
            self._matches = matches
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._matches = matches
        self.endResetModel()

    @property
    def matches(self) -> tuple[Match, ...]:
        """All matches on show."""
        return self._matches

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of matches; items have no children."""
        return 0 if parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The match itself, or its text."""
        if not index.isValid():
            return None
        match = self._matches[index.row()]
        if role == MATCH_ROLE:
            return match
        if role == Qt.ItemDataRole.DisplayRole:
            return match.passage.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            relation = match.finding.relation.value if match.finding else "not read yet"
            judged = spoken_judgement(match.judgement)
            said = f"{relation}, {judged}" if judged else relation
            return (
                f"match {index.row() + 1}, {said}, {match.source.title}, "
                f"{match.passage.locator}, {closer_than(match.percentile)}. {match.passage.text}"
            )
        return None


def closer_than(percentile: int | None) -> str:
    """A percentile in words; nothing while it is not known."""
    return "" if percentile is None else f"closer than {percentile}%"
