"""Which claims of two passages are about the same thing, and so worth an inference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.embedding.encoder import Vectors
from app.relations.claim import Claim
from app.relations.cues import Comparison, compare, containment, shared_stems

MOST_PAIRS = 4
"""Pairs of claims read for one pair of passages."""

_FEW_SHARED = 2
_LEAST_COSINE = 0.35
_LEAST_COSINE_ONE_SHARED = 0.48


@dataclass(frozen=True, slots=True)
class Partners:
    """A claim of each passage, by index, how well they fit (0 to 1), and what differs between them."""

    one: int
    other: int
    fit: float
    comparison: Comparison


def may_share_subject(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Whether any two claims share a content word: the cheap look before anything is embedded."""
    words = frozenset[str]().union(*(claim.stems for claim in one))
    return any(claim.stems & words for claim in other)


def share_subject(one: Claim, other: Claim, cosine: float) -> bool:
    """Whether two claims are about the same thing, by their words and the cosine of their vectors.

    A single word in common is enough where the cosine is higher and the word is no name: what two
    sources say of one country may be anything.
    """
    shared = shared_stems(one, other)
    if len(shared) >= _FEW_SHARED:
        return cosine >= _LEAST_COSINE
    return cosine >= _LEAST_COSINE_ONE_SHARED and bool(shared - one.names - other.names)


def align(
    one: Sequence[Claim], other: Sequence[Claim], vectors: Vectors, other_vectors: Vectors
) -> list[Partners]:
    """Pair claims that share their subject, each claim at most twice.

    Claims that a rule finds in conflict come first, then the best fitting.

    Cosine alone pairs an unspecific sentence with anything, so a pair must also share its subject. Where
    each passage is a single claim there is nothing to choose and the two are partners. The fit is the mean
    of the cosine and the share of the shorter claim's content words that both use.

    Args:
        one: Claims of the first passage.
        other: Claims of the second passage.
        vectors: (len(one), d), rows of unit length.
        other_vectors: (len(other), d), rows of unit length.

    Returns:
        At most `MOST_PAIRS` pairs.
    """
    cosines = vectors @ other_vectors.T
    alone = len(one) == len(other) == 1
    found: list[Partners] = []
    for i, claim in enumerate(one):
        for j, partner in enumerate(other):
            cosine = float(cosines[i, j])
            if not alone and not share_subject(claim, partner, cosine):
                continue
            fit = (cosine + min(1.0, containment(claim, partner))) / 2
            found.append(Partners(i, j, fit, compare(claim, partner)))
    found.sort(key=lambda pair: (not pair.comparison.differs, -pair.fit, pair.one, pair.other))
    uses: dict[tuple[str, int], int] = {}
    kept: list[Partners] = []
    for pair in found:
        ends = (("one", pair.one), ("other", pair.other))
        if all(uses.get(end, 0) < 2 for end in ends):
            kept.append(pair)
            for end in ends:
                uses[end] = uses.get(end, 0) + 1
        if len(kept) == MOST_PAIRS:
            break
    return kept
