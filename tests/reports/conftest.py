from __future__ import annotations

from dataclasses import replace

import pytest

from app.reading.document import Kind
from app.relations.relation import Attribution, Cue, Evidence, Relation
from app.relations.relation import Kind as EvidenceKind
from app.reports.comparison import (
    ClaimRecord,
    Comparison,
    Generator,
    MatchRecord,
    PassageRecord,
    SkippedRecord,
    SourceRecord,
)

HOSTILE = (
    "<script>alert('x')</script> \"a\" & b | c `d` *e* _f_ [g](http://h.example) "
    "&amp; # $i$ \u202eright to left\nsecond line \x00\udce9"
)


def _source(number: int, title: str) -> SourceRecord:
    return SourceRecord(number, f"docs/{number}.txt", title, None, "2021-12-09", "text", f"{number:064x}", 2)


def _passage(
    number: int,
    source: int,
    position: int,
    text: str,
    *,
    kind: Kind = Kind.PARAGRAPH,
    page: int | None = None,
) -> PassageRecord:
    place = f"p. {page}, par. {position}" if page else f"par. {position}"
    spans = ((0, 5), (9, 9 + len(text)))
    return PassageRecord(number, source, "Ports", position, position, 1, kind, place, page, spans, text)


@pytest.fixture
def comparison() -> Comparison:
    """Two sources: one passage contradicted, one with its copy, one without a counterpart."""
    conflict = Evidence(
        "They meet since 2014.",
        "The meetings began in 2017.",
        0.01,
        0.0600000001,
        0.93,
        (Cue("other date", (16, 20), (22, 26)),),
        other_attribution=Attribution("reported", "Chinese authorities"),
    )
    stance = Evidence("All is well.", "All is lost.", 0.1, 0.2, 0.7, kind=EvidenceKind.POSITION)
    return Comparison(
        Generator("counterpoint", "0.1.0", "all-MiniLM-L6-v2", "relations-1"),
        (_source(1, "An open letter"), _source(2, "A report")),
        (SkippedRecord("docs/scan.bin", "The file holds no text."),),
        (
            _passage(1, 1, 1, "On meetings", kind=Kind.HEADING),
            _passage(2, 1, 2, "They meet since 2014. All is well. Few know it.", page=3),
            _passage(3, 1, 3, "Nobody else says this."),
            _passage(4, 1, 4, "Sign in", kind=Kind.FURNITURE),
            _passage(5, 2, 1, "It is late. The meetings began in 2017. All is lost."),
            _passage(6, 2, 2, "They meet since 2014, it says."),
        ),
        (),
        (
            MatchRecord(
                2,
                5,
                1,
                0.7100000143,
                97,
                4,
                Relation.CONTRADICTS,
                "the count is disputed",
                (conflict, stance),
            ),
            MatchRecord(2, 6, 2, 0.5, 40, 5, Relation.RELATED),
            MatchRecord(5, 2, 1, 0.71, 97, 3, Relation.RELATED),
            MatchRecord(6, 2, 1, 0.5, 100, 3, Relation.REPEATS),
        ),
    )


@pytest.fixture
def check(comparison: Comparison) -> Comparison:
    """A claim looked up in the same sources."""
    return replace(
        comparison,
        claims=(ClaimRecord(1, "The meetings began in 2014."),),
        matches=(MatchRecord(1, 5, 1, 0.8, 99, 4, Relation.RELATED),),
    )


@pytest.fixture
def hostile(comparison: Comparison) -> Comparison:
    """The same with text that would break out of every format."""
    return replace(
        comparison,
        generator=replace(comparison.generator, embedding_model=HOSTILE, relation_model=HOSTILE),
        sources=tuple(
            replace(source, title=HOSTILE, path=HOSTILE, author=HOSTILE, date=HOSTILE)
            for source in comparison.sources
        ),
        skipped=(SkippedRecord(HOSTILE, HOSTILE),),
        passages=tuple(
            replace(passage, text=HOSTILE, section=HOSTILE, locator=HOSTILE)
            for passage in comparison.passages
        ),
        matches=tuple(
            replace(
                match,
                note=HOSTILE,
                evidence=(
                    Evidence(
                        HOSTILE,
                        HOSTILE,
                        0.1,
                        0.1,
                        0.8,
                        (Cue(HOSTILE, (0, 20), (5, 30)),),
                        Attribution(HOSTILE, HOSTILE),
                        Attribution(HOSTILE, None),
                    ),
                ),
            )
            for match in comparison.matches
        ),
    )
