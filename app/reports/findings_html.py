"""Findings as one HTML page for reading and printing: no scripts, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator

from app.reports import findings_wording as told
from app.reports import marks, wording
from app.reports.as_html import marked, name, page, plain
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport


def render_html(report: FindingsReport) -> str:
    """Every finding with both passages side by side, then the sources."""
    body = [
        f"<header>\n<h1>{told.TITLE}</h1>",
        f'<p class="soft">{plain(told.count(report))}</p>',
        f'<p class="faint">{plain(told.made_by(report))}</p>',
        f'<p class="faint">{told.EXPLANATION}</p>\n</header>',
    ]
    for number, finding in enumerate(report.findings, start=1):
        body.extend(_finding(number, finding))
    if report.sources:
        body.append('<section class="source">\n<h2>Sources</h2>\n<ol class="sources">')
        body.extend(_source(source) for source in report.sources)
        body.append("</ol>\n</section>")
    return page(told.TITLE, body)


def _finding(number: int, finding: FindingRecord) -> Iterator[str]:
    remarks = " · ".join(name(remark) for remark in told.remarks(finding))
    yield f'<article class="finding" id="f{number}">\n<p class="head"><span class="rank">{number}</span>'
    yield f'<span class="verdict">{plain(told.verdict(finding))}</span>'
    yield f'<span class="title"></span><span class="faint">{remarks}</span></p>'
    if finding.note:
        yield f'<p class="note"><b>Note:</b> {name(finding.note)}</p>'
    suggestion = finding.suggestion
    shown = [] if suggestion is None or finding.is_dismissed else [suggestion]
    first, second = finding.sides
    yield '<div class="pair">'
    yield _side(first, [mark for one in shown for mark in marks.marks_on_own(first.text, [one])])
    yield _side(second, [mark for one in shown for mark in marks.marks_on_other(second.text, one)])
    yield f"</div>\n{_suggestion(finding)}\n</article>"


def _side(side: CitedPassage, on_it: list[marks.Mark]) -> str:
    place = name(told.cited(side))
    if side.source is not None:
        place = f'<a href="#s{side.source}">{place} [{side.source}]</a>'
    text = marked(side.text, on_it)
    return f'<div>\n<p class="faint">{place}</p>\n<blockquote dir="auto">{text}</blockquote>\n</div>'


def _suggestion(finding: FindingRecord) -> str:
    suggestion = finding.suggestion
    if suggestion is None:
        return f'<p class="foot">Program’s suggestion: {told.NOT_READ}</p>'
    tag = f'<span class="tag {suggestion.relation.value}">{wording.label(suggestion.relation)}</span>'
    remarks = [name(remark) for remark in told.evidence_remarks(suggestion)]
    if finding.is_dismissed:
        remarks.insert(0, "dismissed by the analyst")
    return f'<p class="foot"><span>Program’s suggestion: {tag} {" · ".join(remarks)}</span></p>'


def _source(source: CitedSource) -> str:
    facts = name(told.source_facts(source))
    return (
        f'<li id="s{source.id}"><span class="rank">{source.id}</span><span class="name">{name(source.title)}'
        f'</span><span>{facts}</span><span class="faint">{name(source.path)} · SHA-256 '
        f'<span class="hash">{plain(source.sha256)}</span></span></li>'
    )
