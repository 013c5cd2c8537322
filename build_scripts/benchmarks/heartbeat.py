"""How long the window's event loop is held up while a folder is read and embedded."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from app import paths
from app.ui.desk import Desk
from build_scripts.benchmarks.figure import Figure, percentile
from build_scripts.benchmarks.samples import made_passages, write_sources
from build_scripts.benchmarks.window import open_window

INTERVAL = 5
"""Milliseconds between two beats of an event loop that is never held up."""
PASSAGES = 1_500
FILES = 6
TARGET = 50.0


class Heartbeat(QObject):
    """Beats every 5 ms where the event loop lets it.

    Args:
        is_over: Asked at each beat; true ends the event loop.

    Attributes:
        gaps: Milliseconds from each beat to the next.
        work: Milliseconds of processor time that this thread took in each gap.
    """

    def __init__(self, is_over: Callable[[], bool]) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._is_over = is_over
        self._last = perf_counter(), thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(INTERVAL)

    def _beat(self) -> None:
        now = perf_counter(), thread_time()
        self.gaps.append(1000 * (now[0] - self._last[0]))
        self.work.append(1000 * (now[1] - self._last[1]))
        self._last = now
        if self._is_over():
            self._timer.stop()
            QCoreApplication.exit()


def measure(folder: Path) -> list[Figure]:
    """The longest blocks while the sample corpus and a larger folder are opened.

    The peer is an event loop with nothing to do, in a process of its own at the same time: what it is
    held up by is the machine, not the program.
    """
    large = folder / "large"
    write_sources(large, made_passages(PASSAGES), FILES)
    figures = []
    with open_window() as window:
        for name, place in (("sample corpus", paths.sample_corpus()), (f"{PASSAGES:,} passages", large)):
            ours, idle = _open_beside_idle(window.desk, place)
            figures += _figures(f"embedding the {name}", ours, idle)
    return figures


def beat_idly(pipe: Connection) -> None:
    """Run an event loop with nothing to do until something arrives; sends its gaps. A process of its own."""
    application = QCoreApplication([])
    heart = Heartbeat(pipe.poll)
    pipe.send("beating")
    application.exec()
    pipe.send(heart.gaps)


def _open_beside_idle(desk: Desk, place: Path) -> tuple[Heartbeat, list[float]]:
    """The window's heartbeat from opening until all is embedded, and the gaps of the idle one."""
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    idle = context.Process(target=beat_idly, args=(theirs,))
    idle.start()
    pipe.recv()
    opened = []

    def open_place() -> None:
        desk.open([place])
        opened.append(place)

    heart = Heartbeat(lambda: bool(opened) and not desk.is_busy)
    QTimer.singleShot(0, open_place)
    QCoreApplication.exec()
    pipe.send("enough")
    gaps: list[float] = pipe.recv()
    idle.join()
    return heart, gaps


def _figures(name: str, ours: Heartbeat, idle: list[float]) -> list[Figure]:
    peer = "an idle event loop at the same time"
    return [
        Figure(f"{name}: longest block of the event loop", max(ours.gaps), "ms", TARGET, peer, max(idle)),
        Figure(
            f"{name}: 99th percentile of its beats",
            percentile(ours.gaps, 99),
            "ms",
            TARGET,
            peer,
            percentile(idle, 99),
        ),
        Figure(f"{name}: most processor time in one block", max(ours.work), "ms", TARGET),
    ]
