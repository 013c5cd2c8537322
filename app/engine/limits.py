"""What one file may take of the machine, watched from outside the process that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import psutil

from app.settings import Settings

Clock = Callable[[], float]
"""Seconds from an arbitrary start, always growing."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader may take for one file.

    Attributes:
        memory: Megabytes of resident memory, the reader's own included.
        seconds: Time from the beginning to the end of the reading.
    """

    memory: int = 2048
    seconds: int = 120

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those that the settings tell."""
        return cls(settings.reader_memory_mb, settings.reader_seconds)


class Watch:
    """Looks at one process while it works.

    Resident memory is the one measure that every system tells of another process; limits set within
    the process hold on some systems only, and count what is reserved and never used.
    """

    def __init__(self, pid: int, limits: Limits, clock: Clock) -> None:
        self._process = psutil.Process(pid)
        self._limits = limits
        self._clock = clock
        self._began: float | None = None

    def begin(self) -> None:
        """A request begins now."""
        self._began = self._clock()

    def rest(self) -> None:
        """The process has nothing to do."""
        self._began = None

    @property
    def is_on(self) -> bool:
        """Whether a request is being worked on."""
        return self._began is not None

    def exceeded(self) -> tuple[str, str] | None:
        """What the present request has exceeded, as the end of a sentence, with the setting's name."""
        if self._began is None:
            return None
        if self._clock() - self._began > self._limits.seconds:
            return f"took longer than {self._limits.seconds} s", "reader_seconds"
        if self._resident() > self._limits.memory * MEGABYTE:
            return f"needs more than {shown_memory(self._limits.memory)} of memory", "reader_memory_mb"
        return None

    def _resident(self) -> int:
        try:
            return int(self._process.memory_info().rss)
        except psutil.Error:
            return 0  # it has ended, which its pipe tells


def shown_memory(megabytes: int) -> str:
    """An amount of memory as a person says it: "2 GB", "1.5 GB", "300 MB"."""
    return f"{megabytes / 1024:.3g} GB" if megabytes >= 1024 else f"{megabytes} MB"
