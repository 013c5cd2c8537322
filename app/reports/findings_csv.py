"""Findings as CSV: one line a finding, for a spreadsheet."""

from __future__ import annotations

from app.reports import findings_wording as told
from app.reports.as_csv import table
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport

COLUMNS = (
    "verdict",
    "note",
    "labels",
    "decided",
    "text_changed",
    *(
        f"{side}_{column}"
        for side in ("first", "second")
        for column in ("source", "author", "party", "date", "locator", "text", "file", "sha256")
    ),
    "program_relation",
    "program_dismissed",
    "program_evidence",
    "program_other_evidence",
    "program_remarks",
)


def render_csv(report: FindingsReport) -> str:
    """A heading line and one line a finding; several labels or sentences stand in one cell, a line each."""
    sources = {source.id: source for source in report.sources}
    return table(COLUMNS, (_row(finding, sources) for finding in report.findings))


def _row(finding: FindingRecord, sources: dict[int, CitedSource]) -> tuple[str, ...]:
    suggestion = finding.suggestion
    evidence = () if suggestion is None else suggestion.evidence
    return (
        "" if finding.verdict is None else finding.verdict.value,
        finding.note,
        "\n".join(finding.labels),
        finding.made,
        _yes(finding.is_changed),
        *_side(finding.first, sources),
        *_side(finding.second, sources),
        "" if suggestion is None else suggestion.relation.value,
        _yes(finding.is_dismissed),
        "\n".join(one.text for one in evidence),
        "\n".join(one.other_text for one in evidence),
        "" if suggestion is None else "\n".join(told.evidence_remarks(suggestion)),
    )


def _side(side: CitedPassage, sources: dict[int, CitedSource]) -> tuple[str, ...]:
    source = sources.get(side.source) if side.source is not None else None
    if source is None:
        return side.title, "", "", "", side.place, side.text, "", ""
    return (
        side.title,
        source.author or "",
        source.party or "",
        source.date or "",
        side.place,
        side.text,
        source.path,
        source.sha256,
    )


def _yes(fact: bool) -> str:
    return "yes" if fact else ""
