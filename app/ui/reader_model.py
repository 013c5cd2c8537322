"""The rows of the reader: title, headings, passages and folded furniture of one source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby, zip_longest
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.analysis.judging import Glance
from app.analysis.survey import Mark
from app.reading.document import Kind
from app.ui.wording import counted
from app.workspace.records import StoredPassage

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
MARK_ROLE = Qt.ItemDataRole.UserRole + 2
GLANCE_ROLE = Qt.ItemDataRole.UserRole + 3


class RowKind(Enum):
    """How a row is drawn."""

    TITLE = auto()
    HEADING = auto()
    PASSAGE = auto()
    FURNITURE = auto()
    FOLD = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the reader.

    Attributes:
        kind: How it is drawn.
        text: What it says.
        detail: The line under a title, or under a run of furniture: why it is that.
        passage: The passage it shows; None for a title or a fold.
    """

    kind: RowKind
    text: str
    detail: str = ""
    passage: StoredPassage | None = None

    @property
    def is_selectable(self) -> bool:
        """Whether the selection can stand here: on what has matches, and on furniture that is shown."""
        return self.kind in (RowKind.PASSAGE, RowKind.FURNITURE)


def rows_of(
    title: str,
    detail: str,
    passages: Sequence[StoredPassage],
    *,
    folded: bool,
    selected: int | None = None,
) -> tuple[Row, ...]:
    """The rows that show a source.

    Args:
        title: Title of the source.
        detail: The line under it.
        passages: All its passages in reading order.
        folded: Whether a run of furniture is one line that names what it holds.
        selected: Id of the passage that is never folded.
    """
    rows = [Row(RowKind.TITLE, title, detail)]
    for is_hidden, run in groupby(
        passages, key=lambda passage: folded and passage.kind is Kind.FURNITURE and passage.id != selected
    ):
        group = list(run)
        if is_hidden:
            rows.append(Row(RowKind.FOLD, _fold_text(group)))
        else:
            rows.extend(
                Row(_row_kind(passage), passage.text, _reason(passage, following), passage)
                for passage, following in zip_longest(group, group[1:])
            )
    if len(rows) > 1 and rows[1].kind is RowKind.HEADING and rows[1].text == title:
        del rows[1]
    return tuple(rows)


def _row_kind(passage: StoredPassage) -> RowKind:
    if passage.kind is Kind.HEADING:
        return RowKind.HEADING
    return RowKind.FURNITURE if passage.kind is Kind.FURNITURE else RowKind.PASSAGE


def _reason(passage: StoredPassage, following: StoredPassage | None) -> str:
    """Why a block is furniture, said once under a run of blocks that are so for the same reason."""
    if not passage.reason:
        return ""
    is_said_below = following is not None and following.reason == passage.reason
    return "" if is_said_below else f"furniture: {passage.reason}"


def _fold_text(group: Sequence[StoredPassage]) -> str:
    reasons = list(dict.fromkeys(passage.reason for passage in group if passage.reason))
    named = ", ".join(reasons[:3]) or "furniture"
    return f"{named} · {counted(len(group), 'line')} folded"


class ReaderModel(QAbstractListModel):
    """The rows of the source being read; `data` only looks up.

    Attributes:
        marks: What is known of passages at a glance, by id; kept by the owner.
        glance: Looks up what was decided about a passage, by its content hash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.marks: Mapping[int, Mark] = {}
        self.glance: Callable[[bytes], Glance | None] = lambda _: None
        self._row_by_passage: dict[int, int] = {}

    def show(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self._row_by_passage = {row.passage.id: number for number, row in enumerate(rows) if row.passage}
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def repaint(self, passage: int) -> None:
        """Tell the views that a passage's mark has changed."""
        row = self._row_by_passage.get(passage)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def repaint_all(self) -> None:
        """Tell the views that what was decided has changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row_of(self, passage: int) -> int | None:
        """The row that shows a passage, or None where it is folded away or of another source."""
        return self._row_by_passage.get(passage)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of rows; items have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its text."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        mark = self.marks.get(row.passage.id) if row.passage is not None else None
        glance = self.glance(row.passage.content_hash) if row.passage is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row, mark, glance)
        told = {Qt.ItemDataRole.DisplayRole: row.text, MARK_ROLE: mark, GLANCE_ROLE: glance}
        return told.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be read; only passages can be selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._rows[index.row()].is_selectable:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled


def spoken_glance(glance: Glance) -> str:
    """What was decided about a passage, in words."""
    parts = [f"you: {glance.verdict.value}"] if glance.verdict is not None else []
    if glance.is_bookmarked:
        parts.append("bookmarked")
    parts.extend(f"#{label}" for label in glance.labels)
    return ", ".join(parts)


def _spoken(row: Row, mark: Mark | None, glance: Glance | None) -> str:
    if row.passage is not None and row.kind is RowKind.FURNITURE:
        return f"furniture, {row.passage.reason}. {row.text}"
    if row.passage is not None and row.kind is RowKind.PASSAGE:
        relation = f" {mark.relation.value}." if mark is not None and mark.relation is not None else ""
        own = f" {spoken_glance(glance)}." if glance is not None else ""
        return f"paragraph {row.passage.paragraph}.{relation}{own} {row.text}"
    if row.kind is RowKind.HEADING:
        return f"heading. {row.text}"
    return f"{row.text}. {row.detail}" if row.detail else row.text
