from __future__ import annotations

import pytest

from app.relations.dates import find_periods
from app.relations.numbers import Quantity, agree, find_quantities, same_thing
from app.relations.tokens import tokenize


def quantities(text: str) -> tuple[Quantity, ...]:
    return find_quantities(text, tokenize(text), find_periods(text))


@pytest.mark.parametrize(
    ("text", "value", "unit", "counted"),
    [
        ("It lists 795 government programs.", 795, "", "program"),
        ("It lists seven hundred programs.", 700, "", "program"),
        ("Twenty-five ministers came.", 25, "", "minist"),
        ("A dozen states came.", 12, "", "state"),
        ("It cost $2.5 billion.", 2.5e9, "dollar", None),
        ("It cost 300 million euros.", 3e8, "euro", None),
        ("It rose by 20 percent.", 20, "percent", None),
        ("It rose by twenty per cent.", 20, "percent", None),
        ("Two-thirds of voters came.", 2 / 3, "fraction", None),
        ("The road is 5 km long.", 5000, "metre", None),
        ("It has run for 3 weeks.", 3 * 7 * 86400, "second", None),
        ("It was the 100th anniversary.", 100, "rank", "anniversari"),
    ],
)
def test_reads_a_quantity(text: str, value: float, unit: str, counted: str | None) -> None:
    (found,) = quantities(text)
    assert found.low == pytest.approx(value)
    assert found.unit == unit
    if counted is not None:
        assert found.counted[-1] == counted


@pytest.mark.parametrize(
    "text",
    ["See No. 5 of the list.", "It was in 2014.", "One man came.", "After 9/11 all changed.", "On June 13."],
)
def test_dates_and_list_numbers_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("about 800 programs", "795 programs", True),
        ("1,700 files", "1,691 files", True),
        ("more than 70 years", "72 years", True),
        ("more than 600 parties", "500 parties", False),
        ("10-15 states", "12 states", True),
        ("20 percent", "24 percent", False),
        ("800 programs", "500 programs", False),
        ("5 km", "3.1 miles", True),
        ("5 km", "5 miles", False),
        ("24 months", "two years", True),
        ("half of them", "two-thirds of them", False),
        ("up to 50 people", "40 people", True),
        ("up to 50 people", "80 people", False),
    ],
)
def test_tolerates_rounding_bounds_and_units(one: str, other: str, *, fits: bool) -> None:
    left, right = quantities(f"There were {one}.")[0], quantities(f"There were {other}.")[0]
    assert same_thing(left, right)
    assert agree(left, right) is fits
    assert agree(right, left) is fits


def test_numbers_of_other_things_are_not_compared() -> None:
    one, other = (
        quantities("It has 795 government programs.")[0],
        quantities("It has 30 government officials.")[0],
    )
    assert not same_thing(one, other)
    assert not same_thing(quantities("It cost $5.")[0], quantities("It cost €5.")[0])
