"""Going through choices by one key: each after the other, then none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


def next_choice(offered: Sequence[_T], chosen: _T | None) -> _T | None:
    """The choice after the chosen one: the first after none, none after the last or one no longer offered."""
    if chosen is None:
        return offered[0] if offered else None
    at = offered.index(chosen) + 1 if chosen in offered else len(offered)
    return offered[at] if at < len(offered) else None
