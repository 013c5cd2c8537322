"""Long work in the window: seen while it goes on, cancelled, closed upon, shot at."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from app.analysis.files import workspace_for
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import Progress
from app.engine.requests import Role
from app.errors import CounterpointError
from app.ui.desk import Desk
from app.ui.job_runner import JobRunner
from app.workspace.workspace import Workspace
from tests.analysis.ledger import Ledger
from tests.conftest import FolderMaker, SharedEngine, workers_of
from tests.ui.conftest import LONG_PATIENCE, Driver, WindowMaker

SHORT = {
    "a.txt": "The harbour froze in January and no ship left it.",
    "b.txt": "Ice closed the harbour in January, so that no ship could leave.",
}


def long_text(paragraphs: int) -> str:
    """Paragraphs that are all different, some 450 characters each."""
    return "\n\n".join(
        " ".join(
            f"In town {number} the council met {number + line} times, and member {line} of {number} spoke of "
            f"the harbour, the ice and the price of bread in the year {1500 + number}."
            for line in range(3)
        )
        for number in range(paragraphs)
    )


def watch_embedding(driver: Driver) -> list[Progress]:
    seen: list[Progress] = []
    driver.desk.progressed.connect(
        lambda progress: seen.append(progress) if progress and progress.stage == "embedding" else None
    )
    return seen


def wait_for_embedding(driver: Driver, seen: list[Progress]) -> None:
    driver.wait(lambda: seen or not driver.desk.is_busy, LONG_PATIENCE)
    assert seen, driver.desk.skipped


def missing(driver: Driver) -> int:
    assert driver.desk.workspace is not None
    return len(driver.desk.workspace.texts_without_vectors(embedding_model_id()))


def test_short_sources_can_be_compared_while_a_long_one_embeds(empty: Driver, folder: FolderMaker) -> None:
    place = folder({**SHORT, "long.txt": long_text(300)})
    met: list[str] = []

    def look() -> None:
        if empty.desk.is_busy and empty.title == "a" and empty.matches:
            met.extend(match.passage.text for match in empty.matches)
            empty.desk.cancel()

    empty.desk.changed.connect(look)
    empty.open(place)
    assert SHORT["b.txt"] in met
    rows = {row.title: row for row in empty.reading.sources.rows}
    assert rows["b"].progress == 1
    assert 0 <= rows["long"].progress < 1
    assert "embedding… " in rows["long"].detail
    assert missing(empty) > 0


def test_a_cancelled_job_keeps_what_is_done_and_goes_on_when_asked(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder({**SHORT, "long.txt": long_text(60)})
    seen = watch_embedding(empty)
    empty.desk.open([place])
    wait_for_embedding(empty, seen)
    assert empty.window.foot_bar._bar.isVisible()
    empty.press("Ctrl+.")
    empty.settle()
    left = missing(empty)
    assert 0 < left < seen[0].total
    assert not empty.window.foot_bar._bar.isVisible()
    assert empty.dialog is None

    seen.clear()
    empty.open(place)
    assert missing(empty) == 0
    assert seen[-1].done == seen[-1].total == left


def test_the_cancel_button_cancels(empty: Driver, folder: FolderMaker) -> None:
    seen = watch_embedding(empty)
    empty.desk.open([folder({**SHORT, "long.txt": long_text(60)})])
    wait_for_embedding(empty, seen)
    empty.window.foot_bar._cancel.click()
    empty.settle()
    assert missing(empty) > 0


def test_closing_in_the_middle_keeps_what_is_done_in_one_sound_file(
    empty: Driver, folder: FolderMaker
) -> None:
    place = folder({**SHORT, "long.txt": long_text(60)})
    seen = watch_embedding(empty)
    empty.desk.open([place])
    wait_for_embedding(empty, seen)
    empty.window.close()
    empty.settle()
    assert empty.dialog is None, "the job was cancelled, not left to fail"
    stored = workspace_for([place])
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
    with Workspace.open(stored) as workspace:
        assert len(workspace.sources()) == 3
        left = len(workspace.texts_without_vectors(embedding_model_id()))
    assert 0 < left < seen[-1].total


def test_closing_while_the_model_loads_ends_both_workers(
    make_window: WindowMaker, engine: SharedEngine, folder: FolderMaker
) -> None:
    def workers() -> set[str]:
        shared = workers_of(engine)
        return {child.name for child in multiprocessing.active_children() if child.pid not in shared}

    driver = make_window(on=Engine())
    driver.desk.open([folder(SHORT)])
    driver.wait(lambda: "counterpoint-inference" in workers(), patience=LONG_PATIENCE)
    driver.window.close()
    assert workers() == set()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_inference_process_costs_nothing_but_time(
    empty: Driver, engine: SharedEngine, folder: FolderMaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    seen = watch_embedding(empty)
    empty.desk.open([folder({**SHORT, "long.txt": long_text(60)})])
    wait_for_embedding(empty, seen)
    (pid,) = (pid for pid, role in workers_of(engine).items() if role is Role.INFERENCE)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    text = empty.text
    empty.press("Shift+J")
    assert empty.text != text, "the window goes on"
    empty.settle()
    assert empty.dialog is None
    assert missing(empty) == 0
    assert pid not in workers_of(engine)


def test_opening_another_folder_drops_the_job_of_the_first(empty: Driver, folder: FolderMaker) -> None:
    seen = watch_embedding(empty)
    empty.desk.open([folder({"long.txt": long_text(60)}, "first")])
    wait_for_embedding(empty, seen)
    empty.open(folder(SHORT, "second"))
    assert empty.dialog is None
    assert empty.title == "a"
    assert [row.title for row in empty.reading.sources.rows] == ["a", "b"]
    assert missing(empty) == 0


def test_a_file_added_in_the_middle_has_nothing_embedded_twice(
    make_window: WindowMaker, folder: FolderMaker, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path / "ledger.txt")
    driver = make_window(on=ledger.engine())
    seen = watch_embedding(driver)
    driver.desk.open([folder({"long.txt": long_text(1200)}, "first")])
    wait_for_embedding(driver, seen)
    driver.desk.add([folder(SHORT, "second")])
    driver.settle()
    assert missing(driver) == 0
    assert [text for text, times in Counter(ledger.take("embed")).items() if times > 1] == []


def test_a_job_that_fails_is_told_in_a_sentence_and_the_window_goes_on(
    empty: Driver, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CounterpointError("The disk is full.", "Free some space and try again.")

    place = folder(SHORT)
    monkeypatch.setattr(Workspace, "put_vectors", fail)
    told: list[CounterpointError] = []
    empty.desk.failed.connect(told.append)
    empty.open(place)
    assert [error.happened for error in told] == ["The disk is full."]
    assert empty.dialog is not None
    empty.press("Escape")
    monkeypatch.undo()


def test_an_idle_window_asks_nothing_of_the_processor(corpus: Driver) -> None:
    corpus.settle()
    assert isinstance(corpus.desk, Desk)
    runners = corpus.desk.findChildren(JobRunner)
    corpus.wait(lambda: not any(runner.is_busy for runner in runners))
    corpus.wait(lambda: not any(runner._timer.isActive() for runner in runners))
