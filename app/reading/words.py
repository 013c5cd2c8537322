"""Lists of words, written as text."""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    """The words of some lines of text."""
    return frozenset(word for line in lines for word in line.split())
