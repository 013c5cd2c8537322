"""Two sources beside each other, from a small workspace with vectors made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.analysis.matches import Matcher
from app.analysis.side_by_side import Link, SideBySide, parties_of, strongest
from app.relations.relation import Finding, Relation
from app.workspace.workspace import Workspace
from tests.analysis.test_matches import MODEL, add


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: "relations@1")
    with Workspace.open(tmp_path / "desk.counterpoint") as opened:
        yield opened


def side_by_side(workspace: Workspace, also: tuple[int, int] | None = None) -> SideBySide:
    matcher = Matcher(workspace, MODEL)
    one, other = parties_of(workspace)[:2]
    return SideBySide(workspace, matcher, one, other, also)


def texts_of(sides: SideBySide, links: tuple[Link, ...]) -> list[tuple[str, str]]:
    return [(sides.passage(link.one).text, sides.passage(link.other).text) for link in links]


def test_a_party_is_a_source_or_an_article_of_a_split_one(workspace: Workspace) -> None:
    whole = add(workspace, "whole", {"a": 0})
    split = add(workspace, "split", {"b": 0, "c": 10}, sections=2)
    workspace.set_split(split, is_split=True)
    parties = parties_of(workspace)
    assert [party.title for party in parties] == ["whole", "split 0", "split 1"]
    assert parties[0].owner == whole
    owners = {passage.owner for passage in workspace.passages(split)}
    assert {party.owner for party in parties[1:]} == owners


def test_each_passage_is_tied_to_its_closest_in_reading_order(workspace: Workspace) -> None:
    add(workspace, "one", {"east": 0, "north": 90})
    add(workspace, "two", {"north too": 92, "north again": 95, "east again": 9, "east too": 3})
    add(workspace, "three", {"east three": 1, "north three": 91})
    sides = side_by_side(workspace)
    assert texts_of(sides, sides.links()) == [
        *(("east", text) for text in ("north too", "north again", "east again", "east too")),
        *(("north", text) for text in ("north too", "north again", "east again", "east too")),
    ]
    assert {link.finding for link in sides.links()} == {None}
    assert [pair.other for pair in sides.pairs()[:3]] == ["north too", "east too", "north again"]


def test_a_pair_that_is_asked_for_is_tied_and_read_first(workspace: Workspace) -> None:
    add(workspace, "one", {"east": 0, "a": 40, "b": 50, "lost": 200})
    add(workspace, "two", {"a too": 41, "b too": 51, "east too": 3})
    lost, too = (
        passage.id for source in workspace.sources() for passage in workspace.passages(source.id)[-1:]
    )
    sides = side_by_side(workspace, (lost, too))
    assert ("lost", "east too") in texts_of(sides, sides.links())
    assert ("lost", "east too") not in texts_of(sides, side_by_side(workspace).links())
    assert sides.pairs()[0].text == "lost"


def test_what_was_read_is_told_from_the_first_side(workspace: Workspace) -> None:
    add(workspace, "one", {"zebra": 0})
    add(workspace, "two", {"ant": 3})
    sides = side_by_side(workspace)
    (link,) = sides.links()
    one, other = sides.passage(link.one), sides.passage(link.other)
    workspace.put_findings(
        "relations@1", [(one.content_hash, other.content_hash, Finding(Relation.CONTRADICTS))]
    )
    (link,) = sides.links()
    assert link.relation is Relation.CONTRADICTS
    assert link.is_told


def test_the_strongest_relation_stands_for_a_passage_and_related_for_none() -> None:
    links = [
        Link(1, 11, Finding(Relation.CONTRADICTS)),
        Link(1, 12, Finding(Relation.AGREES)),
        Link(2, 12, Finding(Relation.RELATED)),
        Link(3, 13, None),
    ]
    assert strongest(links) == {
        1: Relation.CONTRADICTS,
        11: Relation.CONTRADICTS,
        12: Relation.AGREES,
    }
