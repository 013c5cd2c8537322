"""Exact search beside the bare product and partition it cannot do without."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np

from app.matching.index import VectorIndex
from build_scripts.benchmarks.figure import Figure
from build_scripts.benchmarks.samples import unit_vectors

SIZES = (10_000, 100_000)
QUERIES = 60
TOP = 12
SOURCES = 20


def measure(_folder: Path) -> list[Figure]:
    """Time of one search for the closest passages of other sources."""
    return [search_figure(size, QUERIES) for size in SIZES]


def search_figure(size: int, queries: int) -> Figure:
    """Search an index of `size` passages from `queries` of them, in turn with NumPy alone."""
    vectors = unit_vectors(size)
    ids = np.arange(size, dtype=np.int64)
    index = VectorIndex(ids, ids % SOURCES, vectors)
    ours, bare = [], []
    for passage in np.linspace(0, size - 1, queries, dtype=int).tolist():
        began = perf_counter()
        index.search_passage(passage, TOP)
        searched = perf_counter()
        similarities = vectors @ vectors[passage]
        best = np.argpartition(similarities, -TOP)[-TOP:]
        best[np.argsort(-similarities[best])]
        bare.append(1000 * (perf_counter() - searched))
        ours.append(1000 * (searched - began))
    return Figure(
        f"search: the closest {TOP} of {size:,} passages",
        float(np.median(ours)),
        "ms",
        peer="vectors @ query and argpartition, without exclusion or ties",
        peer_value=float(np.median(bare)),
    )
