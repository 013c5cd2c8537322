"""A comparison as Markdown (CommonMark with tables), readable as plain text too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.relations.relation import Attribution, Evidence
from app.relations.relation import Kind as EvidenceKind
from app.reports import wording
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord, PassageRecord, SourceRecord
from app.reports.lookup import Lookup

_INLINE = re.compile(r"([\\`*_\[<|~$]|&(?=#?\w+;)|(?<!\S)#)")
_LINE_START = re.compile(r"^([+=:>-])|^(\d{1,9})([.)])")
_SPACE = re.compile(r"\s+")

# Marks that turn the direction of the text after them (Unicode Standard Annex 9), and what ends each.
_OPENS_EMBEDDING, _ENDS_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_OPENS_ISOLATE, _ENDS_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def escape(text: str) -> str:
    """Text as Markdown that shows just this text, on one line and in any place on it.

    Nothing in it becomes markup, and a mark that turns the direction of the text is ended with it.
    """
    line = _SPACE.sub(" ", wording.printable(text)).strip()
    line = _INLINE.sub(r"\\\1", line)
    line = _LINE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)
    return line + _direction_ends(line)


def _direction_ends(text: str) -> str:
    opened: list[str] = []
    for character in text:
        if character in _OPENS_EMBEDDING:
            opened.append(_ENDS_EMBEDDING)
        elif character in _OPENS_ISOLATE:
            opened.append(_ENDS_ISOLATE)
        elif opened and character == opened[-1]:
            opened.pop()
    return "".join(reversed(opened))


def render_markdown(comparison: Comparison) -> str:
    """Sources and skipped files, then every passage or claim with its matches."""
    lookup = Lookup(comparison)
    blocks = [*_opening(comparison), *_sources(comparison.sources), *_skipped(comparison)]
    if comparison.claims:
        blocks.append("## Claims")
        for claim in comparison.claims:
            blocks.append(f"### Claim {claim.id}")
            blocks.extend(_subject(claim, lookup))
    else:
        for source in comparison.sources:
            blocks.extend(_source(source, lookup))
    return "\n\n".join(blocks) + "\n"


def _opening(comparison: Comparison) -> Iterator[str]:
    generator = comparison.generator
    count = wording.plural(len(comparison.sources), "source")
    yield f"# Claims against {count}" if comparison.claims else f"# Comparison of {count}"
    yield escape(
        f"{generator.name.capitalize()} {generator.version}, passages matched by {generator.embedding_model}"
    ) + (f", relations read by {escape(generator.relation_model)}." if generator.relation_model else ".")
    if generator.relation_model is None:
        yield wording.RELATIONS_NOT_READ


def _sources(sources: Iterable[SourceRecord]) -> Iterator[str]:
    rows = [
        "| Source | Author | Date | Passages | File |",
        "|---|---|---|---:|---|",
        *(
            f"| {escape(source.title)} | {escape(source.author or '')} | {escape(source.date or '')} "
            f"| {source.passages} | {escape(source.path)} |"
            for source in sources
        ),
    ]
    yield "## Sources"
    yield "\n".join(rows)


def _skipped(comparison: Comparison) -> Iterator[str]:
    if comparison.skipped:
        yield "## Skipped files"
        yield "\n".join(f"- {escape(wording.skipped_line(skipped))}" for skipped in comparison.skipped)


def _source(source: SourceRecord, lookup: Lookup) -> Iterator[str]:
    yield f"## {escape(source.title)}"
    yield f"SHA-256 {escape(source.sha256)}"
    for passage in lookup.passages_of(source):
        if passage.kind.is_matched:
            yield f"### {escape(wording.place(passage, source.title))}"
            yield from _subject(passage, lookup)


def _subject(subject: PassageRecord | ClaimRecord, lookup: Lookup) -> Iterator[str]:
    yield f"> {escape(subject.text)}"
    matches = lookup.matches(subject)
    yield from (_match(match, lookup) for match in matches)
    if not matches:
        yield wording.NO_COUNTERPART


def _match(match: MatchRecord, lookup: Lookup) -> str:
    source, other = lookup.other(match)
    facts = [
        f"**{wording.label(match.relation)}**",
        f"{escape(source.title)}, {escape(wording.place(other, source.title))}",
        wording.closeness(match.percentile),
        *([escape(match.note)] if match.note else []),
    ]
    marker = f"{match.rank}. "
    indent = " " * len(marker)
    lines = [marker + " · ".join(facts), "", f"{indent}> {escape(other.text)}"]
    for evidence in match.evidence:
        lines += ["", *(f"{indent}{line}" for line in _evidence(evidence))]
    return "\n".join(lines)


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield _sentence(evidence.text, evidence.attribution)
    yield _sentence(evidence.other_text, evidence.other_attribution)
    remarks = [wording.cue_line(evidence, cue) for cue in evidence.cues]
    if evidence.kind is EvidenceKind.POSITION:
        remarks.append(evidence.kind)
    if remarks:
        yield f"- {escape(' · '.join(remarks))}"


def _sentence(text: str, attribution: Attribution | None) -> str:
    return f"- “{escape(text)}”" + (f" ({escape(wording.attribution(attribution))})" if attribution else "")
