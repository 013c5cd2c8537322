"""What is known of a passage at a glance, and filling that in while nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.analysis.findings import Pair
from app.analysis.matches import Match, Matcher
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import WAITING
from app.relations.relation import Relation
from app.workspace.records import StoredPassage

STRONGEST = (Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS, Relation.RELATED)
"""Of several relations a passage has, the first of these stands for it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage at a glance.

    Attributes:
        relation: The strongest relation among the listed matches that were read; None while none was,
            or where there is no counterpart.
        has_counterpart: Whether any match is closer than the workspace's floor.
        read: How many of the listed matches were read.
        listed: How many matches are listed.
    """

    relation: Relation | None
    has_counterpart: bool
    read: int
    listed: int


def mark_of(matches: Sequence[Match], *, has_counterpart: bool) -> Mark:
    """What the matches of a passage come to."""
    known = {match.finding.relation for match in matches if match.finding is not None}
    strongest = next((relation for relation in STRONGEST if relation in known), None)
    if strongest is Relation.RELATED and not has_counterpart:
        strongest = None
    read = sum(match.finding is not None for match in matches)
    return Mark(strongest, has_counterpart, read, len(matches))


def survey(
    matcher: Matcher,
    engine: Engine,
    passages: Sequence[StoredPassage],
    listed: Callable[[StoredPassage], tuple[Match, ...]],
    tell: Callable[[int, Mark], None],
) -> Steps[int]:
    """Have the listed matches of many passages read, one passage after the other.

    Args:
        matcher: Finds the matches.
        engine: Reads the pairs that were not read, after whatever is urgent.
        passages: Most wanted first.
        listed: The matches that are listed for a passage.
        tell: Is told each passage's id and mark as soon as it is known.

    Returns:
        How many pairs were read now.
    """
    done = 0
    for number, passage in enumerate(passages):
        matches = listed(passage)
        unread = [Pair(passage.text, match.passage.text) for match in matches if match.finding is None]
        if unread:
            for step in matcher.findings.read(engine, unread):
                yield WAITING if step is WAITING else Progress("relating", number, len(passages))
            done += len(unread)
            matches = listed(passage)
        tell(passage.id, mark_of(matches, has_counterpart=matcher.has_counterpart(matches)))
        yield Progress("relating", number + 1, len(passages))
    return done
