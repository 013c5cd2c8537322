from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from app.engine.engine import Engine, Ticket
from app.engine.requests import WAITING, Request, Role
from app.engine.worker import WorkerFaultError
from app.errors import UnreadableFileError, WorkerDiedError
from tests.engine.conftest import Started
from tests.engine.stand_in import (
    QUOTE,
    Die,
    Echo,
    Hang,
    Hold,
    OtherTell,
    Refuse,
    Stumble,
    Talk,
    Tell,
    make_nothing,
)

Gate = Callable[[str], Path]


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


def open_gate(path: Path) -> None:
    path.write_bytes(b"")


def run(engine: Engine, steps: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
        engine.pump(1)


def test_a_reply_is_taken_once(stand_in: Engine) -> None:
    ticket = stand_in.submit(Echo("x"))
    assert wait(stand_in, ticket) == "x"
    with pytest.raises(KeyError):
        stand_in.take(ticket)


def test_nothing_starts_before_it_is_needed(stand_in: Engine, started: Started) -> None:
    assert not stand_in.pump(1)
    assert started() == []
    ask(stand_in, Echo(1))
    assert [child.name for child in started()] == ["counterpoint-inference"]


def test_each_role_has_a_process_of_its_own(stand_in: Engine) -> None:
    pids = {ask(stand_in, Tell())[0], ask(stand_in, OtherTell())[0], os.getpid()}
    assert len(pids) == 3


def test_submitting_never_waits_for_a_busy_worker(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    begin(stand_in, Hold(path))
    large = stand_in.submit(Echo(bytes(8_000_000)))
    open_gate(path)
    assert len(wait(stand_in, large)) == 8_000_000


def test_requests_are_done_in_turn_and_urgent_ones_first(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    begin(stand_in, Hold(path))
    for value in range(4):
        stand_in.submit(Echo(value))
    stand_in.submit(Echo("first"), urgent=True)
    stand_in.submit(Echo("second"), urgent=True)
    last = stand_in.submit(Tell())
    open_gate(path)
    assert wait(stand_in, last)[1] == ["first", "second", 0, 1, 2, 3]


def test_a_cancelled_request_is_dropped_and_not_begun_if_it_waits(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    begin(stand_in, Hold(path))
    with_worker, queued, kept = (stand_in.submit(Echo(value)) for value in ("a", "b", "c"))
    stand_in.cancel(with_worker)
    stand_in.cancel(queued)
    open_gate(path)
    assert wait(stand_in, kept) == "c"
    assert "b" not in ask(stand_in, Tell())[1]
    assert not stand_in.is_done(with_worker)


def test_the_reply_of_a_cancelled_request_is_dropped(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    held = begin(stand_in, Hold(path))
    stand_in.cancel(held)
    open_gate(path)
    ask(stand_in, Echo(1))
    assert not stand_in.is_done(held)
    assert stand_in._ended == {}


def test_an_error_for_a_person_arrives_whole(stand_in: Engine) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        ask(stand_in, Refuse())
    assert (caught.value.happened, caught.value.remedy) == ("No.", "Try another.")


def test_a_fault_is_told_without_the_document_and_the_worker_lives(
    stand_in: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    pid = ask(stand_in, Tell())[0]
    with pytest.raises(WorkerFaultError, match="doing Stumble") as caught:
        ask(stand_in, Stumble())
    assert ask(stand_in, Tell())[0] == pid
    assert "stand_in.py" in caplog.text
    assert QUOTE not in caplog.text + str(caught.value)


def test_a_worker_that_dies_takes_only_its_request_along(stand_in: Engine) -> None:
    before, killer, after = (stand_in.submit(request) for request in (Echo(1), Die(), Echo(2)))
    assert wait(stand_in, before) == 1
    with pytest.raises(WorkerDiedError, match="doing Die"):
        wait(stand_in, killer)
    assert wait(stand_in, after) == 2


def test_a_worker_killed_from_outside_is_started_again(stand_in: Engine, gate: Gate) -> None:
    pid = ask(stand_in, Tell())[0]
    held = begin(stand_in, Hold(gate("gate")))
    waiting = stand_in.submit(Tell())
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerDiedError, match="doing Hold"):
        wait(stand_in, held)
    assert wait(stand_in, waiting)[0] != pid


def test_death_of_one_worker_leaves_the_other_alone(stand_in: Engine) -> None:
    pid = ask(stand_in, OtherTell())[0]
    with pytest.raises(WorkerDiedError):
        ask(stand_in, Die())
    assert ask(stand_in, OtherTell())[0] == pid


def test_a_worker_that_died_idle_costs_no_request(stand_in: Engine) -> None:
    pid = ask(stand_in, Tell())[0]
    os.kill(pid, signal.SIGKILL)
    _ended(pid)
    assert ask(stand_in, Tell())[0] != pid


def test_a_cancelled_request_that_kills_the_worker_costs_no_other(stand_in: Engine, gate: Gate) -> None:
    pid = ask(stand_in, Tell())[0]
    stand_in.cancel(begin(stand_in, Hold(gate("gate"))))
    waiting = stand_in.submit(Echo(1))
    os.kill(pid, signal.SIGKILL)
    assert wait(stand_in, waiting) == 1


def test_a_worker_that_cannot_start_fails_each_request_in_turn() -> None:
    with Engine(handlers={Role.INFERENCE: make_nothing}) as engine:
        tickets = [engine.submit(Echo(1)) for _ in range(2)]
        for ticket in tickets:
            with pytest.raises(WorkerDiedError, match="code 3"):
                wait(engine, ticket)


def test_what_libraries_print_is_lost_and_their_warnings_are_logged(
    stand_in: Engine, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ask(stand_in, Talk())
    assert capfd.readouterr() == ("", "")
    lines = [record.getMessage() for record in caplog.records]
    assert "worth a line" in lines
    assert "a library's warning" in caplog.text
    assert "not worth a line" not in lines


def test_an_interrupt_is_left_to_the_window(stand_in: Engine) -> None:
    pid = ask(stand_in, Tell())[0]
    os.kill(pid, signal.SIGINT)
    assert ask(stand_in, Tell())[0] == pid


def test_an_interrupt_does_not_shoot_a_worker_that_is_starting(stand_in: Engine, started: Started) -> None:
    ticket = stand_in.submit(Echo(1))
    [child] = started()
    os.kill(child.pid or 0, signal.SIGINT)
    assert wait(stand_in, ticket) == 1


def test_closing_ends_a_worker_that_hangs(stand_in: Engine, gate: Gate, started: Started) -> None:
    pid = ask(stand_in, Tell())[0]
    path = gate("begun")
    begin(stand_in, Hang(path))
    path.read_bytes()
    stand_in.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert started() == []
    with pytest.raises(RuntimeError):
        stand_in.submit(Echo(1))


def test_a_call_yields_until_the_reply_is_there(stand_in: Engine, caplog: pytest.LogCaptureFixture) -> None:
    steps = stand_in.call(Echo("x"))
    assert next(steps) is WAITING
    assert run(stand_in, steps) == "x"
    with pytest.raises(WorkerDiedError):
        run(stand_in, stand_in.call(Die()))
    assert run(stand_in, stand_in.call(Echo("y"))) == "y"
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_closing_a_call_cancels_its_request(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    begin(stand_in, Hold(path))
    steps = stand_in.call(Echo("x"))
    next(steps)
    steps.close()
    open_gate(path)
    assert ask(stand_in, Tell())[1] == []


def test_a_stream_replies_in_order_and_asks_only_a_few_ahead(stand_in: Engine) -> None:
    drawn: list[int] = []

    def requests() -> Generator[Echo, None, None]:
        for value in range(10):
            drawn.append(value)
            yield Echo(value)

    replies: list[object] = []
    for reply in stand_in.stream(requests()):
        if reply is WAITING:
            stand_in.pump(1)
        else:
            replies.append(reply)
        assert len(drawn) <= len(replies) + 2
    assert replies == list(range(10))


def test_a_stream_that_fails_or_is_closed_cancels_what_is_left(stand_in: Engine) -> None:
    with pytest.raises(WorkerDiedError):
        run(stand_in, stand_in.stream([Die(), Echo("left out")]))
    stream = stand_in.stream([Echo(1), Echo(2)])
    next(stream)
    stream.close()
    assert "left out" not in ask(stand_in, Tell())[1]
    assert stand_in._pending == {}
    assert stand_in._ended == {}


def test_streams_share_a_worker(stand_in: Engine, gate: Gate) -> None:
    path = gate("gate")
    begin(stand_in, Hold(path))
    long, short = stand_in.stream(map(Echo, range(50))), stand_in.stream([Echo("short")])
    assert next(long) is WAITING
    assert next(short) is WAITING
    open_gate(path)
    while (reply := next(short)) is WAITING:
        next(long)
        stand_in.pump(1)
    assert reply == "short"
    assert len(ask(stand_in, Tell())[1]) < 10
    long.close()


def _ended(pid: int) -> None:
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
