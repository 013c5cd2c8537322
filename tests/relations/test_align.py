from __future__ import annotations

from app.relations.align import MOST_PAIRS, align, may_share_subject, share_subject
from app.relations.claim import take_apart
from app.relations.relate import Embed


def paired(one: str, other: str, embed: Embed) -> list[tuple[str, str]]:
    left, right = take_apart(one), take_apart(other)
    pairs = align(left, right, embed([c.text for c in left]), embed([c.text for c in right]))
    return [(left[pair.one].text, right[pair.other].text) for pair in pairs]


def test_claims_on_one_subject_are_partners(embed: Embed) -> None:
    one = "The ferry sails at noon. The harbour of Kiel is open."
    other = "Kiel has an open harbour. My aunt bakes bread."
    assert paired(one, other, embed) == [("The harbour of Kiel is open.", "Kiel has an open harbour.")]


def test_no_partner_without_a_shared_subject(embed: Embed) -> None:
    one = "That was important to all of them."
    other = "The harbour of Kiel has 795 berths. It was cold."
    assert paired(one, other, embed) == []
    assert not may_share_subject(take_apart(one), take_apart(other))


def test_two_single_claims_are_partners_whatever_they_share(embed: Embed) -> None:
    one, other = "All ships may enter now.", "The harbour of Kiel lets every vessel in."
    assert paired(one, other, embed) == [(one, other)]


def test_at_most_four_pairs_and_no_claim_more_than_twice(embed: Embed) -> None:
    text = " ".join(f"The harbour of Kiel has crane {number}." for number in range(9))
    pairs = paired(text, text.replace("has", "had"), embed)
    assert len(pairs) == MOST_PAIRS
    for side in (0, 1):
        sides = [pair[side] for pair in pairs]
        assert max(map(sides.count, sides)) <= 2


def test_a_conflict_found_by_rule_comes_first(embed: Embed) -> None:
    one = "The harbour of Kiel is open and busy and well known. The harbour of Kiel has 795 berths."
    other = "The harbour of Kiel is open and busy and well known. The harbour of Kiel has 500 berths."
    assert paired(one, other, embed)[0] == (
        "The harbour of Kiel has 795 berths.",
        "The harbour of Kiel has 500 berths.",
    )


def test_a_name_alone_is_no_shared_subject() -> None:
    one, other, third = take_apart("Kiel has made advances. Now Kiel was lucky. The harbour is open.")
    assert not share_subject(one, other, 0.7)
    assert share_subject(third, take_apart("It opened the harbour.")[0], 0.7)
