"""Exact search against a plain reference, and the contract's edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.matching import Hit, VectorIndex

D = 8


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def random_units(count: int, dimensions: int = D, seed: int = 0) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).standard_normal((count, dimensions)))


def ids(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def index_of(count: int, *, per_owner: int = 5, dimensions: int = D, seed: int = 0) -> VectorIndex:
    numbers = np.arange(count, dtype=np.int64)
    return VectorIndex(numbers + 100, numbers // per_owner, random_units(count, dimensions, seed))


def reference(index: VectorIndex, query: NDArray[np.float32], k: int, exclude: int | None) -> tuple[Hit, ...]:
    """All similarities in float64, sorted whole."""
    found = []
    for passage, owner in zip(index.passages.tolist(), index.owners.tolist(), strict=True):
        if owner != exclude:
            product = index.vector(passage).astype(np.float64) @ query.astype(np.float64)
            found.append(Hit(passage, min(1.0, max(-1.0, round(float(product), 6)))))
    return tuple(sorted(found, key=lambda hit: (-hit.similarity, hit.passage))[:k])


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 60),
    k=st.integers(0, 70),
    per_owner=st.integers(1, 20),
    distinct=st.integers(1, 60),
    seed=st.integers(0, 1000),
)
def test_search_is_the_sorted_reference_with_duplicates_and_ties(
    count: int, k: int, per_owner: int, distinct: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    pool = random_units(distinct, seed=seed)
    rows = rng.integers(0, distinct, size=count)
    index = VectorIndex(
        rng.permutation(count).astype(np.int64), np.arange(count, dtype=np.int64) // per_owner, pool[rows]
    )
    query = pool[0]
    for exclude in (None, 0):
        assert index.search(query, k, exclude) == reference(index, query, k, exclude)


def test_ties_at_the_cut_fall_to_the_smaller_passage_id() -> None:
    copy = random_units(1)[0]
    passages = ids(9, 4, 7, 2, 5)
    index = VectorIndex(passages, ids(1, 2, 3, 4, 5), np.tile(copy, (5, 1)))
    assert [hit.passage for hit in index.search(copy, 3)] == [2, 4, 5]
    assert {hit.similarity for hit in index.search(copy, 5)} == {1.0}


@pytest.mark.parametrize(("dimensions", "noise"), [(4, 5e-6), (384, 2e-7)])
def test_near_copies_tie_at_the_cut_whatever_their_last_bits_are(dimensions: int, noise: float) -> None:
    rng = np.random.default_rng(4)
    base = rng.standard_normal(dimensions)
    query = unit((base + 0.5 * rng.standard_normal(dimensions))[np.newaxis])[0]
    near = unit(base + noise * rng.standard_normal((500, dimensions)))
    index = VectorIndex(np.arange(500, dtype=np.int64), np.arange(500, dtype=np.int64), near)
    for hits in (index.search(query, 20), index.search_many(np.stack([query, query]), 20, [None, None])[1]):
        assert hits == reference(index, query, 20, None)
    assert len({hit.similarity for hit in index.search(query, 20)}) < 20


def test_copies_tie_exactly_in_every_batch_and_block() -> None:
    vectors = random_units(9000, 384)
    vectors[[17, 5000, 8999]] = vectors[3]
    index = VectorIndex(np.arange(9000, dtype=np.int64), np.arange(9000, dtype=np.int64), vectors)
    queries = vectors[:70]
    together = index.search_many(queries, 6, list(range(70)))
    alone = tuple(index.search(query, 6, owner) for owner, query in enumerate(queries))
    assert together == alone
    assert [hit.passage for hit in together[3][:3]] == [17, 5000, 8999]
    assert (
        len({hit.similarity for hit in index.search(queries[40], 9000) if hit.passage in {3, 17, 5000}}) == 1
    )


def test_a_pair_has_one_similarity_both_ways_round() -> None:
    index = index_of(200, dimensions=384)
    forth = index.pair_similarities(index.passages[:100], index.passages[100:])
    back = index.pair_similarities(index.passages[100:], index.passages[:100])
    assert (forth == back).all()
    found = {hit.passage: hit.similarity for hit in index.search(index.vector(100), 200)}
    assert found[200] == forth[0]


def test_a_passage_never_finds_its_own_owner() -> None:
    index = index_of(23)
    hits = index.search_passage(107, 100)
    assert len(hits) == 18
    assert not {hit.passage for hit in hits} & set(range(105, 110))
    assert index.owner(107) == 1


def test_one_owner_alone_has_no_matches() -> None:
    assert index_of(5).search_passage(100, 10) == ()


def test_an_empty_index_finds_nothing_and_takes_any_dimensions() -> None:
    index = VectorIndex.empty()
    assert index.search(random_units(1)[0], 3) == ()
    assert index.search_many(random_units(2), 3, [None, 1]) == ((), ())
    assert len(index) == 0
    assert 1 not in index
    with pytest.raises(KeyError):
        index.search_passage(1, 3)
    grown = index.extended(index_of(3))
    assert len(grown) == 3
    assert grown.extended(VectorIndex.empty()) is grown


def test_no_queries_give_no_answers() -> None:
    assert index_of(3).search_many(np.empty((0, D), np.float32), 2, []) == ()


@pytest.mark.parametrize(
    ("passages", "owners", "vectors", "numbers"),
    [
        (ids(1, 2), ids(1, 1, 1), random_units(3), r"\(2,\).*3"),
        (ids(1, 2, 3), ids(1), random_units(3), r"\(1,\).*3"),
        (ids(1, 1, 3), ids(1, 1, 1), random_units(3), "3.*2"),
        (ids(1), ids(1), random_units(1)[0], "2.*1"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_with_both_numbers(
    passages: NDArray[np.int64], owners: NDArray[np.int64], vectors: NDArray[np.float32], numbers: str
) -> None:
    with pytest.raises(ValueError, match=numbers):
        VectorIndex(passages, owners, vectors)


def test_a_search_that_does_not_fit_is_refused() -> None:
    index = index_of(4)
    with pytest.raises(ValueError, match=f"9.*{D}"):
        index.search(random_units(1, 9)[0], 2)
    with pytest.raises(ValueError, match=f"9.*{D}"):
        index.search_many(random_units(2, 9), 2, [None, None])
    with pytest.raises(ValueError, match=r"2 queries.*3"):
        index.search_many(random_units(2), 2, [None] * 3)
    with pytest.raises(ValueError, match="-1"):
        index.search(random_units(1)[0], -1)
    with pytest.raises(ValueError, match="1 axis"):
        index.search(random_units(1), 2)
    with pytest.raises(ValueError, match=f"9.*{D}"):
        index.extended(VectorIndex(ids(1), ids(1), random_units(1, 9)))


def test_growing_source_by_source_gives_the_same_index() -> None:
    count, per_source = 9000, 700
    whole = index_of(count, per_owner=per_source)
    grown = VectorIndex.empty()
    for start in range(0, count, per_source):
        part = slice(start, start + per_source)
        rows = np.stack([whole.vector(passage) for passage in whole.passages[part].tolist()])
        grown = grown.extended(VectorIndex(whole.passages[part], whole.owners[part], rows))
    assert (grown.passages == whole.passages).all()
    assert (grown.owners == whole.owners).all()
    for passage in (100, 4195, 4196, 4197, 8291, 9099):
        assert grown.search_passage(passage, 12) == whole.search_passage(passage, 12)


def test_extending_leaves_the_index_before_as_it_was_and_known_passages_alone() -> None:
    before = index_of(10)
    again = VectorIndex(ids(100, 500), ids(9, 9), random_units(2, seed=5))
    after = before.extended(again)
    assert len(before) == 10
    assert len(after) == 11
    assert after.owner(100) == 0
    assert (after.vector(100) == before.vector(100)).all()
    assert after.owner(500) == 9
    assert after.extended(again) is after


def test_without_takes_passages_out_and_growing_goes_on() -> None:
    whole = index_of(9000)
    gone = whole.passages[4090:4105]
    rest = whole.without(gone)
    kept = np.setdiff1d(whole.passages, gone)
    assert (rest.passages == kept).all()
    assert 100 + 4100 not in rest
    expected = VectorIndex(
        kept, (kept - 100) // 5, np.stack([whole.vector(passage) for passage in kept.tolist()])
    )
    assert rest.search_passage(9099, 30) == expected.search_passage(9099, 30)
    more = VectorIndex(ids(1), ids(5000), random_units(1, seed=9))
    assert rest.extended(more).search_passage(1, 5) == expected.extended(more).search_passage(1, 5)
    assert whole.without(ids(1, 2)) is whole
    assert len(whole.without(whole.passages)) == 0
    assert len(whole.without(whole.passages).extended(more)) == 1


def test_what_the_index_gives_out_cannot_be_changed() -> None:
    index = index_of(3)
    for array in (index.passages, index.owners, index.vector(100)):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7


def test_the_index_keeps_its_own_copy_of_what_it_was_given() -> None:
    vectors = random_units(2)
    passages = ids(1, 2)
    index = VectorIndex(passages, ids(1, 2), vectors)
    vectors[:] = 0
    passages[:] = 0
    assert index.passages.tolist() == [1, 2]
    assert index.vector(1).any()
