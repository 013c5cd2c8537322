"""Findings as DOCX, to be worked on in a word processor."""

from __future__ import annotations

from docx.document import Document

from app.reports import docx_parts as parts
from app.reports import findings_wording as told
from app.reports import marks, wording
from app.reports.findings import FindingRecord, FindingsReport


def render_docx(report: FindingsReport) -> bytes:
    """Every finding with both passages, then the sources."""
    document = parts.new_document(told.TITLE)
    parts.soft(document, f"{told.count(report)}. {told.made_by(report)}.")
    parts.soft(document, told.EXPLANATION)
    for number, finding in enumerate(report.findings, start=1):
        _finding(document, number, finding)
    if report.sources:
        document.add_heading("Sources", level=1)
        rows = [
            (
                f"[{source.id}] {source.title}",
                told.source_facts(source),
                source.path,
                source.sha256,
            )
            for source in report.sources
        ]
        parts.table(document, ("Source", "Author, party, date", "File", "SHA-256"), rows)
    return parts.to_bytes(document)


def _finding(document: Document, number: int, finding: FindingRecord) -> None:
    document.add_heading(f"{number}. {told.verdict(finding)}", level=2)
    remarks = told.remarks(finding)
    if remarks:
        parts.soft(document, " · ".join(remarks))
    if finding.note:
        parts.say(parts.say(document.add_paragraph(), "Note: ", bold=True), finding.note)
    suggestion = finding.suggestion
    shown = [] if suggestion is None or finding.is_dismissed else [suggestion]
    first, second = finding.sides
    on_them = (
        [mark for one in shown for mark in marks.marks_on_own(first.text, [one])],
        [mark for one in shown for mark in marks.marks_on_other(second.text, one)],
    )
    for side, on_it in zip(finding.sides, on_them, strict=True):
        cited = f"{told.cited(side)} [{side.source}]" if side.source is not None else told.cited(side)
        head = parts.say(document.add_paragraph(), cited, parts.SOFT)
        head.paragraph_format.keep_with_next = True
        parts.passage(document.add_paragraph(style="Quote"), side.text, on_it)
    line = parts.say(document.add_paragraph(), "Program’s suggestion: ", parts.SOFT)
    if suggestion is None:
        parts.say(line, told.NOT_READ, parts.SOFT)
        return
    parts.tag(line, suggestion.relation, wording.label(suggestion.relation))
    remarks = told.evidence_remarks(suggestion)
    if finding.is_dismissed:
        remarks.insert(0, "dismissed by the analyst")
    if remarks:
        parts.say(line, f" · {' · '.join(remarks)}", parts.SOFT)
