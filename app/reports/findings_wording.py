"""The words with which every report of findings tells the analyst's decision from the program's."""

from __future__ import annotations

from app.relations.relation import Evidence, Finding
from app.relations.relation import Kind as EvidenceKind
from app.reports import wording
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport
from app.reports.shapes import VERDICT_SHAPES

TITLE = "Findings"
EXPLANATION = (
    "The verdict and the note of each finding are the analyst's. The suggestion below them, with its "
    "evidence, is the program's: a small model's reading of two sentences, not a judgement."
)
NO_VERDICT = "no verdict"
NOT_READ = "not read"
LOST = "no longer in the source"
CHANGED = "a text has changed since it was judged"


def verdict(finding: FindingRecord) -> str:
    """The analyst's verdict as sign and word, said to be the analyst's."""
    if finding.verdict is None:
        return f"Analyst: {NO_VERDICT}"
    return f"Analyst: {VERDICT_SHAPES[finding.verdict]} {finding.verdict.value}"


def suggestion(finding: FindingRecord) -> str:
    """The program's suggestion as sign and word, and whether the analyst dismissed it."""
    if finding.suggestion is None:
        return NOT_READ
    told = wording.label(finding.suggestion.relation)
    return f"{told} (dismissed by the analyst)" if finding.is_dismissed else told


def remarks(finding: FindingRecord) -> list[str]:
    """What else to know about a finding: labels, when it was decided, that a text has changed."""
    told = [f"#{label}" for label in finding.labels]
    if finding.made:
        told.append(f"decided {day(finding.made)}")
    if finding.is_changed:
        told.append(CHANGED)
    return told


def cited(side: CitedPassage) -> str:
    """Where a side stands: title, place, and whether it is lost."""
    parts = [side.title, side.place, LOST if side.is_lost else ""]
    return ", ".join(part for part in parts if part)


def evidence_remarks(finding: Finding) -> list[str]:
    """What differs in the evidence, and whose claims its sentences are."""
    told: list[str] = []
    for evidence in finding.evidence:
        told.extend(_remarks(evidence))
    if finding.note:
        told.append(finding.note)
    return list(dict.fromkeys(told))


def _remarks(evidence: Evidence) -> list[str]:
    told = [wording.cue_line(evidence, cue) for cue in evidence.cues]
    if evidence.kind is EvidenceKind.POSITION:
        told.append(evidence.kind.value)
    for where, given in (("first", evidence.attribution), ("second", evidence.other_attribution)):
        if given is not None:
            told.append(f"{where}: {wording.attribution(given)}")
    return told


def source_facts(source: CitedSource) -> str:
    """Author, party and date of a source, in a line."""
    party = f"for {source.party}" if source.party else None
    return ", ".join(fact for fact in (source.author, party, source.date) if fact)


def count(report: FindingsReport) -> str:
    """How many findings are told, of how many, from how many sources."""
    told = wording.plural(len(report.findings), "finding")
    if report.total > len(report.findings):
        told = f"{len(report.findings):,} of {wording.plural(report.total, 'finding')}"
    return f"{told} from {wording.plural(len(report.sources), 'source')}"


def made_by(report: FindingsReport) -> str:
    """What made the report, and when."""
    generator = report.generator
    reader = generator.relation_model or "no relation model"
    return (
        f"{generator.name.capitalize()} {generator.version}, {day(report.made)}; suggestions read by {reader}"
    )


def day(moment: str) -> str:
    """The day of a moment in ISO 8601."""
    return moment[:10]
