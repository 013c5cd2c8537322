"""Numbers with their nouns, as the window says them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 match", "3 matches", "2 sources"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun}es" if noun.endswith(("ch", "sh", "s")) else f"{number:,} {noun}s"
