"""The findings list by keys: sorting, filtering, jumping, deleting, the orphan tray, the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel

from app.analysis.finding_list import ListedFinding
from app.ui.findings_sheet import FindingsSheet
from app.workspace.judgements import Verdict
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver


def sheet(driver: Driver) -> FindingsSheet:
    assert isinstance(driver.dialog, FindingsSheet)
    return driver.dialog


def verdicts(driver: Driver) -> list[Verdict | None]:
    rows = sheet(driver)._model.rows
    return [row.judgement.verdict for row in rows if isinstance(row, ListedFinding)]


def said(driver: Driver) -> str:
    return " ".join(label.text() for label in sheet(driver).findChildren(QLabel) if label.isVisible())


@pytest.fixture
def judged(corpus: Driver) -> Iterator[Driver]:
    """Three findings: a contradiction with a note, an agreement with a label, one only kept."""
    corpus.press("Return", "M")
    corpus.type("the archive decides")
    corpus.press("Return", "C", "J", "Return", "L")
    corpus.type("training")
    corpus.press("Return", "A", "J", "Return", "K")
    yield corpus
    if corpus.dialog is not None:
        corpus.dialog.close()


def test_findings_are_listed_in_the_order_of_the_sources_and_can_be_sorted(judged: Driver) -> None:
    judged.press("D")
    assert verdicts(judged) == [Verdict.CONTRADICTS, Verdict.AGREES, None]
    assert "3 findings" in said(judged)
    judged.press("O", "O")
    assert sheet(judged).book.order.value == "by verdict"
    assert verdicts(judged) == [Verdict.CONTRADICTS, Verdict.AGREES, None]
    judged.press("Esc")
    judged.wait(lambda: judged.dialog is None)


def test_filters_narrow_the_list_and_say_so(judged: Driver) -> None:
    judged.press("D", "V")
    assert verdicts(judged) == [Verdict.CONTRADICTS]
    assert "1 of 3 findings" in said(judged)
    judged.press("V", "V")
    assert len(verdicts(judged)) == 3
    judged.press("L")
    assert verdicts(judged) == [Verdict.AGREES]
    judged.press("L", "/")
    judged.type("ARCHIVE dec")
    assert verdicts(judged) == [Verdict.CONTRADICTS]
    judged.type("zzz")
    assert verdicts(judged) == []
    assert "No finding fits" in said(judged)
    judged.press("Esc")
    assert len(verdicts(judged)) == 3
    judged.press("S")
    assert sheet(judged).book.wanted.title == judged.title


def test_both_sides_can_be_gone_to(judged: Driver) -> None:
    judged.press("D")
    row = sheet(judged).current
    assert isinstance(row, ListedFinding)
    judged.press("Shift+Return")
    judged.wait(lambda: judged.dialog is None)
    assert judged.text == row.second.text
    judged.press("D", "Return")
    judged.wait(lambda: judged.dialog is None)
    assert judged.text == row.first.text
    judged.press("Alt+Left")
    assert judged.text == row.second.text


def test_a_finding_is_deleted_and_taken_back(judged: Driver) -> None:
    judged.press("D", "J", "Delete")
    assert verdicts(judged) == [Verdict.CONTRADICTS, None]
    judged.press("Ctrl+Z")
    assert verdicts(judged) == [Verdict.CONTRADICTS, Verdict.AGREES, None]
    judged.press("Ctrl+Shift+Z", "K", "Delete", "Delete")
    assert verdicts(judged) == []
    assert "Nothing is judged yet" in said(judged)
    judged.press("Delete", "Return", "Esc")


def test_the_list_can_be_heard_and_its_model_is_sound(judged: Driver) -> None:
    judged.press("D")
    model = sheet(judged)._model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("you: contradicts, the archive decides, program: related. ")
    judged.press("V", "Delete", "T", "T", "Ctrl+Z")
    assert len(verdicts(judged)) == 3
    tester.deleteLater()


@pytest.mark.parametrize("name", ["html", "docx", "md", "csv", "json"])
def test_a_report_is_written_in_the_format_of_its_ending(
    judged: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    place = tmp_path / f"report.{name}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    judged.press("Ctrl+E")
    assert place.stat().st_size > 500
    assert judged.dialog is None


def test_the_list_reports_what_is_listed(
    judged: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered = "JSON (*.json)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "report"), offered))
    judged.press("D", "V", "E", "Esc")
    told = json.loads((tmp_path / "report.json").read_text())
    assert [finding["judgement"]["verdict"] for finding in told["findings"]] == ["contradicts"]
    assert told["total"] == 3
    assert told["findings"][0]["judgement"]["note"] == "the archive decides"
    assert told["findings"][0]["suggestion"]["relation"] == "related"


def test_nothing_to_report_is_said(corpus: Driver) -> None:
    corpus.press("Ctrl+E")
    assert corpus.dialog is not None
    corpus.press("Escape")


def test_an_orphan_is_shown_and_attached_to_the_selected_passage(empty: Driver, folder: FolderMaker) -> None:
    files = {"a.txt": "The harbour froze in January.\n\nCoal was dear.", "b.txt": "Ice closed the harbour."}
    place = folder(files)
    empty.open(place)
    empty.press("B", "Return", "A")
    (place / "a.txt").write_text("Coal was dear.\n\nNobody spoke of anything else in the whole of the town.")
    empty.open(place)
    assert empty.reading.standing.startswith("2 orphans · ")
    empty.press("D")
    assert "1 finding" in said(empty)
    empty.press("Shift+Return")
    assert "no source any more" in said(empty)
    empty.press("T")
    assert "2 orphans" in said(empty)
    spoken = sheet(empty)._model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "The harbour froze in January." in spoken
    assert "Ice closed the harbour." in spoken
    empty.press("Esc")
    empty.press("Shift+J", "Shift+J")
    assert empty.text == "Coal was dear."
    empty.press("D", "T", "R", "R")
    assert "orphan" not in empty.reading.standing
    assert sheet(empty)._model.rows == ()
    assert "No orphans" in said(empty)
    empty.press("T", "Return")
    empty.wait(lambda: empty.dialog is None)
    assert empty.text == "Coal was dear."
    judgement = empty.matches[0].judgement
    assert judgement is not None
    assert (judgement.verdict, judgement.is_changed) == (Verdict.AGREES, True)
    empty.press("D", "T", "Ctrl+Z", "Ctrl+Z")
    assert "2 orphans" in said(empty)
    empty.press("Delete", "Delete")
    assert sheet(empty)._model.rows == ()
    empty.press("Esc")
