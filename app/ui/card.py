"""What a match card says: which part of the text, what is marked in it, and the line under it."""

from __future__ import annotations

from dataclasses import dataclass

from app.analysis.matches import Match
from app.relations.relation import Attribution, Evidence, Finding, Kind, Relation
from app.workspace.judgements import Judgement

LEAD = 60
"""Code points shown before the evidence where a text is cut to it."""


@dataclass(frozen=True, slots=True)
class CardText:
    """The text of a card with its marked ranges, in code points of `text`.

    Attributes:
        text: The match's text, from its beginning or from shortly before the evidence.
        underlined: The sentence that shows the relation; None where there is none.
        marked: What differs in it: numbers, dates, negations.
    """

    text: str
    underlined: tuple[int, int] | None
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where evidence stands in a passage, in code points: the sentence, and what differs in it."""

    sentence: tuple[int, int]
    differing: tuple[tuple[int, int], ...]


def card_text(match: Match, *, whole: bool, room: int) -> CardText:
    """The text a card shows.

    Args:
        match: The match.
        whole: Whether all of its text is shown.
        room: About how many code points are in sight otherwise; a text whose evidence lies beyond is
            shown from shortly before it.
    """
    text = match.passage.text
    evidence = first_evidence(match.finding)
    if evidence is None:
        return CardText(text, None, ())
    _, place = places(evidence)
    start, end = place.sentence
    cut = 0
    lead = ""
    if not whole and end > room and start > LEAD:
        cut = text.rfind(" ", 0, start - LEAD // 2) + 1
        lead = "… "
    shift = len(lead) - cut
    marked = tuple((first + shift, last + shift) for first, last in place.differing)
    return CardText(lead + text[cut:], (start + shift, end + shift), marked)


def places(evidence: Evidence) -> tuple[Place, Place]:
    """Where the evidence stands in the first passage and in the second."""
    start, other_start = evidence.span[0], evidence.other_span[0]
    differing = tuple((start + cue.span[0], start + cue.span[1]) for cue in evidence.cues)
    other_differing = tuple(
        (other_start + cue.other_span[0], other_start + cue.other_span[1]) for cue in evidence.cues
    )
    return Place(evidence.span, differing), Place(evidence.other_span, other_differing)


def first_evidence(finding: Finding | None) -> Evidence | None:
    """The sentences that show a relation best; None where there are none."""
    return finding.evidence[0] if finding is not None and finding.evidence else None


def foot_note(match: Match) -> str:
    """The line under a card: what differs, whose claim it is, or why there is no label."""
    finding = match.finding
    if finding is None:
        return "not read yet"
    evidence = first_evidence(finding)
    parts: list[str] = []
    if evidence is not None:
        parts.extend(_differences(evidence))
        if evidence.kind is Kind.POSITION:
            parts.append(evidence.kind.value)
        parts.extend(_attributions(evidence))
    if finding.note:
        parts.append(finding.note)
    if match.copies:
        parts.append(f"copied in {', '.join(match.copies)}")
    if not parts and finding.relation is Relation.RELATED and finding.probabilities is not None:
        parts.append("same subject, no claim in common")
    return " · ".join(dict.fromkeys(parts))


def own_words(judgement: Judgement, *, with_note: bool = True) -> str:
    """What the analyst said of a pair besides the verdict: labels, note, and that a text changed since."""
    parts = [*(f"#{label}" for label in judgement.labels)]
    if judgement.is_kept:
        parts.append("kept for the report")
    if judgement.is_changed:
        parts.append("text changed since")
    if judgement.note and with_note:
        parts.append(judgement.note)
    return " · ".join(parts)


def spoken_judgement(judgement: Judgement | None) -> str:
    """A judgement as a screen reader says it; empty where there is none."""
    if judgement is None or not judgement.is_finding:
        return ""
    verdict = judgement.verdict.value if judgement.verdict is not None else "no verdict"
    return ", ".join(part for part in (f"you: {verdict}", own_words(judgement)) if part)


def _differences(evidence: Evidence) -> list[str]:
    told = []
    for cue in evidence.cues:
        mine, theirs = evidence.text[slice(*cue.span)], evidence.other_text[slice(*cue.other_span)]
        told.append(f"{cue.type}: {mine} / {theirs}" if mine and theirs else cue.type)
    return told


def _attributions(evidence: Evidence) -> list[str]:
    sides = (("here", evidence.attribution), ("there", evidence.other_attribution))
    return [_attribution(where, side) for where, side in sides if side is not None]


def _attribution(where: str, attribution: Attribution) -> str:
    speaker = f": {attribution.speaker}" if attribution.speaker else ""
    return f"{attribution.kind} {where}{speaker}"
