"""Whole comparisons: every passage against the other sources, or claims against all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app import __version__
from app.analysis.matches import Match, Matcher
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import EncodeTexts
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


def compare(workspace: Workspace, matcher: Matcher, top: int) -> Steps[Comparison]:
    """Match every passage of the workspace with the other sources.

    Args:
        workspace: Where the sources are.
        matcher: Up to date with it.
        top: Matches a passage at most.
    """
    yield from _scale(matcher)
    passages = _passages(workspace)
    matched = [passage for passage in passages if passage.kind.is_matched]
    matches: list[MatchRecord] = []
    for done, passage in enumerate(matched):
        if done % STEP == 0:
            yield Progress("comparing", done, len(matched))
        matches.extend(_record(passage.id, match) for match in matcher.of_passage(passage, top))
    return _comparison(workspace, matcher.model_id, passages, (), matches)


def check(
    workspace: Workspace, matcher: Matcher, engine: Engine, claims: Sequence[str], top: int
) -> Steps[Comparison]:
    """Match claims with all sources; the parameters are those of `compare`."""
    yield from _scale(matcher)
    result = yield from engine.call(EncodeTexts(tuple(claims)))
    matches: list[MatchRecord] = []
    for number, (claim, vector) in enumerate(zip(claims, result.vectors, strict=True), start=1):
        matches.extend(_record(number, match) for match in matcher.of_vector(claim, vector, top))
    records = tuple(ClaimRecord(number, claim) for number, claim in enumerate(claims, start=1))
    return _comparison(workspace, matcher.model_id, _passages(workspace), records, matches)


def _scale(matcher: Matcher) -> Steps[None]:
    if matcher.needs_scale:
        yield from matcher.draw_scale()


def _passages(workspace: Workspace) -> list[StoredPassage]:
    return [passage for source in workspace.sources() for passage in workspace.passages(source.id)]


def _comparison(
    workspace: Workspace,
    model_id: str,
    passages: Iterable[StoredPassage],
    claims: tuple[ClaimRecord, ...],
    matches: Iterable[MatchRecord],
) -> Comparison:
    return Comparison(
        generator=Made("counterpoint", __version__, model_id, None),
        sources=tuple(_source(source) for source in workspace.sources()),
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


def _record(asked: int, match: Match) -> MatchRecord:
    return MatchRecord(
        passage=asked,
        other=match.passage.id,
        rank=match.rank,
        similarity=match.similarity,
        percentile=match.percentile or 0,
        origin=match.origin,
        relation=match.finding.relation,
        note=match.finding.note or None,
        evidence=match.finding.evidence,
    )
