"""The analyst's work from an empty start to an exported report, with keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.ui.views import View
from app.workspace.judgements import Verdict
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver

SUMMIT = "The first of these annual party summits was held in {}."
DOCUMENTS = {
    "one.txt": f"The bakers of the town asked for a lower price of flour.\n\n{SUMMIT.format(2017)}",
    "two.txt": f"{SUMMIT.format(2014)}\n\nA lower price of flour was what the town's bakers asked for.",
    "three.txt": "Nobody has counted the swans on the pond since spring.",
}
NOTE = "The two disagree about the year."


@pytest.fixture(autouse=True)
def _own_file_dialogs() -> Iterator[None]:
    """File dialogs as Qt draws them, since a test cannot type into those of the system."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, on=True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, on=False)


@contextmanager
def typing(path: Path) -> Iterator[Callable[[], bool]]:
    """Within, a file dialog that opens gets a path pasted and Enter pressed; tells whether one did."""
    answered: list[str] = []
    looking = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit, "fileNameEdit") if isinstance(dialog, QFileDialog) else None
        if line is None:
            return
        answered.append(str(path))
        if line.text() != str(path):
            QApplication.clipboard().setText(str(path))
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Return)

    looking.timeout.connect(answer)
    looking.start(20)
    yield lambda: bool(answered)
    looking.stop()


def test_from_an_empty_window_to_a_report(empty: Driver, folder: FolderMaker, tmp_path: Path) -> None:
    driver, window = empty, empty.window
    place, report = folder(DOCUMENTS), tmp_path / "report.html"

    with typing(place) as was_asked:
        driver.press("Ctrl+O")
        driver.wait(was_asked)
    driver.settle()
    assert len(driver.reading.sources.rows) == 3

    while not driver.text.endswith("2017."):
        before = (driver.title, driver.text)
        driver.press("J")
        if (driver.title, driver.text) == before:
            driver.press("Shift+J", "Home")
    assert driver.matches[0].passage.text.endswith("2014.")

    driver.press("Return", "C")
    judgement = driver.reading.matching.matches.matches[0].judgement
    assert judgement is not None
    assert judgement.verdict is Verdict.CONTRADICTS
    driver.press("Return", "M")
    driver.type(NOTE)
    driver.press("Return", "Escape")

    driver.press("C")
    assert window.compare_view.isVisible()
    driver.press("Escape", "M")
    driver.wait(lambda: window.source_map.searched)
    assert window.view is View.MAP
    driver.press("Escape", "/")
    driver.type("What did the bakers ask for?")
    driver.press("Return")
    driver.wait(lambda: driver.reading.matching.asked)
    assert any("bakers" in match.passage.text for match in driver.matches)
    driver.press("Escape")

    with typing(report) as was_asked:
        driver.press("Ctrl+E")
        driver.wait(was_asked)
    written = report.read_text(encoding="utf-8")
    assert NOTE in written
    assert SUMMIT.format(2017) in written
    assert SUMMIT.format(2014) in written

    driver.press("Ctrl+Q")
    assert not window.isVisible()
