"""One worker process and its pipe, seen from the window's process."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from app.engine.requests import Role
from app.engine.wire import FromWorker, ToWorker
from app.engine.worker import HandlerFactory, run_worker

_PATIENCE = 1.0


class WorkerProcess:
    """A running worker."""

    def __init__(self, role: Role, make_handler: HandlerFactory) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=run_worker, args=(theirs, make_handler), name=f"counterpoint-{role}", daemon=True
        )
        with _interrupts_held():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The process's id."""
        return self._process.pid

    def send(self, message: ToWorker) -> None:
        """Send; nothing happens if the worker is dead, which `receive` will tell."""
        with suppress(OSError):
            self.connection.send(message)

    def receive(self) -> FromWorker | None:
        """The next message, which must have arrived; None if the worker is dead."""
        try:
            message: FromWorker = self.connection.recv()
        except (EOFError, OSError):
            return None
        return message

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does; `receive` will tell."""
        self._process.kill()

    def end(self) -> int | None:
        """End the process, by force if need be, and release it; returns its exit code."""
        self.connection.close()
        self._process.join(_PATIENCE)
        for stop in (self._process.terminate, self._process.kill):
            if self._process.exitcode is None:
                stop()
                self._process.join(_PATIENCE)
        code = self._process.exitcode
        self._process.close()
        return code


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl+C, so that a new process is born deaf to it rather than shot while it starts."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
