"""Neutral pairs of different items: near sentences that neither follow from nor contradict one another."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from build_scripts.relation_training.pairs import Pair, content_words

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

BAND = (0.42, 0.8)
MAX_SHARED_WORDS = 0.5
NEIGHBOURS = 40
_BLOCK = 512
_DIGIT = re.compile(r"\d")


def mine_neutral_pairs(items: Sequence[Pair], count: int, embed: Embed, rng: random.Random) -> list[Pair]:
    """Pair each premise with a near premise, or its hypothesis, of another item and call it neutral.

    Near is a cosine within `BAND`; pairs that share over half of the shorter one's content words
    are left out as possible copies or edits. A neighbour in which both sentences hold figures is
    preferred: two figures about two subjects are no conflict, which the model must learn.

    Args:
        items: Pairs whose premises are searched; one premise is used once.
        count: How many pairs are wanted at most.
        embed: Texts to vectors, (n, d) float32, rows of unit length.
        rng: Decides order, neighbour and side.
    """
    by_premise = {item.first: item for item in items if 6 <= len(item.first.split()) <= 70}
    chosen = list(by_premise.values())
    rng.shuffle(chosen)
    vectors = embed([item.first for item in chosen])
    words = [content_words(item.first) for item in chosen]
    pairs: list[Pair] = []
    for start in range(0, len(chosen), _BLOCK):
        similarities = vectors[start : start + _BLOCK] @ vectors.T
        nearest = np.argpartition(-similarities, min(NEIGHBOURS, len(chosen) - 1), axis=1)[:, :NEIGHBOURS]
        for row, neighbours in enumerate(nearest):
            one = start + row
            near = [
                int(other)
                for other in neighbours
                if BAND[0] <= similarities[row, other] <= BAND[1]
                and not _too_alike(words[one], words[int(other)])
            ]
            if not near:
                continue
            with_figures = [other for other in near if _DIGIT.search(chosen[other].first)]
            if with_figures and _DIGIT.search(chosen[one].first):
                near = with_figures
            pairs.append(_neutral(chosen[one], chosen[rng.choice(near)], rng))
            if len(pairs) == count:
                return pairs
    return pairs


def _too_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter == 0 or len(one & other) / shorter > MAX_SHARED_WORDS


def _neutral(one: Pair, other: Pair, rng: random.Random) -> Pair:
    if rng.random() < 0.6:
        return Pair(one.first, other.first, "neutral", "mined.premises", "nli")
    if rng.random() < 0.8:
        return Pair(one.first, other.second, "neutral", "mined.premise_hypothesis", "nli")
    return Pair(one.second, other.first, "neutral", "mined.hypothesis_premise", "nli")
