"""How long a job will still take, told from how far it came."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from app.engine.jobs import Progress

LEAST_ELAPSED = 3.0
"""Seconds a stage has run before its rest is guessed."""
LEAST_LEFT = 5.0
"""Seconds below which nothing is said: it is over before it is read."""


class Remaining:
    """Follows one stage after the other; the rest is guessed from the pace of the present one.

    Args:
        clock: Tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._stage = ""
        self._began, self._done = 0.0, 0

    def words(self, progress: Progress) -> str:
        """About how long the stage will still take; empty while that is not known, or not worth saying."""
        now = self._clock()
        if progress.stage != self._stage or progress.done < self._done:
            self._stage, self._began, self._done = progress.stage, now, progress.done
        elapsed, done = now - self._began, progress.done - self._done
        if elapsed < LEAST_ELAPSED or not done:
            return ""
        left = elapsed / done * (progress.total - progress.done)
        if left < LEAST_LEFT:
            return ""
        if left < 60:
            return f"about {5 * round(left / 5)} s left"
        return f"about {round(left / 60)} min left" if left < 5400 else f"about {round(left / 3600)} h left"
