"""Pairs of passages to findings: copies, contradictions, agreements, and what is merely related."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from app.embedding.encoder import Vectors
from app.relations.align import Partners, align, may_share_subject
from app.relations.attribution import attribute
from app.relations.claim import MAX_CLAIMS, Claim, take_apart
from app.relations.cues import Comparison
from app.relations.decide import Reading, decide
from app.relations.inference import (
    AGREES,
    CONTRADICTION,
    ENTAILMENT,
    NEUTRAL,
    OPPOSES,
    OTHER,
    InferenceModel,
    Predictions,
    RememberingModel,
)
from app.relations.language import reads_english
from app.relations.overlap import repeats
from app.relations.relation import Finding, Relation, swapped

Embed = Callable[[Sequence[str]], Vectors]
"""Texts to (n, d) float32 rows of unit length."""

NOTE_NO_MODEL = "The relation model is missing, so only copies are labelled."
NOTE_LANGUAGE = "Not labelled: the relation model reads English."
NOTE_EMPTY = "Not labelled: one of the passages is empty."
NOTE_LONG = f"Only the first {MAX_CLAIMS} claims of each passage were read."

_REMEMBERED_CLAIMS = 512
_REMEMBERED_VECTORS = 8_000


class Relater:
    """Finds the relation of pairs of passages and remembers what it has read.

    Claims are remembered by passage, vectors by claim, probabilities by the hashes of both claims and the
    model id; each store forgets its least recently used entries beyond a bound.
    """

    def __init__(self, embed: Embed, model: InferenceModel | None) -> None:
        self._embed = embed
        self._model = None if model is None else RememberingModel(model)
        self._claims: OrderedDict[str, tuple[Claim, ...]] = OrderedDict()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def relate_many(self, pairs: Sequence[tuple[str, str]]) -> list[Finding]:
        """Find the relation of each pair, all their claims in one batch.

        The result of (b, a) is that of (a, b) with the sides of its evidence swapped.

        Args:
            pairs: Texts of two passages each, of any length.

        Returns:
            One finding a pair, in the order given.

        Raises:
            ModelError: If the inference model fails.
        """
        ordered = [pair if pair[0] <= pair[1] else (pair[1], pair[0]) for pair in pairs]
        known: dict[tuple[str, str], Finding] = {}
        to_read: list[tuple[str, str]] = []
        for pair in dict.fromkeys(ordered):
            early = self._without_inference(pair)
            if early is None:
                to_read.append(pair)
            else:
                known[pair] = early
        known.update(zip(to_read, self._read(to_read), strict=True))
        return [
            known[key] if key == (pair[0], pair[1]) else swapped(known[key])
            for key, pair in zip(ordered, pairs, strict=True)
        ]

    def _without_inference(self, pair: tuple[str, str]) -> Finding | None:
        """The finding that needs no inference, or None."""
        one, other = pair
        if not one.strip() or not other.strip():
            return Finding(Relation.RELATED, note=NOTE_EMPTY)
        if repeats(one, other):
            return Finding(Relation.REPEATS)
        if not reads_english(one) or not reads_english(other):
            return Finding(Relation.RELATED, note=NOTE_LANGUAGE)
        if self._model is None:
            return Finding(Relation.RELATED, note=NOTE_NO_MODEL)
        if not may_share_subject(self._apart(one), self._apart(other)):
            return Finding(Relation.RELATED)
        return None

    def _apart(self, text: str) -> tuple[Claim, ...]:
        claims = self._claims.get(text)
        if claims is None:
            claims = self._claims[text] = take_apart(text)
            while len(self._claims) > _REMEMBERED_CLAIMS:
                self._claims.popitem(last=False)
        self._claims.move_to_end(text)
        return claims

    def _embedded(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Vectors by text; new ones in one batch."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embed(new), strict=True))
        vectors = {text: self._vectors[text] for text in dict.fromkeys(texts)}
        for text in vectors:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _REMEMBERED_VECTORS:
            self._vectors.popitem(last=False)
        return vectors

    def _read(self, pairs: Sequence[tuple[str, str]]) -> list[Finding]:
        """Findings of pairs that need inference."""
        if self._model is None or not pairs:
            return []
        apart = [(self._apart(one), self._apart(other)) for one, other in pairs]
        vectors = self._embedded([claim.text for sides in apart for side in sides for claim in side])
        partners: list[list[Partners]] = []
        questions: list[tuple[str, str]] = []
        for texts, (one, other) in zip(pairs, apart, strict=True):
            found = align(one, other, _stack(one, vectors), _stack(other, vectors))
            partners.append(found)
            for pair in found:
                questions += _questions(texts, one[pair.one], other[pair.other])
        predicted = self._model.predict(questions)
        findings: list[Finding] = []
        place = 0
        for texts, (one, other), found in zip(pairs, apart, partners, strict=True):
            readings = []
            for pair in found:
                readings.append(
                    _reading(texts, (one[pair.one], other[pair.other]), pair.comparison, predicted, place)
                )
                place += 4
            finding = decide(readings, texts, self._model.thresholds)
            long = MAX_CLAIMS in {len(one), len(other)}
            findings.append(replace(finding, note=f"{finding.note} {NOTE_LONG}".strip()) if long else finding)
        return findings


def _questions(texts: tuple[str, str], one: Claim, other: Claim) -> list[tuple[str, str]]:
    """What inference is asked of two claims: both directions, alone and with the premise's whole sentence."""
    sentence, other_sentence = (
        claim.asserted if claim.rejects else text[claim.sentence.start : claim.sentence.end]
        for text, claim in zip(texts, (one, other), strict=True)
    )
    return [
        (one.asserted, other.asserted),
        (other.asserted, one.asserted),
        (sentence, other.asserted),
        (other_sentence, one.asserted),
    ]


def _reading(
    texts: tuple[str, str],
    pair: tuple[Claim, Claim],
    comparison: Comparison,
    predicted: Predictions,
    place: int,
) -> Reading:
    """A claim pair with what inference says of its `_questions`, which begin at row `place`.

    Where exactly one claim calls false what inference read, agreement and contradiction change places.
    """
    one, other = pair
    rows = predicted.inference[place : place + 4]
    stances = None if predicted.stance is None else predicted.stance[place : place + 2]
    if one.rejects != other.rejects:
        rows = rows[:, [CONTRADICTION, NEUTRAL, ENTAILMENT]]
        stances = None if stances is None else stances[:, [OPPOSES, AGREES, OTHER]]
    return Reading(
        one=one,
        other=other,
        forward=rows[0],
        backward=rows[1],
        in_context=rows[2:],
        stances=stances,
        comparison=comparison,
        attributions=(attribute(texts[0], one.span), attribute(texts[1], other.span)),
    )


def _stack(claims: Sequence[Claim], vectors: dict[str, Vectors]) -> Vectors:
    return np.stack([vectors[claim.text] for claim in claims])


def relate_many(
    pairs: Sequence[tuple[str, str]], embed: Embed, model: InferenceModel | None
) -> list[Finding]:
    """Find the relation of each pair of passages; see `Relater.relate_many`."""
    return Relater(embed, model).relate_many(pairs)
