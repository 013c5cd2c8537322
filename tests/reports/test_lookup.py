from __future__ import annotations

from dataclasses import replace

from app.relations.relation import Relation
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord
from app.reports.lookup import Lookup


def test_passages_come_in_reading_order_and_matches_by_rank(comparison: Comparison) -> None:
    shuffled = replace(comparison, passages=comparison.passages[::-1], matches=comparison.matches[::-1])
    lookup = Lookup(shuffled)
    assert [passage.id for passage in lookup.passages_of(comparison.sources[0])] == [1, 2, 3, 4]
    assert [match.other for match in lookup.matches(comparison.passages[1])] == [5, 6]
    assert lookup.matches(comparison.passages[2]) == []


def test_the_other_passage_comes_with_its_source(comparison: Comparison) -> None:
    source, passage = Lookup(comparison).other(comparison.matches[0])
    assert (source.title, passage.id) == ("A report", 5)


def test_a_passage_counts_once_for_each_relation_it_has(comparison: Comparison) -> None:
    twice = replace(comparison.matches[1], relation=Relation.CONTRADICTS)
    lookup = Lookup(replace(comparison, matches=(comparison.matches[0], twice, *comparison.matches[2:])))
    first, second = comparison.sources
    assert lookup.relation_counts(first) == {
        Relation.CONTRADICTS: 1,
        Relation.AGREES: 0,
        Relation.REPEATS: 0,
        Relation.RELATED: 0,
    }
    assert lookup.relation_counts(second)[Relation.REPEATS] == 1


def test_claims_count_for_the_sources_they_meet(check: Comparison) -> None:
    """The number of a claim says nothing of the passage with the same number."""
    claims = (ClaimRecord(2, "One."), ClaimRecord(3, "Two."))
    matches = tuple(MatchRecord(claim.id, 5, 1, 0.8, 99, 4, Relation.CONTRADICTS) for claim in claims)
    lookup = Lookup(replace(check, claims=claims, matches=matches))
    first, second = check.sources
    assert lookup.relation_counts(first)[Relation.CONTRADICTS] == 0
    assert lookup.relation_counts(second)[Relation.CONTRADICTS] == 1
