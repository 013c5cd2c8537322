"""Repeatable random draws."""

from __future__ import annotations

import random


def seeded(seed: int, purpose: str = "") -> random.Random:
    """A generator of its own for one purpose, the same in every run with the same seed."""
    return random.Random(f"{seed}, {purpose}" if purpose else seed)  # noqa: S311 - no secrets are drawn
