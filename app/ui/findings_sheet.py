"""The findings list over the window: sort, filter, jump, delete, attach again, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.analysis.finding_list import FindingBook, ListedFinding, LostNote
from app.ui.findings_model import FindingsModel
from app.ui.findings_view import FindingsView
from app.ui.flow import Flow
from app.ui.judging import Judging
from app.ui.key_button import KeyButton, KeyDeed
from app.ui.theme import Theme, Type
from app.ui.wording import counted
from app.workspace.judgements import Side
from app.workspace.records import StoredPassage

FILTERS = ("findings.verdict", "findings.label", "findings.source", "findings.order", "findings.tray")
HIDDEN = ("findings.next", "findings.previous", "findings.filter", "findings.undo", "findings.redo")
"""Keys that need no button."""
NONE_YET = "Nothing is judged yet: press Enter on a match in the window, then a letter."
NONE_FIT = "No finding fits these filters."
NO_ORPHANS = "No orphans: every text that something was decided about is in its source."


class _FilterLine(QLineEdit):
    """Enter, Down or Esc go back to the list; Esc also empties the line."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindingsSheet(QDialog):
    """All findings, and the orphan tray.

    Args:
        parent: The window.
        book: What is listed.
        judging: Tells when something was decided.
        keys: What each key does here.
        guard: Runs a deed and shows what goes wrong.
        theme: The colours.
        type_: The zoom.
    """

    jumped = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        book: FindingBook,
        judging: Judging,
        *,
        keys: Sequence[KeyDeed],
        guard: Callable[[Callable[[], None]], None],
        theme: Theme,
        type_: Type,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Findings")
        self.book = book
        self._judging = judging
        self._guard = guard
        self._model = FindingsModel(self)
        deeds = {QKeySequence(key.key).toString(): partial(guard, key.deed) for key in keys}
        self.view = FindingsView(self._model, deeds, theme, type_)
        self._heading = QLabel()
        self._heading.setStyleSheet(f"font-size: {type_.px(17)}px; font-weight: 600;")
        self._count = QLabel()
        self._none = QLabel()
        self._none.setWordWrap(True)
        for text in (self._count, self._none):
            text.setProperty("role", "soft")
        self.line = _FilterLine()
        self.line.setPlaceholderText("Filter by words, a title, #label…    /")
        self.line.setAccessibleName("Filter")
        self.line.textChanged.connect(self._filter)
        self.line.left.connect(self.view.setFocus)
        self._buttons: dict[str, KeyButton] = {}
        filters, foot = QWidget(), QWidget()
        filter_flow, foot_flow = Flow(filters), Flow(foot)
        for flow in (filter_flow, foot_flow):
            flow.setContentsMargins(0, 0, 0, 0)
        for key in keys:
            if key.id in HIDDEN or key.id in self._buttons:
                continue
            button = KeyButton(key.shown, key.word, theme, type_)
            button.clicked.connect(lambda _=False, deed=key.deed: guard(deed))
            self._buttons[key.id] = button
            (filter_flow if key.id in FILTERS else foot_flow).addWidget(button)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addSpacing(14)
        head.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addLayout(head)
        for part in (filters, self.line, self._none):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.addWidget(foot)
        self.resize(max(600, parent.width() - 80), max(400, parent.height() - 70))
        judging.changed.connect(self.refresh)
        self._show()
        self.view.setFocus()

    # What is shown

    def refresh(self) -> None:
        """Take in what is decided now."""
        self.book.refresh()
        self._show()

    def _show(self) -> None:
        book = self.book
        kept, row = self.current, max(0, self.view.currentIndex().row())
        rows = tuple(book.rows)
        self._model.show(rows)
        if rows:
            at = rows.index(kept) if kept in rows else min(row, len(rows) - 1)
            self.view.setCurrentIndex(self._model.index(at))
        self._heading.setText("Orphan tray" if book.is_tray else "Findings")
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if rows else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.view.setVerticalScrollBarPolicy(policy)
        self._none.setVisible(not rows)
        self._none.setText(NO_ORPHANS if book.is_tray else NONE_FIT if book.all else NONE_YET)
        total = len(book.all)
        told = counted(len(rows), "orphan") if book.is_tray else counted(total, "finding")
        if not book.is_tray and len(rows) < total:
            told = f"{len(rows)} of {told}"
        self._count.setText(told)
        self._show_filters()

    def _show_filters(self) -> None:
        book, wanted = self.book, self.book.wanted
        verdict = "all" if wanted.verdict is None else wanted.verdict.value
        said = {
            "findings.verdict": (f"verdict: {verdict}", wanted.verdict is not None),
            "findings.label": (f"label: {wanted.label or 'all'}", wanted.label is not None),
            "findings.source": (f"source: {_short(wanted.title or 'all')}", wanted.title is not None),
            "findings.order": (book.order.value, False),
            "findings.tray": (f"orphan tray {len(book.orphans)}", book.is_tray),
        }
        for name, (word, is_on) in said.items():
            self._buttons[name].say(word)
            self._buttons[name].setChecked(is_on)
        for name in FILTERS[:-1]:
            self._buttons[name].setVisible(bool(book.all) and not book.is_tray)
        self._buttons["findings.attach"].setVisible(book.is_tray)
        self.line.setVisible(bool(book.all) and not book.is_tray)

    @property
    def current(self) -> ListedFinding | LostNote | None:
        """The row in focus."""
        index = self.view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    # What the keys do

    def _filter(self, text: str) -> None:
        self.book.filter(text)
        self._show()

    def change(self, step: Callable[[FindingBook], None]) -> None:
        """Change how the list is sorted or filtered."""
        step(self.book)
        self._show()

    def toggle_tray(self) -> None:
        """Show the orphans, or the findings again."""
        self.book.is_tray = not self.book.is_tray
        self._show()

    def delete(self) -> None:
        """Forget what is in focus; it can be taken back."""
        row = self.current
        if row is not None:
            self.book.delete(row)
            self._judging.show_changes()
            self._judging.count_orphans()

    def attach(self) -> None:
        """Attach the orphan in focus to the passage selected in the window."""
        row, side = self.current, self._judging.selected_side()
        if self.book.is_tray and row is not None and side is not None:
            said = self.book.attach(row, side)
            self._judging.show_changes()
            self._judging.count_orphans()
            self._judging.said.emit(said)
            self._count.setText(said)

    def jump(self, *, to_second: bool) -> None:
        """Close, and go to a side of the finding in focus."""
        row = self.current
        if not isinstance(row, ListedFinding):
            return
        sides: tuple[tuple[Side, StoredPassage | None], ...] = (
            (row.first, row.first_place),
            (row.second, row.second_place),
        )
        side, place = sides[to_second]
        if place is None and not side.is_question:
            self._count.setText("That text is in no source any more; the orphan tray (t) has it.")
            return
        self.accept()
        self.jumped.emit(side, place)


def _short(title: str) -> str:
    return title if len(title) <= 30 else f"{title[:29]}…"


def default_report_name(name: str, folder: Path) -> str:
    """Where a report is offered to be written."""
    return str(folder / f"{name or 'findings'} findings.html")
