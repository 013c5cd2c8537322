"""Which passages copy one another: agreement is counted in origins, not in copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from rapidfuzz.distance import LCSseq

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+")
"""A word, or a character of a script that sets no spaces between words."""
_COPIED = 0.85
"""Share of the shorter text's words that the longer one has in the same order."""
_SHORTEST_SHARE = 0.5
"""A text under half the other's length is a quotation from it, not a copy of it."""
_FEW_WORDS = 6
"""Texts of fewer words are copies only if they are the same."""


def group_origins(texts: Mapping[int, str], pairs: Iterable[tuple[int, int]] | None = None) -> dict[int, int]:
    """Give each passage the number of its origin: the smallest id among the copies of one another.

    Two texts are copies when nearly all words of the shorter stand in the longer in the same order:
    containment (Broder, On the resemblance and containment of documents, 1997) measured by the
    longest common subsequence of words, which small edits of wording leave almost whole. Case,
    punctuation and typographic marks do not count. Copies of a copy share its origin.

    Args:
        texts: Passage id to text.
        pairs: The pairs that may be copies, such as those of high cosine; both ids in `texts`. All
            pairs when left out, which suits the matches of one passage.

    Returns:
        An origin for every id of `texts`, its own where it copies nothing.
    """
    words = {passage: _WORD.findall(text.casefold()) for passage, text in texts.items()}
    origin = {passage: passage for passage in texts}

    def root(passage: int) -> int:
        while origin[passage] != passage:
            passage = origin[passage]
        return passage

    for first, second in combinations(sorted(texts), 2) if pairs is None else pairs:
        one, other = root(first), root(second)
        if one != other and _are_copies(words[first], words[second]):
            origin[max(one, other)] = min(one, other)
    return {passage: root(passage) for passage in texts}


def _are_copies(first: list[str], second: list[str]) -> bool:
    shorter, longer = sorted((len(first), len(second)))
    if shorter < _FEW_WORDS:
        return first == second and shorter > 0
    if shorter < _SHORTEST_SHARE * longer:
        return False
    needed = int(_COPIED * shorter)
    return LCSseq.similarity(first, second, score_cutoff=needed) >= _COPIED * shorter
