"""Whole comparisons: every passage against the other sources, or claims against all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app import __version__
from app.analysis.findings import Pair
from app.analysis.matches import Match, Matcher
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import EncodeTexts
from app.relations.relation import Finding, Relation
from app.reports.comparison import (
    ClaimRecord,
    Comparison,
    MatchRecord,
    PassageRecord,
    SkippedRecord,
    SourceRecord,
)
from app.reports.comparison import (
    Generator as Made,
)
from app.workspace.records import StoredPassage, StoredSource
from app.workspace.workspace import Workspace

STEP = 20
"""Passages compared between two chances to show or cancel."""


def compare(workspace: Workspace, matcher: Matcher, engine: Engine, top: int) -> Steps[Comparison]:
    """Match every passage of the workspace with the other sources, and relate what is listed.

    Args:
        workspace: Where the sources are.
        matcher: Up to date with it.
        engine: Reads the pairs whose relation is not known yet.
        top: Matches a passage at most.
    """
    yield from _scale(matcher)
    passages = _passages(workspace, matcher)
    matched = [passage for passage in passages if passage.kind.is_matched]
    listed: list[_Listed] = []
    for done, passage in enumerate(matched):
        if done % STEP == 0:
            yield Progress("comparing", done, len(matched))
        matches = matcher.of_passage(passage, top)
        listed.extend(_Listed(passage.id, passage.text, match) for match in matches)
    records = yield from _related(matcher, engine, listed)
    return _comparison(workspace, matcher, passages, (), records)


def check(
    workspace: Workspace, matcher: Matcher, engine: Engine, claims: Sequence[str], top: int
) -> Steps[Comparison]:
    """Match claims with all sources; the parameters are those of `compare`."""
    yield from _scale(matcher)
    result = yield from engine.call(EncodeTexts(tuple(claims)), urgent=True)
    listed = [
        _Listed(number, claim, match)
        for number, (claim, vector) in enumerate(zip(claims, result.vectors, strict=True), start=1)
        for match in matcher.of_vector(claim, vector, top)
    ]
    records = yield from _related(matcher, engine, listed)
    asked = tuple(ClaimRecord(number, claim) for number, claim in enumerate(claims, start=1))
    return _comparison(workspace, matcher, _passages(workspace, matcher), asked, records)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A match with what it is a match of: the passage's or claim's id and text."""

    asked: int
    text: str
    match: Match


def _related(matcher: Matcher, engine: Engine, listed: Sequence[_Listed]) -> Steps[list[MatchRecord]]:
    """The records of the matches, once all of them are read."""
    findings = matcher.findings
    yield from findings.read(engine, [Pair(row.text, row.match.passage.text) for row in listed])
    return [_record(row, findings.of(row.text, row.match.passage.text)) for row in listed]


def _scale(matcher: Matcher) -> Steps[None]:
    if matcher.needs_scale:
        yield from matcher.draw_scale()


def _passages(workspace: Workspace, matcher: Matcher) -> list[StoredPassage]:
    return [passage for source in matcher.sources for passage in workspace.passages(source.id)]


def _comparison(
    workspace: Workspace,
    matcher: Matcher,
    passages: Iterable[StoredPassage],
    claims: tuple[ClaimRecord, ...],
    matches: Iterable[MatchRecord],
) -> Comparison:
    return Comparison(
        generator=Made("counterpoint", __version__, matcher.model_id, matcher.findings.model_id),
        sources=tuple(_source(source) for source in matcher.sources),
        skipped=tuple(SkippedRecord(str(file.path), file.reason) for file in workspace.skipped()),
        passages=tuple(_passage(passage) for passage in passages),
        claims=claims,
        matches=tuple(matches),
    )


def _source(source: StoredSource) -> SourceRecord:
    return SourceRecord(
        id=source.id,
        path=str(source.path),
        title=source.title,
        author=source.author,
        date=source.date,
        format=source.format,
        sha256=source.sha256,
        passages=source.passages,
    )


def _passage(passage: StoredPassage) -> PassageRecord:
    return PassageRecord(
        id=passage.id,
        source=passage.source,
        section=passage.section_title,
        position=passage.position,
        paragraph=passage.paragraph,
        part=passage.part,
        kind=passage.kind,
        locator=passage.locator,
        page=passage.page,
        spans=tuple((span.start, span.end) for span in passage.spans),
        text=passage.text,
    )


def _record(row: _Listed, finding: Finding | None) -> MatchRecord:
    match = row.match
    known = finding or Finding(Relation.RELATED)
    return MatchRecord(
        passage=row.asked,
        other=match.passage.id,
        rank=match.rank,
        similarity=match.similarity,
        percentile=match.percentile or 0,
        origin=match.origin,
        relation=known.relation,
        note=known.note or None,
        evidence=known.evidence,
    )
