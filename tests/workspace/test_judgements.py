"""Judgements, bookmarks, progress and corrections outlive what they are about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import WorkspaceError
from app.relations.relation import Relation
from app.workspace import Workspace, content_hash
from app.workspace.corrections import Correction
from app.workspace.judgements import Judgement, Side, Verdict, ordered
from app.workspace.passage_notes import PassageNote
from app.workspace.reviews import Review
from tests.workspace.samples import MODEL, add, embed

A = Side("a text", Path("/docs/a.txt"), "A", "p. 1, par. 2")
B = Side("another text", Path("/docs/\udc80.txt"), "B", "par. 3")
FULL = Judgement(
    *ordered(A, B),
    verdict=Verdict.QUALIFIES,
    note="a note",
    labels=("dates", "Zahlen – ü"),
    dismissed=Relation.CONTRADICTS,
    is_kept=True,
    is_changed=True,
    made="2021-12-09T10:00:00+00:00",
)


def test_a_judgement_is_kept_whole_and_in_place_of_the_one_before(place: Path) -> None:
    with Workspace.open(place) as workspace:
        workspace.judgements.put(replace(FULL, verdict=None))
        workspace.judgements.put(FULL)
    with Workspace.open(place) as workspace:
        assert workspace.judgements.all() == (FULL,)


def test_an_empty_judgement_is_none(workspace: Workspace) -> None:
    workspace.judgements.put(FULL)
    workspace.judgements.put(Judgement(FULL.low, FULL.high))
    assert workspace.judgements.all() == ()


def test_a_pair_of_one_text_and_a_question_can_be_judged(workspace: Workspace) -> None:
    twice = Judgement(A, replace(B, text=A.text), verdict=Verdict.REPEATS)
    asked = Judgement(*ordered(A, Side("a claim", None, "Your question", "")), verdict=Verdict.AGREES)
    for judgement in (twice, asked):
        workspace.judgements.put(judgement)
    assert set(workspace.judgements.all()) == {twice, asked}
    assert [side.is_question for side in asked.sides].count(True) == 1


def test_either_order_names_the_same_pair() -> None:
    assert ordered(A, B) == ordered(B, A)
    assert A.key == content_hash("a text")


def test_decisions_survive_removal_rereading_compaction_and_another_model(place: Path) -> None:
    with Workspace.open(place) as workspace:
        source = add(workspace, "a.txt", ["a text"])
        embed(workspace)
        workspace.judgements.put(FULL)
        workspace.passage_notes.put(PassageNote(A, is_bookmarked=True))
        workspace.reviews.see(A.key)
        workspace.remove_source(source)
    with Workspace.open(place) as workspace:
        assert workspace.judgements.all() == (FULL,)
        add(workspace, "a.txt", ["a text"])
        workspace.load_index("another@1")
        assert workspace.texts_without_vectors(MODEL) != ()
    with Workspace.open(place) as workspace:
        assert workspace.judgements.all() == (FULL,)
        assert workspace.passage_notes.all() == (PassageNote(A, is_bookmarked=True),)
        assert workspace.reviews.seen() == {A.key}
        (passage,) = workspace.passages_with_text(A.key)
        assert passage.text == A.text


def test_a_note_on_a_passage_is_kept_whole(place: Path) -> None:
    note = PassageNote(B, True, ("scope", "x"), True, "2021-12-09T10:00:00+00:00")
    with Workspace.open(place) as workspace:
        workspace.passage_notes.put(note)
    with Workspace.open(place) as workspace:
        assert workspace.passage_notes.all() == (note,)
        workspace.passage_notes.put(PassageNote(B))
        assert workspace.passage_notes.all() == ()


def test_a_review_knows_what_was_there_and_can_be_taken_back(workspace: Workspace) -> None:
    assert workspace.reviews.last() is None
    add(workspace, "a.txt", ["one", "two"])
    first, second = Review(1, "2021-12-09"), Review(2, "2021-12-10")
    workspace.reviews.finish(first)
    b = add(workspace, "b.txt", ["two", "three"])

    def new() -> list[str]:
        return [workspace.passage(spot.passage).text for spot in workspace.reviews.new(b)]

    assert new() == ["three"]
    workspace.reviews.finish(second)
    assert workspace.reviews.last() == second
    assert new() == []
    workspace.reviews.take_back(second)
    assert workspace.reviews.last() == first
    assert new() == ["three"]
    workspace.reviews.see(content_hash("two"))
    assert sorted(workspace.reviews.seen_in().values()) == [1, 1]
    before = workspace.reviews.readings()
    add(workspace, "b.txt", ["two"])
    assert before[0] == workspace.reviews.readings()[0]
    assert before[1] != workspace.reviews.readings()[1]


def test_a_correction_stands_for_what_was_read_and_survives_reading_again(workspace: Workspace) -> None:
    path = Path("/docs/a.txt")
    add(workspace, "a.txt", ["one"])
    workspace.correct(path, Correction(title="The letter", author="Ines", date="", party="the town"))
    add(workspace, "a.txt", ["one", "two"])
    (source,) = workspace.sources()
    assert (source.title, source.author, source.date, source.party) == (
        "The letter",
        "Ines",
        None,
        "the town",
    )
    assert workspace.correction(path).date == ""
    workspace.correct(path, Correction(title=""))
    (source,) = workspace.sources()
    assert (source.title, source.author, source.party) == ("a.txt", None, None), "no title is no correction"
    workspace.correct(path, Correction())
    assert workspace.correction(path) == Correction()
    assert workspace._database.rows("SELECT * FROM corrections") == []


def test_what_cannot_be_written_is_said(place: Path) -> None:
    Workspace.open(place).close()
    place.chmod(0o444)
    with Workspace.open(place) as workspace:
        assert workspace.judgements.all() == ()
        with pytest.raises(WorkspaceError, match="read-only"):
            workspace.judgements.put(FULL)
