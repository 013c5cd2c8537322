"""A comparison as plain records: what `compare` and `check` write and every format renders."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.document import Kind
from app.relations.relation import Evidence, Relation


@dataclass(frozen=True, slots=True)
class Generator:
    """What made the comparison; a model that is absent is None."""

    name: str
    version: str
    embedding_model: str
    relation_model: str | None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source; `passages` counts those that are matched."""

    id: int
    path: str
    title: str
    author: str | None
    date: str | None
    format: str
    sha256: str
    passages: int


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A file that did not become a source, with the reason for a person."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """One passage with its place; spans are (start, end) code points of the extracted text."""

    id: int
    source: int
    section: str
    position: int
    paragraph: int
    part: int
    kind: Kind
    locator: str
    page: int | None
    spans: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim that was checked against the sources."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """One match of a passage or a claim.

    Attributes:
        passage: Id of the passage (in `compare`) or of the claim (in `check`).
        other: Id of the matching passage.
        rank: From 1, within the list of the passage.
        similarity: Cosine.
        percentile: 0 to 100: where the similarity stands among the workspace's best ones.
        origin: Number of the group of copies the other passage belongs to.
        relation: What the pair is.
        note: A remark, or None.
        evidence: The sentences that show the relation.
    """

    passage: int
    other: int
    rank: int
    similarity: float
    percentile: int
    origin: int
    relation: Relation
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything a report needs. `claims` is empty for `compare`."""

    generator: Generator
    sources: tuple[SourceRecord, ...]
    skipped: tuple[SkippedRecord, ...]
    passages: tuple[PassageRecord, ...]
    claims: tuple[ClaimRecord, ...]
    matches: tuple[MatchRecord, ...]
