"""Jobs: long work as a generator that reports progress and can be cancelled between its steps."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from app.engine.requests import WAITING, Waiting

if TYPE_CHECKING:
    from app.engine.engine import Engine

R = TypeVar("R")

_PATIENCE = 0.2
_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        stage: What it does, such as "Reading".
        done: Units done in this stage.
        total: Units of this stage; 0 where it is not known.
        detail: What it works on, such as a file's name.
    """

    stage: str
    done: int
    total: int
    detail: str = ""


Steps = Generator[Progress | Waiting, None, R]
"""A job's work: yields `Progress`, or `WAITING` when it can go on only after `Engine.pump`."""


class JobState(StrEnum):
    """A job runs, or has ended in one of three ways."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Generic[R]):
    """Work in progress, driven by calls of `step`.

    Args:
        steps: The work.
        revision: The workspace's revision it starts from; the owner drops results of an older one.

    Attributes:
        id: Unique in the process.
        revision: As given.
        state: RUNNING until it ends.
        progress: The last progress reported, or None.
        error: Why it FAILED, else None.
    """

    def __init__(self, steps: Steps[R], revision: int = 0) -> None:
        self.id = next(_ids)
        self.revision = revision
        self.state = JobState.RUNNING
        self.progress: Progress | None = None
        self.error: Exception | None = None
        self._result: R | None = None
        self._steps = steps
        self._in_step = False
        self._cancel_asked = False

    @property
    def result(self) -> R:
        """What the work returned.

        Raises:
            RuntimeError: The job is not DONE.
        """
        if self.state is not JobState.DONE:
            raise RuntimeError(f"Job {self.id} is {self.state} and has no result.")
        return cast("R", self._result)

    def step(self) -> Progress | Waiting | None:
        """Go on to the next yield.

        Returns:
            What the work yielded, or None if the job has ended.
        """
        if self.state is not JobState.RUNNING:
            return None
        self._in_step = True
        try:
            yielded = next(self._steps)
        except StopIteration as end:
            self._result = end.value
            self.state = JobState.DONE
            return None
        except Exception as error:
            self.error = error
            self.state = JobState.FAILED
            return None
        except BaseException:
            self.state = JobState.CANCELLED
            raise
        finally:
            self._in_step = False
        if isinstance(yielded, Progress):
            self.progress = yielded
        if self._cancel_asked:
            self.cancel()
            return None
        return yielded

    def cancel(self) -> None:
        """End the job where it stands; what it has finished stays. Within a step: after that step."""
        if self.state is not JobState.RUNNING:
            return
        if self._in_step:
            self._cancel_asked = True
            return
        self.state = JobState.CANCELLED
        try:
            self._steps.close()
        except Exception as error:
            self.error = error
            self.state = JobState.FAILED


def run_to_end(engine: Engine, steps: Steps[R], on_progress: Callable[[Progress], None] | None = None) -> R:
    """Run a job to its end and wait for it, as the command line does.

    Raises:
        Exception: Whatever the work raised.
        KeyboardInterrupt: Ctrl+C was pressed; the job has been cancelled.
    """
    job = Job(steps)
    try:
        while job.state is JobState.RUNNING:
            yielded = job.step()
            if yielded is WAITING:
                engine.pump(_PATIENCE)
            elif isinstance(yielded, Progress) and on_progress:
                on_progress(yielded)
    finally:
        job.cancel()
    if job.error:
        raise job.error
    return job.result
