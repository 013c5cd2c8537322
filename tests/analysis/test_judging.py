"""Deciding over a real workspace: what is kept, shown, taken back, and followed through a changed file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.analysis.anchoring import Anchors, Standing, question_side, side_of, successor
from app.analysis.judging import DISMISSED, Decisions, Glance
from app.analysis.reviewing import Progress
from app.relations.relation import Finding, Relation
from app.workspace.judgements import Judgement, Side, Verdict
from app.workspace.workspace import Workspace
from tests.workspace.samples import add

HARBOUR = "The harbour froze in the first week of January 1921, and for two months no ship could leave it."
CHANGED = "The harbour froze in the second week of January 1922, and for three months no ship could leave it."
COAL = "The mayor asked the ministry for coal, and got a third of what the town needed for the winter."
BREAD = "Bread grew dear in the town, and the council met three times to speak of its price."
ICE = "Ice closed the harbour early in January, so that ships could not leave for two months."


@dataclass
class Room:
    """A workspace of two sources and what is decided in it."""

    workspace: Workspace
    decisions: Decisions

    def side(self, text: str) -> Side:
        """The passage of this text as a side."""
        sources = {source.id: source for source in self.workspace.sources()}
        passages = [passage for source in sources for passage in self.workspace.passages(source)]
        passage = next(passage for passage in passages if passage.text == text)
        return side_of(passage, sources[passage.source])

    def read_again(self, name: str, texts: list[str]) -> None:
        """Read a source again, with other texts."""
        path = Path("/docs") / name
        anchors = Anchors(self.workspace)
        anchors.remember(source for source in self.workspace.sources() if source.path == path)
        add(self.workspace, name, texts)
        for _ in anchors.follow(path):
            pass
        self.decisions.refresh()

    def orphans(self) -> list[Judgement]:
        """The judgements that stand nowhere."""
        standing = Standing(self.workspace, self.workspace.judgements.keys())
        return [judgement for judgement in self.decisions.judgements if standing.is_lost(judgement)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    times = (f"2021-12-{day:02}T10:00:00+00:00" for day in itertools.count(1))
    with Workspace.open(tmp_path / "desk.counterpoint") as workspace:
        add(workspace, "a.txt", [HARBOUR, COAL])
        add(workspace, "b.txt", [ICE, BREAD])
        yield Room(workspace, Decisions(workspace, lambda: next(times)))


# Deciding


def test_each_part_of_a_judgement_is_kept_and_the_rest_stays(room: Room) -> None:
    one, other = room.side(HARBOUR), room.side(ICE)
    room.decisions.decide(one, other, Verdict.AGREES)
    room.decisions.set_note(other, one, "  two months\nin both ")
    room.decisions.toggle_label(one, other, "dates")
    room.decisions.toggle_label(one, other, "ice")
    room.decisions.toggle_label(one, other, "dates")
    assert room.decisions.toggle_kept(one, other)
    (kept,) = room.workspace.judgements.all()
    assert kept == room.decisions.of(other.key, one.key) == room.decisions.of_pair(one, other)
    assert (kept.verdict, kept.note, kept.labels) == (Verdict.AGREES, "two months in both", ("ice",))
    assert (kept.is_kept, kept.made) == (True, "2021-12-06T10:00:00+00:00")
    assert Decisions(room.workspace).judgements == (kept,)


def test_the_program_s_label_is_hidden_only_where_it_was_dismissed(room: Room) -> None:
    one, other = room.side(HARBOUR), room.side(ICE)
    room.decisions.toggle_dismissed(one, other, Relation.CONTRADICTS)
    judgement = room.decisions.of(one.key, other.key)
    assert judgement is not None
    assert not judgement.is_finding
    shown = room.decisions.shown(Finding(Relation.CONTRADICTS), judgement)
    assert shown == Finding(Relation.RELATED, note=DISMISSED)
    for finding in (None, Finding(Relation.AGREES)):
        assert room.decisions.shown(finding, judgement) == finding
    assert room.decisions.shown(Finding(Relation.CONTRADICTS), None) == Finding(Relation.CONTRADICTS)
    assert not room.decisions.toggle_dismissed(one, other, Relation.CONTRADICTS)
    assert room.decisions.judgements == ()


def test_the_strongest_verdict_stands_for_a_passage(room: Room) -> None:
    one = room.side(HARBOUR)
    room.decisions.decide(one, room.side(ICE), Verdict.NOT_RELEVANT)
    room.decisions.decide(one, room.side(BREAD), Verdict.CONTRADICTS)
    assert room.decisions.glance(one.key) == Glance(Verdict.CONTRADICTS, 2)
    assert room.decisions.glance(room.side(ICE).key) == Glance(Verdict.NOT_RELEVANT, 1)
    room.decisions.undo()
    assert room.decisions.glance(one.key) == Glance(Verdict.NOT_RELEVANT, 1)
    assert room.decisions.glance(room.side(BREAD).key) is None
    room.decisions.toggle_bookmark(one)
    room.decisions.toggle_passage_label(one, "ice")
    assert room.decisions.glance(one.key) == Glance(
        Verdict.NOT_RELEVANT, 1, is_bookmarked=True, labels=("ice",)
    )


def test_the_label_given_last_is_offered_first(room: Room) -> None:
    one, other = room.side(HARBOUR), room.side(ICE)
    for label in ("a", "b"):
        room.decisions.toggle_label(one, other, label)
    room.decisions.toggle_passage_label(room.side(COAL), "c")
    room.decisions.toggle_passage_label(room.side(BREAD), "a")
    assert room.decisions.labels == ("a", "c", "b")


def test_undo_and_redo_keep_store_and_memory_alike(room: Room) -> None:
    one, other = room.side(HARBOUR), room.side(ICE)
    assert room.decisions.undo() is None
    assert room.decisions.redo() is None
    room.decisions.decide(one, other, Verdict.UNSURE)
    room.decisions.toggle_bookmark(one)
    room.decisions.finish_review()
    judgement = room.decisions.of_pair(one, other)
    room.decisions.delete(judgement)
    room.decisions.delete(judgement)
    states = [room.decisions.judgements]
    told = []
    while (what := room.decisions.undo()) is not None:
        told.append(what)
        states.append(room.decisions.judgements)
        assert room.workspace.judgements.all() == room.decisions.judgements
        assert room.workspace.passage_notes.all() == room.decisions.notes
    assert told == ["delete the judgement", "review done", "bookmark", "unsure"]
    assert states == [(), (judgement,), (judgement,), (judgement,), ()]
    while room.decisions.redo() is not None:
        pass
    assert room.workspace.judgements.all() == ()
    assert len(room.workspace.passage_notes.all()) == 1
    assert room.decisions.last_review is not None


# Progress


def test_progress_counts_what_was_seen_wherever_it_stands(room: Room) -> None:
    a, b = (source.id for source in room.workspace.sources())
    assert room.decisions.see(room.side(HARBOUR).key)
    assert not room.decisions.see(room.side(HARBOUR).key)
    assert room.decisions.progress(a) == Progress(seen=1, new=0)
    assert room.decisions.progress(b) == Progress(seen=0, new=0)
    assert Decisions(room.workspace).progress(a) == Progress(seen=1, new=0)


def test_what_came_after_the_review_is_new(room: Room) -> None:
    assert not room.decisions.new_passages
    room.decisions.finish_review()
    assert not room.decisions.new_passages
    room.read_again("b.txt", [ICE, BREAD, "A ship from the south brought flour in March."])
    c = add(room.workspace, "c.txt", ["The ministry answered in April.", COAL])
    room.decisions.refresh()
    new = [room.workspace.passage(spot.passage).text for spot in room.decisions.new_passages]
    assert new == ["A ship from the south brought flour in March.", "The ministry answered in April."]
    assert room.decisions.progress(c).new == 1
    room.decisions.finish_review()
    assert not room.decisions.new_passages
    room.decisions.undo()
    assert len(room.decisions.new_passages) == 2


# A changed file


def test_a_judgement_follows_its_changed_text_and_says_so(room: Room) -> None:
    one, other = room.side(HARBOUR), room.side(ICE)
    room.decisions.decide(one, other, Verdict.AGREES)
    room.decisions.toggle_bookmark(one)
    room.read_again("a.txt", [COAL, CHANGED])
    (kept,) = room.decisions.judgements
    assert {side.text for side in kept.sides} == {CHANGED, ICE}
    assert (kept.verdict, kept.is_changed) == (Verdict.AGREES, True)
    (moved,) = (side for side in kept.sides if side.text == CHANGED)
    assert moved.locator == room.side(CHANGED).locator
    assert room.decisions.notes[0].side.text == CHANGED
    assert room.orphans() == []
    room.decisions.decide(room.side(CHANGED), other, Verdict.AGREES)
    assert not room.decisions.judgements[0].is_changed, "it was decided on the present text"


def test_both_sides_may_change_one_after_the_other(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    room.read_again("a.txt", [CHANGED])
    room.read_again("b.txt", [ICE.replace("two", "three"), BREAD])
    (kept,) = room.decisions.judgements
    assert {side.text for side in kept.sides} == {CHANGED, ICE.replace("two", "three")}


def test_what_was_done_before_a_change_is_undone_after_it(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.CONTRADICTS)
    room.read_again("a.txt", [CHANGED])
    room.decisions.undo()
    (kept,) = room.workspace.judgements.all()
    assert kept.verdict is Verdict.AGREES
    assert CHANGED in {side.text for side in kept.sides}
    room.decisions.undo()
    assert room.workspace.judgements.all() == ()


def test_a_moved_file_takes_along_what_is_decided_and_undone_about_it(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.UNSURE)
    a = next(source for source in room.workspace.sources() if source.path.name == "a.txt")
    moved = Path("/docs/moved.txt")
    room.workspace.relink(a, moved, moved)
    room.decisions.refresh()
    room.decisions.undo()
    assert room.decisions.judgements[0].verdict is Verdict.AGREES
    room.read_again("moved.txt", [COAL, CHANGED])
    (kept,) = room.workspace.judgements.all()
    assert [side.path for side in kept.sides if side.text == CHANGED] == [moved]


def test_a_text_that_is_gone_leaves_an_orphan_with_both_texts(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    room.read_again(
        "a.txt", [COAL, "Nothing here is about ships or ice any more, only about the price of coal."]
    )
    (orphan,) = room.orphans()
    assert {side.text for side in orphan.sides} == {HARBOUR, ICE}
    assert not orphan.is_changed
    room.read_again("a.txt", [COAL, HARBOUR])
    assert room.orphans() == [], "it comes back with its text"


def test_an_old_neighbour_is_no_successor(room: Room) -> None:
    add(room.workspace, "c.txt", [HARBOUR.replace("1921", "1920"), HARBOUR.replace("1921", "1923")])
    room.decisions.refresh()
    judged = room.side(HARBOUR.replace("1921", "1920"))
    room.decisions.decide(judged, room.side(ICE), Verdict.AGREES)
    room.read_again("c.txt", [HARBOUR.replace("1921", "1923")])
    assert len(room.orphans()) == 1


def test_two_likely_successors_are_none(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    room.read_again("a.txt", [HARBOUR.replace("1921", "1931"), HARBOUR.replace("1921", "1941")])
    assert len(room.orphans()) == 1


def test_a_removed_source_leaves_orphans_and_a_copy_elsewhere_none(room: Room) -> None:
    a, _ = room.workspace.sources()
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    add(room.workspace, "copy.txt", [HARBOUR])
    room.workspace.remove_source(a.id)
    assert room.orphans() == []
    room.workspace.remove_source(next(s.id for s in room.workspace.sources() if s.path.name == "copy.txt"))
    assert len(room.orphans()) == 1


def test_a_judgement_of_two_copies_needs_both(room: Room) -> None:
    add(room.workspace, "copy.txt", [HARBOUR])
    one, other = (Side(HARBOUR, Path("/docs") / name, name, "par. 1") for name in ("a.txt", "copy.txt"))
    room.decisions.decide(one, other, Verdict.REPEATS)
    assert room.orphans() == []
    room.read_again("copy.txt", [CHANGED])
    (kept,) = room.decisions.judgements
    assert {side.text for side in kept.sides} == {HARBOUR, CHANGED}
    assert room.orphans() == []


def test_what_was_asked_is_never_lost(room: Room) -> None:
    room.decisions.decide(question_side("Did the harbour freeze?"), room.side(ICE), Verdict.AGREES)
    assert room.orphans() == []


def test_an_orphan_is_attached_again_and_that_can_be_undone(room: Room) -> None:
    old, other = room.side(HARBOUR), room.side(ICE)
    room.decisions.decide(old, other, Verdict.AGREES)
    room.read_again("a.txt", [COAL])
    (orphan,) = room.orphans()
    assert room.decisions.reattach(orphan, old, room.side(COAL))
    (kept,) = room.workspace.judgements.all()
    assert {side.text for side in kept.sides} == {COAL, ICE}
    assert room.orphans() == []
    room.decisions.undo()
    assert room.workspace.judgements.all() == (orphan,)
    room.decisions.decide(room.side(COAL), other, Verdict.UNSURE)
    assert not room.decisions.reattach(orphan, old, room.side(COAL)), "that pair is judged already"
    assert len(room.workspace.judgements.all()) == 2


def test_a_move_never_takes_the_place_of_another_judgement(room: Room) -> None:
    room.decisions.decide(room.side(HARBOUR), room.side(ICE), Verdict.AGREES)
    changed = Side(CHANGED, Path("/docs/a.txt"), "a.txt", "par. 1")
    room.decisions.decide(changed, room.side(ICE), Verdict.UNSURE)
    room.read_again("a.txt", [CHANGED])
    assert {judgement.verdict for judgement in room.workspace.judgements.all()} == {
        Verdict.AGREES,
        Verdict.UNSURE,
    }
    assert len(room.orphans()) == 1


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        ([], None),
        ([COAL, BREAD, ICE], None),
        ([COAL, CHANGED], 1),
        ([CHANGED, CHANGED], None),
        ([f"{HARBOUR} So the pilots said."], 0),
        ([HARBOUR[:40]], None),
    ],
)
def test_a_successor_is_close_and_alone(candidates: list[str], found: int | None) -> None:
    assert successor(HARBOUR, candidates) == found
