"""From a key press to the matches of the new passage, painted."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app.ui.main_window import MainWindow
from build_scripts.benchmarks.figure import Figure, percentile
from build_scripts.benchmarks.heartbeat import Heartbeat
from build_scripts.benchmarks.samples import write_workspace
from build_scripts.benchmarks.window import open_window, settle

PASSAGES = 10_000
SOURCES = 20
PASSAGE_STEPS = 200
SOURCE_STEPS = 40
WALK_STEPS = 40
WALK_INTERVAL = 250
TARGET = 50.0


class _PaintWatch(QObject):
    """Knows whether a widget was painted since `is_new` was last cleared."""

    def __init__(self) -> None:
        super().__init__()
        self.is_new = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's naming
        if event.type() == QEvent.Type.Paint:
            self.is_new = True
        return False


def measure(folder: Path) -> list[Figure]:
    """Milliseconds at 10,000 passages, for the next passage and for the next source."""
    place = folder / "large.counterpoint"
    write_workspace(place, PASSAGES, SOURCES)
    with open_window() as window:
        window.desk.open([place])
        settle(window)
        passages = _press(window, Qt.KeyboardModifier.NoModifier, PASSAGE_STEPS)
        sources = _press(window, Qt.KeyboardModifier.ShiftModifier, SOURCE_STEPS)
        walk = _walk(window)
    figures = []
    for key, presses in ((f"j at {PASSAGES:,} passages", passages), (f"J at {PASSAGES:,} passages", sources)):
        waits = [wait for wait, _ in presses]
        work = median(work for _, work in presses)
        figures += [
            Figure(f"{key}: key press to matches painted, median", median(waits), "ms", TARGET),
            Figure(f"{key}: the same, 95th percentile", percentile(waits, 95), "ms", TARGET),
            Figure(f"{key}: processor time of a key press, median", work, "ms", TARGET),
        ]
    name = f"walking at {PASSAGES:,} passages, four a second"
    return [
        *figures,
        Figure(f"{name}: longest block of the event loop", max(walk.gaps), "ms", TARGET),
        Figure(f"{name}: most processor time in one block", max(walk.work), "ms", TARGET),
    ]


def _press(window: MainWindow, modifier: Qt.KeyboardModifier, times: int) -> list[tuple[float, float]]:
    """Press j again and again; from each press until all is painted, milliseconds and those of work."""
    viewport = window.matches_view.viewport()
    watch = _PaintWatch()
    viewport.installEventFilter(watch)
    window.reading.matching.matches.modelReset.connect(lambda: setattr(watch, "is_new", False))
    took = []
    for _ in range(times):
        before = window.reading.matching.matches.matches
        began, worked = perf_counter(), thread_time()
        QTest.keyClick(window.reader_view, Qt.Key.Key_J, modifier)
        if window.reading.matching.matches.matches == before:
            raise RuntimeError("the key press brought no other matches")
        while not watch.is_new:
            QCoreApplication.processEvents()
        took.append((1000 * (perf_counter() - began), 1000 * (thread_time() - worked)))
        QCoreApplication.processEvents()
    viewport.removeEventFilter(watch)
    return took


def _walk(window: MainWindow) -> Heartbeat:
    """The heartbeat while j is pressed from time to time, so that what waits for a rest gets its turn."""
    pressed = 0

    def press() -> None:
        nonlocal pressed
        pressed += 1
        QTest.keyClick(window.reader_view, Qt.Key.Key_J)

    timer = QTimer(window)
    timer.timeout.connect(press)
    timer.start(WALK_INTERVAL)
    heart = Heartbeat(lambda: pressed > WALK_STEPS)
    QCoreApplication.exec()
    timer.stop()
    return heart
