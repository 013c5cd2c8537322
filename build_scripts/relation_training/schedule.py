"""Warm-up, a stable phase, then a linear decay, counted in pairs (Hu et al. 2024, MiniCPM: "WSD").

Only the decay fixes where a run ends, so a run can be ended early or go on from its stable phase.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a run decays and ends, in pairs seen."""

    warm_up: int
    decay_from: int
    end: int

    @classmethod
    def of(cls, pairs: int, warm_up: int, decay: int) -> Schedule:
        """A run of `pairs` whose last `decay` pairs decay.

        Raises:
            ValueError: The phases do not fit into the run.
        """
        if decay < 1 or warm_up + decay > pairs:
            raise ValueError(
                f"{warm_up} pairs of warm-up and {decay} of decay do not fit into {pairs} pairs."
            )
        return cls(warm_up, pairs - decay, pairs)

    def finish(self, seen: int, decay: int) -> Schedule:
        """The same run with the decay beginning now, or as it is where it has begun."""
        return self if seen >= self.decay_from else Schedule(self.warm_up, seen, seen + decay)

    def factor(self, seen: int) -> float:
        """The share of the peak learning rate after `seen` pairs."""
        if seen < self.warm_up:
            return (seen + 1) / (self.warm_up + 1)
        if seen < self.decay_from:
            return 1.0
        return max(0.0, (self.end - seen) / (self.end - self.decay_from))
