"""Where a similarity stands among the best ones of a workspace."""

from __future__ import annotations

import struct
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.matching.index import VectorIndex

SAMPLE = 2_000
"""Passages a scale is drawn from at most."""
_SEED = 2_000
_STEP_CELLS = 50_000
"""Similarities between two yields: a few milliseconds on a laptop."""
_HEADER = struct.Struct("<4sIId")
_MAGIC = b"CPS1"
_COPY = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class PercentileScale:
    """The best cross-source similarities of a sample of passages.

    Attributes:
        count: Passages the workspace had when the sample was drawn.
        floor: A passage whose best similarity is lower has no counterpart (see `counterpart_floor`).
        values: (s,) float32, ascending.
    """

    count: int
    floor: float
    values: NDArray[np.float32]

    def percentile(self, similarity: float) -> int:
        """The share of the sample, in whole percent, that a similarity is closer than; 0 without a sample."""
        if not len(self.values):
            return 0
        below = int(np.searchsorted(self.values, np.float32(similarity), side="left"))
        return 100 * below // len(self.values)

    def is_stale(self, count: int) -> bool:
        """Whether the number of passages has changed by a tenth since the sample was drawn."""
        return count != self.count and abs(count - self.count) * 10 >= self.count

    def to_bytes(self) -> bytes:
        """The scale in a form that `from_bytes` reads on any machine."""
        header = _HEADER.pack(_MAGIC, self.count, len(self.values), self.floor)
        return header + self.values.astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> PercentileScale:
        """Read what `to_bytes` wrote; ValueError if it is something else."""
        if len(data) < _HEADER.size:
            raise ValueError(f"a percentile scale has at least {_HEADER.size} bytes, not {len(data)}")
        magic, count, size, floor = _HEADER.unpack_from(data)
        expected = _HEADER.size + 4 * size
        if magic != _MAGIC or len(data) != expected:
            raise ValueError(f"not a percentile scale: {len(data)} bytes of {expected}, mark {magic!r}")
        values = np.frombuffer(data, dtype="<f4", offset=_HEADER.size).astype(np.float32)
        return cls(count=count, floor=floor, values=values)


def sample_scale(index: VectorIndex) -> Generator[int, None, PercentileScale]:
    """Draw the scale of an index in small steps.

    The sample is seeded and drawn by passage id, so that the same passages give the same scale in
    whatever order they were added.

    Yields:
        The number of sampled passages done, after every few milliseconds.

    Returns:
        The scale; without values where no passage has one of another owner.
    """
    rng = np.random.default_rng(_SEED)
    order = np.argsort(index.passages)
    drawn = order[np.sort(rng.permutation(len(order))[:SAMPLE])]
    partners = order[rng.integers(0, max(1, len(order)), size=len(drawn))]
    best: list[float] = []
    chance: list[float] = []
    step = max(1, _STEP_CELLS // max(1, len(index)))
    for start in range(0, len(drawn), step):
        rows = drawn[start : start + step]
        passages, owners = index.passages[rows], index.owners[rows]
        for passage in passages.tolist():
            best.extend(hit.similarity for hit in index.search_passage(passage, 1))
        others = partners[start : start + step]
        apart = index.owners[others] != owners
        chance.extend(index.pair_similarities(passages[apart], index.passages[others[apart]]).tolist())
        yield start + len(rows)
    values = np.sort(np.array(best, dtype=np.float32))
    floor = counterpart_floor(values, np.array(chance, dtype=np.float32))
    return PercentileScale(count=len(index), floor=floor, values=values)


def counterpart_floor(best: NDArray[np.float32], chance: NDArray[np.float32]) -> float:
    """The similarity under which a passage has no counterpart.

    Half-way between what two passages drawn by chance have (median) and what a passage with a good
    match has with it (upper quartile of the best similarities): nearer to the first than to the
    second, a passage's best match is one by subject only. Both are quantiles, so strays do not move
    the floor, and copies are left out, for they say nothing of how close a match in other words is.
    On two sets of documents about one matter it lies at 0.40, with one passage in seven below, and
    read by eye the best matches turn from one's subject to one's claim there.

    Args:
        best: Best cross-owner similarity of each sampled passage.
        chance: Similarities of pairs of different owners drawn at random.

    Returns:
        The floor; 0 without a sample, when nothing can be said.
    """
    if not len(best) or not len(chance):
        return 0.0
    in_other_words = best[best < _COPY]
    good = np.quantile(in_other_words if len(in_other_words) else best, 0.75)
    return float((np.median(chance) + good) / 2)
