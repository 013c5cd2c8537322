"""Where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.document import Span
from app.reading.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It rained.| We stayed in.",
        "The U.S. government agreed.| The E.U. did not.",
        "They met in the U.S.| The talks failed.",
        "See No. 5 and Fig. 3.| The rest is clear.",
        "Did she say no?| No.| She said yes.",
        "Dr. Ann Lee and Mr. J. R. Osei met Gen. Novak.| They agreed.",
        "Acme Inc. filed a claim.| It won.",
        "It fell by 3.5 percent to 1.2 million.| Prices rose.",
        "“Stop.”| He did not.",
        "“Will you stop?” she asked.| He did not.",
        "She said: “I will not go.”| Then she went.",
        "Well… perhaps.| Perhaps not.",
        "It stopped...| Nobody spoke.",
        "They waited ... and waited.",
        "It ended on Jan. 5, 2021.| In Feb. 2022 it began again.",
        "At 5 p.m. Monday it closed.",
        "He spoke of grain, coal, etc. and left.",
        "The art. 5 rule holds.| It is modern art.| The painter left.",
        "This is the end (or so they say).| It was not.",
        "A first claim.[12]| A second one.12| A third.",
        "Stop!| Now!| Please.",
        "He came in 1998.| He left in 2001.",
        "1. Introduction of the plan",
        "Mere behavior.|Mere accusations were enough.",
        "民主是好的。|自由也是。",
        "St. Petersburg is in Russia.| Mt. Elbrus too.",
        "e.g. wheat, i.e. grain, cf. Lee vs. Chen.",
        "no end at all",
    ],
)
def test_sentences_end_where_a_reader_sees_it(text: str) -> None:
    assert split(text.replace("|", "")) == [part.strip() for part in text.split("|")]


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\t") == []


def test_spans_count_characters_of_the_text_given() -> None:
    assert split_sentences("  One.  Two. ") == [Span(2, 6), Span(8, 12)]


@given(st.text(alphabet='aA1 .!?…"”)(\n。U5', max_size=60))
def test_sentences_cover_all_but_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert [
        character for span in spans for character in text[span.start : span.end] if not character.isspace()
    ] == [character for character in text if not character.isspace()]
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)
