"""A comparison by id, so that a report finds what belongs together."""

from __future__ import annotations

from app.relations.relation import Relation
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord, PassageRecord, SourceRecord


class Lookup:
    """The records of one comparison, found by id.

    Attributes:
        sources: Sources by id.
        passages: Passages by id.
        source_ids: Source id by passage id.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.sources = {source.id: source for source in comparison.sources}
        self.passages = {passage.id: passage for passage in comparison.passages}
        self.source_ids = {passage.id: passage.source for passage in comparison.passages}
        self._has_claims = bool(comparison.claims)
        self._matches: dict[int, list[MatchRecord]] = {}
        for match in sorted(comparison.matches, key=lambda match: match.rank):
            self._matches.setdefault(match.passage, []).append(match)
        self._passages_of: dict[int, list[PassageRecord]] = {}
        for passage in sorted(comparison.passages, key=lambda passage: passage.position):
            self._passages_of.setdefault(passage.source, []).append(passage)

    def matches(self, of: PassageRecord | ClaimRecord) -> list[MatchRecord]:
        """The matches of a passage (in `compare`) or a claim (in `check`), closest first."""
        return self._matches.get(of.id, [])

    def passages_of(self, source: SourceRecord) -> list[PassageRecord]:
        """The passages of a source in reading order."""
        return self._passages_of.get(source.id, [])

    def other(self, match: MatchRecord) -> tuple[SourceRecord, PassageRecord]:
        """The passage that a match points at, with its source."""
        passage = self.passages[match.other]
        return self.sources[passage.source], passage

    def relation_counts(self, source: SourceRecord) -> dict[Relation, int]:
        """How many passages of a source have each relation to at least one passage, or to one claim."""
        counted = {
            (match.relation, match.other if self._has_claims else match.passage)
            for matches in self._matches.values()
            for match in matches
        }
        counts = dict.fromkeys(Relation, 0)
        for relation, passage in counted:
            if self.source_ids[passage] == source.id:
                counts[relation] += 1
        return counts
