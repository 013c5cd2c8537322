from __future__ import annotations

from app.relations.align import share_subject
from app.relations.claim import MAX_CLAIMS, take_apart


def test_a_claim_knows_its_place_and_its_subject() -> None:
    text = "It was cold. The Chinese Rowing Party (CRP) of the United States did not meet on June 13."
    first, second = take_apart(text)
    assert text[first.span.start : first.span.end] == first.text == "It was cold."
    assert {"row", "parti", "china", "america"} <= second.stems
    assert {"crp", "row", "parti"} <= second.names
    assert len(second.periods) == len(second.negations) == 1


def test_an_acronym_stands_for_what_the_passage_explains() -> None:
    _, second = take_apart("The Northern Rowing Party (NRP) met. The NRP was founded in Kiel.")
    assert {"northern", "row", "parti"} <= second.stems


def test_questions_claim_nothing() -> None:
    (only,) = take_apart("Is the harbour open? The harbour is open.")
    assert only.text == "The harbour is open."


def test_what_is_called_false_is_what_inference_reads() -> None:
    (claim,) = take_apart("It is falsely claimed that the harbour is open.")
    assert claim.rejects
    assert claim.asserted == "the harbour is open."


def test_no_more_than_so_many_claims() -> None:
    assert len(take_apart("The harbour is open. " * 100)) == MAX_CLAIMS
    assert take_apart("") == ()


def test_a_country_is_a_name_at_the_head_of_a_sentence_too() -> None:
    french, german = take_apart("French ships are on a different path. Germany calls for a shared harbour.")
    assert french.names == {"franc"}
    assert german.names == {"germani"}


def test_a_country_alone_makes_no_partners() -> None:
    (one,) = take_apart("China is on a different path.")
    (other,) = take_apart("China calls for building a community with a shared future.")
    assert not share_subject(one, other, 0.55)
