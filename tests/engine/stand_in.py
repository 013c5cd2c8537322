"""A stand-in for the workers' work: requests that hold, die, refuse and stumble at will."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.engine.requests import Request, Role
from app.engine.worker import Handler
from app.errors import UnreadableFileError

QUOTE = "a sentence of the document"


class _Act(Request[Any]):
    __slots__ = ()
    role: ClassVar[Role] = Role.INFERENCE

    @property
    def subject(self) -> str:
        return f"doing {type(self).__name__}"


@dataclass(frozen=True, slots=True)
class Echo(_Act):
    """Answer this."""

    value: object


@dataclass(frozen=True, slots=True)
class Hold(_Act):
    """Answer when the named pipe at `gate` has been opened from the other side."""

    gate: Path


@dataclass(frozen=True, slots=True)
class Hang(_Act):
    """Never answer; tell by way of the named pipe that it has begun."""

    begun: Path


@dataclass(frozen=True, slots=True)
class Die(_Act):
    """Be killed at once."""


@dataclass(frozen=True, slots=True)
class Refuse(_Act):
    """Raise an error for a person."""


@dataclass(frozen=True, slots=True)
class Stumble(_Act):
    """Raise an error that quotes the document."""


@dataclass(frozen=True, slots=True)
class Talk(_Act):
    """Print, warn and log."""


@dataclass(frozen=True, slots=True)
class Tell(_Act):
    """Answer the process id and the values echoed so far."""


@dataclass(frozen=True, slots=True)
class OtherTell(Tell):
    """As Tell, by the reader."""

    role: ClassVar[Role] = Role.READER


@dataclass(frozen=True, slots=True)
class OtherEcho(Echo):
    """As Echo, by the reader."""

    role: ClassVar[Role] = Role.READER


@dataclass(frozen=True, slots=True)
class OtherHang(Hang):
    """As Hang, by the reader."""

    role: ClassVar[Role] = Role.READER


@dataclass(frozen=True, slots=True)
class Loop(_Act):
    """Compute for ever, by the reader."""

    role: ClassVar[Role] = Role.READER
    may_never_end: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Fill(_Act):
    """Take memory and never give it back, by the reader; never answer."""

    role: ClassVar[Role] = Role.READER


def make() -> Handler:
    """A stand-in's handler."""
    return _StandIn()


def make_nothing() -> Handler:
    """Die while starting."""
    os._exit(3)


class _StandIn:
    def __init__(self) -> None:
        self._echoed: list[object] = []

    def __call__(self, request: Request[Any]) -> object:
        match request:
            case Echo(value):
                self._echoed.append(value)
                return value
            case Hold(gate):
                gate.read_bytes()
            case Hang(begun):
                begun.write_bytes(b"")
                threading.Event().wait()
            case Loop():
                while True:
                    pass
            case Fill():
                taken = [bytearray(b"x" * (8 << 20)) for _ in range(100)]
                threading.Event().wait(timeout=None if taken else 0)
            case Die():
                os.kill(os.getpid(), signal.SIGKILL)
            case Refuse():
                raise UnreadableFileError("No.", "Try another.")
            case Stumble():
                raise ValueError(QUOTE)
            case Talk():
                os.write(1, b"by descriptor")
                sys.stdout.write("by stream")
                sys.stderr.write("by stream")
                warnings.warn("a library's warning", stacklevel=1)
                logging.getLogger("library").info("not worth a line")
                logging.getLogger("library").warning("worth a line")
            case Tell():
                return os.getpid(), list(self._echoed)
        return None
