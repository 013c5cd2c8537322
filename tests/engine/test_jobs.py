from __future__ import annotations

import pytest

from app.engine.engine import Engine
from app.engine.jobs import Job, JobState, Progress, Steps, run_to_end
from app.engine.requests import WAITING
from app.errors import WorkerDiedError
from tests.engine.stand_in import Die, Echo, Tell


class Note:
    """Work that notes what becomes of it."""

    def __init__(self) -> None:
        self.closed = False

    def steps(self) -> Steps[str]:
        try:
            yield Progress("counting", 0, 2)
            yield WAITING
            yield Progress("counting", 1, 2, "one")
        finally:
            self.closed = True
        return "result"


def test_a_job_runs_to_its_result() -> None:
    job = Job(Note().steps(), revision=7)
    assert (job.state, job.progress, job.revision) == (JobState.RUNNING, None, 7)
    assert [job.step(), job.step(), job.step(), job.step()] == [
        Progress("counting", 0, 2),
        WAITING,
        Progress("counting", 1, 2, "one"),
        None,
    ]
    assert (job.state, job.result, job.error) == (JobState.DONE, "result", None)
    assert job.progress == Progress("counting", 1, 2, "one")
    assert job.step() is None


def test_a_job_that_fails_keeps_its_error() -> None:
    def steps() -> Steps[None]:
        yield Progress("failing", 0, 1)
        raise WorkerDiedError("It died.")

    job = Job(steps())
    job.step()
    assert job.step() is None
    assert job.state is JobState.FAILED
    assert isinstance(job.error, WorkerDiedError)
    with pytest.raises(RuntimeError):
        job.result  # noqa: B018 - reading it is what fails


def test_a_cancelled_job_is_neither_done_nor_failed() -> None:
    note = Note()
    job = Job(note.steps())
    job.step()
    job.cancel()
    assert (job.state, job.error, note.closed) == (JobState.CANCELLED, None, True)
    assert job.step() is None
    job.cancel()
    assert job.state is JobState.CANCELLED


def test_cancelling_a_job_that_has_ended_changes_nothing() -> None:
    job = Job(Note().steps())
    while job.step():
        pass
    job.cancel()
    assert job.state is JobState.DONE


def test_a_job_cancelled_from_within_ends_after_that_step() -> None:
    jobs: list[Job[None]] = []
    reached: list[int] = []

    def steps() -> Steps[None]:
        jobs[0].cancel()
        reached.append(1)
        yield WAITING
        reached.append(2)

    jobs.append(Job(steps()))
    assert jobs[0].step() is None
    assert (jobs[0].state, reached) == (JobState.CANCELLED, [1])


def test_a_job_that_cannot_clean_up_has_failed() -> None:
    def steps() -> Steps[None]:
        try:
            yield WAITING
        finally:
            raise OSError("disk full")

    job = Job(steps())
    job.step()
    job.cancel()
    assert job.state is JobState.FAILED
    assert isinstance(job.error, OSError)


def test_jobs_have_ids_of_their_own() -> None:
    assert Job(Note().steps()).id != Job(Note().steps()).id


def test_running_to_the_end_reports_progress_and_returns(stand_in: Engine) -> None:
    def steps() -> Steps[object]:
        yield Progress("asking", 0, 1)
        return (yield from stand_in.call(Echo("x")))

    told: list[Progress] = []
    assert run_to_end(stand_in, steps(), told.append) == "x"
    assert told == [Progress("asking", 0, 1)]


def test_running_to_the_end_raises_what_went_wrong_and_the_engine_goes_on(stand_in: Engine) -> None:
    with pytest.raises(WorkerDiedError):
        run_to_end(stand_in, stand_in.call(Die()))
    assert run_to_end(stand_in, stand_in.call(Echo("y"))) == "y"


def test_ctrl_c_cancels_the_job_and_is_passed_on(stand_in: Engine) -> None:
    note = Note()

    def press(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_to_end(stand_in, note.steps(), press)
    assert note.closed


def test_the_middle_of_a_job_can_be_cancelled(stand_in: Engine) -> None:
    kept: list[object] = []

    def steps() -> Steps[None]:
        for reply in stand_in.stream(map(Echo, range(100))):
            if reply is WAITING:
                yield WAITING
            else:
                kept.append(reply)
                yield Progress("keeping", len(kept), 100)

    job = Job(steps())
    while len(kept) < 3:
        job.step()
        stand_in.pump(0.01)
    job.cancel()
    assert job.state is JobState.CANCELLED
    echoed = run_to_end(stand_in, stand_in.call(Tell()))[1]
    assert kept == [0, 1, 2]
    assert len(echoed) <= 5
