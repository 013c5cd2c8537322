"""Words that turn a claim round: negation, quantifiers, directions and other opposites."""

from __future__ import annotations

from dataclasses import dataclass

from app.relations.tokens import Token, word_set

_NEGATIONS = word_set("not no never nor neither without cannot none nobody nothing hardly scarcely barely")
_NEGATIVE_VERBS = word_set("fail refus deni lack refrain abstain")
_NOT_NEGATIVE_AFTER = {
    "no": {"doubt", "longer"},
    "not": {"only", "just", "merely", "least", "simply"},
    "nothing": {"but"},
}

_ALL = word_set("all every everyone everything each always entire entirely whole completely wholly")
_MOST = word_set("most mostly majority usually many largely")
_FEW = word_set("few fewer little rarely seldom minority hardly scarcely")
_NONE = word_set("no none nobody never nothing neither")
_OPPOSED_QUANTIFIERS = ((_ALL, _FEW), (_ALL, _NONE), (_MOST, _FEW), (_MOST, _NONE))

_UP = """
rise rises rose risen rising increase increases increased increasing increasingly grow grows grew
grown growing growth gain gains gained climb climbs climbed surge surged surges soar soared soars
jump jumped expand expands expanded expanding expansion higher upward raised raise raises raising
accelerate accelerated accelerating strengthen strengthens strengthened strengthening stronger widen
widened improve improves improved improving improvement escalate escalated greater larger
  boost boosted boosts
"""
_DOWN = """
fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped dropping
decline declines declined declining shrink shrinks shrank shrunk shrinking plunge plunged plunges
slump slumped contraction lower lowers lowered lowering downward
 reduce reduces reduced reducing reduction weaken weakens weakened
weakening weaker worsen worsens worsened worsening deteriorate deteriorated fewer
 smaller halved halve
"""
_PAIRS = """
support supports supported supporting|oppose opposes opposed opposing
accept accepts accepted accepting|reject rejects rejected rejecting refuse refused refuses
allow allows allowed permit permits permitted|ban bans banned prohibit prohibits prohibited forbid forbidden
confirm confirms confirmed|deny denies denied denying
win wins won victory|lose loses lost defeat
succeed succeeds succeeded success successful|fail fails failed failure unsuccessful
begin begins began begun start starts started|end ends ended stop stops stopped halt halted cease ceased
join joins joined enter entered|leave leaves left withdraw withdrew withdrawn quit
open opens opened|close closes closed shut
include includes included including|exclude excludes excluded excluding
before|after
first|last
early earlier|late later
majority|minority
public publicly|private privately
legal lawful|illegal unlawful
possible|impossible
true|false untrue
friend friends ally allies|enemy enemies adversary adversaries
safe|dangerous unsafe
unique|common commonplace
effective|ineffective
necessary|unnecessary
democratic|undemocratic anti-democratic
guilty|innocent acquitted
invited invite invites|excluded exclude uninvited
independent independently|dependent
peaceful|violent
voluntary voluntarily|forced compulsory mandatory
rich richer richest|poor poorer poorest
buy buys bought|sell sells sold
import imports imported|export exports exported
attack attacks attacked|defend defends defended
approve approves approved|disapprove disapproves disapproved
optimistic|pessimistic
present|absent
"""


def _opposites() -> dict[str, tuple[int, int]]:
    """Word to (number of the opposition, side of it)."""
    sides: dict[str, tuple[int, int]] = {}
    lines = [f"{_UP}|{_DOWN}".replace("\n", " "), *_PAIRS.strip().splitlines()]
    for number, line in enumerate(lines):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                sides.setdefault(word, (number, side))
    return sides


_OPPOSITES = _opposites()
DIRECTION = frozenset(word for word, (number, _) in _OPPOSITES.items() if number == 0)
"""Words for a rise or a fall."""
QUANTIFIERS = _ALL | _MOST | _FEW | _NONE
"""Words for how many of something."""


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation and the word it bears on.

    Attributes:
        span: From the negating word to the end of the word it bears on.
        stem: Stem of that word; empty where no content word follows closely.
    """

    span: tuple[int, int]
    stem: str


def is_negation(word: str) -> bool:
    """Whether a lower-case word negates what follows."""
    return word in _NEGATIONS or word.endswith("n't")


def turns(word: str) -> bool:
    """Whether changing this lower-case word into any other can turn a claim round."""
    return is_negation(word) or word in QUANTIFIERS or word in DIRECTION


def _is_second_half(place: int, tokens: tuple[Token, ...]) -> bool:
    """Whether a word is the "nor" of "neither ... nor"."""
    return tokens[place].lower == "nor" and any(token.lower == "neither" for token in tokens[:place])


def find_negations(tokens: tuple[Token, ...]) -> tuple[Negation, ...]:
    """The negations of a claim with the content word each bears on; "not only" and its like are none."""
    found: list[Negation] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1 : place + 6]
        if _is_second_half(place, tokens):
            continue
        if is_negation(token.lower):
            if following and following[0].lower in _NOT_NEGATIVE_AFTER.get(token.lower, ()):
                continue
        elif (
            token.stem not in _NEGATIVE_VERBS
            or not following
            or following[0].lower not in {"to", "that", "any"}
        ):
            continue
        scope = next((word for word in following if word.is_content), None)
        found.append(Negation((token.start, (scope or token).end), scope.stem if scope else ""))
    return tuple(found)


def opposed(one: Token, other: Token) -> bool:
    """Whether two words are opposites: a rise and a fall, or a listed pair."""
    side, other_side = _OPPOSITES.get(one.lower), _OPPOSITES.get(other.lower)
    return (
        side is not None and other_side is not None and side[0] == other_side[0] and side[1] != other_side[1]
    )


def opposed_quantifiers(one: Token, other: Token) -> bool:
    """Whether two quantifiers exclude each other: "all" and "few", "most" and "none"."""
    return any(
        (one.lower in left and other.lower in right) or (one.lower in right and other.lower in left)
        for left, right in _OPPOSED_QUANTIFIERS
    )
