"""What a pair of passages is to each other, and the sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


class Kind(StrEnum):
    """What a pair of sentences shows."""

    FACT = "fact"
    POSITION = "opposed position"


@dataclass(frozen=True, slots=True)
class Probabilities:
    """What inference says of a pair of sentences; the three add up to 1."""

    entailment: float
    neutral: float
    contradiction: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pair of sentences that carries a relation.

    Attributes:
        text: The sentence of the first passage, as it stands there.
        other_text: The sentence of the second passage.
        entailment: Probability in the deciding direction; with the next two it adds up to 1.
        neutral: Probability that neither follows.
        contradiction: Probability that both cannot be true.
        cues: What differs; spans are code points of `text` and `other_text`.
        attribution: Whose claim `text` is, where it is not the source's own.
        other_attribution: Whose claim `other_text` is, where it is not the source's own.
        span: Where `text` stands in the first passage, in code points.
        other_span: Where `other_text` stands in the second passage.
        kind: A conflict or agreement of fact, or opposed positions on a question.
    """

    text: str
    other_text: str
    entailment: float
    neutral: float
    contradiction: float
    cues: tuple[Cue, ...] = ()
    attribution: Attribution | None = None
    other_attribution: Attribution | None = None
    span: tuple[int, int] = (0, 0)
    other_span: tuple[int, int] = (0, 0)
    kind: Kind = Kind.FACT


@dataclass(frozen=True, slots=True)
class Finding:
    """The relation of one pair.

    Attributes:
        relation: What the pair is.
        evidence: The deciding sentence pairs, strongest first; empty for `repeats`, and for `related` unless
            one side of a conflict is only quoted, reported or hedged.
        note: A remark for the reader, such as why no label was given; empty if none.
        probabilities: Of the sentence pair that decided, for `related` too; None if nothing was read.
    """

    relation: Relation
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    probabilities: Probabilities | None = None


def swapped(finding: Finding) -> Finding:
    """The finding of (b, a) from that of (a, b)."""
    return replace(finding, evidence=tuple(_swapped_evidence(evidence) for evidence in finding.evidence))


def _swapped_evidence(evidence: Evidence) -> Evidence:
    return replace(
        evidence,
        text=evidence.other_text,
        other_text=evidence.text,
        cues=tuple(Cue(cue.type, cue.other_span, cue.span) for cue in evidence.cues),
        attribution=evidence.other_attribution,
        other_attribution=evidence.attribution,
        span=evidence.other_span,
        other_span=evidence.span,
    )
