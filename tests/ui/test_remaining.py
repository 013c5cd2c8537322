"""The time a job will still take, by a clock of the test's own."""

from __future__ import annotations

import pytest

from app.engine.jobs import Progress
from app.ui.remaining import Remaining


class Clock:
    """Seconds that pass when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "done", "told"),
    [
        (2, 50, ""),
        (10, 0, ""),
        (10, 10, "about 2 min left"),
        (10, 50, "about 10 s left"),
        (10, 90, ""),
        (60, 10, "about 9 min left"),
        (3600, 25, "about 3 h left"),
    ],
)
def test_the_rest_is_guessed_from_the_pace(seconds: float, done: int, told: str) -> None:
    clock = Clock()
    remaining = Remaining(clock)
    assert remaining.words(Progress("embedding", 0, 100)) == ""
    clock.now += seconds
    assert remaining.words(Progress("embedding", done, 100)) == told


def test_each_stage_has_its_own_pace() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    remaining.words(Progress("reading", 0, 10))
    clock.now += 100
    assert remaining.words(Progress("reading", 5, 10)) == "about 2 min left"
    assert remaining.words(Progress("embedding", 5, 1000)) == ""
    clock.now += 10
    assert remaining.words(Progress("embedding", 15, 1000)) == "about 16 min left"
    assert remaining.words(Progress("embedding", 1, 1000)) == "", "another job began"
