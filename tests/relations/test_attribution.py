from __future__ import annotations

import pytest

from app.reading.document import Span
from app.relations.attribution import attribute, same_speaker
from app.relations.relation import Attribution


def whole(text: str) -> Attribution | None:
    return attribute(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "speaker"),
    [
        (
            "Harbour authorities have said repeatedly that the port is open.",
            "reported",
            "Harbour authorities",
        ),
        ("According to the Coast Guard, the port is open.", "reported", "the Coast Guard"),
        ("The port is open, officials added, because the ice is gone.", "reported", "officials"),
        (
            "Ann Berg, the director of the Harbour Board, told us that the port is open.",
            "reported",
            "Ann Berg",
        ),
        ("But she said the port is open.", "reported", None),
        ("The board printed a paper called “The Port”, boasting that the port is open.", "reported", None),
        ("But now, pilots say, the port is open.", "reported", "pilots"),
        ("“The port is open for all ships,” Ann Berg said.", "quoted", "Ann Berg"),
        ("The port is open for all ships, she wrote.", "reported", None),
        ("The port may open again in spring.", "hedged", None),
        ("The pilot allegedly left his post.", "hedged", None),
        ("The Harbour Board falsely claims that the port is open.", "rejected", None),
        ("The Harbour Board denied that the port is closed.", "rejected", "The Harbour Board"),
        ("The mayor rejected allegations of bribery.", "rejected", "The mayor"),
    ],
)
def test_whose_claim_a_sentence_is(text: str, kind: str, speaker: str | None) -> None:
    found = whole(text)
    assert found is not None
    assert found.kind == kind
    if speaker is not None or kind == "reported":
        assert found.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The port is open.",
        "The ships met in May 2020.",
        "He ignored the town’s claim to the land.",
        "The town rejected this move.",
        "The town has no say in this.",
        "The harbour board maintained its reports on the ice.",
        "It was a so-called “hard winter” for the port.",
    ],
)
def test_the_sources_own_claims(text: str) -> None:
    assert whole(text) is None


def test_a_sentence_in_the_middle_of_a_quotation_is_quoted() -> None:
    text = "“The port is open. The ice has gone from all of the bays. We are glad,” Ann Berg told the paper."
    begin = text.index("The ice")
    assert attribute(text, Span(begin, text.index(" We are"))) == Attribution("quoted", "Ann Berg")


def test_the_same_speaker_twice() -> None:
    one, other = Attribution("reported", "Ann Berg"), Attribution("quoted", "Berg")
    assert same_speaker(one, other) is not None
    assert same_speaker(one, Attribution("reported", "the mayor")) is None
    assert same_speaker(one, Attribution("rejected", "Ann Berg")) is None
    assert same_speaker(one, None) is None
