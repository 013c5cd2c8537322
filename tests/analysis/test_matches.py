"""Matches from a small workspace with vectors made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.analysis.matches import Match, Matcher
from app.engine.jobs import Progress, Steps
from app.reading.document import Document, Kind, Passage, Section, Span
from app.relations.relation import Relation
from app.workspace.workspace import Workspace

MODEL = "angles@1"


def at(degrees: float) -> tuple[float, float]:
    """A unit vector by its angle, so that similarities can be told by hand."""
    return float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))


def cosine(degrees: float) -> float:
    return round(float(np.cos(np.radians(degrees))), 6)


def add(workspace: Workspace, name: str, texts: dict[str, float], sections: int = 1) -> int:
    """A source whose passages point at these angles, shared out among its sections."""
    passages = tuple(
        Passage(
            position=number,
            kind=Kind.PARAGRAPH,
            text=text,
            spans=(Span(number, number + 1),),
            section=(number - 1) * sections // len(texts),
            paragraph=number,
        )
        for number, text in enumerate(texts, start=1)
    )
    parts = tuple(Section(f"{name} {part}", 1) for part in range(sections))
    document = Document(name, None, None, "text", "", parts, passages)
    source = workspace.add_source(Path("/docs") / name, "ab" * 32, document, 1, 1)
    missing = workspace.texts_without_vectors(MODEL, source)
    vectors = np.array([at(texts[text]) for _, text in missing], dtype=np.float32).reshape(-1, 2)
    workspace.put_vectors(MODEL, [key for key, _ in missing], vectors)
    return source


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: None)
    with Workspace.open(tmp_path / "desk.counterpoint") as opened:
        yield opened


def matches_of(
    workspace: Workspace, matcher: Matcher, text: str, top: int = 10, cap: int | None = None
) -> tuple[Match, ...]:
    (passage,) = (
        passage
        for source in workspace.sources()
        for passage in workspace.passages(source.id)
        if passage.text == text
    )
    return matcher.of_passage(passage, top, cap)


def finish(steps: Steps[None]) -> list[Progress]:
    return [step for step in steps if isinstance(step, Progress)]


def test_the_closest_passages_of_other_sources_best_first(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0, "also mine": 1})
    add(workspace, "near", {"close": 10, "far": 80})
    add(workspace, "middling", {"between": 30})
    found = matches_of(workspace, Matcher(workspace, MODEL), "here")
    assert [(match.passage.text, match.source.title) for match in found] == [
        ("close", "near"),
        ("between", "middling"),
        ("far", "near"),
    ]
    assert [match.rank for match in found] == [1, 2, 3]
    assert [match.similarity for match in found] == [cosine(10), cosine(30), cosine(80)]
    assert all(match.percentile is None for match in found)


def test_top_and_cap_limit_what_is_listed_and_ranks_have_no_gaps(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0})
    add(workspace, "talkative", {f"close {number}": number for number in range(1, 9)})
    add(workspace, "terse", {"once": 20})
    matcher = Matcher(workspace, MODEL)
    assert len(matches_of(workspace, matcher, "here")) == 9
    assert [match.passage.text for match in matches_of(workspace, matcher, "here", top=2)] == [
        "close 1",
        "close 2",
    ]
    capped = matches_of(workspace, matcher, "here", top=5, cap=2)
    assert [match.passage.text for match in capped] == ["close 1", "close 2", "once"]
    assert [match.rank for match in capped] == [1, 2, 3]


def test_a_source_that_would_fill_the_search_does_not_hide_the_others(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0})
    add(workspace, "talkative", {f"close {number}": number / 10 for number in range(1, 90)})
    add(workspace, "terse", {"once": 20})
    capped = matches_of(workspace, Matcher(workspace, MODEL), "here", top=12, cap=4)
    assert "once" in [match.passage.text for match in capped]


def test_copies_share_an_origin(workspace: Workspace) -> None:
    copied = "The harbour froze in January and no ship could leave it before March"
    add(workspace, "mine", {"here": 0})
    add(workspace, "first", {f"{copied}.": 5})
    add(workspace, "second", {f"{copied}!": 6, "Bread grew dear in the town that winter": 7})
    found = matches_of(workspace, Matcher(workspace, MODEL), "here")
    origins = [match.origin for match in found]
    assert origins[0] == origins[1] == found[0].passage.id
    assert origins[2] == found[2].passage.id


def test_without_a_relation_model_only_copies_are_told(workspace: Workspace) -> None:
    copied = "The harbour froze in January and no ship could leave it before March."
    add(workspace, "mine", {f"“{copied}”": 0})
    add(workspace, "theirs", {copied: 1, "Bread grew dear in the town that winter.": 30})
    found = matches_of(workspace, Matcher(workspace, MODEL), f"“{copied}”")
    assert [match.finding.relation for match in found if match.finding] == [
        Relation.REPEATS,
        Relation.RELATED,
    ]


def test_a_split_source_meets_itself_but_not_the_same_section(workspace: Workspace) -> None:
    collection = add(workspace, "collection", {"one a": 0, "one b": 1, "two a": 5, "two b": 50}, sections=2)
    add(workspace, "other", {"elsewhere": 70})
    matcher = Matcher(workspace, MODEL)
    assert [match.passage.text for match in matches_of(workspace, matcher, "one a")] == ["elsewhere"]
    workspace.set_split(collection, is_split=True)
    assert [match.passage.text for match in matches_of(workspace, matcher, "one a")] == ["elsewhere"], (
        "nothing changes before a refresh"
    )
    matcher.refresh()
    found = matches_of(workspace, matcher, "one a")
    assert [match.passage.text for match in found] == ["two a", "two b", "elsewhere"]
    assert matcher.embedded() == {collection: 4, 2: 1}


def test_what_is_gone_since_the_refresh_is_left_out(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0})
    gone = add(workspace, "gone", {"closest": 1})
    add(workspace, "changed", {"before": 5})
    add(workspace, "near", {"close": 10})
    matcher = Matcher(workspace, MODEL)
    workspace.remove_source(gone)
    add(workspace, "changed", {"after": 6})
    assert [match.passage.text for match in matches_of(workspace, matcher, "here")] == ["close"]
    matcher.refresh()
    assert [match.passage.text for match in matches_of(workspace, matcher, "here")] == ["after", "close"]


def test_the_cap_counts_the_articles_of_a_split_source_each(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0})
    collection = add(workspace, "collection", {"one a": 1, "one b": 2, "two a": 3, "two b": 4}, sections=2)
    workspace.set_split(collection, is_split=True)
    found = matches_of(workspace, Matcher(workspace, MODEL), "here", top=10, cap=1)
    assert [match.passage.text for match in found] == ["one a", "two a"]


def test_a_passage_without_a_vector_has_no_matches_yet(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0})
    add(workspace, "near", {"close": 10})
    matcher = Matcher(workspace, "another model@1")
    assert matcher.size == 0
    assert matches_of(workspace, matcher, "here") == ()
    assert not matcher.needs_scale


def test_an_empty_workspace_has_nothing(workspace: Workspace) -> None:
    matcher = Matcher(workspace, MODEL)
    assert matcher.size == 0
    assert matcher.embedded() == {}
    assert matcher.of_vector("a claim", np.array(at(0), dtype=np.float32), 5) == ()
    assert not matcher.has_counterpart(())


def test_a_lone_source_has_no_matches(workspace: Workspace) -> None:
    add(workspace, "mine", {"here": 0, "there": 90})
    assert matches_of(workspace, Matcher(workspace, MODEL), "here") == ()


def test_a_claim_is_matched_with_every_source(workspace: Workspace) -> None:
    add(workspace, "one", {"close": 10})
    add(workspace, "two", {"closer": 5})
    found = Matcher(workspace, MODEL).of_vector("a claim", np.array(at(0), dtype=np.float32), 5)
    assert [match.passage.text for match in found] == ["closer", "close"]


def test_the_scale_is_drawn_once_kept_and_drawn_again_when_much_is_new(workspace: Workspace) -> None:
    add(workspace, "one", {f"one {n}": n for n in range(20)})
    add(workspace, "two", {f"two {n}": n + 3 for n in range(20)})
    matcher = Matcher(workspace, MODEL)
    assert matcher.needs_scale
    told = finish(matcher.draw_scale())
    assert told[-1].done == told[-1].total == 40
    assert not matcher.needs_scale
    found = matches_of(workspace, matcher, "one 0")
    percentiles = [match.percentile for match in found]
    assert all(isinstance(value, int) and 0 <= value <= 100 for value in percentiles)
    assert percentiles == sorted(percentiles, key=lambda value: -(value or 0))
    assert not Matcher(workspace, MODEL).needs_scale, "it is kept in the workspace"
    add(workspace, "three", {f"three {n}": n for n in range(10)})
    matcher.refresh()
    assert matcher.needs_scale


def test_what_lies_below_the_floor_is_no_counterpart(workspace: Workspace) -> None:
    add(workspace, "one", {**{f"one {n}": n for n in range(30)}, "alone": 180})
    add(workspace, "two", {f"two {n}": n + 0.5 for n in range(30)})
    matcher = Matcher(workspace, MODEL)
    finish(matcher.draw_scale())
    assert matcher.has_counterpart(matches_of(workspace, matcher, "one 3"))
    assert not matcher.has_counterpart(matches_of(workspace, matcher, "alone"))
