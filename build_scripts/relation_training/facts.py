"""Conflicts of fact made from single sentences: another number, an opposed direction, a negation.

The sets at hand seldom contradict by a number alone, and a model trained on them overlooks "2017"
against "2014". Each sentence yields one of four pairs, all with many words in common, so that the
words in common do not give the label away:

- *contradiction*: the sentence with one number, direction word or negation changed;
- *entailment*: the sentence against its own shortened form;
- *neutral*: the shortened form against the sentence, which says more;
- *contradiction* of the shortened form, which keeps the changed fact.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from build_scripts.relation_training.pairs import Pair

_NUMBER = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w-]|[.,]\d)")
_WORD = re.compile(r"\w+")
_NUMBER_WORDS: list[str] = _WORD.findall("two three four five six seven eight nine ten twelve twenty thirty")
# Without May, which is a verb too.
_MONTHS: list[str] = _WORD.findall(
    "January February March April June July August September October November December"
)
_OPPOSITES = (
    ("rose", "fell"), ("rise", "fall"), ("rising", "falling"), ("increased", "decreased"),
    ("increase", "decrease"), ("increasing", "decreasing"), ("higher", "lower"),
    ("largest", "smallest"), ("gained", "lost"), ("won", "lost"), ("before", "after"),
    ("supports", "opposes"), ("supported", "opposed"), ("accepted", "rejected"), ("allowed", "banned"),
    ("strengthened", "weakened"), ("expanded", "shrank"), ("improved", "worsened"), ("north", "south"),
    ("east", "west"), ("opened", "closed"), ("succeeded", "failed"), ("success", "failure"),
    ("all", "none"), ("most", "few"), ("always", "never"), ("majority", "minority"), ("above", "below"),
    ("import", "export"), ("imports", "exports"), ("grew", "declined"), ("growth", "decline"),
)  # fmt: skip
_OPPOSITE = {word: other for pair in _OPPOSITES for word, other in (pair, pair[::-1])}
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|ha(s|ve|d) been)\b(?! not\b)")
_NEGATED = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|did|does|do) not\b")
_CLAUSE = re.compile(
    r",? (?:while|although|because|which|where|who|as well as|after|before|and then)\b|, |; "
)

# A sentence that opens so may lose its main clause with its tail.
_OPENERS = frozenset(
    _WORD.findall(
        """
        If When Whenever Unless Although Though While Until As After Before Since Because By In On At
        For From During Throughout With Without Despite Following Under Over Among Given Like To
        """
    )
)

_KINDS = ("changed", "shortened", "extended", "changed_shortened")


def change_number(sentence: str, rng: random.Random) -> str | None:
    """The sentence with one figure, number word or month replaced by another of its kind, or None."""
    places = [match.span() for match in _NUMBER.finditer(sentence)]
    for word in (*_NUMBER_WORDS, *_MONTHS):
        places += [match.span() for match in re.finditer(rf"\b{word}\b", sentence)]
    if not places:
        return None
    start, end = rng.choice(places)
    old = sentence[start:end]
    if old in _NUMBER_WORDS or old in _MONTHS:
        kind = _NUMBER_WORDS if old in _NUMBER_WORDS else _MONTHS
        new = rng.choice([word for word in kind if word != old])
    else:
        new = _other_figure(old, rng)
    return sentence[:start] + new + sentence[end:]


def change_direction(sentence: str, rng: random.Random) -> str | None:
    """The sentence with one direction or quantity word turned into its opposite, or None."""
    places = [match for match in re.finditer(r"\b[a-z]+\b", sentence) if match.group() in _OPPOSITE]
    if not places:
        return None
    place = rng.choice(places)
    return sentence[: place.start()] + _OPPOSITE[place.group()] + sentence[place.end() :]


def change_negation(sentence: str, rng: random.Random) -> str | None:
    """The sentence with its first auxiliary negated, or its negation taken away, or None."""
    negated = _NEGATED.search(sentence)
    if negated:
        return sentence[: negated.end(1)] + sentence[negated.end() :]
    auxiliary = _AUXILIARY.search(sentence)
    if auxiliary is None:
        return None
    first = auxiliary.group().split()[0]
    at = auxiliary.start() + len(first)
    return sentence[:at] + rng.choice((" not", " never")) + sentence[at:]


def shorten(sentence: str) -> str | None:
    """The sentence up to its last clause boundary, or None where too little would stay or go.

    Only a tail is dropped, so that the main clause's claim survives.
    """
    if sentence.partition(" ")[0] in _OPENERS:
        return None
    for boundary in reversed(list(_CLAUSE.finditer(sentence))):
        kept = sentence[: boundary.start()]
        enough = len(kept.split()) >= 7 and len(sentence[boundary.start() :].split()) >= 4
        if enough and kept.count("(") == kept.count(")") and kept.count('"') % 2 == 0:
            return kept.rstrip(" ,;") + "."
    return None


def make_fact_pairs(sentences: Iterable[str], rng: random.Random) -> Iterator[Pair]:
    """At most one pair a sentence, the kinds in turn, contradictions in either order."""
    turn = 0
    for sentence in sentences:
        pair = _fact_pair(sentence, _KINDS[turn % len(_KINDS)], rng)
        if pair is not None:
            turn += 1
            yield pair


def _fact_pair(sentence: str, kind: str, rng: random.Random) -> Pair | None:
    short = shorten(sentence)
    if kind == "shortened" and short is not None:
        return Pair(sentence, short, "entailment", "facts.shortened", "nli")
    if kind == "extended" and short is not None:
        return Pair(short, sentence, "neutral", "facts.extended", "nli")
    whole = short if kind == "changed_shortened" else sentence
    if kind in ("shortened", "extended") or whole is None:
        return None
    name, changed = _change(whole, rng)
    if changed is None:
        return None
    first, second = (sentence, changed) if rng.random() < 0.5 else (changed, sentence)
    return Pair(first, second, "contradiction", f"facts.{name}", "nli")


def _change(sentence: str, rng: random.Random) -> tuple[str, str | None]:
    name = "number"
    changed = change_number(sentence, rng)
    if changed is None or rng.random() < 0.4:
        direction = change_direction(sentence, rng)
        if direction is not None:
            return "direction", direction
        if changed is None or rng.random() < 0.3:
            return "negation", change_negation(sentence, rng)
    return name, changed


def _other_figure(old: str, rng: random.Random) -> str:
    value = old.replace(",", "")
    if "." in value:
        places = len(value.split(".")[1])
        new = value
        while new == value:
            new = f"{float(value) * rng.uniform(0.2, 3) + 10**-places:.{places}f}"
        return new
    number = int(value)
    if len(value) == 4 and 1500 <= number <= 2100 and "," not in old:
        return str(number + rng.choice((-1, 1)) * rng.choice((1, 2, 3, 4, 5, 8, 12, 20)))
    other = number
    while other == number:
        other = round(number * rng.uniform(0.3, 3)) if number > 12 else rng.randint(1, 20)
    return f"{other:,}" if "," in old else str(other)
