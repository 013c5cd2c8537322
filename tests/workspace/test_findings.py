"""Findings by content: one a pair, told from whichever side is asked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from app.relations.relation import (
    Attribution,
    Cue,
    Evidence,
    Finding,
    Kind,
    Probabilities,
    Relation,
    swapped,
)
from app.workspace import Workspace, content_hash
from tests.workspace.samples import add

MODEL = "nli@1"
A, B = content_hash("a"), content_hash("b")
EVIDENCE = Evidence(
    text="in 2014",
    other_text="in 2017",
    entailment=0.02,
    neutral=0.05,
    contradiction=0.93,
    cues=(Cue("other date", (3, 7), (4, 8)),),
    attribution=Attribution("reported", "the ministry"),
    other_attribution=Attribution("hedged", None),
    span=(10, 17),
    other_span=(22, 29),
    kind=Kind.POSITION,
)
FINDING = Finding(
    Relation.CONTRADICTS,
    (EVIDENCE, Evidence("x", "y \udc80", 0.1, 0.2, 0.7)),
    "a note",
    Probabilities(0.02, 0.05, 0.93),
)


def test_the_sample_sets_every_field() -> None:
    for record in (FINDING, EVIDENCE, EVIDENCE.attribution):
        assert record is not None
        for field in fields(record):
            assert getattr(record, field.name) not in (field.default, None, ()), field.name


def test_a_pair_has_one_finding_told_from_either_side(workspace: Workspace) -> None:
    for first, second in ((A, B), (B, A)):
        workspace.put_findings(MODEL, [(first, second, FINDING)])
        assert workspace.finding(MODEL, first, second) == FINDING
        assert workspace.finding(MODEL, second, first) == swapped(FINDING)
    assert workspace._database.row("SELECT count(*) FROM findings") == (1,)


def test_a_finding_is_of_its_pair_and_model(workspace: Workspace) -> None:
    workspace.put_findings(MODEL, [(A, B, FINDING)])
    assert workspace.finding("another", A, B) is None
    assert workspace.finding(MODEL, A, A) is None


def test_a_new_finding_takes_the_place_of_the_old(workspace: Workspace) -> None:
    workspace.put_findings(MODEL, [(A, B, FINDING), (A, A, Finding(Relation.REPEATS))])
    workspace.put_findings(MODEL, [(B, A, Finding(Relation.AGREES))])
    assert workspace.finding(MODEL, A, B) == Finding(Relation.AGREES)
    assert workspace.finding(MODEL, A, A) == Finding(Relation.REPEATS)


def test_findings_outlive_the_close_and_a_file_read_again_but_not_the_text(place: Path) -> None:
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["a", "c"])
        add(workspace, "b.txt", ["b"])
        workspace.put_findings(MODEL, [(A, B, FINDING), (content_hash("c"), B, FINDING)])
        add(workspace, "a.txt", ["a", "d"])
    with Workspace.open(place) as workspace:
        assert workspace.finding(MODEL, A, B) == FINDING
        assert workspace.finding(MODEL, content_hash("c"), B) is None


def test_a_finding_of_an_earlier_form_is_read_with_defaults_and_a_strange_one_as_unread(
    workspace: Workspace,
) -> None:
    workspace.put_findings(MODEL, [(A, B, FINDING)])
    for stored, read in (
        ('{"relation":"agrees"}', Finding(Relation.AGREES)),
        ('{"relation":"agrees","later field":1}', Finding(Relation.AGREES)),
        ('{"relation":"no such"}', None),
        ('{"evidence":[]}', None),
        ("[1]", None),
        ("not JSON", None),
    ):
        workspace._database.execute("UPDATE findings SET finding = ?", (stored,))
        assert workspace.finding(MODEL, A, B) == read
