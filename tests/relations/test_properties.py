"""What holds for any text, however odd."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.document import Span
from app.relations.attribution import attribute
from app.relations.claim import take_apart
from app.relations.cues import compare
from app.relations.overlap import repeats

WORDS = st.sampled_from(
    [
        "The",
        "Kiel",
        "harbour",
        "board",
        "said",
        "“that”",
        "ports",
        "rose",
        "fell",
        "not",
        "no",
        "all",
        "few",
        "795",
        "500",
        "about",
        "3",
        "%",
        "$5",
        "km",
        "since",
        "2014",
        "in",
        "2017,",
        "on",
        "June",
        "13,",
        "first",
        "annual",
        "regatta",
        "was",
        "held",
        "founded",
        ";",
        "while",
        "but",
        "—",
        "may",
        "falsely",
        "claims",
        "denied",
        "”",
        ".",
        "?",
        "three",
        "million",
        "港口",
        "é",
        "'",
        "’",
        "(",
        ")",
        "U.S.",
        "No.",
        "5",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))
few = settings(max_examples=60, deadline=None, derandomize=True)


@few
@given(TEXTS)
def test_claims_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for claim in take_apart(text):
        assert end <= claim.span.start < claim.span.end <= len(text)
        assert claim.sentence.start <= claim.span.start
        assert claim.span.end <= claim.sentence.end
        assert text[claim.span.start : claim.span.end] == claim.text
        end = claim.span.end


@few
@given(TEXTS, TEXTS)
def test_comparing_is_symmetric_and_marks_words(one: str, other: str) -> None:
    for left in take_apart(one):
        for right in take_apart(other):
            forward, backward = compare(left, right), compare(right, left)
            assert forward.differs == backward.differs
            assert sorted(cue.type for cue in forward.cues) == sorted(cue.type for cue in backward.cues)
            for cue in forward.cues:
                assert left.text[slice(*cue.span)].strip()
                assert right.text[slice(*cue.other_span)].strip()


@few
@given(TEXTS, TEXTS)
def test_repeating_is_symmetric(one: str, other: str) -> None:
    assert repeats(one, other) == repeats(other, one)
    assert repeats(one, one) == any(map(str.isalnum, one))


@few
@given(TEXTS)
def test_any_text_can_be_attributed(text: str) -> None:
    attribute(text, Span(0, len(text)))
