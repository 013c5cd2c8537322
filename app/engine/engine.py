"""The engine: lives in the window's process, sends requests to the workers and collects their replies.

It never waits unless `pump` is given a time to wait. Requests wait here, not in the workers: two are with a
worker at a time, so that it never idles, and urgent ones at once; they go before all that has not begun.

The reader is watched while it works: `pump` ends it where one file takes too much memory or time, and the
next request starts it again.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections import deque
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection as pipes
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from app.engine.handlers import make_inference, make_reader
from app.engine.limits import Clock, Limits, Watch
from app.engine.process import WorkerProcess
from app.engine.requests import WAITING, ReplyT_co, Request, Role, Waiting
from app.engine.wire import Answered, Ask, Begun, Failed, Forget, Left, Logged, Ready
from app.engine.worker import HandlerFactory
from app.errors import CounterpointError, LimitExceededError, WorkerDiedError

R = TypeVar("R")

_AT_A_WORKER = 2
_PATIENCE = 0.1
"""Seconds after which a pump that waits looks at a watched worker."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket(Generic[ReplyT_co]):
    """Stands for a request until its reply is taken."""

    number: int


@dataclass(slots=True)
class _Lane:
    """One worker with what waits for it (urgent first), what is with it, and what it has begun.

    `limits` are those of one request; `over` says what the present one took too much of.
    """

    make_handler: HandlerFactory
    limits: Limits | None
    urgent: deque[Ask]
    waiting: deque[Ask]
    sent: dict[int, Ask]
    begun: int | None = None
    process: WorkerProcess | None = None
    ready: bool = False
    has_served: bool = False
    watch: Watch | None = None
    over: tuple[str, str] | None = None

    def take_back(self, ask: Ask) -> None:
        """Put a request at the head of its queue."""
        (self.urgent if ask.urgent else self.waiting).appendleft(ask)

    def pop(self) -> Ask:
        """The next request to send."""
        return self.urgent.popleft() if self.urgent else self.waiting.popleft()


class Engine:
    """The two workers, started at their first use and again when they die.

    Not thread-safe: one thread, the window's, submits, pumps and takes.

    Args:
        model_folder: The sentence-transformers model to embed with; the bundled one if None.
        handlers: What makes each worker's handler; the program's own by default.
        limits: What the reader may take for one file.
        clock: Measures the reader's time.
    """

    def __init__(
        self,
        model_folder: Path | None = None,
        handlers: Mapping[Role, HandlerFactory] | None = None,
        limits: Limits | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        makers = handlers or {
            Role.READER: make_reader,
            Role.INFERENCE: partial(make_inference, model_folder),
        }
        self.limits = limits or Limits()
        self._clock = clock
        self._lanes = {
            role: _Lane(maker, self.limits if role is Role.READER else None, deque(), deque(), {})
            for role, maker in makers.items()
        }
        self._numbers = itertools.count(1)
        self._pending: dict[int, _Lane] = {}
        self._ended: dict[int, Answered | Failed] = {}
        self._closed = False

    def submit(self, request: Request[R], *, urgent: bool = False) -> Ticket[R]:
        """Ask for something; urgent requests go before all others that have not begun."""
        if self._closed:
            raise RuntimeError("The engine is closed.")
        ask = Ask(next(self._numbers), request, urgent)
        lane = self._lanes[request.role]
        (lane.urgent if urgent else lane.waiting).append(ask)
        self._pending[ask.number] = lane
        self._dispatch(lane)
        return Ticket(ask.number)

    def pump(self, timeout: float = 0.0) -> bool:
        """Collect what the workers have sent and send them what waits.

        Args:
            timeout: Seconds to wait for something to arrive, at most; by default none.

        Returns:
            Whether a reply arrived or a worker ended.
        """
        changed = False
        while True:
            running = [(lane, lane.process) for lane in self._lanes.values() if lane.process]
            if not running:
                return changed
            if any(lane.watch and lane.watch.is_on for lane, _ in running):
                timeout = min(timeout, _PATIENCE)
            ready = pipes.wait([process.connection for _, process in running], 0.0 if changed else timeout)
            for lane, process in running:
                if process.connection not in ready:
                    _end_at_its_limits(lane, process)
            if not ready:
                return changed
            for lane, process in running:
                if process.connection in ready:
                    changed = self._receive(lane, process) or changed
                    self._dispatch(lane)

    def is_done(self, ticket: Ticket[Any]) -> bool:
        """Whether the reply, or the failure, is there to be taken."""
        return ticket.number in self._ended

    def take(self, ticket: Ticket[R]) -> R:
        """Hand out a reply, once.

        Raises:
            CounterpointError: What the worker raised; WorkerDiedError if it died at this request.
            KeyError: There is none: not done, cancelled or already taken.
        """
        ended = self._ended.pop(ticket.number)
        if isinstance(ended, Failed):
            raise ended.error
        return cast("R", ended.reply)

    def cancel(self, ticket: Ticket[Any]) -> None:
        """Give a request up: it is not begun any more, and a reply that still comes is dropped."""
        self._ended.pop(ticket.number, None)
        lane = self._pending.pop(ticket.number, None)
        if lane is None:
            return
        for queue in (lane.urgent, lane.waiting):
            for ask in queue:
                if ask.number == ticket.number:
                    queue.remove(ask)
                    return
        sent = lane.sent.get(ticket.number)
        if lane.process and sent and sent.request.may_never_end and lane.begun in (None, ticket.number):
            lane.process.kill()
            self._bury(lane, lane.process, is_wanted=True)
            self._dispatch(lane)
        elif lane.process and lane.begun != ticket.number:
            lane.process.send(Forget(ticket.number))

    def call(self, request: Request[R], *, urgent: bool = False) -> Generator[Waiting, None, R]:
        """Ask and wait, as part of a job: `reply = yield from engine.call(request)`.

        Yields `WAITING` until the reply is there; closing the generator cancels the request.

        Raises:
            CounterpointError: See `take`.
        """
        ticket = self.submit(request, urgent=urgent)
        try:
            while not self.is_done(ticket):
                yield WAITING
            return self.take(ticket)
        finally:
            self.cancel(ticket)

    def stream(
        self, requests: Iterable[Request[R]], *, ahead: int = 2, urgent: bool = False
    ) -> Generator[Waiting | R, None, None]:
        """Ask for many things in turn, a few ahead so that the worker never idles.

        Yields each reply in the order of the requests, and `WAITING` in between; closing the generator
        cancels what is left. Several streams share a worker request by request.

        Raises:
            CounterpointError: See `take`; the requests after the failed one are cancelled.
        """
        source = iter(requests)
        tickets: deque[Ticket[R]] = deque()
        try:
            while True:
                tickets.extend(
                    self.submit(request, urgent=urgent)
                    for request in itertools.islice(source, ahead - len(tickets))
                )
                if not tickets:
                    return
                while not self.is_done(tickets[0]):
                    yield WAITING
                yield self.take(tickets.popleft())
        finally:
            for ticket in tickets:
                self.cancel(ticket)

    def close(self) -> None:
        """End both workers, within about two seconds even if one hangs; what waits is dropped."""
        self._closed = True
        self._pending.clear()
        self._ended.clear()
        for lane in self._lanes.values():
            lane.urgent.clear()
            lane.waiting.clear()
            lane.sent.clear()
            if lane.process:
                lane.process.end()
                lane.process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _dispatch(self, lane: _Lane) -> None:
        """Send what waits, and start the worker if it does not run."""
        while lane.urgent or (lane.waiting and len(lane.sent) < _AT_A_WORKER):
            ask = lane.pop()
            if lane.process is None:
                lane.process = WorkerProcess(ask.request.role, lane.make_handler)
                if lane.limits and lane.process.pid:
                    lane.watch = Watch(lane.process.pid, lane.limits, self._clock)
            if not lane.ready:
                lane.take_back(ask)
                return
            lane.sent[ask.number] = ask
            lane.process.send(ask)

    def _receive(self, lane: _Lane, process: WorkerProcess) -> bool:
        message = process.receive()
        match message:
            case None:
                self._bury(lane, process)
                return True
            case Ready():
                lane.ready = True
                return False
            case Begun(number):
                lane.begun = number
                lane.has_served = True
                lane.over = None
                if lane.watch:
                    lane.watch.begin()
                return False
            case Left(number):
                del lane.sent[number]
                return False
            case Logged(logger, level, text):
                logging.getLogger(logger).log(level, "%s", text)
                return False
            case Answered(number) | Failed(number):
                del lane.sent[number]
                lane.begun = None
                if lane.watch:
                    lane.watch.rest()
                self._end(message)
                return True

    def _end(self, ended: Answered | Failed) -> None:
        if self._pending.pop(ended.number, None) is not None:
            self._ended[ended.number] = ended

    def _bury(self, lane: _Lane, process: WorkerProcess, *, is_wanted: bool = False) -> None:
        """Fail the request the worker died at, unless it died at our wish; put back what it had not begun."""
        code = process.end()
        if not is_wanted:
            _log.warning("A worker ended with code %s", code)
        left = [ask for ask in lane.sent.values() if ask.number in self._pending]
        for ask in reversed(left):
            lane.take_back(ask)
        blamed = next((ask for ask in left if ask.number == lane.begun), None)
        if blamed:
            (lane.urgent if blamed.urgent else lane.waiting).remove(blamed)
        elif not is_wanted and not lane.has_served and (lane.urgent or lane.waiting):
            # It cannot even start: a request is given up each time, so that starting again has an end.
            blamed = lane.pop()
        lane.sent.clear()
        over = lane.over
        lane.process, lane.begun, lane.ready, lane.has_served = None, None, False, False
        lane.watch = lane.over = None
        if blamed:
            self._end(Failed(blamed.number, _exceeded(blamed, *over) if over else _died(blamed, code)))


def _end_at_its_limits(lane: _Lane, process: WorkerProcess) -> None:
    """Kill a worker whose request takes too much; its pipe will tell that it ended."""
    if lane.watch and lane.over is None:
        lane.over = lane.watch.exceeded()
        if lane.over:
            process.kill()


def _exceeded(ask: Ask, what: str, setting: str) -> CounterpointError:
    subject = ask.request.subject
    return LimitExceededError(
        f"{subject[:1].upper()}{subject[1:]} {what}, so it was stopped.",
        f"Open a part of it, or raise {setting} in the settings.",
    )


def _died(ask: Ask, code: int | None) -> CounterpointError:
    return WorkerDiedError(
        f"The {ask.request.role} process ended while {ask.request.subject} (code {code}).",
        "It was started again; the rest goes on.",
    )
