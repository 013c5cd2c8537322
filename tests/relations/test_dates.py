from __future__ import annotations

import pytest

from app.relations.dates import compatible, find_periods
from app.relations.events import find_beginnings
from app.relations.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "named", "first", "last", "role"),
    [
        ("Since 2014, it has met.", "2014", (2014, 1, 1), (2014, 12, 31), "from"),
        ("It met on December 9-10, 2021.", "December 9-10, 2021", (2021, 12, 9), (2021, 12, 10), "at"),
        ("Published June 13 by them.", "June 13", (0, 6, 13), (0, 6, 13), "at"),
        ("It met on 9 December 2021.", "9 December 2021", (2021, 12, 9), (2021, 12, 9), "at"),
        ("It met in May 2020.", "May 2020", (2020, 5, 1), (2020, 5, 31), "at"),
        ("It grew until the late 2010s.", "2010s", (2010, 1, 1), (2019, 12, 31), "to"),
        ("It ran in 1999-2003.", "1999-2003", (1999, 1, 1), (2003, 12, 31), "at"),
        ("Recorded in 2021 and 2022.", "2021 and 2022", (2021, 1, 1), (2022, 12, 31), "at"),
        ("Updated 2021-12-02.", "2021-12-02", (2021, 12, 2), (2021, 12, 2), "at"),
    ],
)
def test_reads_a_period(
    text: str, named: str, first: tuple[int, int, int], last: tuple[int, int, int], role: str
) -> None:
    (found,) = find_periods(text)
    assert text[slice(*found.span)] == named
    assert (found.first, found.last, found.role) == (first, last, role)


@pytest.mark.parametrize(
    "text", ["We may go.", "It has 2,014 files.", "It cost $2014.", "Room 101 in March."]
)
def test_what_is_no_date(text: str) -> None:
    assert find_periods(text) == ()


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("in 2021", "on December 9, 2021", True),
        ("in 2021", "in 2020", False),
        ("on June 13", "on June 13, 2023", True),
        ("on June 13", "on June 14, 2023", False),
        ("since 2014", "since 2017", False),
        ("since 2014", "in 2017", True),
        ("in the 1990s", "in 1994", True),
        ("by 2014", "since 2017", True),
    ],
)
def test_which_periods_fit(one: str, other: str, *, fits: bool) -> None:
    left, right = find_periods(f"It met {one}.")[0], find_periods(f"It met {other}.")[0]
    assert compatible(left, right) is fits
    assert compatible(right, left) is fits


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Since 2014, the club has hosted an annual regatta in Kiel.", "regatta"),
        ("He has spoken at every one since the first convening regatta in 2017.", "regatta"),
        ("The regatta was first held in 2017.", "regatta"),
        ("The northern regatta was founded in 1921.", "regatta"),
    ],
)
def test_finds_when_something_began(text: str, event: str) -> None:
    (found,) = find_beginnings(text, tokenize(text), find_periods(text))
    assert event in found.event


@pytest.mark.parametrize(
    "text", ["The club met in 2014.", "Since 2014, prices have risen.", "Its first speech was long."]
)
def test_other_dates_begin_nothing(text: str) -> None:
    assert find_beginnings(text, tokenize(text), find_periods(text)) == ()
