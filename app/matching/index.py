"""Exact nearest passages among other owners, in NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
"""Shape (n,)."""
Vectors = NDArray[np.float32]
"""Shape (n, d), rows of unit length."""

_BLOCK_ROWS = 4096
"""Rows a block of vectors holds: growing copies at most one block (6 MB at 384 dimensions)."""
_BATCH_CELLS = 4_000_000
"""Similarities `search_many` holds at once (16 MB)."""
_DECIMALS = 6
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its cosine similarity to the query."""

    passage: int
    similarity: float


class VectorIndex:
    """Passages with their vectors and owners, searched by brute force.

    An owner is what a passage never matches itself: its source, or its article where a source's
    sections count as sources of their own. An index never changes; `extended` and `without` return
    another that shares most of its memory.

    Candidates are found in float32 matrix products, whose last bits depend on the batch. Those
    within the error bound of such a product at the cut are computed again in float64, in an order
    that depends on the two vectors alone, rounded to 6 decimals, and only then ranked. So a pair has
    one similarity, copies tie exactly, and ties fall to the smaller passage id, also at the cut.

    Args:
        passages: (n,) int64, each id once.
        owners: (n,) int64.
        vectors: (n, d) float32, rows of unit length.

    Raises:
        ValueError: The shapes do not fit together, or a passage id comes twice.
    """

    __slots__ = ("_blocks", "_dimensions", "_owners", "_passages", "_starts")

    def __init__(self, passages: Ids, owners: Ids, vectors: Vectors) -> None:
        if vectors.ndim != 2:
            raise ValueError(f"vectors must have 2 axes, not {vectors.ndim}")
        for name, ids in (("passages", passages), ("owners", owners)):
            if ids.shape != (len(vectors),):
                raise ValueError(f"{name} have shape {ids.shape}, but there are {len(vectors)} vectors")
        distinct = len(np.unique(passages))
        if distinct != len(passages):
            raise ValueError(f"{len(passages)} passages have only {distinct} different ids")
        self._passages = np.array(passages, dtype=np.int64)
        self._owners = np.array(owners, dtype=np.int64)
        self._blocks = _blocks(np.array(vectors, dtype=np.float32, order="C"))
        self._starts = _starts(self._blocks)
        self._dimensions: int = vectors.shape[1]

    @classmethod
    def empty(cls) -> VectorIndex:
        """An index of no passages, which takes its dimensions from what it is extended by."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 0), np.float32))

    def __len__(self) -> int:
        return len(self._passages)

    def __contains__(self, passage: int) -> bool:
        return bool(np.any(self._passages == passage))

    @property
    def dimensions(self) -> int:
        """Length d of a vector; of no meaning while the index is empty."""
        return self._dimensions

    @property
    def passages(self) -> Ids:
        """(n,) passage ids, in the order of the rows; read-only."""
        return _read_only(self._passages)

    @property
    def owners(self) -> Ids:
        """(n,) owner of each passage, in the order of the rows; read-only."""
        return _read_only(self._owners)

    def owner(self, passage: int) -> int:
        """The owner of a passage; KeyError if it is not in the index."""
        return int(self._owners[self._row(passage)])

    def vector(self, passage: int) -> Vectors:
        """The (d,) vector of a passage, read-only; KeyError if it is not in the index."""
        row = self._row(passage)
        block = int(np.searchsorted(self._starts, row, side="right")) - 1
        return _read_only(self._blocks[block][row - self._starts[block]])

    def extended(self, other: VectorIndex) -> VectorIndex:
        """This index and the passages of another; those already here stay as they are.

        Takes the time of copying one block and the new rows, however large the index.

        Raises:
            ValueError: The dimensions differ.
        """
        if not len(other):
            return self
        if not len(self):
            return other
        if other.dimensions != self.dimensions:
            raise ValueError(f"vectors have {other.dimensions} dimensions, the index has {self.dimensions}")
        new = ~np.isin(other._passages, self._passages)
        if not new.any():
            return self
        return self._assembled(
            np.concatenate([self._passages, other._passages[new]]),
            np.concatenate([self._owners, other._owners[new]]),
            self._blocks[:-1]
            + _blocks(np.concatenate([self._blocks[-1], np.concatenate(other._blocks)[new]])),
        )

    def without(self, passages: Ids) -> VectorIndex:
        """This index less some passages; ids that are not in it do not matter.

        Takes the time of copying the blocks that lose a row.
        """
        kept = ~np.isin(self._passages, passages)
        if kept.all():
            return self
        blocks = []
        for start, block in self._placed_blocks():
            rows = kept[start : start + len(block)]
            if rows.any():
                blocks.append(block if rows.all() else block[rows])
        return self._assembled(self._passages[kept], self._owners[kept], tuple(blocks))

    def search(self, query: Vectors, k: int, exclude_owner: int | None = None) -> tuple[Hit, ...]:
        """The passages closest to a vector.

        Args:
            query: (d,) float32 of unit length.
            k: How many at most.
            exclude_owner: Passages of this owner are left out.

        Returns:
            Closest first, ties by passage id; fewer than k where there are not so many, none in an
            empty index.

        Raises:
            ValueError: The query's shape does not fit, or k is negative.
        """
        if query.ndim != 1:
            raise ValueError(f"a query must have 1 axis, not {query.ndim}")
        self._check(query.shape[0], k)
        if not len(self):
            return ()
        # Row by row and without BLAS threads: they wait on each other where another process computes.
        similarities = np.concatenate([np.vecdot(block, query) for block in self._blocks])
        return self._best(query, similarities, k, exclude_owner)

    def search_passage(self, passage: int, k: int) -> tuple[Hit, ...]:
        """The passages of other owners closest to one of the index; KeyError if it is not in it."""
        return self.search(self.vector(passage), k, self.owner(passage))

    def search_many(
        self, queries: Vectors, k: int, exclude_owners: Sequence[int | None]
    ) -> tuple[tuple[Hit, ...], ...]:
        """The same as `search` for each row of `queries`, faster where the processor is free.

        Args:
            queries: (m, d) float32, rows of unit length.
            k: How many hits a query gets at most.
            exclude_owners: One a query.

        Raises:
            ValueError: The shapes do not fit together, or k is negative.
        """
        if queries.ndim != 2:
            raise ValueError(f"queries must have 2 axes, not {queries.ndim}")
        if len(exclude_owners) != len(queries):
            raise ValueError(f"{len(queries)} queries have {len(exclude_owners)} owners to exclude")
        self._check(queries.shape[1], k)
        if not len(self):
            return ((),) * len(queries)
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        hits = []
        step = max(1, _BATCH_CELLS // len(self))
        for start in range(0, len(queries), step):
            batch = queries[start : start + step]
            similarities = np.concatenate([batch @ block.T for block in self._blocks], axis=1)
            owners = exclude_owners[start : start + step]
            for query, row, owner in zip(batch, similarities, owners, strict=True):
                hits.append(self._best(query, row, k, owner))
        return tuple(hits)

    def search_between(self, owner: int, other: int, k: int) -> dict[int, tuple[Hit, ...]]:
        """The passages of one owner closest to each passage of another.

        Args:
            owner: Whose passages are asked about.
            other: Whose passages are found; another owner.
            k: How many hits a passage gets at most.

        Returns:
            The hits as `search` gives them, by passage of `owner`; nothing where either has no vector.
        """
        within = self._of_owner(other)
        asked = self.passages[self.owners == owner].tolist()
        if not len(within) or not asked:
            return {}
        queries = np.stack([self.vector(passage) for passage in asked])
        return dict(zip(asked, within.search_many(queries, k, [None] * len(asked)), strict=True))

    def pair_similarities(self, passages: Ids, others: Ids) -> NDArray[np.float64]:
        """(m,) cosine of each pair, as `search` gives it; KeyError if one is not in the index."""
        return np.array(
            [
                _exact_similarities(self.vector(other)[np.newaxis], self.vector(passage))[0]
                for passage, other in zip(passages.tolist(), others.tolist(), strict=True)
            ],
            dtype=np.float64,
        )

    def _check(self, dimensions: int, k: int) -> None:
        if k < 0:
            raise ValueError(f"k must not be negative, and is {k}")
        if len(self) and dimensions != self.dimensions:
            raise ValueError(f"a query has {dimensions} dimensions, the index has {self.dimensions}")

    def _row(self, passage: int) -> int:
        rows = np.flatnonzero(self._passages == passage)
        if not len(rows):
            raise KeyError(passage)
        return int(rows[0])

    def _assembled(self, passages: Ids, owners: Ids, blocks: tuple[Vectors, ...]) -> Self:
        index = object.__new__(type(self))
        index._passages = passages
        index._owners = owners
        index._blocks = blocks
        index._starts = _starts(blocks)
        index._dimensions = self._dimensions
        return index

    def _of_owner(self, owner: int) -> VectorIndex:
        return self.without(self._passages[self._owners != owner])

    def _placed_blocks(self) -> Iterator[tuple[int, Vectors]]:
        return zip(self._starts.tolist(), self._blocks, strict=True)

    def _best(
        self, query: Vectors, similarities: NDArray[np.float32], k: int, exclude_owner: int | None
    ) -> tuple[Hit, ...]:
        """The k best rows of one query; overwrites `similarities` where the owner is excluded."""
        eligible = len(self)
        if exclude_owner is not None:
            own = self._owners == exclude_owner
            eligible -= int(np.count_nonzero(own))
            similarities[own] = -np.inf
        k = min(k, eligible)
        if not k:
            return ()
        cut = np.partition(similarities, len(self) - k)[len(self) - k]
        # Two float32 dot products of unit vectors are each off by at most d/2 machine epsilons
        # (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); the rounding adds its own step.
        margin = self._dimensions * np.finfo(np.float32).eps + 10.0**-_DECIMALS
        rows = np.flatnonzero(similarities >= cut - margin)
        exact = np.concatenate(
            [
                _exact_similarities(block[rows[(rows >= start) & (rows < start + len(block))] - start], query)
                for start, block in self._placed_blocks()
            ]
        )
        order = np.lexsort((self._passages[rows], -exact))[:k]
        return tuple(
            Hit(passage, similarity)
            for passage, similarity in zip(
                self._passages[rows[order]].tolist(), exact[order].tolist(), strict=True
            )
        )


def _blocks(vectors: Vectors) -> tuple[Vectors, ...]:
    return tuple(vectors[start : start + _BLOCK_ROWS] for start in range(0, len(vectors), _BLOCK_ROWS))


def _starts(blocks: tuple[Vectors, ...]) -> Ids:
    """(b,) the first row of each block."""
    return np.cumsum([0, *(len(block) for block in blocks[:-1])], dtype=np.int64)[: len(blocks)]


def _exact_similarities(rows: Vectors, query: Vectors) -> NDArray[np.float64]:
    """(m,) cosine of each row, a function of the two vectors alone and the same both ways round.

    Products of two float32 are exact in float64, and a row's sum does not depend on other rows.
    """
    products = rows.astype(np.float64) * query.astype(np.float64)
    similarities: NDArray[np.float64] = np.clip(np.round(products.sum(axis=1), _DECIMALS), -1.0, 1.0)
    return similarities


def _read_only(array: NDArray[_T]) -> NDArray[_T]:
    view = array.view()
    view.flags.writeable = False
    return view
