"""What the actions of the findings list do, each a plain function on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.analysis.finding_list import FindingBook, ListedFinding
from app.analysis.findings_report import report_of, save_report
from app.errors import CounterpointError
from app.reports.render import FINDINGS_FORMATS
from app.ui.action import Context
from app.ui.findings_sheet import FindingsSheet, default_report_name
from app.ui.views import View

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

FILTERS = {
    "html": "Web page (*.html)",
    "docx": "Word document (*.docx)",
    "md": "Markdown (*.md)",
    "csv": "Table (*.csv)",
    "json": "JSON (*.json)",
}
"""What the file dialog offers for each format."""


def _sheet(window: MainWindow) -> FindingsSheet:
    return next(sheet for sheet in window.findChildren(FindingsSheet) if sheet.isVisible())


def _book(window: MainWindow) -> FindingBook | None:
    desk = window.desk
    if desk.workspace is None or desk.matcher is None:
        return None
    return FindingBook(desk.workspace, desk.matcher.decisions, desk.matcher.findings)


def show_findings(window: MainWindow) -> None:
    """Open the findings list."""
    book = _book(window)
    if book is None:
        return
    theme, type_ = window.look
    keys = window.keys_of(Context.FINDINGS)
    sheet = FindingsSheet(
        window, book, window.judging, keys=keys, guard=window.guard, theme=theme, type_=type_
    )
    sheet.jumped.connect(lambda: window.show_view(View.READING))
    sheet.jumped.connect(window.judging.go_to)
    sheet.open()


def move(window: MainWindow, by: int) -> None:
    """Go to the next or previous finding."""
    _sheet(window).view.move(by)


def change(window: MainWindow, step: Callable[[FindingBook], None]) -> None:
    """Sort or filter in the next way."""
    _sheet(window).change(step)


def filter_by_words(window: MainWindow) -> None:
    """Put the focus where words to filter by are typed."""
    _sheet(window).line.setFocus()


def toggle_tray(window: MainWindow) -> None:
    """Show the orphans, or the findings again."""
    _sheet(window).toggle_tray()


def jump(window: MainWindow, *, to_second: bool) -> None:
    """Go to a side of the finding in focus."""
    _sheet(window).jump(to_second=to_second)


def delete(window: MainWindow) -> None:
    """Forget the finding in focus."""
    _sheet(window).delete()


def attach(window: MainWindow) -> None:
    """Attach the orphan in focus to the selected passage."""
    _sheet(window).attach()


def close(window: MainWindow) -> None:
    """Close the list."""
    _sheet(window).reject()


def export_listed(window: MainWindow) -> None:
    """Write a report of the findings listed, in their order."""
    sheet = _sheet(window)
    _export(window, sheet.book.findings, len(sheet.book.all))


def export_all(window: MainWindow) -> None:
    """Write a report of all findings."""
    book = _book(window)
    if book is not None:
        _export(window, book.findings, len(book.all))


def _export(window: MainWindow, findings: list[ListedFinding], total: int) -> None:
    if window.desk.matcher is None:
        return
    if not findings:
        raise CounterpointError(
            "There are no findings to report.", "Judge a pair first: Enter, then a letter."
        )
    folder = Path(window.settings.start_folder)
    offered = ";;".join(FILTERS[name] for name in FINDINGS_FORMATS)
    chosen, filter_ = QFileDialog.getSaveFileName(
        window, "Report of findings", default_report_name(window.desk.name, folder), offered
    )
    if chosen:
        wanted = next((name for name, offer in FILTERS.items() if offer == filter_), "")
        path = save_report(report_of(window.desk.matcher, findings, total), Path(chosen), wanted)
        window.foot_bar.say(f"Report written: {path.name}.")
