"""Back and forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.trail import Trail


def test_an_empty_trail_leads_nowhere() -> None:
    trail = Trail()
    assert trail.is_empty
    assert trail.back() is None
    assert trail.forward() is None


def test_there_and_back_and_forward_again() -> None:
    trail = Trail()
    for place in (1, 2, 3):
        trail.visit(place)
    assert not trail.is_empty
    assert [trail.back(), trail.back(), trail.back()] == [2, 1, None]
    assert [trail.forward(), trail.forward(), trail.forward()] == [2, 3, None]


def test_a_visit_forgets_what_lay_ahead() -> None:
    trail = Trail()
    for place in (1, 2, 3):
        trail.visit(place)
    trail.back()
    trail.visit(9)
    assert trail.forward() is None
    assert [trail.back(), trail.back()] == [2, 1]


def test_walking_leaves_no_places_behind() -> None:
    trail = Trail()
    trail.visit(1)
    for place in (2, 3, 4):
        trail.replace(place)
    trail.visit(9)
    assert trail.back() == 4
    assert trail.back() is None


def test_walking_before_any_visit_begins_the_trail() -> None:
    trail = Trail()
    trail.replace(5)
    assert not trail.is_empty
    assert trail.back() is None


def test_the_same_place_twice_is_one_place() -> None:
    trail = Trail()
    trail.visit(1)
    trail.visit(2)
    trail.visit(2)
    assert trail.back() == 1


@given(st.lists(st.integers(0, 9), min_size=1))
def test_as_many_steps_forward_as_back_lead_to_where_one_was(places: list[int]) -> None:
    trail = Trail()
    for place in places:
        trail.visit(place)
    steps = 0
    while trail.back() is not None:
        steps += 1
    reached = [trail.forward() for _ in range(steps)]
    assert trail.forward() is None
    assert None not in reached
    assert not reached or reached[-1] == places[-1]
