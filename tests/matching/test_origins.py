"""Copies and near-copies share an origin; passages on one subject do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import group_origins

COPIED = (
    "The ministry said on Tuesday that the two governments had agreed to hold a further round of talks in "
    "the spring, and that delegations of both sides would meet in the capital to prepare them."
)
EDITED = (
    "“The Ministry said Tuesday that the two governments have agreed to hold another round of talks in the "
    "spring and that delegations of both sides would meet in the capital to prepare them.”"
)
PARAPHRASE = (
    "Both sides will send delegations to the capital before talks resume in the spring, according to an "
    "announcement the ministry made on Tuesday after the governments reached an agreement."
)


def test_an_edited_copy_shares_the_origin_and_a_paraphrase_does_not() -> None:
    assert group_origins({7: COPIED, 3: EDITED, 5: PARAPHRASE}) == {7: 3, 3: 3, 5: 5}


def test_a_copy_with_another_number_is_still_a_copy() -> None:
    assert group_origins({1: COPIED + " It is the 4th.", 2: COPIED + " It is the 9th."}) == {1: 1, 2: 1}


def test_a_shortened_copy_is_a_copy_and_a_quoted_line_is_not() -> None:
    texts = {1: COPIED, 2: COPIED + " " + PARAPHRASE, 3: PARAPHRASE + " " + COPIED[:60] + " " + PARAPHRASE}
    assert group_origins(texts) == {1: 1, 2: 1, 3: 3}


def test_a_text_that_takes_up_another_whole_among_much_else_has_its_own_origin() -> None:
    assert group_origins({1: COPIED, 2: f"{PARAPHRASE} {COPIED} {PARAPHRASE}"}) == {1: 1, 2: 2}


def test_copies_of_a_copy_share_the_smallest_id() -> None:
    words = COPIED.split()
    first = " ".join(words)
    second = " ".join([*words[:-3], "for", "them", "now"])
    third = " ".join(["Yesterday", "a", "spokesman", *words[3:-3], "for", "them", "now"])
    assert set(group_origins({30: first, 20: second, 10: third}).values()) == {10}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("No comment.", "no comment", True),
        ("He denied it.", "She denied it.", False),
        ("", "", False),
        ("...", "!!!", False),
        ("他说这是民主的胜利和人民的选择", "他说：这是民主的胜利和人民的选择", True),
        ("他说这是民主的胜利和人民的选择", "峰会将在春天举行并发表联合声明", False),
    ],
)
def test_short_texts_and_texts_without_spaces(one: str, other: str, *, same: bool) -> None:
    assert group_origins({1: one, 2: other}) == {1: 1, 2: 1 if same else 2}


def test_only_the_pairs_given_are_looked_at() -> None:
    texts = {1: COPIED, 2: COPIED, 3: COPIED}
    assert group_origins(texts, []) == {1: 1, 2: 2, 3: 3}
    assert group_origins(texts, [(3, 2)]) == {1: 1, 2: 2, 3: 2}
    assert group_origins(texts, [(3, 2), (1, 3)]) == {1: 1, 2: 1, 3: 1}


def test_no_texts_have_no_origins() -> None:
    assert group_origins({}) == {}


@settings(max_examples=40, deadline=None)
@given(st.permutations([(1, 4), (4, 2), (5, 3), (6, 5), (7, 1)]), st.booleans())
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[int, int]], turned: bool) -> None:
    texts = dict.fromkeys(range(1, 8), COPIED)
    given_pairs = [(b, a) for a, b in pairs] if turned else pairs
    assert group_origins(texts, given_pairs) == {1: 1, 2: 1, 4: 1, 7: 1, 3: 3, 5: 3, 6: 3}
