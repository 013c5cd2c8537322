"""A comparison as DOCX, to be worked on in a word processor."""

from __future__ import annotations

from docx.document import Document

from app.relations.relation import Evidence
from app.reports import docx_parts as parts
from app.reports import marks, wording
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord, PassageRecord
from app.reports.lookup import Lookup


def render_docx(comparison: Comparison) -> bytes:
    """Sources and skipped files, then every passage or claim with its matches."""
    lookup = Lookup(comparison)
    count = wording.plural(len(comparison.sources), "source")
    document = parts.new_document(
        f"Claims against {count}" if comparison.claims else f"Comparison of {count}"
    )
    _opening(document, comparison)
    if comparison.claims:
        for claim in comparison.claims:
            document.add_heading(f"Claim {claim.id}", level=2)
            _subject(document, claim, lookup)
    else:
        for source in comparison.sources:
            document.add_heading(wording.printable(source.title), level=1)
            for passage in lookup.passages_of(source):
                if passage.kind.is_matched:
                    place = wording.place(passage, source.title)
                    document.add_heading(wording.printable(place), level=3)
                    _subject(document, passage, lookup)
    return parts.to_bytes(document)


def _opening(document: Document, comparison: Comparison) -> None:
    generator = comparison.generator
    reader = f", relations read by {generator.relation_model}" if generator.relation_model else ""
    made = f"{generator.name.capitalize()} {generator.version}"
    parts.soft(document, f"{made}, passages matched by {generator.embedding_model}{reader}.")
    if generator.relation_model is None:
        parts.soft(document, wording.RELATIONS_NOT_READ)
    rows = [
        (source.title, source.author or "", source.date or "", str(source.passages), source.path)
        for source in comparison.sources
    ]
    parts.table(document, ("Source", "Author", "Date", "Passages", "File"), rows)
    if comparison.skipped:
        document.add_heading("Skipped files", level=2)
        for skipped in comparison.skipped:
            parts.say(document.add_paragraph(style="List Bullet"), wording.skipped_line(skipped))


def _subject(document: Document, subject: PassageRecord | ClaimRecord, lookup: Lookup) -> None:
    matches = lookup.matches(subject)
    parts.passage(document.add_paragraph(), subject.text, marks.marks_on_own(subject.text, matches))
    for match in matches:
        _match(document, match, lookup)
    if not matches:
        parts.soft(document, wording.NO_COUNTERPART)


def _match(document: Document, match: MatchRecord, lookup: Lookup) -> None:
    source, other = lookup.other(match)
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    parts.say(head, f"{match.rank}. ")
    parts.tag(head, match.relation, wording.label(match.relation))
    parts.say(head, f"  {source.title}", bold=True)
    place = wording.place(other, source.title)
    parts.say(head, f", {place} · {wording.closeness(match.percentile)}", parts.SOFT)
    parts.passage(document.add_paragraph(style="Quote"), other.text, marks.marks_on_other(other.text, match))
    remarks = [remark for evidence in match.evidence for remark in _remarks(evidence)]
    if match.note:
        remarks.append(match.note)
    if remarks:
        parts.soft(document, " · ".join(dict.fromkeys(remarks)))


def _remarks(evidence: Evidence) -> list[str]:
    told = [wording.cue_line(evidence, cue) for cue in evidence.cues]
    if evidence.other_attribution:
        told.append(wording.attribution(evidence.other_attribution))
    if evidence.attribution:
        told.append(f"compared with {wording.attribution(evidence.attribution)}")
    return told
