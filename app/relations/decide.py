"""From what inference and the rules say of claim pairs to one relation with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.reading.document import Span
from app.relations.attribution import same_speaker
from app.relations.claim import Claim
from app.relations.cues import NEGATED, OPPOSED, OTHER_DATE, OTHER_NUMBER, UNCLEAR, Comparison
from app.relations.inference import CONTRADICTION, ENTAILMENT, OPPOSES, Rows
from app.relations.relation import Attribution, Cue, Evidence, Finding, Kind, Probabilities, Relation
from app.relations.thresholds import Thresholds

LEANS = 0.5
"""Contradiction from which inference leans to it."""
BOTH_FROM = 0.1
"""Contradiction that the weaker direction must reach for the stronger one to count."""

_FIGURES = frozenset({OTHER_NUMBER, OTHER_DATE})
_TYPED = _FIGURES | {NEGATED, OPPOSED}
_PASSES_ON = {
    "quoted": "quotes",
    "reported": "reports",
    "hedged": "says with reserve",
    "rejected": "reports as denied",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A pair of claims as read.

    Attributes:
        one: The claim of the first passage.
        other: The claim of the second passage.
        forward: (3,) inference probabilities with `one` as the premise.
        backward: (3,) inference probabilities with `other` as the premise.
        in_context: (2, 3) the same, the premise being the whole sentence of the claim.
        stances: (2, 3) stance probabilities of both directions, or None.
        comparison: What differs.
        attributions: Whose claims they are.
    """

    one: Claim
    other: Claim
    forward: Rows
    backward: Rows
    in_context: Rows
    stances: Rows | None
    comparison: Comparison
    attributions: tuple[Attribution | None, Attribution | None]

    @property
    def contradiction(self) -> float:
        """The two directions combined."""
        return float(combine(self.forward[CONTRADICTION:], self.backward[CONTRADICTION:])[0])

    @property
    def entailment(self) -> float:
        """The best of both directions, alone and in context: one sentence may say more than the other."""
        return float(max(row[ENTAILMENT] for row in self.directions))

    @property
    def directions(self) -> tuple[Rows, ...]:
        """All rows that inference gave."""
        return self.forward, self.backward, *self.in_context

    @property
    def passed_on(self) -> Attribution | None:
        """The attribution of the side that is not its source's own claim; None if both are.

        What an author calls false is the author's own claim, the other way round. A figure or date that a
        source passes on as reported is a fact it vouches for.
        """
        figures = any(cue.type in _FIGURES for cue in self.comparison.cues)
        for claim, attribution in zip((self.one, self.other), self.attributions, strict=True):
            if attribution is None or (attribution.kind == "rejected" and claim.rejects):
                continue
            if not (figures and attribution.kind in {"reported", "quoted"}):
                return attribution
        return None


def combine(forward: Rows, backward: Rows) -> Rows:
    """The contradiction of pairs from that of their two directions, elementwise.

    The higher one, where the lower is at least `BOTH_FROM`; else the lower. A pair that really conflicts is
    often plain in one direction alone (a premise tells more than a hypothesis), while in a false alarm the
    other direction is near 0. Measured on 2,500 pairs of `dev` and 1,500 mined neutral ones at a precision of
    0.82 among cross-document matches, the recall was: higher with this floor 0.33, higher alone 0.33, mean
    0.24, lower 0.20. On 1,744 claim pairs of close passages of real documents, of which no more than three
    conflict, a model half as deep had 15 over 0.5 by the higher direction alone and 3 with the floor.
    """
    lower, higher = np.minimum(forward, backward), np.maximum(forward, backward)
    return np.where(lower >= BOTH_FROM, higher, lower).astype(np.float32)


def contradicts(comparison: Comparison, contradiction: float, thresholds: Thresholds) -> bool:
    """Whether two claims are shown as contradicting."""
    if comparison.certain:
        return True
    if comparison.conflicts:
        return contradiction >= thresholds.same_but
    typed = any(cue.type in _TYPED for cue in comparison.cues)
    return contradiction >= (thresholds.cued if typed else thresholds.contradicts)


def _agrees(reading: Reading, thresholds: Thresholds) -> bool:
    differs = any(cue.type in _FIGURES for cue in reading.comparison.cues)
    denied = [
        attribution is not None and attribution.kind == "rejected" and not claim.rejects
        for claim, attribution in zip((reading.one, reading.other), reading.attributions, strict=True)
    ]
    return reading.entailment >= thresholds.agrees and not differs and denied[0] == denied[1]


def _one_a_sentence_pair(readings: Sequence[Reading]) -> list[Reading]:
    """The first reading of each pair of sentences, as sentences are what is shown."""
    kept: dict[tuple[Span, Span], Reading] = {}
    for reading in readings:
        kept.setdefault((reading.one.sentence, reading.other.sentence), reading)
    return list(kept.values())


def _opposition(reading: Reading) -> float:
    return 0.0 if reading.stances is None else float(reading.stances[:, OPPOSES].min())


def _oppose(reading: Reading, thresholds: Thresholds) -> bool:
    """Whether two claims take opposed positions: stance says so, and inference leans to it too.

    Stance is trained on answers to one question. On close passages of real documents, where nobody answers
    anybody, five of the six pairs that it alone called opposed were not; four of the five inference had
    under 0.25.
    """
    return _opposition(reading) >= thresholds.position and reading.contradiction >= LEANS


def _shifted(cue: Cue, by: int, other_by: int) -> Cue:
    span, other_span = cue.span, cue.other_span
    return Cue(cue.type, (span[0] + by, span[1] + by), (other_span[0] + other_by, other_span[1] + other_by))


def _evidence(reading: Reading, texts: tuple[str, str], column: int, kind: Kind = Kind.FACT) -> Evidence:
    one, other = reading.one, reading.other
    offset, other_offset = one.span.start - one.sentence.start, other.span.start - other.sentence.start
    cues = reading.comparison.cues if column == CONTRADICTION else ()
    if column == CONTRADICTION and not cues:
        cues = (Cue(UNCLEAR, (0, len(one.text)), (0, len(other.text))),)
    probabilities = _probabilities(reading, column)
    return Evidence(
        text=texts[0][one.sentence.start : one.sentence.end],
        other_text=texts[1][other.sentence.start : other.sentence.end],
        entailment=probabilities.entailment,
        neutral=probabilities.neutral,
        contradiction=probabilities.contradiction,
        cues=tuple(_shifted(cue, offset, other_offset) for cue in cues),
        attribution=reading.attributions[0],
        other_attribution=reading.attributions[1],
        span=(one.sentence.start, one.sentence.end),
        other_span=(other.sentence.start, other.sentence.end),
        kind=kind,
    )


def _probabilities(reading: Reading, column: int) -> Probabilities:
    """Those of the direction that decides: it says most of a column. Context counts for entailment alone."""
    rows = reading.directions if column == ENTAILMENT else (reading.forward, reading.backward)
    row = max(rows, key=lambda direction: float(direction[column]))
    entailment, neutral, contradiction = (float(value) for value in row)
    return Probabilities(entailment, neutral, contradiction)


def decide(readings: Sequence[Reading], texts: tuple[str, str], thresholds: Thresholds) -> Finding:
    """The relation of two passages.

    Contradiction is looked at before agreement, and opposed positions after agreement of fact. A conflict
    with what a source only quotes, reports or hedges is none between the sources: it stays `related`.

    Args:
        readings: The claim pairs that were read; none gives `related`.
        texts: The two passages.
        thresholds: From which probabilities on something is shown.
    """
    conflicts = [r for r in readings if contradicts(r.comparison, r.contradiction, thresholds)]
    conflicts.sort(key=lambda reading: (-reading.comparison.certain, -reading.contradiction))
    own = _one_a_sentence_pair([reading for reading in conflicts if reading.passed_on is None])
    if own:
        return Finding(
            Relation.CONTRADICTS,
            tuple(_evidence(reading, texts, CONTRADICTION) for reading in own),
            probabilities=_probabilities(own[0], CONTRADICTION),
        )
    agreements = [reading for reading in readings if _agrees(reading, thresholds)]
    if agreements:
        agreements.sort(key=lambda reading: -reading.entailment)
        agreements = _one_a_sentence_pair(agreements)
        speaker = same_speaker(*agreements[0].attributions)
        return Finding(
            Relation.AGREES,
            tuple(_evidence(reading, texts, ENTAILMENT) for reading in agreements),
            note=f"Both pass on what {speaker} says." if speaker else "",
            probabilities=_probabilities(agreements[0], ENTAILMENT),
        )
    positions = [r for r in readings if _oppose(r, thresholds) and r.passed_on is None]
    if positions:
        positions.sort(key=lambda reading: -_opposition(reading))
        positions = _one_a_sentence_pair(positions)
        return Finding(
            Relation.CONTRADICTS,
            tuple(_evidence(reading, texts, CONTRADICTION, Kind.POSITION) for reading in positions),
            probabilities=_probabilities(positions[0], CONTRADICTION),
        )
    if conflicts:
        return _conflict_passed_on(conflicts[0], texts)
    if not readings:
        return Finding(Relation.RELATED)
    closest = max(readings, key=lambda reading: max(reading.entailment, reading.contradiction))
    leaning = ENTAILMENT if closest.entailment >= closest.contradiction else CONTRADICTION
    return Finding(Relation.RELATED, probabilities=_probabilities(closest, leaning))


def _conflict_passed_on(reading: Reading, texts: tuple[str, str]) -> Finding:
    """A conflict with words that a source does not make its own: related, with the sentences and a note."""
    attribution = reading.passed_on or Attribution("reported", None)
    who = f" ({attribution.speaker})" if attribution.speaker else ""
    return Finding(
        Relation.RELATED,
        (_evidence(reading, texts, CONTRADICTION),),
        note=f"In conflict with what one source only {_PASSES_ON[attribution.kind]}{who}.",
        probabilities=_probabilities(reading, CONTRADICTION),
    )
