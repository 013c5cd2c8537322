"""Near-verbatim copies: passages that repeat one another in all that matters."""

from __future__ import annotations

from itertools import product

from rapidfuzz.distance import Levenshtein

from app.relations.dates import find_periods
from app.relations.numbers import find_quantities
from app.relations.tokens import Token, tokenize
from app.relations.words import opposed, turns

COPIED = 0.9
"""Share of the shorter passage's words that stand in the other one in the same order."""

_PART_OF = 0.5
_FEWEST = 4
_MOST = 4_000
"""Words of a text beyond which only the very same words count as a copy: aligning takes the square of it."""
_INSERTION = 8


def _telling(text: str, tokens: tuple[Token, ...]) -> list[bool]:
    """For each word, whether changing it can change the claim: numbers, dates, units, turning words."""
    periods = find_periods(text)
    quantities = find_quantities(text, tokens, periods)
    spans = [period.span for period in periods] + [quantity.span for quantity in quantities]
    marked = []
    for place, token in enumerate(tokens):
        inside = any(begin < token.end and token.start < end for begin, end in spans)
        unit = place > 0 and any(end <= token.start <= end + 2 for _, end in spans)
        marked.append(inside or unit or turns(token.lower))
    return marked


def repeats(text: str, other: str) -> bool:
    """Whether one passage repeats the other nearly word for word.

    Nine in ten words of the shorter one stand in the longer one in the same order, and they make up at
    least half of it; no number, date, unit, negation, quantifier, direction or opposite differs where the
    two run together. Texts of under four words, or over 4,000, repeat only word for word. Symmetric.
    """
    tokens, others = tokenize(text), tokenize(other)
    words, other_words = [token.lower for token in tokens], [token.lower for token in others]
    if min(len(words), len(other_words)) < _FEWEST or max(len(words), len(other_words)) > _MOST:
        return bool(words) and words == other_words
    shorter, longer = sorted((len(words), len(other_words)))
    few_shared = len({*words} & {*other_words}) < 0.6 * min(len({*words}), len({*other_words}))
    if shorter < _PART_OF * longer or few_shared:
        return False
    operations = Levenshtein.opcodes(words, other_words)
    same = sum(op.src_end - op.src_start for op in operations if op.tag == "equal")
    if same < COPIED * shorter:
        return False
    marked, other_marked = _telling(text, tokens), _telling(other, others)
    for place, op in enumerate(operations):
        longest = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
        edge = place in {0, len(operations) - 1}
        if op.tag == "equal" or (op.tag != "replace" and ((edge and longest > 1) or longest > _INSERTION)):
            continue  # the longer passage says more before, after or between
        replaced = product(tokens[op.src_start : op.src_end], others[op.dest_start : op.dest_end])
        if (
            any(marked[op.src_start : op.src_end])
            or any(other_marked[op.dest_start : op.dest_end])
            or any(opposed(token, partner) for token, partner in replaced)
        ):
            return False
    return True
