"""What a pair of passages is to each other, and the sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """The four relations a match can have."""

    CONTRADICTS = "contradicts"
    AGREES = "agrees"
    REPEATS = "repeats"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Cue:
    """What differs between two sentences.

    Attributes:
        type: "other number", "other date", "negated", "opposed", "other scope" or "unclear".
        span: Code points in the first sentence.
        other_span: Code points in the second sentence.
    """

    type: str
    span: tuple[int, int]
    other_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose claim a sentence is when it is not the source's own.

    Attributes:
        kind: "quoted", "reported", "hedged" or "rejected".
        speaker: Who says it, where the sentence names one.
    """

    kind: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pair of sentences that carries a relation; probabilities are those of the deciding direction."""

    text: str
    other_text: str
    entailment: float
    neutral: float
    contradiction: float
    cues: tuple[Cue, ...] = ()
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The relation of one pair.

    Attributes:
        relation: What the pair is.
        evidence: The deciding sentence pairs, strongest first; empty for `related` and `repeats`.
        note: A remark for the reader, such as why no label was given; empty if none.
    """

    relation: Relation
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
