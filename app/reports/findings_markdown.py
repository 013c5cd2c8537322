"""Findings as Markdown (CommonMark with tables), readable as plain text too."""

from __future__ import annotations

from collections.abc import Iterator

from app.relations.relation import Finding
from app.reports import findings_wording as told
from app.reports.as_markdown import escape
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport


def render_markdown(report: FindingsReport) -> str:
    """Every finding with both passages, then the sources."""
    blocks = [f"# {told.TITLE}", escape(f"{told.count(report)}. {told.made_by(report)}."), told.EXPLANATION]
    for number, finding in enumerate(report.findings, start=1):
        blocks.extend(_finding(number, finding))
    if report.sources:
        blocks.append("## Sources")
        blocks.append("\n".join(_source_rows(report.sources)))
    return "\n\n".join(blocks) + "\n"


def _finding(number: int, finding: FindingRecord) -> Iterator[str]:
    yield f"## {number}. {escape(told.verdict(finding))}"
    remarks = told.remarks(finding)
    if remarks:
        yield escape(" · ".join(remarks))
    if finding.note:
        yield f"**Note:** {escape(finding.note)}"
    for side in finding.sides:
        yield from _side(side)
    yield f"*Program’s suggestion:* {escape(told.suggestion(finding))}"
    if finding.suggestion is not None and finding.suggestion.evidence:
        yield "\n".join(_evidence(finding.suggestion))


def _side(side: CitedPassage) -> Iterator[str]:
    number = f" \\[{side.source}\\]" if side.source is not None else ""
    yield f"{escape(told.cited(side))}{number}:"
    yield f"> {escape(side.text)}"


def _evidence(suggestion: Finding) -> Iterator[str]:
    for evidence in suggestion.evidence:
        yield f"- “{escape(evidence.text)}”"
        yield f"- “{escape(evidence.other_text)}”"
    remarks = told.evidence_remarks(suggestion)
    if remarks:
        yield f"- {escape(' · '.join(remarks))}"


def _source_rows(sources: tuple[CitedSource, ...]) -> Iterator[str]:
    yield "| | Source | Author | Party | Date | File | SHA-256 |"
    yield "|---:|---|---|---|---|---|---|"
    for source in sources:
        cells = (source.title, source.author, source.party, source.date, source.path, source.sha256)
        yield f"| {source.id} | " + " | ".join(escape(cell or "") for cell in cells) + " |"
