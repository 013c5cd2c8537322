"""A comparison as one HTML page for reading and printing: no scripts, nothing fetched."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from app.reading.document import Kind
from app.relations.relation import Evidence, Relation
from app.relations.relation import Kind as EvidenceKind
from app.reports import marks, wording
from app.reports.comparison import ClaimRecord, Comparison, MatchRecord, PassageRecord, SourceRecord
from app.reports.html_style import style_sheet
from app.reports.lookup import Lookup
from app.reports.shapes import SHAPES

_ALWAYS_SHOWN = 3
"""Ranks up to this one are open; further ones too unless they are merely related."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(comparison: Comparison) -> str:
    """Sources and skipped files, then every passage or claim beside its matches."""
    lookup = Lookup(comparison)
    title = _title(comparison)
    body = [*_opening(comparison, title, lookup), *_skipped(comparison)]
    if comparison.claims:
        body.append('<section class="source">')
        for claim in comparison.claims:
            body.extend(_passage(claim, f"claim {claim.id}", f"c{claim.id}", lookup))
        body.append("</section>")
    else:
        for source in comparison.sources:
            body.extend(_source(source, lookup))
    return page(title, body)


def page(title: str, body: Iterable[str]) -> str:
    """A whole page of these parts: one file that fetches nothing."""
    head = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>{plain(title)} – Counterpoint</title>\n<style>\n{style_sheet()}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(body) + "\n</body>\n</html>\n"


def plain(text: str) -> str:
    """Text as HTML that shows just this text."""
    return html.escape(wording.printable(text))


def name(text: str) -> str:
    """A title or other words of a source, whose direction must not turn what stands beside them."""
    return f"<bdi>{plain(text)}</bdi>"


def _title(comparison: Comparison) -> str:
    count = wording.plural(len(comparison.sources), "source")
    return f"Claims against {count}" if comparison.claims else f"Comparison of {count}"


def _opening(comparison: Comparison, title: str, lookup: Lookup) -> Iterator[str]:
    generator = comparison.generator
    passages = wording.plural(sum(source.passages for source in comparison.sources), "passage")
    matches = wording.plural(len(comparison.matches), "match", "matches")
    reader = f" · relations read by {name(generator.relation_model)}" if generator.relation_model else ""
    yield f"<header>\n<h1>{plain(title)}</h1>"
    yield f'<p class="soft">{passages} · {matches} listed</p>'
    yield (
        f'<p class="faint">{plain(f"{generator.name.capitalize()} {generator.version}")} · '
        f"passages matched by {name(generator.embedding_model)}{reader}</p>"
    )
    if generator.relation_model is None:
        yield f'<p class="faint">{plain(wording.RELATIONS_NOT_READ)}</p>'
    yield '</header>\n<ol class="sources">'
    for source in comparison.sources:
        yield _source_line(source, lookup, linked=not comparison.claims)
    yield "</ol>"


def _source_line(source: SourceRecord, lookup: Lookup, *, linked: bool) -> str:
    title = f'<a href="#s{source.id}">{name(source.title)}</a>' if linked else name(source.title)
    # A relation without passages keeps its column empty, so that the columns stand below one another.
    counts = "".join(
        f'<span class="count">{_count(relation, count) if count else ""}</span>'
        for relation, count in lookup.relation_counts(source).items()
        if relation is not Relation.RELATED
    )
    passages = wording.plural(source.passages, "passage")
    return f'<li><span class="name">{title}</span>{counts}<span class="count">{passages}</span></li>'


def _count(relation: Relation, count: int) -> str:
    return f'<span class="sign {relation.value}">{SHAPES[relation]}</span> {relation.value} {count}'


def _skipped(comparison: Comparison) -> Iterator[str]:
    if comparison.skipped:
        yield '<section class="skipped">\n<h2>Skipped files</h2>\n<ul>'
        yield from (
            f"<li>{name(skipped.path)}: {name(skipped.reason)}</li>" for skipped in comparison.skipped
        )
        yield "</ul>\n</section>"


def _source(source: SourceRecord, lookup: Lookup) -> Iterator[str]:
    passages = lookup.passages_of(source)
    furniture = sum(passage.kind is Kind.FURNITURE for passage in passages)
    facts = [fact for fact in (source.author, source.date) if fact]
    facts.append(wording.plural(source.passages, "passage"))
    if furniture:
        facts.append(f"{wording.plural(furniture, 'piece')} of furniture left out")
    yield f'<section class="source" id="s{source.id}">\n<header>\n<h2 dir="auto">{plain(source.title)}</h2>'
    yield f'<p class="soft">{" · ".join(name(fact) for fact in facts)}</p>'
    digest = f'SHA-256 <span class="hash">{plain(source.sha256)}</span>'
    yield f'<p class="faint">{name(source.path)} · {digest}</p>'
    yield "</header>"
    for passage in passages:
        if passage.kind is Kind.HEADING and passage.text != source.title:
            yield f'<h3 dir="auto">{plain(passage.text)}</h3>'
        if passage.kind.is_matched:
            yield from _passage(passage, passage.locator, f"p{passage.id}", lookup)
    yield "</section>"


def _passage(subject: PassageRecord | ClaimRecord, where: str, anchor: str, lookup: Lookup) -> Iterator[str]:
    matches = lookup.matches(subject)
    yield f'<article class="passage" id="{anchor}">\n<div class="own">\n<p class="faint">{name(where)}</p>'
    yield f'<p class="text" dir="auto">{marked(subject.text, marks.marks_on_own(subject.text, matches))}</p>'
    yield '</div>\n<div class="others">'
    if not matches:
        yield f'<p class="none">{wording.NO_COUNTERPART}</p>'
    else:
        yield f'<p class="faint">{wording.match_counts(matches, lookup.source_ids)}</p>'
        linked = isinstance(subject, PassageRecord)
        shown = [match for match in matches if _is_open(match)]
        folded = [match for match in matches if not _is_open(match)]
        yield from _matches(shown, lookup, linked=linked)
        if folded:
            yield f"<details>\n<summary>{len(folded)} more related</summary>"
            yield from _matches(folded, lookup, linked=linked)
            yield "</details>"
    yield "</div>\n</article>"


def _is_open(match: MatchRecord) -> bool:
    return match.rank <= _ALWAYS_SHOWN or match.relation is not Relation.RELATED


def _matches(matches: Sequence[MatchRecord], lookup: Lookup, *, linked: bool) -> Iterator[str]:
    yield '<ol class="matches">'
    yield from (_match(match, lookup, linked=linked) for match in matches)
    yield "</ol>"


def _match(match: MatchRecord, lookup: Lookup, *, linked: bool) -> str:
    source, other = lookup.other(match)
    relation = match.relation
    where = name(wording.place(other, source.title))
    if linked:
        where = f'<a href="#p{other.id}">{where}</a>'
    text = marked(other.text, marks.marks_on_other(other.text, match))
    remarks = [remark for evidence in match.evidence for remark in _remarks(evidence)]
    if match.note:
        remarks.append(name(match.note))
    return (
        f'<li class="match" value="{match.rank}">\n<p class="head"><span class="rank">{match.rank}</span>'
        f'<span class="tag {relation.value}">{wording.label(relation)}</span>'
        f'<span class="title">{name(source.title)}</span><span class="faint">{where}</span></p>\n'
        f'<blockquote dir="auto">{text}</blockquote>\n'
        f'<p class="foot"><span>{" · ".join(dict.fromkeys(remarks))}</span>'
        f'<span class="closeness">{wording.closeness(match.percentile)}</span></p>\n</li>'
    )


def _remarks(evidence: Evidence) -> Iterator[str]:
    if evidence.kind is EvidenceKind.POSITION:
        yield plain(evidence.kind)
    for cue in evidence.cues:
        words = [f"<mark>{name(word)}</mark>" for word in wording.cue_words(evidence, cue)]
        yield name(cue.type) + (f": {' / '.join(words)}" if words else "")
    if evidence.other_attribution:
        yield name(wording.attribution(evidence.other_attribution))
    if evidence.attribution:
        yield f"compared with {name(wording.attribution(evidence.attribution))}"


def marked(text: str, on_it: Iterable[marks.Mark]) -> str:
    """Text with its evidence underlined and what differs marked."""
    return "".join(_piece(piece) for piece in marks.pieces(text, on_it))


def _piece(piece: marks.Piece) -> str:
    shown = plain(piece.text)
    if piece.is_cue:
        shown = f"<mark>{shown}</mark>"
    return f'<u class="{piece.relation.value}">{shown}</u>' if piece.relation else shown
