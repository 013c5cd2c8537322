"""Drives jobs from the event loop: short steps, never a wait."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.engine.engine import Engine
from app.engine.jobs import Job, JobState, Progress
from app.engine.requests import WAITING

SLICE = 0.008
"""Seconds of work between two turns of the event loop."""
IDLE_INTERVAL = 10
"""Milliseconds between two looks at the workers while a job waits for them."""


class JobRunner(QObject):
    """Steps the running jobs whenever the event loop has time for them."""

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._jobs: list[Job[Any]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self, job: Job[Any]) -> None:
        """Take on a job; `ended` is emitted with it when it is done, failed or cancelled."""
        self._jobs.append(job)
        self._timer.start(0)

    def cancel(self) -> None:
        """End every running job where it stands; what they have finished stays."""
        for job in list(self._jobs):
            job.cancel()
            self._let_go(job)

    @property
    def is_busy(self) -> bool:
        """Whether any job is running."""
        return bool(self._jobs)

    def _turn(self) -> None:
        self._engine.pump()
        until = perf_counter() + SLICE
        waits = False
        for job in list(self._jobs):
            waits = self._step(job, until) or waits
        if not self._jobs:
            self._timer.stop()
        else:
            self._timer.setInterval(IDLE_INTERVAL if waits else 0)

    def _step(self, job: Job[Any], until: float) -> bool:
        """Step a job until it waits, ends or the slice is over; whether it waits."""
        waits = False
        while job.state is JobState.RUNNING and not waits and perf_counter() < until:
            yielded = job.step()
            waits = yielded is WAITING
            if isinstance(yielded, Progress):
                self.progressed.emit(yielded)
        self._let_go(job)
        return waits

    def _let_go(self, job: Job[Any]) -> None:
        """Tell of a job that has ended, once."""
        if job.state is not JobState.RUNNING and job in self._jobs:
            self._jobs.remove(job)
            self.ended.emit(job)
