"""The findings as a list, and the report made of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.analysis.anchoring import question_side, side_of
from app.analysis.finding_list import FindingBook, ListedFinding, Order
from app.analysis.findings_report import report_of, save_report
from app.analysis.judging import Decisions
from app.analysis.matches import Matcher
from app.analysis.reviewing import next_spot
from app.errors import CounterpointError
from app.relations.relation import Evidence, Finding, Relation
from app.workspace.corrections import Correction
from app.workspace.judgements import Side, Verdict
from app.workspace.reviews import Spot
from app.workspace.workspace import Workspace
from tests.workspace.samples import MODEL, add

READER = "reader@1"
A1, A2, B1, B2 = (
    "Ships left the harbour.",
    "Coal was dear.",
    "No ship left the harbour.",
    "Bread was dear too.",
)


@dataclass
class Room:
    workspace: Workspace
    matcher: Matcher

    @property
    def decisions(self) -> Decisions:
        return self.matcher.decisions

    def side(self, text: str) -> Side:
        (passage,) = self.workspace.passages_with_text(Side(text, None, "", "").key)
        return side_of(passage, next(s for s in self.workspace.sources() if s.id == passage.source))

    def book(self) -> FindingBook:
        return FindingBook(self.workspace, self.decisions, self.matcher.findings)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: READER)
    times = (f"2021-12-{day:02}T10:00:00+00:00" for day in itertools.count(1))
    with Workspace.open(tmp_path / "desk.counterpoint") as workspace:
        add(workspace, "a.txt", [A1, A2])
        add(workspace, "b.txt", [B1, B2])
        matcher = Matcher(workspace, MODEL)
        matcher.decisions = Decisions(workspace, lambda: next(times))
        room = Room(workspace, matcher)
        room.decisions.decide(room.side(A2), room.side(B2), Verdict.AGREES)
        room.decisions.decide(room.side(B1), room.side(A1), Verdict.CONTRADICTS)
        room.decisions.toggle_label(room.side(A1), room.side(B1), "ships")
        room.decisions.toggle_kept(room.side(A1), room.side(B2))
        yield room


def texts(book: FindingBook) -> list[tuple[str, str]]:
    return [(row.first.text, row.second.text) for row in book.findings]


def test_findings_come_in_the_order_of_the_sources_whichever_side_was_judged(room: Room) -> None:
    assert sorted(texts(room.book())[:2]) == sorted([(A1, B1), (A1, B2)])
    assert texts(room.book())[2] == (A2, B2)


def test_the_orders(room: Room) -> None:
    book = room.book()
    book.step_order()
    assert book.order.value == "newest first"
    assert texts(book) == [(A1, B2), (A1, B1), (A2, B2)]
    book.step_order()
    assert book.order.value == "by verdict"
    assert texts(book) == [(A1, B1), (A2, B2), (A1, B2)]
    book.step_order()
    assert book.order is Order.SOURCE


def test_each_filter_steps_through_what_occurs_and_back_to_all(room: Room) -> None:
    book = room.book()
    met = []
    for _ in range(3):
        book.step_verdict()
        met.append(book.wanted.verdict)
    assert met == [Verdict.CONTRADICTS, Verdict.AGREES, None]
    book.step_label()
    assert texts(book) == [(A1, B1)]
    book.step_label()
    book.step_title()
    assert book.wanted.title == "a.txt"
    assert len(texts(book)) == 3
    book.step_title()
    book.filter("BREAD")
    assert sorted(texts(book)) == sorted([(A2, B2), (A1, B2)])
    book.filter("#ships")
    assert texts(book) == [(A1, B1)]


def test_a_filter_goes_with_what_it_filtered_by(room: Room) -> None:
    book = room.book()
    book.step_label()
    book.delete(book.findings[0])
    assert book.wanted.label is None
    assert len(texts(book)) == 2


def test_only_a_dismissed_label_is_no_finding(room: Room) -> None:
    room.decisions.toggle_dismissed(room.side(A2), room.side(B1), Relation.AGREES)
    assert (A2, B1) not in texts(room.book())


def test_the_suggestion_is_told_from_the_first_side(room: Room) -> None:
    evidence = Evidence(A1, B1, 0.1, 0.1, 0.8, span=(0, len(A1)), other_span=(0, len(B1)))
    finding = Finding(Relation.CONTRADICTS, (evidence,))
    room.workspace.put_findings(READER, [(room.side(A1).key, room.side(B1).key, finding)])
    row = next(row for row in room.book().findings if row.second.text == B1)
    assert row.suggestion == finding


def test_a_question_comes_first_and_a_lost_side_last(room: Room) -> None:
    room.decisions.decide(question_side("Did ships leave?"), room.side(B2), Verdict.UNSURE)
    book = room.book()
    (asked,) = (row for row in book.all if row.first.is_question)
    assert asked.second.text == B2
    assert asked.lost == ()
    add(room.workspace, "a.txt", ["Nothing of that any more."])
    book.refresh()
    assert {row.second.text for row in book.orphans if isinstance(row, ListedFinding)} == {A1, A2}


def test_a_lost_bookmark_is_in_the_tray_and_can_be_attached(room: Room) -> None:
    room.decisions.toggle_bookmark(room.side(A2))
    add(room.workspace, "a.txt", [A1])
    book = room.book()
    orphan, lost = book.orphans
    assert "gone" not in book.attach(lost, room.side(B1))
    assert [note.side.text for note in room.decisions.notes] == [B1]
    assert book.attach(orphan, room.side(B2)).startswith("A passage cannot")
    book.is_tray = True
    assert book.rows == [orphan]
    assert book.attach(orphan, room.side(A1)) == "That passage has a judgement of its own already."
    assert book.attach(book.findings[0], room.side(B2)).startswith("Both sides")
    book.delete(orphan)
    assert book.orphans == []


def test_a_report_cites_sources_as_corrected_and_only_those_it_needs(room: Room, tmp_path: Path) -> None:
    add(room.workspace, "c.txt", ["A source without findings."])
    a = next(source for source in room.workspace.sources() if source.path.name == "a.txt")
    room.workspace.correct(a.path, Correction(title="The letter", party="the town"))
    room.matcher.refresh()
    book = room.book()
    report = report_of(room.matcher, book.findings, len(book.all), "2021-12-09")
    assert [(source.title, source.party) for source in report.sources] == [
        ("The letter", "the town"),
        ("b.txt", None),
    ]
    assert report.findings[0].first.title == "The letter"
    assert report.findings[0].first.source == 1
    path = save_report(report, tmp_path / "v1.2 final", "json")
    assert path.name == "v1.2 final.json"
    assert len(json.loads(path.read_text())["findings"]) == 3
    assert save_report(report, tmp_path / "report.MD").read_text().startswith("# Findings")


def test_a_place_that_cannot_be_written_is_said(room: Room, tmp_path: Path) -> None:
    report = report_of(room.matcher, [], 0)
    with pytest.raises(CounterpointError, match="could not be written"):
        save_report(report, tmp_path / "no such folder" / "report.html")


def test_bookmarks_are_walked_in_reading_order(room: Room) -> None:
    for text in (B2, A2):
        room.decisions.toggle_bookmark(room.side(text))
    spots = room.decisions.bookmarks
    assert [room.workspace.passage(spot.passage).text for spot in spots] == [A2, B2]
    one, two = Spot(1, 2, 7), Spot(2, 1, 3)
    assert next_spot((one, two), (1, 1), 1) == one
    assert next_spot((one, two), (1, 2), 1) == two
    assert next_spot((one, two), (2, 1), 1) is None
    assert next_spot((one, two), (2, 1), -1) == one
    assert next_spot((one, two), (1, 2), -1) is None
    assert next_spot((), (1, 2), 1) is None
