"""What an analyst asks."""

from __future__ import annotations

import pytest

from app.analysis.questions import REMEMBERED, Question, parse_question, remembered


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("ice in the harbour", Question("ice in the harbour", ())),
        ("  a pasted\n  paragraph ", Question("a pasted paragraph", ())),
        ('who said "ice  age"?', Question("who said ice age ?", ("ice age",))),
        ("„Eiszeit“ oder “Ice Age”", Question("Eiszeit oder Ice Age", ("eiszeit", "ice age"))),
        ("", Question("", ())),
        ('""', Question("", ())),
        ('5" of "snow"', Question("5 of snow", (" of ",))),
    ],
)
def test_words_in_quotation_marks_must_occur(typed: str, question: Question) -> None:
    parsed = parse_question(typed)
    assert parsed.text == question.text
    assert [phrase.strip() for phrase in parsed.phrases] == [phrase.strip() for phrase in question.phrases]


def test_a_passage_is_allowed_in_whatever_case_and_spacing() -> None:
    question = parse_question('"Ice Age" and "harbour"')
    assert question.allows("The HARBOUR of the ice\n age.")
    assert not question.allows("The ice age.")
    assert parse_question("anything").allows("")


def test_past_questions_are_newest_first_each_once_and_not_too_many() -> None:
    past: tuple[str, ...] = ()
    for number in range(REMEMBERED + 5):
        past = remembered(past, f"question {number}")
    assert len(past) == REMEMBERED
    past = remembered(past, "question 40")
    assert past[0] == "question 40"
    assert len(past) == len(set(past)) == REMEMBERED
