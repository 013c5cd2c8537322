"""The main loop of a worker process, the same for every role.

One thread receives, so that the window's process never waits to send and the end of the pipe, which is
the end of the window's process, is noticed even in the middle of a long request. The main thread works.
"""

from __future__ import annotations

import heapq
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from app.engine.requests import Request
from app.engine.wire import Answered, Ask, Begun, Failed, Forget, FromWorker, Left, Logged, Ready
from app.errors import CounterpointError

Handler = Callable[[Request[Any]], object]
"""Does one request and returns its reply; a CounterpointError is passed on, anything else is a fault."""

HandlerFactory = Callable[[], Handler]
"""Makes the handler inside the worker process; it is sent there by name, so a module-level callable or a
`functools.partial` of one."""

_log = logging.getLogger(__name__)


class WorkerFaultError(CounterpointError):
    """A request failed by a fault of the program; the worker lives on, the log has the details."""


class _Channel:
    """The pipe as the worker sees it: sending is guarded, received requests are ordered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._changed = threading.Condition()
        self._asked: list[tuple[bool, int, Ask]] = []
        self._forgotten: set[int] = set()

    def send(self, message: FromWorker) -> None:
        with self._sending:
            self._connection.send(message)

    def receive_forever(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)  # the window's process is gone or has let go; nobody waits for a reply
            with self._changed:
                if isinstance(message, Ask):
                    heapq.heappush(self._asked, (not message.urgent, message.number, message))
                elif isinstance(message, Forget):
                    self._forgotten.add(message.number)
                self._changed.notify()

    def next(self) -> tuple[Ask, bool]:
        """Wait for the next request; the flag says that it is to be left out."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked)
            ask = heapq.heappop(self._asked)[2]
            forgotten = ask.number in self._forgotten
            if not self._asked:
                self._forgotten.clear()  # each was asked for earlier, so none is still to come
            return ask, forgotten


class _PipeLog(logging.Handler):
    def __init__(self, channel: _Channel) -> None:
        super().__init__(logging.WARNING)
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._channel.send(Logged(record.name, record.levelno, record.getMessage()))
        except (OSError, ValueError, TypeError):
            self.handleError(record)


def run_worker(connection: Connection, make_handler: HandlerFactory) -> None:
    """Serve requests until the pipe ends. The entry of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window's process decides what Ctrl+C means
    _silence()
    channel = _Channel(connection)
    logging.basicConfig(handlers=[_PipeLog(channel)], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    threading.Thread(target=channel.receive_forever, name="receiver", daemon=True).start()
    channel.send(Ready())
    handler = make_handler()
    while True:
        ask, forgotten = channel.next()
        if forgotten:
            channel.send(Left(ask.number))
            continue
        channel.send(Begun(ask.number))
        channel.send(_answer(handler, ask))


def _answer(handler: Handler, ask: Ask) -> Answered | Failed:
    try:
        return Answered(ask.number, handler(ask.request))
    except CounterpointError as error:
        return Failed(ask.number, error)
    except Exception as error:
        # Not the message: it may quote the document.
        _log.error("%s: %s", type(error).__name__, _frames(error))
        fault = WorkerFaultError(
            f"A fault of the program stopped it {ask.request.subject} ({type(error).__name__}).",
            "The log has the details.",
        )
        return Failed(ask.number, fault)


def _frames(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _silence() -> None:
    """Send what libraries print to nowhere: stdout belongs to the command line's result."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for good
