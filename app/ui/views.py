"""What the middle of the window can show."""

from __future__ import annotations

from enum import Enum


class View(Enum):
    """One thing at a time: a source with its matches, two sources, or all of them."""

    READING = "reading"
    COMPARING = "side by side"
    MAP = "map"
