from __future__ import annotations

import pytest

from app.relations.claim import Claim, take_apart
from app.relations.cues import Comparison, compare


def claim(text: str) -> Claim:
    (found,) = take_apart(text)
    return found


def marked(one: str, other: str) -> list[tuple[str, str, str]]:
    return [
        (cue.type, one[slice(*cue.span)], other[slice(*cue.other_span)])
        for cue in compare(claim(one), claim(other)).cues
    ]


def compared(one: str, other: str) -> Comparison:
    return compare(claim(one), claim(other))


SINCE = (
    "Since 2014, the Rowing Party has hosted an annual regatta in Kiel inviting club leaders from the world."
)
FIRST = (
    "He was bolder at the Rowing Clubs and World Party regattas since the first convening regatta in 2017."
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "The harbour report lists 795 training programs.",
            "The harbour report lists 500 training programs.",
            ("other number", "795", "500"),
        ),
        (
            "The harbour board spent $3 million on new cranes.",
            "The harbour board spent $7 million on new cranes.",
            ("other number", "$3 million", "$7 million"),
        ),
        (
            "The canal to the harbour is 5 km long.",
            "The canal to the harbour is 5 miles long.",
            ("other number", "5", "5"),
        ),
        (
            "The harbour treaty was signed on June 13, 2021.",
            "The harbour treaty was signed on June 30, 2021.",
            ("other date", "June 13, 2021", "June 30, 2021"),
        ),
        (SINCE, FIRST, ("other date", "2014", "2017")),
        (
            "The board is exporting its harbour model.",
            "The board is not exporting its harbour model.",
            ("negated", "exporting", "not exporting"),
        ),
        (
            "Exports of the harbour rose sharply in spring.",
            "Exports of the harbour fell sharply in spring.",
            ("opposed", "rose", "fell"),
        ),
        (
            "All members of the board backed the harbour plan.",
            "Few members of the board backed the harbour plan.",
            ("opposed", "All", "Few"),
        ),
    ],
)
def test_a_difference_is_found_and_is_a_conflict(
    one: str, other: str, expected: tuple[str, str, str]
) -> None:
    assert expected in marked(one, other)
    assert compared(one, other).conflicts or compared(one, other).certain
    kind, left, right = expected
    assert (kind, right, left) in marked(other, one)
    assert compared(other, one).conflicts or compared(other, one).certain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the number is of another subject
        ("The harbour report lists 795 programs.", "The town has 500 schools and 30 parks."),
        # rounding
        ("The harbour report lists about 800 programs.", "The harbour report lists 795 programs."),
        # within the year
        ("The harbour treaty was signed in 2021.", "The harbour treaty was signed on June 13, 2021."),
        # "not only" denies nothing
        ("The board is not only exporting its harbour model.", "The board is exporting its harbour model."),
        # "not" in ordinary prose
        ("It is not far to the old harbour.", "The harbour was far too small for the fleet."),
        # two turns cancel each other
        ("Exports of the harbour did not rise in spring.", "Exports of the harbour fell in spring."),
        # another event that began another year
        (SINCE, "The regatta of the Sailing School was first held in 2021."),
        # a figure at its time
        (
            "The population of Kiel was 269 in 2010.",
            "In 2006, the population of Kiel was 221 in 52 families.",
        ),
        # other people
        ("The pilot Anna Berg was born in 1969.", "The pilot Ella Stein was born in 1962."),
        # other places
        ("Exports of Kiel rose sharply in spring.", "Exports of Bremen fell sharply in spring."),
    ],
)
def test_no_conflict(one: str, other: str) -> None:
    for comparison in (compared(one, other), compared(other, one)):
        assert not comparison.conflicts
        assert not comparison.certain


def test_another_place_or_time_makes_it_another_scope() -> None:
    one = "In 2015, the share of rural insurance in Kiel was 57 percent."
    other = "In 2020, the share of rural insurance in Bremen was 70 percent."
    assert ("other scope", "57 percent", "70 percent") in marked(one, other)
    assert not compared(one, other).conflicts


def test_countries_and_their_people_are_one_subject() -> None:
    one, other = "The Chinese government exports its model.", "China does not export a government model."
    assert ("negated", "exports", "not export") in marked(one, other)
