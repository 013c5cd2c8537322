"""A comparison as CSV: one line a match, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from app.relations.relation import Attribution, Evidence
from app.reports import wording
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord, PassageRecord
from app.reports.lookup import Lookup

COLUMNS = (
    "source",
    "section",
    "locator",
    "text",
    "other_source",
    "other_section",
    "other_locator",
    "other_text",
    "relation",
    "rank",
    "percentile",
    "origin",
    "note",
    "evidence",
    "other_evidence",
    "cues",
    "attribution",
    "other_attribution",
    "evidence_kind",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")


def render_csv(comparison: Comparison) -> str:
    """A heading line and one line a match, in the order of the comparison.

    Several evidence pairs stand in one cell, a line each. A cell that a spreadsheet would run as a
    formula begins with an apostrophe.
    """
    lookup = Lookup(comparison)
    subjects: dict[int, PassageRecord | ClaimRecord] = {claim.id: claim for claim in comparison.claims}
    if not comparison.claims:
        subjects.update(lookup.passages)
    return table(
        COLUMNS,
        (
            (*_subject_cells(subjects[match.passage], lookup), *_match_cells(match, lookup))
            for match in comparison.matches
        ),
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """A heading line and the rows, with no cell that a spreadsheet would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def _subject_cells(subject: PassageRecord | ClaimRecord, lookup: Lookup) -> tuple[str, ...]:
    if isinstance(subject, ClaimRecord):
        return "", "", f"claim {subject.id}", subject.text
    return lookup.sources[subject.source].title, subject.section, subject.locator, subject.text


def _match_cells(match: MatchRecord, lookup: Lookup) -> tuple[str | int, ...]:
    source, other = lookup.other(match)
    return (
        source.title,
        other.section,
        other.locator,
        other.text,
        match.relation.value,
        match.rank,
        match.percentile,
        match.origin,
        match.note or "",
        "\n".join(evidence.text for evidence in match.evidence),
        "\n".join(evidence.other_text for evidence in match.evidence),
        "\n".join(_cues(evidence) for evidence in match.evidence),
        "\n".join(_attribution(evidence.attribution) for evidence in match.evidence),
        "\n".join(_attribution(evidence.other_attribution) for evidence in match.evidence),
        "\n".join(evidence.kind for evidence in match.evidence),
    )


def _cues(evidence: Evidence) -> str:
    return "; ".join(wording.cue_line(evidence, cue) for cue in evidence.cues)


def _attribution(given: Attribution | None) -> str:
    return wording.attribution(given) if given else ""


def _cell(text: str) -> str:
    # A lone carriage return would end the line for a reader, and the writer does not quote it.
    clean = wording.printable(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean
