"""A passage taken apart: its claims with their words, names, numbers, dates and negations."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.document import Span
from app.reading.sentences import split_sentences
from app.relations.attribution import rejected_claim
from app.relations.clauses import claims
from app.relations.dates import Period, find_periods
from app.relations.events import Beginning, find_beginnings
from app.relations.numbers import Quantity, find_quantities
from app.relations.tokens import Token, acronyms, content_stems, name_stems, tokenize
from app.relations.words import Negation, find_negations

MAX_CLAIMS = 48
"""Claims read of one passage; a passage that fits the embedding model has about ten."""

_COUNTRIES = {
    "chines": "china",
    "russian": "russia",
    "american": "america",
    "us": "america",
    "usa": "america",
    "british": "britain",
    "uk": "britain",
    "french": "franc",
    "german": "germani",
    "japanes": "japan",
    "indian": "india",
    "iranian": "iran",
    "ukrainian": "ukrain",
    "israeli": "israel",
    "european": "europ",
    "african": "africa",
    "asian": "asia",
    "turkish": "turkey",
    "taiwanes": "taiwan",
    "korean": "korea",
    "australian": "australia",
    "canadian": "canada",
    "mexican": "mexico",
    "brazilian": "brazil",
    "italian": "itali",
    "spanish": "spain",
    "polish": "poland",
    "dutch": "netherland",
    "syrian": "syria",
    "egyptian": "egypt",
}
"""Stems of countries and of what is theirs, so that "Chinese" and "China" are one subject."""

_NAMED = frozenset(_COUNTRIES.values())
"""Names also where they begin a sentence, and a capital letter tells nothing."""

_SAME = {**_COUNTRIES, "democrat": "democraci"}
"""Stems that name the same country or thing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a passage. All spans but `span` and `sentence` are code points of `text`.

    Attributes:
        text: The claim.
        span: Where it stands in the passage.
        sentence: Where its sentence stands in the passage.
        tokens: Its words.
        stems: What it is about, dates left out; acronyms are joined by what they stand for.
        names: Stems of its names.
        asserted: What inference reads: the claim, or the one it calls false.
        rejects: Whether the claim calls `asserted` false.
    """

    text: str
    span: Span
    sentence: Span
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    names: frozenset[str]
    periods: tuple[Period, ...]
    quantities: tuple[Quantity, ...]
    negations: tuple[Negation, ...]
    beginnings: tuple[Beginning, ...]
    asserted: str
    rejects: bool


def one_form(stem: str) -> str:
    """The stem under which words for one country or thing are compared."""
    return _SAME.get(stem, stem)


def _known(stems: frozenset[str], explained: dict[str, frozenset[str]]) -> frozenset[str]:
    found = {one_form(stem) for stem in stems}
    for stem in stems:
        found |= {one_form(part) for part in explained.get(stem, frozenset())}
    if {"unit", "state"} <= found:
        found = (found - {"unit", "state"}) | {"america"}
    return frozenset(found)


def _within(token: Token, period: Period) -> bool:
    return period.span[0] <= token.start < period.span[1]


def take_apart(text: str) -> tuple[Claim, ...]:
    """The claims of a passage in order, at most `MAX_CLAIMS`; a question claims nothing."""
    explained = acronyms(text)
    found: list[Claim] = []
    for sentence in split_sentences(text):
        for span in claims(text, sentence):
            part = text[span.start : span.end]
            if part.rstrip('”"’ ').endswith("?"):
                continue
            tokens = tokenize(part)
            periods = find_periods(part)
            subject = tuple(
                token for token in tokens if not any(_within(token, period) for period in periods)
            )
            rejected = rejected_claim(part)
            stems = _known(content_stems(subject), explained)
            found.append(
                Claim(
                    text=part,
                    span=span,
                    sentence=sentence,
                    tokens=tokens,
                    stems=stems,
                    names=_known(name_stems(subject), explained) | (stems & _NAMED),
                    periods=periods,
                    quantities=find_quantities(part, tokens, periods),
                    negations=find_negations(tokens),
                    beginnings=find_beginnings(part, tokens, periods),
                    asserted=rejected or part,
                    rejects=rejected is not None,
                )
            )
            if len(found) == MAX_CLAIMS:
                return tuple(found)
    return tuple(found)
