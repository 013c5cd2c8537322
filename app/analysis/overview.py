"""All sources at once: what they say to one another, and what one of them says alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.analysis.matches import Matcher
from app.analysis.side_by_side import Party, parties_of
from app.engine.jobs import Progress, Steps
from app.reading.document import Kind
from app.relations.relation import Relation
from app.workspace.records import StoredPassage, source_of
from app.workspace.workspace import Workspace

TOLD = (Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS)
"""The relations that are counted."""

Cell = Counter[Relation]
"""How many pairs of passages of two parties were found to have each relation."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What was found between every two parties of a workspace.

    Attributes:
        parties: In the order of the sources.
        cells: Of two owners, the one that stands first in `parties` first; only where something was found.
    """

    parties: tuple[Party, ...] = ()
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)

    def between(self, one: int, other: int) -> Cell:
        """What was found between two owners, in either order."""
        return self.cells.get((one, other)) or self.cells.get((other, one)) or Cell()

    @property
    def total(self) -> Cell:
        """What was found in all."""
        return sum(self.cells.values(), Cell())


def overview(workspace: Workspace, matcher: Matcher) -> Overview:
    """Count what was read so far; labels that the analyst dismissed do not count."""
    parties = parties_of(workspace)
    place = {party.owner: number for number, party in enumerate(parties)}
    cells: dict[tuple[int, int], Cell] = {}
    for one, other, relation in _told(workspace, matcher):
        first, second = sorted((one, other), key=place.__getitem__)
        cells.setdefault((first, second), Cell())[relation] += 1
    return Overview(parties, cells)


def told_of_sources(workspace: Workspace, matcher: Matcher) -> dict[int, Cell]:
    """How many pairs of each relation have a side in each source, by the source's id."""
    cells: dict[int, Cell] = {}
    for one, other, relation in _told(workspace, matcher):
        for source in {source_of(one), source_of(other)}:
            cells.setdefault(source, Cell())[relation] += 1
    return cells


def _told(workspace: Workspace, matcher: Matcher) -> Iterator[tuple[int, int, Relation]]:
    """The owners of each pair that says more than that both are about one matter, and what it says."""
    if matcher.findings.model_id is None:
        return
    for told in workspace.told_pairs(matcher.findings.model_id):
        judgement = matcher.decisions.of(told.low, told.high)
        one, other = matcher.owner(told.one), matcher.owner(told.other)
        dismissed = judgement is not None and judgement.dismissed is told.relation
        if one is not None and other is not None and one != other and not dismissed:
            yield one, other, told.relation


@dataclass(frozen=True, slots=True)
class Alone:
    """The passages that no other source comes close to, and what they were looked for in.

    Attributes:
        passages: In the order of the sources.
        searched: All passages that were compared.
        sources: Of how many sources.
        unread: How many files could not be read.
        furniture: How many lines were left out as furniture.
    """

    passages: tuple[StoredPassage, ...]
    searched: tuple[StoredPassage, ...]
    sources: int
    unread: int
    furniture: int


def said_alone(workspace: Workspace, matcher: Matcher) -> Steps[Alone]:
    """Look for the passages without a counterpart, a few milliseconds a step."""
    lonely = yield from matcher.without_counterpart()
    searched: list[StoredPassage] = []
    furniture = 0
    for number, source in enumerate(matcher.sources):
        for passage in workspace.passages(source.id):
            furniture += passage.kind is Kind.FURNITURE
            if matcher.owner(passage.id) is not None:
                searched.append(passage)
        yield Progress("listing", number + 1, len(matcher.sources))
    alone = tuple(passage for passage in searched if passage.id in lonely)
    return Alone(alone, tuple(searched), len(matcher.sources), len(workspace.skipped()), furniture)
