"""What differs between two claims about the same thing: numbers, dates, negation, opposites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.relations.claim import Claim, one_form
from app.relations.dates import Period, compatible
from app.relations.numbers import Quantity, agree, same_thing
from app.relations.relation import Cue
from app.relations.tokens import Token
from app.relations.words import opposed, opposed_quantifiers

NEARLY_SAME = 0.6
"""Share of all content words that two claims have in common from which a difference alone is a conflict."""

_SAME_SUBJECT = 0.4
_NEAR = 6

OTHER_NUMBER = "other number"
OTHER_DATE = "other date"
NEGATED = "negated"
OPPOSED = "opposed"
OTHER_SCOPE = "other scope"
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of two claims.

    Attributes:
        cues: Each with its place in both claims.
        conflicts: Whether the claims are the same apart from the difference.
        certain: Whether both date the beginning of one event, differently.
    """

    cues: tuple[Cue, ...]
    conflicts: bool
    certain: bool

    @property
    def differs(self) -> bool:
        """Whether a rule alone sees a conflict."""
        return self.certain or self.conflicts


def shared_stems(one: Claim, other: Claim) -> frozenset[str]:
    """Stems of the content words both claims use."""
    return one.stems & other.stems


def containment(one: Claim, other: Claim) -> float:
    """Share of the shorter claim's content words that the other uses too, out of at least four."""
    return len(shared_stems(one, other)) / max(4, min(len(one.stems), len(other.stems)))


def likeness(one: Claim, other: Claim, without: frozenset[str] = frozenset()) -> float:
    """Jaccard index of the two claims' content words, some left out."""
    union = (one.stems | other.stems) - without
    return len((shared_stems(one, other)) - without) / len(union) if union else 0.0


def _names_differ(one: Claim, other: Claim) -> bool:
    """Whether each claim names something that the other does not mention."""
    return bool(one.names - other.stems) and bool(other.names - one.stems)


def _unmatched_quantities(one: Claim, other: Claim) -> Iterator[tuple[Quantity, Quantity]]:
    """Pairs of quantities of the same thing that do not fit each other nor any other quantity there."""
    left = [q for q in one.quantities if not any(same_thing(q, o) and agree(q, o) for o in other.quantities)]
    right = [q for q in other.quantities if not any(same_thing(q, o) and agree(q, o) for o in one.quantities)]
    for quantity in left:
        partner = next((candidate for candidate in right if same_thing(quantity, candidate)), None)
        if partner is not None:
            right.remove(partner)
            yield quantity, partner


def _lone_figures(one: Claim, other: Claim) -> bool:
    """Whether each claim holds a figure that the other does not."""
    figures, others = ({(q.low, q.high) for q in claim.quantities} for claim in (one, other))
    return bool(figures - others) and bool(others - figures)


def _unmatched_periods(one: Claim, other: Claim) -> Iterator[tuple[Period, Period]]:
    left = [p for p in one.periods if not any(p.role == o.role and compatible(p, o) for o in other.periods)]
    right = [p for p in other.periods if not any(p.role == o.role and compatible(p, o) for o in one.periods)]
    for period in left:
        partner = next((candidate for candidate in right if not compatible(period, candidate)), None)
        if partner is not None:
            right.remove(partner)
            yield period, partner


def _beginnings(one: Claim, other: Claim) -> Iterator[tuple[Period, Period]]:
    """Two beginnings of the event that both name, at different times."""
    shared = shared_stems(one, other)
    names = one.names | other.names
    for first in one.beginnings:
        for second in other.beginnings:
            event = first.event & second.event
            known = len(shared) >= 3 and (len(event) >= 2 or not names or shared & names)
            if not event or not known:
                continue
            begin, end = first.period, second.period
            if begin.first > end.last or end.first > begin.last:
                yield begin, end


def _near(token: Token, tokens: tuple[Token, ...], shared: frozenset[str]) -> bool:
    """Whether a word both claims use stands close to a token."""
    place = tokens.index(token)
    around = tokens[max(0, place - _NEAR) : place + _NEAR + 1]
    return any(one_form(word.stem) in shared for word in around if word is not token)


def _opposites(one: Claim, other: Claim) -> Iterator[tuple[Token, Token]]:
    """Opposed words about the same thing, neither of them negated."""
    shared = shared_stems(one, other)
    negated = {negation.stem for negation in (*one.negations, *other.negations)}
    for left in one.tokens:
        for right in other.tokens:
            if not opposed(left, right) or left.stem in negated or right.stem in negated:
                continue
            present = any(token.lower == right.lower for token in one.tokens) or any(
                token.lower == left.lower for token in other.tokens
            )
            if not present and _near(left, one.tokens, shared) and _near(right, other.tokens, shared):
                yield left, right


def _quantified(claim: Claim) -> Iterator[tuple[Token, str]]:
    """Each word with the stem of the content word it may quantify."""
    for place, token in enumerate(claim.tokens):
        following = next((word for word in claim.tokens[place + 1 : place + 5] if word.is_content), None)
        if following is not None:
            yield token, one_form(following.stem)


def _opposed_quantifiers(one: Claim, other: Claim) -> Iterator[tuple[Token, Token]]:
    for left, noun in _quantified(one):
        for right, other_noun in _quantified(other):
            if noun == other_noun and opposed_quantifiers(left, right):
                yield left, right


def _negated(one: Claim, other: Claim) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """A word negated in the first claim that the second uses without negation."""
    if len(one.negations) % 2 == len(other.negations) % 2:
        return
    theirs = {negation.stem for negation in other.negations}
    for negation in one.negations:
        if negation.stem in theirs:
            continue
        plain = next(
            (token for token in other.tokens if token.stem == negation.stem and token.is_content), None
        )
        if plain is not None:
            yield negation.span, (plain.start, plain.end)


def compare(one: Claim, other: Claim) -> Comparison:
    """Find what differs between two claims, where they are about the same thing.

    Nothing is compared where the claims share fewer than two content words, or under two in five of the
    shorter one's: a number that differs about another subject is no conflict. A difference is `certain`
    where both claims date the beginning of one event. It `conflicts` where the claims are the same apart
    from it (`NEARLY_SAME`) and name no different places, people or times beside it.
    """
    cues: list[Cue] = []
    conflicts = certain = False
    for begin, end in _beginnings(one, other):
        cues.append(Cue(OTHER_DATE, begin.span, end.span))
        certain = True
    shared = shared_stems(one, other)
    if len(shared) < 2 or containment(one, other) < _SAME_SUBJECT:
        return Comparison(tuple(cues), conflicts, certain)
    same_turns = len(one.negations) % 2 == len(other.negations) % 2
    nearly = likeness(one, other) >= NEARLY_SAME and same_turns and not _names_differ(one, other)
    numbers = tuple(_unmatched_quantities(one, other))
    periods = () if cues else tuple(_unmatched_periods(one, other))
    for quantity, partner in numbers:
        apart = periods or not same_turns or _names_differ(one, other)
        kind = OTHER_SCOPE if apart else OTHER_NUMBER
        cues.append(Cue(kind, quantity.span, partner.span))
        conflicts |= nearly and kind == OTHER_NUMBER
    if not numbers and periods:
        # figures that differ belong to their dates: "269 in 2010" and "221 in 2006"
        apart = _names_differ(one, other) or _lone_figures(one, other)
        kind = OTHER_SCOPE if apart else OTHER_DATE
        cues.extend(Cue(kind, period.span, partner.span) for period, partner in periods)
        conflicts |= nearly and not apart
    turned = [Cue(NEGATED, *spans) for spans in _negated(one, other)]
    turned += [Cue(NEGATED, spans[1], spans[0]) for spans in _negated(other, one)]
    pairs = (*_opposites(one, other), *_opposed_quantifiers(one, other))
    opposites = [Cue(OPPOSED, (left.start, left.end), (right.start, right.end)) for left, right in pairs[:3]]
    swapped = frozenset(one_form(token.stem) for pair in pairs for token in pair)
    alike = likeness(one, other, swapped) >= NEARLY_SAME and not _names_differ(one, other)
    # two turns cancel each other: "did not rise" and "fell"
    conflicts |= alike and len(turned) + len(opposites) == 1
    return Comparison((*cues, *turned, *opposites), conflicts, certain)
