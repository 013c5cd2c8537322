"""The percentile scale: drawn in steps, the same for the same passages, stored and read again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.matching import PercentileScale, VectorIndex, sample_scale
from app.matching.percentile import SAMPLE, counterpart_floor


def scale_of(index: VectorIndex) -> PercentileScale:
    steps = sample_scale(index)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            scale: PercentileScale = end.value
            return scale


def index_of(count: int, per_owner: int, order: NDArray[np.int64] | None = None) -> VectorIndex:
    vectors = np.random.default_rng(1).standard_normal((count, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers = np.arange(count, dtype=np.int64) if order is None else order
    return VectorIndex(numbers, numbers // per_owner, vectors[numbers].astype(np.float32))


def made(*values: float, count: int = 100) -> PercentileScale:
    return PercentileScale(count=count, floor=0.25, values=np.array(values, dtype=np.float32))


def test_a_percentile_is_the_share_of_the_sample_that_is_less_close() -> None:
    scale = made(0.2, 0.4, 0.4, 0.8)
    assert [scale.percentile(s) for s in (0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 0.9)] == [0, 0, 25, 25, 75, 75, 100]


def test_a_value_of_the_sample_is_not_closer_than_itself_in_float64() -> None:
    assert made(0.123457).percentile(0.123457) == 0


def test_without_a_sample_every_percentile_is_0() -> None:
    assert made().percentile(0.9) == 0


def test_the_values_are_the_best_similarities_of_all_passages_of_a_small_index() -> None:
    index = index_of(60, 10)
    best = sorted(index.search_passage(passage, 1)[0].similarity for passage in range(60))
    scale = scale_of(index)
    assert scale.values.tolist() == pytest.approx(best)
    assert scale.count == 60


def test_the_sample_does_not_depend_on_the_order_of_adding() -> None:
    count = SAMPLE + 500
    first = scale_of(index_of(count, 50))
    second = scale_of(index_of(count, 50, np.random.default_rng(7).permutation(count)))
    assert len(first.values) == SAMPLE
    assert first.to_bytes() == second.to_bytes()


def test_steps_report_how_far_they_are() -> None:
    done = list(sample_scale(index_of(3000, 50)))
    assert done == sorted(set(done))
    assert done[-1] == SAMPLE
    assert len(done) > 20


@pytest.mark.parametrize(("count", "per_owner"), [(0, 1), (1, 1), (30, 100)])
def test_nothing_to_compare_gives_a_scale_without_values(count: int, per_owner: int) -> None:
    scale = scale_of(index_of(count, per_owner))
    assert len(scale.values) == 0
    assert scale.floor == 0.0
    assert PercentileScale.from_bytes(scale.to_bytes()).count == count


@pytest.mark.parametrize(
    ("count", "stale"), [(100, False), (109, False), (110, True), (91, False), (90, True), (0, True)]
)
def test_a_scale_is_stale_when_the_passages_changed_by_a_tenth(count: int, stale: bool) -> None:
    assert made(0.5, count=100).is_stale(count) is stale


def test_an_empty_scale_is_stale_with_the_first_passage() -> None:
    assert made(count=0).is_stale(1)
    assert not made(count=0).is_stale(0)


def test_a_stored_scale_is_read_again() -> None:
    scale = made(0.25, 0.5)
    again = PercentileScale.from_bytes(scale.to_bytes())
    assert (again.count, again.floor, again.values.tolist()) == (100, 0.25, [0.25, 0.5])


@pytest.mark.parametrize(
    "data", [b"", b"CPS1", made(0.5).to_bytes()[:-1], b"XXXX" + made(0.5).to_bytes()[4:]]
)
def test_something_else_is_not_read_as_a_scale(data: bytes) -> None:
    with pytest.raises(ValueError, match="percentile scale"):
        PercentileScale.from_bytes(data)


def test_the_floor_parts_chance_from_good_matches() -> None:
    rng = np.random.default_rng(3)
    chance = rng.normal(0.2, 0.05, 500).astype(np.float32)
    best = rng.normal(0.7, 0.05, 500).astype(np.float32)
    floor = counterpart_floor(best, chance)
    assert chance.max() < floor < best.min()


def test_copies_do_not_raise_the_floor_however_many() -> None:
    rng = np.random.default_rng(3)
    chance = rng.normal(0.2, 0.05, 500).astype(np.float32)
    best = rng.normal(0.6, 0.05, 500).astype(np.float32)
    copied = np.concatenate([best, np.full(900, 0.99, np.float32)])
    assert counterpart_floor(copied, chance) == counterpart_floor(best, chance)
    assert 0.2 < counterpart_floor(copied[500:], chance) < 0.99


def test_a_few_copies_and_strays_do_not_move_the_floor() -> None:
    rng = np.random.default_rng(3)
    chance = rng.normal(0.2, 0.05, 500).astype(np.float32)
    best = rng.normal(0.7, 0.05, 500).astype(np.float32)
    strange = best.copy()
    strange[:15], strange[15:30] = 1.0, 0.0
    assert counterpart_floor(strange, chance) == pytest.approx(counterpart_floor(best, chance), abs=0.01)
