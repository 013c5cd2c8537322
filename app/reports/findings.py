"""The findings of an analyst as plain records: what their report shows in every format."""

from __future__ import annotations

from dataclasses import dataclass

from app.relations.relation import Finding
from app.reports.comparison import Generator
from app.workspace.judgements import Verdict


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source that a finding cites.

    Attributes:
        id: Number in this report, from 1.
        title: As read, or as the analyst corrected it; author and date likewise.
        author: Who wrote it, or None.
        date: When, or None.
        party: For whom it speaks, where the analyst has said so.
        path: The file.
        format: Short name of the format.
        sha256: Of the file, in hexadecimal.
    """

    id: int
    title: str
    author: str | None
    date: str | None
    party: str | None
    path: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """One side of a finding.

    Attributes:
        source: Number of its source in the report; None for a question, or where it stands nowhere now.
        title: The source's title.
        place: Section and locator.
        text: The passage.
        is_question: Whether it is what the analyst asked.
    """

    source: int | None
    title: str
    place: str
    text: str
    is_question: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether the text is in no source any more."""
        return self.source is None and not self.is_question


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A pair with what the analyst decided and, apart from it, what the program suggested.

    Attributes:
        first: The side that comes first in the order of the sources.
        second: The other side.
        verdict: The analyst's; None where a pair was only kept, noted or labelled.
        note: The analyst's words.
        labels: The analyst's labels.
        is_kept: Whether the analyst pinned it for the report.
        is_changed: Whether a text has changed since it was judged.
        made: When it was decided: UTC, ISO 8601.
        suggestion: What the program says, from the first side; None where it was not read.
        is_dismissed: Whether the analyst dismissed that label.
    """

    first: CitedPassage
    second: CitedPassage
    verdict: Verdict | None
    note: str
    labels: tuple[str, ...]
    is_kept: bool
    is_changed: bool
    made: str
    suggestion: Finding | None
    is_dismissed: bool

    @property
    def sides(self) -> tuple[CitedPassage, CitedPassage]:
        """Both sides."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """Everything the report needs.

    Attributes:
        generator: What made it.
        made: When: UTC, ISO 8601.
        sources: Those that are cited.
        findings: In the order in which they are told.
        total: How many findings the workspace has; more than are told where they were filtered.
    """

    generator: Generator
    made: str
    sources: tuple[CitedSource, ...]
    findings: tuple[FindingRecord, ...]
    total: int
