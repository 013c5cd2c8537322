from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.embedding.batching import plan_batches


def padded(count: int) -> int:
    return min(count + 2, 256)


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(1, 2000))
def test_each_text_is_in_one_batch_and_no_batch_exceeds_the_budget(counts: list[int], budget: int) -> None:
    batches = plan_batches(["word " * count for count in counts], budget)
    assert sorted(index for batch in batches for index in batch) == list(range(len(counts)))
    for batch in batches:
        widths = [padded(counts[index]) for index in batch]
        assert len(batch) == 1 or len(batch) * max(widths) <= budget


def test_the_longest_come_first_and_equals_keep_their_order() -> None:
    assert plan_batches(["a", "a b c", "b", "c"], budget=9) == [[1], [0, 2, 3]]


def test_no_texts_make_no_batches() -> None:
    assert plan_batches([]) == []
