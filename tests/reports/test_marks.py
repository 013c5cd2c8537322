from __future__ import annotations

from app.relations.relation import Cue, Evidence, Relation
from app.reports.comparison import MatchRecord
from app.reports.marks import Mark, Piece, marks_on_other, marks_on_own, pieces


def match(relation: Relation, *evidence: Evidence) -> MatchRecord:
    return MatchRecord(1, 2, 1, 0.5, 50, 1, relation, None, evidence)


def test_text_without_marks_is_one_piece() -> None:
    assert pieces("plain", []) == [Piece("plain", None, is_cue=False)]
    assert pieces("", []) == []


def test_pieces_join_to_the_text_and_the_stronger_relation_shows() -> None:
    marks = [
        Mark(0, 6, Relation.AGREES),
        Mark(4, 9, Relation.CONTRADICTS),
        Mark(5, 6, Relation.AGREES, is_cue=True),
    ]
    assert pieces("0123456789", marks) == [
        Piece("0123", Relation.AGREES, is_cue=False),
        Piece("4", Relation.CONTRADICTS, is_cue=False),
        Piece("5", Relation.CONTRADICTS, is_cue=True),
        Piece("678", Relation.CONTRADICTS, is_cue=False),
        Piece("9", None, is_cue=False),
    ]


def test_evidence_is_found_where_its_span_says() -> None:
    evidence = Evidence("No.", "Yes.", 0, 0, 1, span=(4, 7))
    assert marks_on_own("No. No. No.", [match(Relation.CONTRADICTS, evidence)]) == [
        Mark(4, 7, Relation.CONTRADICTS)
    ]


def test_evidence_with_a_span_that_does_not_fit_is_searched() -> None:
    evidence = Evidence("No.", "Yes.", 0, 0, 1, (Cue("negated", (0, 2), (0, 0)),), other_span=(40, 44))
    marked = match(Relation.CONTRADICTS, evidence)
    assert marks_on_other("Oh, Yes.", marked) == [Mark(4, 8, Relation.CONTRADICTS)]
    assert marks_on_own("Oh. No.", [marked]) == [
        Mark(4, 7, Relation.CONTRADICTS),
        Mark(4, 6, Relation.CONTRADICTS, is_cue=True),
    ]


def test_evidence_that_is_not_in_the_text_marks_nothing() -> None:
    evidence = Evidence("Gone.", "", 0, 0, 1)
    assert marks_on_own("Other words.", [match(Relation.AGREES, evidence)]) == []
    assert marks_on_other("Other words.", match(Relation.AGREES, evidence)) == []
