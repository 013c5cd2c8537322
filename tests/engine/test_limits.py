"""A file that takes too much ends the reader, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.engine.engine import Engine, Ticket
from app.engine.limits import MEGABYTE, Limits, Watch, shown_memory
from app.engine.requests import Request, Role
from app.errors import LimitExceededError
from tests.engine.stand_in import Fill, Hold, Loop, OtherEcho, OtherHang, OtherTell, Tell, make

Gate = Callable[[str], Path]


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(clock: Clock) -> Iterator[Engine]:
    handlers = {Role.INFERENCE: make, Role.READER: make}
    with Engine(handlers=handlers, limits=Limits(memory=400, seconds=120), clock=clock) as engine:
        yield engine


def wait(engine: Engine, ticket: Ticket[Any]) -> Any:
    while not engine.is_done(ticket):
        engine.pump(1)
    return engine.take(ticket)


def ask(engine: Engine, request: Request[Any]) -> Any:
    return wait(engine, engine.submit(request))


def begin(engine: Engine, request: Request[Any]) -> Ticket[Any]:
    ticket = engine.submit(request)
    while engine._lanes[request.role].begun != ticket.number:
        engine.pump(0.01)
    return ticket


@pytest.mark.parametrize("kind", ["waits", "computes"])
def test_what_takes_too_long_is_ended_and_the_next_goes_on(
    engine: Engine, clock: Clock, gate: Gate, kind: str
) -> None:
    model = ask(engine, Tell())[0]
    reader = ask(engine, OtherTell())[0]
    slow = begin(engine, OtherHang(gate("never")) if kind == "waits" else Loop())
    following = engine.submit(OtherEcho("the next file"))
    clock.now += 120
    engine.pump(0.01)
    assert not engine.is_done(slow), "just within its time"
    clock.now += 1
    with pytest.raises(
        LimitExceededError, match=r"took longer than 120 s, so it was stopped.*reader_seconds"
    ):
        wait(engine, slow)
    assert wait(engine, following) == "the next file"
    assert ask(engine, OtherTell())[0] != reader
    assert not psutil.pid_exists(reader)
    assert ask(engine, Tell())[0] == model, "the models stay where they are"


def test_what_takes_too_much_memory_is_ended_and_the_next_goes_on(engine: Engine) -> None:
    model = ask(engine, Tell())[0]
    greedy = engine.submit(Fill())
    following = engine.submit(OtherEcho("the next file"))
    with pytest.raises(LimitExceededError, match=r"needs more than 400 MB of memory.*reader_memory_mb"):
        wait(engine, greedy)
    assert wait(engine, following) == "the next file"
    assert ask(engine, Tell())[0] == model


def test_the_time_of_each_request_is_its_own(engine: Engine, clock: Clock) -> None:
    for number in range(3):
        clock.now += 100
        assert ask(engine, OtherEcho(number)) == number
    clock.now += 1000
    engine.pump()
    assert ask(engine, OtherEcho("after a rest")) == "after a rest"


def test_the_models_have_no_limits(engine: Engine, clock: Clock, gate: Gate) -> None:
    path = gate("gate")
    held = begin(engine, Hold(path))
    clock.now += 10_000
    engine.pump(0.01)
    path.write_bytes(b"")
    assert wait(engine, held) is None


def test_a_file_given_up_ends_the_reader_in_the_middle_of_it(engine: Engine) -> None:
    slow = begin(engine, Loop())
    following = engine.submit(OtherEcho("the next file"))
    process = engine._lanes[Role.READER].process
    assert process is not None
    pid = process.pid or 0
    engine.cancel(slow)
    assert not psutil.pid_exists(pid)
    assert wait(engine, following) == "the next file"
    with pytest.raises(KeyError):
        engine.take(slow)


def test_memory_is_that_of_the_process_as_the_system_tells_it(clock: Clock) -> None:
    resident = psutil.Process().memory_info().rss // MEGABYTE
    for limit, is_over in ((resident // 2, True), (resident * 4, False)):
        watch = Watch(os.getpid(), Limits(memory=limit), clock)
        assert watch.exceeded() is None, "nothing has begun"
        watch.begin()
        assert (watch.exceeded() is not None) == is_over
        watch.rest()
        assert watch.exceeded() is None


@pytest.mark.parametrize(("megabytes", "shown"), [(2048, "2 GB"), (1536, "1.5 GB"), (300, "300 MB")])
def test_memory_is_told_as_a_person_says_it(megabytes: int, shown: str) -> None:
    assert shown_memory(megabytes) == shown
