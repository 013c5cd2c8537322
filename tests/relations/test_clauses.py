from __future__ import annotations

from app.reading.document import Span
from app.relations.clauses import LONG, claims


def cut(sentence: str) -> list[str]:
    text = f"Before. {sentence}"
    return [text[span.start : span.end] for span in claims(text, Span(8, len(text)))]


def test_a_short_sentence_is_one_claim() -> None:
    assert cut("The club met, but the town did not.") == ["The club met, but the town did not."]


def test_a_contrasting_clause_is_a_claim_of_its_own() -> None:
    first = "The first address of the chairman dealt with the plans of the club for a season in the north"
    second = "while stressing that the club was not trying to take over any of the other clubs."
    assert cut(f"{first}, {second}") == [first, second]


def test_a_semicolon_and_a_but_cut_where_both_sides_say_something() -> None:
    parts = cut(
        "The harbour was closed for the whole of the winter because of the ice; the ferries were moved to "
        "the southern port, but the southern port was too small for them."
    )
    assert parts == [
        "The harbour was closed for the whole of the winter because of the ice",
        "the ferries were moved to the southern port",
        "the southern port was too small for them.",
    ]


def test_lists_are_not_cut() -> None:
    sentence = (
        "The fleet brought copper and tin from the western islands, salt and wool from the coast, grain from "
        "the plains, and timber, resin and furs from the forests of the far north."
    )
    assert len(sentence.split()) > LONG
    assert cut(sentence) == [sentence]


def test_quotations_are_not_cut() -> None:
    sentence = (
        "“The harbour was closed for the whole of the winter because of the ice; the ferries were moved to "
        "the southern port, but it was too small for them,” she said."
    )
    assert cut(sentence) == [sentence]
