"""Where evidence stands in a passage: its text cut into pieces that are marked in one way each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from app.relations.relation import Evidence, Relation

_PRECEDENCE = (Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS, Relation.RELATED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of a passage's text that is evidence; a cue is what differs within it."""

    start: int
    end: int
    relation: Relation
    is_cue: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text marked in one way; `relation` is None outside of evidence."""

    text: str
    relation: Relation | None
    is_cue: bool


class Evident(Protocol):
    """What has evidence for a relation: a match, or a finding."""

    @property
    def relation(self) -> Relation:
        """The relation."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The sentences that show it."""


def marks_on_own(text: str, matches: Iterable[Evident]) -> list[Mark]:
    """The evidence of all matches of a passage, on the passage's own text."""
    return [
        mark
        for match in matches
        for evidence in match.evidence
        for mark in _marks(
            _found(text, evidence.text, evidence.span), [cue.span for cue in evidence.cues], match.relation
        )
    ]


def marks_on_other(text: str, match: Evident) -> list[Mark]:
    """The evidence of one match, on the text of its other passage."""
    return [
        mark
        for evidence in match.evidence
        for mark in _marks(
            _found(text, evidence.other_text, evidence.other_span),
            [cue.other_span for cue in evidence.cues],
            match.relation,
        )
    ]


def _found(text: str, sentence: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where a sentence stands in a passage: where the evidence says, else where it first occurs."""
    if not sentence:
        return None
    if text[slice(*span)] == sentence:
        return span
    at = text.find(sentence)
    return (at, at + len(sentence)) if at >= 0 else None


def _marks(
    sentence: tuple[int, int] | None, cues: Iterable[tuple[int, int]], relation: Relation
) -> list[Mark]:
    if sentence is None:
        return []
    at, end = sentence
    within = [Mark(at + start, at + stop, relation, is_cue=True) for start, stop in cues if start < stop]
    return [Mark(at, end, relation), *within]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text at every end of a mark.

    Where marks of several relations overlap, a contradiction goes before agreement, and that before
    the others.
    """
    marks = list(marks)
    ends = {0, len(text)} | {end for mark in marks for end in (mark.start, mark.end) if 0 < end < len(text)}
    cuts = sorted(ends)
    return [
        _piece(text[start:end], [mark for mark in marks if mark.start <= start and end <= mark.end])
        for start, end in pairwise(cuts)
    ]


def _piece(text: str, covering: list[Mark]) -> Piece:
    relations = {mark.relation for mark in covering}
    strongest = next((relation for relation in _PRECEDENCE if relation in relations), None)
    return Piece(text, strongest, any(mark.is_cue for mark in covering))
