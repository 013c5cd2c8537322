"""The report of findings: what was decided, with what the program suggests, and the sources cited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app import __version__
from app.analysis.finding_list import ListedFinding
from app.analysis.matches import Matcher
from app.analysis.quotes import place
from app.errors import CounterpointError
from app.reports.comparison import Generator
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport
from app.reports.render import FINDINGS_FORMATS, render_findings
from app.workspace.judgements import Side
from app.workspace.migrations import utc_now
from app.workspace.records import StoredPassage, StoredSource


def report_of(
    matcher: Matcher, findings: Sequence[ListedFinding], total: int, made: str | None = None
) -> FindingsReport:
    """The report of findings in the order given.

    Args:
        matcher: Knows the sources and the models.
        findings: What to tell.
        total: How many there are in all.
        made: When it is made: UTC, ISO 8601; None for now.
    """
    cited = dict.fromkeys(
        passage.source
        for finding in findings
        for passage in (finding.first_place, finding.second_place)
        if passage is not None
    )
    sources = [source for source in matcher.sources if source.id in cited]
    numbers = {source.id: number for number, source in enumerate(sources, start=1)}
    held = {source.id: source for source in sources}
    return FindingsReport(
        generator=Generator("counterpoint", __version__, matcher.model_id, matcher.findings.model_id),
        made=made or utc_now(),
        sources=tuple(_source(source, numbers[source.id]) for source in sources),
        findings=tuple(_finding(finding, held, numbers) for finding in findings),
        total=total,
    )


def save_report(report: FindingsReport, path: Path, chosen: str = "") -> Path:
    """Write a report in the format of the path's ending.

    Args:
        report: What to write.
        path: Where; without a known ending it gets that of the chosen format.
        chosen: A format's name; the first format where the path tells none and none is chosen.

    Returns:
        Where it was written.

    Raises:
        CounterpointError: The place cannot be written.
    """
    name = path.suffix.removeprefix(".").casefold()
    if name not in FINDINGS_FORMATS:
        name = chosen or next(iter(FINDINGS_FORMATS))
        path = path.with_name(f"{path.name}.{name}")
    try:
        path.write_bytes(render_findings(report, name))
    except OSError as error:
        raise CounterpointError(
            f"{path.name} could not be written: {error.strerror or error}.", "Choose another place."
        ) from error
    return path


def _source(source: StoredSource, number: int) -> CitedSource:
    return CitedSource(
        id=number,
        title=source.title,
        author=source.author,
        date=source.date,
        party=source.party,
        path=str(source.path),
        format=source.format,
        sha256=source.sha256,
    )


def _finding(
    finding: ListedFinding, sources: dict[int, StoredSource], numbers: dict[int, int]
) -> FindingRecord:
    judgement, suggestion = finding.judgement, finding.suggestion
    return FindingRecord(
        first=_passage(finding.first, finding.first_place, sources, numbers),
        second=_passage(finding.second, finding.second_place, sources, numbers),
        verdict=judgement.verdict,
        note=judgement.note,
        labels=judgement.labels,
        is_kept=judgement.is_kept,
        is_changed=judgement.is_changed,
        made=judgement.made,
        suggestion=suggestion,
        is_dismissed=suggestion is not None and judgement.dismissed is suggestion.relation,
    )


def _passage(
    side: Side, passage: StoredPassage | None, sources: dict[int, StoredSource], numbers: dict[int, int]
) -> CitedPassage:
    if passage is None:
        return CitedPassage(None, side.title, side.locator, side.text, is_question=side.is_question)
    source = sources[passage.source]
    return CitedPassage(numbers[source.id], source.title, place(passage, source), passage.text)
