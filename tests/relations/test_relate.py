from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from app.embedding.encoder import Vectors
from app.relations.inference import RememberingModel
from app.relations.relate import (
    NOTE_EMPTY,
    NOTE_LANGUAGE,
    NOTE_LONG,
    NOTE_NO_MODEL,
    Embed,
    Relater,
    relate_many,
)
from app.relations.relation import Relation, swapped

MakeModel = Callable[[dict[tuple[str, str], tuple[float, float, float]]], Any]
MakeRelater = Callable[..., tuple[Relater, Any]]

OPEN = "The northern harbour is open to all foreign ships."
SHUT = "Foreign ships find the northern harbour locked."
YES = (0.95, 0.04, 0.01)
NO = (0.01, 0.04, 0.95)


def test_contradiction_in_both_directions(make_relater: MakeRelater) -> None:
    relater, _ = make_relater({(OPEN, SHUT): NO, (SHUT, OPEN): NO})
    one, other = f"Spring came early. {OPEN}", f"{SHUT} The town is full of guests."
    (finding,) = relater.relate_many([(one, other)])
    assert finding.relation is Relation.CONTRADICTS
    evidence = finding.evidence[0]
    assert (evidence.text, evidence.other_text) == (OPEN, SHUT)
    assert one[slice(*evidence.span)] == OPEN
    assert other[slice(*evidence.other_span)] == SHUT
    assert evidence.contradiction == pytest.approx(0.95)
    assert [cue.type for cue in evidence.cues] == ["unclear"]
    assert finding.probabilities is not None
    assert finding.probabilities.contradiction == pytest.approx(0.95)


def test_one_direction_alone_is_no_contradiction(make_relater: MakeRelater) -> None:
    relater, _ = make_relater({(OPEN, SHUT): NO})
    (finding,) = relater.relate_many([(OPEN, SHUT)])
    assert finding.relation is Relation.RELATED


def test_agreement_in_either_direction(make_relater: MakeRelater) -> None:
    relater, _ = make_relater({(SHUT, OPEN): YES})
    (finding,) = relater.relate_many([(OPEN, SHUT)])
    assert finding.relation is Relation.AGREES
    assert finding.evidence[0].cues == ()


def test_contradiction_is_looked_at_before_agreement(make_relater: MakeRelater) -> None:
    agreed = "The new cranes in the western yard work well."
    also = "In the western yard the new cranes do good work."
    relater, _ = make_relater({(OPEN, SHUT): NO, (SHUT, OPEN): NO, (agreed, also): YES})
    (finding,) = relater.relate_many([(f"{agreed} {OPEN}", f"{also} {SHUT}")])
    assert finding.relation is Relation.CONTRADICTS


def test_another_number_is_no_agreement(make_relater: MakeRelater) -> None:
    one = "Last spring 795 foreign ships called at the big northern harbour of Kiel."
    other = "In Kiel, the northern harbour was visited by 500 foreign ships."
    relater, _ = make_relater({(one, other): YES, (other, one): YES})
    (finding,) = relater.relate_many([(one, other)])
    assert finding.relation is not Relation.AGREES


def test_what_an_author_calls_false_turns_the_relation_round(make_relater: MakeRelater) -> None:
    inner = "the northern harbour is open to foreign ships."
    relater, _ = make_relater({(inner, OPEN): YES, (OPEN, inner): YES, (inner, SHUT): NO, (SHUT, inner): NO})
    rejecting = f"The board falsely claims that {inner}"
    conflict, agreement = relater.relate_many([(rejecting, OPEN), (rejecting, SHUT)])
    assert conflict.relation is Relation.CONTRADICTS
    assert agreement.relation is Relation.AGREES


@pytest.mark.parametrize(
    ("one", "word"),
    [
        ("Ann Berg said that the northern harbour is locked to foreign ships.", "reports (Ann Berg)"),
        ("“The northern harbour is locked to foreign ships,” Ann Berg said.", "quotes (Ann Berg)"),
        ("The northern harbour may be locked to foreign ships.", "with reserve"),
        ("The board denied that the northern harbour is open to foreign ships.", "as denied (The board)"),
    ],
)
def test_a_conflict_with_words_passed_on_is_none_between_the_sources(
    make_relater: MakeRelater, one: str, word: str
) -> None:
    relater, _ = make_relater({(one, OPEN): NO, (OPEN, one): NO})
    (finding,) = relater.relate_many([(one, OPEN)])
    assert finding.relation is Relation.RELATED
    assert word in finding.note
    assert finding.evidence[0].attribution is not None
    assert finding.evidence[0].text == one


def test_another_figure_in_a_report_is_a_conflict(make_relater: MakeRelater) -> None:
    one = "Ann Berg said that 795 foreign ships called at the northern harbour."
    other = "Ann Berg said that 500 foreign ships called at the northern harbour."
    relater, _ = make_relater({(one, other): NO, (other, one): NO})
    (finding,) = relater.relate_many([(one, other)])
    assert finding.relation is Relation.CONTRADICTS
    assert [cue.type for cue in finding.evidence[0].cues] == ["other number"]


def test_two_reports_of_one_speaker_are_said_to_be_that(make_relater: MakeRelater) -> None:
    one = "Ann Berg said that the northern harbour is open to foreign ships."
    other = "The northern harbour is open to ships, according to Ann Berg."
    relater, _ = make_relater({(one, other): YES})
    (finding,) = relater.relate_many([(one, other)])
    assert finding.relation is Relation.AGREES
    assert "Ann Berg" in finding.note
    assert finding.evidence[0].attribution is not None
    assert finding.evidence[0].other_attribution is not None


def test_the_same_event_at_another_date_needs_no_inference_to_agree(make_relater: MakeRelater) -> None:
    one = "Since 2014, the Rowing Party has hosted an annual regatta in Kiel with leaders from the world."
    other = "He was bolder at the Rowing Clubs and World Party regattas since the first regatta in 2017."
    relater, _ = make_relater()
    (finding,) = relater.relate_many([(one, other)])
    assert finding.relation is Relation.CONTRADICTS
    (cue,) = finding.evidence[0].cues
    assert (cue.type, one[slice(*cue.span)], other[slice(*cue.other_span)]) == ("other date", "2014", "2017")


def test_a_b_and_b_a_are_one_result(make_relater: MakeRelater) -> None:
    one = f"Spring came early. {OPEN} Last spring 795 foreign ships called at the northern harbour."
    other = f"{SHUT} Last spring 500 foreign ships called at the northern harbour."
    relater, _ = make_relater({(OPEN, SHUT): NO, (SHUT, OPEN): (0.0, 0.3, 0.7)})
    forward, backward = relater.relate_many([(one, other), (other, one)])
    assert forward.relation is Relation.CONTRADICTS
    assert backward == swapped(forward)
    assert swapped(swapped(forward)) == forward
    alone, _ = make_relater({(OPEN, SHUT): NO, (SHUT, OPEN): (0.0, 0.3, 0.7)})
    assert alone.relate_many([(other, one)]) == [backward]


def test_identical_passages_repeat_without_inference(make_relater: MakeRelater) -> None:
    relater, model = make_relater()
    (finding,) = relater.relate_many([(OPEN, OPEN)])
    assert finding.relation is Relation.REPEATS
    assert finding.evidence == ()
    assert model.batches == []


def test_unrelated_passages_cost_no_inference(make_relater: MakeRelater) -> None:
    relater, model = make_relater()
    (finding,) = relater.relate_many([(OPEN, "My grandmother bakes excellent apple cake on Sundays.")])
    assert finding.relation is Relation.RELATED
    assert all(batch == [] for batch in model.batches)


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_empty_text(make_relater: MakeRelater, empty: str) -> None:
    relater, _ = make_relater()
    (finding,) = relater.relate_many([(OPEN, empty)])
    assert (finding.relation, finding.note) == (Relation.RELATED, NOTE_EMPTY)


def test_other_languages_are_related_with_a_note(make_relater: MakeRelater) -> None:
    relater, _ = make_relater()
    german = "Der nördliche Hafen ist für alle Schiffe offen, die aus dem Ausland kommen wollen."
    (finding,) = relater.relate_many([(OPEN, german)])
    assert (finding.relation, finding.note) == (Relation.RELATED, NOTE_LANGUAGE)


def test_very_long_text_is_read_in_part_and_says_so(make_relater: MakeRelater) -> None:
    relater, model = make_relater({(OPEN, SHUT): NO, (SHUT, OPEN): NO})
    long = OPEN + "".join(f" In year {number} the crane moved {number} boxes." for number in range(500))
    (finding,) = relater.relate_many([(long, SHUT)])
    assert finding.relation is Relation.CONTRADICTS
    assert NOTE_LONG in finding.note
    assert sum(map(len, model.batches)) <= 8


def test_without_a_model_copies_are_still_found(embed: Embed) -> None:
    copies, others = relate_many([(OPEN, OPEN), (OPEN, SHUT)], embed, None)
    assert copies.relation is Relation.REPEATS
    assert (others.relation, others.note) == (Relation.RELATED, NOTE_NO_MODEL)


def test_all_pairs_are_one_batch_and_nothing_is_asked_twice(make_relater: MakeRelater) -> None:
    relater, model = make_relater()
    pairs = [(OPEN, SHUT), (SHUT, OPEN), (f"{OPEN} It is cold.", SHUT)]
    relater.relate_many(pairs)
    assert len(model.batches) == 1
    assert len(model.batches[0]) == len(set(model.batches[0]))
    relater.relate_many(pairs)
    assert len(model.batches) == 1


def test_no_pairs_no_findings(make_relater: MakeRelater) -> None:
    relater, _ = make_relater()
    assert relater.relate_many([]) == []


def test_the_memory_of_probabilities_is_bounded(make_model: MakeModel) -> None:
    model = make_model({("a", "b"): YES})
    remembering = RememberingModel(model, size=2)
    first = remembering.predict([("a", "b"), ("c", "d"), ("e", "f")])
    assert first.inference.shape == (3, 3)
    again = remembering.predict([("e", "f"), ("a", "b")])
    assert model.batches[1:] == [[("a", "b")]]
    np.testing.assert_allclose(again.inference[1], YES)


def test_each_claim_is_embedded_once(embed: Embed, make_model: MakeModel) -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return embed(texts)

    relater = Relater(counting, make_model({}))
    relater.relate_many([(OPEN, SHUT), (OPEN, f"{SHUT} {OPEN}")])
    relater.relate_many([(OPEN, SHUT)])
    assert sorted(asked) == sorted({OPEN, SHUT})
