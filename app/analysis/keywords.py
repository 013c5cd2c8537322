"""The words two texts have in common: what a search by keywords would have found."""

from __future__ import annotations

from functools import lru_cache

from app.relations.tokens import content_stems, tokenize


@lru_cache(maxsize=256)
def common_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Where the content words of the first text stand in the other, in whatever form, in code points."""
    stems = content_stems(tokenize(text))
    return tuple(
        (token.start, token.end) for token in tokenize(other) if token.is_content and token.stem in stems
    )
