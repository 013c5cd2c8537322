"""When something first happened: "since the first summit in 2017", "since 2014 ... an annual summit"."""

from __future__ import annotations

from dataclasses import dataclass

from app.relations.dates import Period
from app.relations.tokens import Token, word_set

_FIRST = word_set("first inaugural maiden founding opening")
_BEGIN = word_set(
    "founded established launched created inaugurated began begun started introduced formed instituted set "
    "originated convened held"
)
_RECURS = word_set("annual annually yearly biennial biannual monthly weekly regular regularly")
_HOLD = word_set("hosted held convened organised organized staged run published")
_BEFORE_DATE = word_set("in on back early late mid the of was were summer spring autumn winter")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The time from which something has existed or been held.

    Attributes:
        period: The date.
        event: Stems of the words that name the event.
    """

    period: Period
    event: frozenset[str]


def _named(tokens: tuple[Token, ...], leave_out: frozenset[str]) -> frozenset[str]:
    left_out = leave_out | _RECURS
    return frozenset(
        token.stem
        for token in tokens
        if token.is_content and token.lower not in left_out and not token.text[0].isdigit()
    )


def _series(tokens: tuple[Token, ...]) -> frozenset[str]:
    """What is held again and again: the words after "annual", else those after "has hosted"."""
    for place, token in enumerate(tokens):
        if token.lower in _RECURS:
            return _named(tokens[place + 1 : place + 6], _HOLD)
    for place, token in enumerate(tokens[1:], 1):
        if token.lower in _HOLD and tokens[place - 1].lower in {"has", "have", "been"}:
            nearby = tokens[place + 1 : place + 5] if tokens[place - 1].lower != "been" else tokens[:place]
            return _named(nearby, _HOLD)
    return frozenset()


def _first_time(text: str, before: tuple[Token, ...], date_start: int) -> frozenset[str]:
    """The event of "the first EVENT in DATE", "EVENT was first held in DATE" or "EVENT began in DATE"."""
    near = before[-12:]
    if any(mark in text[near[0].start if near else 0 : date_start] for mark in ";:"):
        return frozenset()
    while near and near[-1].lower in _BEFORE_DATE:
        near = near[:-1]
    for place in range(len(near) - 1, -1, -1):
        word = near[place].lower
        if word in _FIRST:
            after = _named(near[place + 1 :], _BEGIN)
            return after or _named(near[:place], _BEGIN)
        if word in _BEGIN and word not in {"held", "set", "convened"} and place >= len(near) - 2:
            return _named(near[max(0, place - 6) : place], _BEGIN)
    return frozenset()


def find_beginnings(
    text: str, tokens: tuple[Token, ...], periods: tuple[Period, ...]
) -> tuple[Beginning, ...]:
    """The beginnings a sentence dates.

    Args:
        text: The sentence.
        tokens: Its words.
        periods: Its dates.
    """
    found: list[Beginning] = []
    for period in periods:
        before = tuple(token for token in tokens if token.end <= period.span[0])
        event = _series(tokens) if period.role == "from" else frozenset()
        event = event or _first_time(text, before, period.span[0])
        if event:
            found.append(Beginning(period, event))
    return tuple(found)
