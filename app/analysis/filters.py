"""Which of the listed matches are shown: of a relation, a source, a kind, close enough, copies once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from app.analysis.matches import Match
from app.analysis.stepping import next_choice
from app.reading.document import Kind
from app.relations.relation import Relation
from app.workspace.records import StoredSource

STEP = 10
"""Percent between two thresholds."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown of a list of matches.

    Attributes:
        relation: The only relation; None for all.
        source: The only source; None for all.
        kind: The only kind of passage; None for all.
        percentile: The lowest percentile.
        is_folded: Whether passages that copy one another are shown as one.
    """

    relation: Relation | None = None
    source: StoredSource | None = None
    kind: Kind | None = None
    percentile: int = 0
    is_folded: bool = True

    def of(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        """The matches shown; the closest of several copies stands for them, and names the others' sources."""
        shown = [match for match in matches if self.admits(match)]
        if not self.is_folded:
            return tuple(shown)
        by_origin: dict[int, list[Match]] = {}
        for match in shown:
            by_origin.setdefault(match.origin, []).append(match)
        return tuple(
            replace(first, copies=tuple(dict.fromkeys(copy.source.title for copy in others)))
            for first, *others in by_origin.values()
        )

    def admits(self, match: Match) -> bool:
        """Whether a match is shown, copies aside."""
        relation = None if match.finding is None else match.finding.relation
        return (
            self.relation in (None, relation)
            and (self.source is None or match.source.id == self.source.id)
            and self.kind in (None, match.passage.kind)
            and (match.percentile or 0) >= self.percentile
        )

    def next_source(self, matches: Sequence[Match]) -> Self:
        """This filter with the next of the sources that the matches stand in; all of them after the last."""
        sources = list(dict.fromkeys(match.source for match in matches))
        return replace(self, source=next_choice(sources, self.source))

    def next_kind(self, matches: Sequence[Match]) -> Self:
        """This filter with the next of the kinds that the matches have; all of them after the last."""
        kinds = list(dict.fromkeys(match.passage.kind for match in matches))
        return replace(self, kind=next_choice(kinds, self.kind))

    def closer(self, by: int) -> Self:
        """This filter with a higher threshold (or a lower one) by so many steps."""
        return replace(self, percentile=max(0, min(100 - STEP, self.percentile + by * STEP)))

    @property
    def words(self) -> str:
        """What is left out, in words; empty where nothing is."""
        parts = [f"only {self.source.title}"] if self.source is not None else []
        if self.kind is not None:
            parts.append(f"only of kind {self.kind.value}")
        if self.percentile:
            parts.append(f"only closer than {self.percentile}%")
        if not self.is_folded:
            parts.append("copies one by one")
        return " · ".join(parts)
