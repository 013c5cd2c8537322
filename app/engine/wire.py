"""The messages on the pipe between the window's process and a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.engine.requests import Request
from app.errors import CounterpointError


@dataclass(frozen=True, slots=True)
class Ask:
    """To the worker: do this. Urgent requests go before others that have not begun."""

    number: int
    request: Request[Any]
    urgent: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """To the worker: leave this out unless it has begun."""

    number: int


@dataclass(frozen=True, slots=True)
class Ready:
    """From the worker: what is sent from now on is received at once, whatever the worker does."""


@dataclass(frozen=True, slots=True)
class Begun:
    """From the worker: this is being worked on; if the worker dies now, this is the cause."""

    number: int


@dataclass(frozen=True, slots=True)
class Answered:
    """From the worker: done."""

    number: int
    reply: object


@dataclass(frozen=True, slots=True)
class Failed:
    """From the worker: not done, for a reason a person can understand."""

    number: int
    error: CounterpointError


@dataclass(frozen=True, slots=True)
class Left:
    """From the worker: left out as asked by `Forget`."""

    number: int


@dataclass(frozen=True, slots=True)
class Logged:
    """From the worker: a line for the program's log."""

    logger: str
    level: int
    message: str


ToWorker = Ask | Forget
FromWorker = Ready | Begun | Answered | Failed | Left | Logged
