"""Which of the listed matches are shown, and the words they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.analysis.filters import Filter
from app.analysis.keywords import common_words
from app.analysis.matches import Match, Matcher
from app.reading.document import Kind
from app.relations.relation import Finding, Relation
from app.workspace.workspace import Workspace
from tests.analysis.test_matches import MODEL, add, matches_of

COPY = "The harbour froze in the first week of January and no ship could leave it for two months."


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Match, ...]]:
    """Matches of one passage in three sources, two of them copies of one another."""
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: None)
    with Workspace.open(tmp_path / "desk.counterpoint") as workspace:
        add(workspace, "one", {"asked": 0})
        add(workspace, "two", {COPY: 10, "other": 40})
        add(workspace, "three", {COPY: 10})
        yield matches_of(workspace, Matcher(workspace, MODEL), "asked")


def titles(matches: tuple[Match, ...]) -> list[str]:
    return [match.source.title for match in matches]


def test_copies_are_one_match_that_names_the_others(listed: tuple[Match, ...]) -> None:
    assert titles(listed) == ["two", "three", "two"]
    folded = Filter().of(listed)
    assert titles(folded) == ["two", "two"]
    assert [match.copies for match in folded] == [("three",), ()]
    assert Filter(is_folded=False).of(listed) == listed


def test_one_source_after_the_other_then_all(listed: tuple[Match, ...]) -> None:
    chosen = Filter().next_source(listed)
    assert chosen.words == "only two"
    assert set(titles(chosen.of(listed))) == {"two"}
    chosen = chosen.next_source(listed)
    assert titles(chosen.of(listed)) == ["three"]
    assert chosen.next_source(listed) == Filter()


def test_one_kind_after_the_other_then_all(listed: tuple[Match, ...]) -> None:
    quote = replace(listed[0], passage=replace(listed[0].passage, kind=Kind.QUOTE))
    mixed = (*listed[1:], quote)
    chosen = Filter().next_kind(mixed).next_kind(mixed)
    assert chosen.words == "only of kind quote"
    assert chosen.of(mixed) == (quote,)
    assert chosen.next_kind(mixed) == Filter()


def test_a_threshold_goes_up_and_down_and_stays_in_bounds(listed: tuple[Match, ...]) -> None:
    far, close = replace(listed[0], percentile=35, origin=1), replace(listed[2], percentile=90, origin=2)
    chosen = Filter().closer(by=4)
    assert chosen.words == "only closer than 40%"
    assert chosen.of((far, close)) == (close,)
    assert chosen.closer(by=-1).of((far, close)) == (far, close)
    assert Filter().closer(by=-1) == Filter()
    assert Filter().closer(by=20).percentile < 100


def test_one_relation(listed: tuple[Match, ...]) -> None:
    opposed = replace(listed[2], finding=Finding(Relation.CONTRADICTS))
    unread = replace(listed[0], finding=None)
    assert Filter(relation=Relation.CONTRADICTS).of((unread, opposed)) == (opposed,)


def test_words_in_common_are_found_in_whatever_form() -> None:
    other = "No summits were held, but a party met."
    found = [other[start:end] for start, end in common_words("The party's annual summit of the year", other)]
    assert found == ["summits", "party"]
    assert common_words("Bread and butter", other) == ()
