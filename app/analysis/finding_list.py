"""The findings of a workspace as a list: sorted, filtered, with the orphans apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.analysis.anchoring import Standing
from app.analysis.findings import Findings
from app.analysis.judging import STRONGEST, Decisions
from app.analysis.stepping import next_choice
from app.relations.relation import Finding
from app.workspace.judgements import Judgement, Side, Verdict
from app.workspace.passage_notes import PassageNote
from app.workspace.records import StoredPassage
from app.workspace.workspace import Workspace

_NOWHERE = (1 << 62, 0)


class Order(Enum):
    """How findings are sorted."""

    SOURCE = "by source"
    TIME = "newest first"
    VERDICT = "by verdict"


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A judgement with where its sides stand now.

    Attributes:
        judgement: What was decided.
        first: The side that comes first in the order of the sources.
        second: The other one.
        first_place: The passage that has the first side's text; None for a question or where none has.
        second_place: The same of the second side.
        suggestion: What the program says, told from the first side; None where it was not read.
    """

    judgement: Judgement
    first: Side
    second: Side
    first_place: StoredPassage | None
    second_place: StoredPassage | None
    suggestion: Finding | None

    @property
    def lost(self) -> tuple[Side, ...]:
        """The sides whose text is in no source any more."""
        both = ((self.first, self.first_place), (self.second, self.second_place))
        return tuple(side for side, place in both if place is None and not side.is_question)

    @property
    def position(self) -> tuple[int, int]:
        """Where it comes in the order of the sources: that of its first side."""
        for place in (self.first_place, self.second_place):
            if place is not None:
                return place.source, place.position
        return _NOWHERE


@dataclass(frozen=True, slots=True)
class LostNote:
    """A bookmark or labels of a passage whose text is in no source any more."""

    note: PassageNote


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are wanted; a field left out wants all.

    Attributes:
        text: What a finding must contain somewhere: texts, titles, note, labels.
        verdict: Its verdict.
        label: One of its labels.
        title: The title of the source of one of its sides.
    """

    text: str = ""
    verdict: Verdict | None = None
    label: str | None = None
    title: str | None = None

    def allows(self, finding: ListedFinding) -> bool:
        """Whether a finding is wanted."""
        judgement = finding.judgement
        if self.verdict is not None and judgement.verdict is not self.verdict:
            return False
        if self.label is not None and self.label not in judgement.labels:
            return False
        if self.title is not None and self.title not in (finding.first.title, finding.second.title):
            return False
        return self.text.casefold() in _all_text(finding).casefold()


def listed_findings(workspace: Workspace, decisions: Decisions, findings: Findings) -> list[ListedFinding]:
    """Every judgement that belongs into a report, orphans with the rest, in the order of the sources."""
    told = [judgement for judgement in decisions.judgements if judgement.is_finding]
    standing = Standing(workspace, (key for judgement in told for key in judgement.key))
    listed = [_listed(judgement, standing, findings) for judgement in told]
    return sorted(listed, key=lambda finding: (finding.position, finding.judgement.key))


def lost_notes(workspace: Workspace, decisions: Decisions) -> list[LostNote]:
    """The bookmarks and labels whose passages are gone."""
    standing = Standing(workspace, (note.key for note in decisions.notes))
    return [LostNote(note) for note in decisions.notes if standing.is_gone(note.side)]


def count_orphans(workspace: Workspace, decisions: Decisions) -> int:
    """How much was decided about texts that are in no source any more."""
    told = [judgement for judgement in decisions.judgements if judgement.is_finding]
    standing = Standing(workspace, (key for judgement in told for key in judgement.key))
    return sum(map(standing.is_lost, told)) + len(lost_notes(workspace, decisions))


def sorted_by(findings: Iterable[ListedFinding], order: Order) -> list[ListedFinding]:
    """Findings in an order; those alike stay as they were."""
    if order is Order.TIME:
        return sorted(findings, key=lambda finding: finding.judgement.made, reverse=True)
    if order is Order.VERDICT:
        return sorted(findings, key=lambda finding: _rank(finding.judgement.verdict))
    return list(findings)


def offered(findings: Sequence[ListedFinding]) -> tuple[list[Verdict], list[str], list[str]]:
    """The verdicts, labels and source titles that occur, to filter by."""
    verdicts = {finding.judgement.verdict for finding in findings}
    labels = {label for finding in findings for label in finding.judgement.labels}
    titles = {side.title: None for finding in findings for side in (finding.first, finding.second)}
    return [verdict for verdict in STRONGEST if verdict in verdicts], sorted(labels), list(titles)


def _listed(judgement: Judgement, standing: Standing, findings: Findings) -> ListedFinding:
    low, high = judgement.sides
    sides = [(low, standing.of(low, high)), (high, standing.of(high, low))]
    (first, first_place), (second, second_place) = sorted(
        ((standing.present(side, place), place) for side, place in sides), key=_position
    )
    suggestion = findings.of(first.text, second.text)
    return ListedFinding(judgement, first, second, first_place, second_place, suggestion)


def _position(side: tuple[Side, StoredPassage | None]) -> tuple[bool, tuple[int, int]]:
    """Questions come first, and what is lost last."""
    place = side[1]
    return not side[0].is_question, _NOWHERE if place is None else (place.source, place.position)


def _rank(verdict: Verdict | None) -> int:
    return len(STRONGEST) if verdict is None else STRONGEST.index(verdict)


def _all_text(finding: ListedFinding) -> str:
    judgement = finding.judgement
    sides = (
        part for side in (finding.first, finding.second) for part in (side.title, side.locator, side.text)
    )
    verdict = "" if judgement.verdict is None else judgement.verdict.value
    return "\n".join((*sides, judgement.note, verdict, *(f"#{label}" for label in judgement.labels)))


class FindingBook:
    """The list as an analyst leafs through it: what is on show, and how it is sorted and filtered.

    Attributes:
        order: How it is sorted.
        wanted: What it is filtered by.
        is_tray: Whether the orphans are on show instead of the findings.
    """

    def __init__(self, workspace: Workspace, decisions: Decisions, findings: Findings) -> None:
        self._workspace = workspace
        self._decisions = decisions
        self._findings = findings
        self.order = Order.SOURCE
        self.wanted = Wanted()
        self.is_tray = False
        self.refresh()

    def refresh(self) -> None:
        """Take in what is decided now; a filter by what no longer occurs is taken away."""
        self.all = listed_findings(self._workspace, self._decisions, self._findings)
        self._lost_notes = lost_notes(self._workspace, self._decisions)
        verdicts, labels, titles = offered(self.all)
        self.wanted = replace(
            self.wanted,
            verdict=self.wanted.verdict if self.wanted.verdict in verdicts else None,
            label=self.wanted.label if self.wanted.label in labels else None,
            title=self.wanted.title if self.wanted.title in titles else None,
        )

    @property
    def orphans(self) -> list[ListedFinding | LostNote]:
        """What was decided about texts that are gone."""
        return [*(finding for finding in self.all if finding.lost), *self._lost_notes]

    @property
    def findings(self) -> list[ListedFinding]:
        """The findings that are wanted, in their order."""
        return sorted_by((finding for finding in self.all if self.wanted.allows(finding)), self.order)

    @property
    def rows(self) -> list[ListedFinding | LostNote]:
        """What is on show."""
        return self.orphans if self.is_tray else [*self.findings]

    def step_order(self) -> None:
        """Sort in the next way."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]

    def step_verdict(self) -> None:
        """Filter by the next verdict that occurs, after the last by none."""
        self.wanted = replace(self.wanted, verdict=next_choice(offered(self.all)[0], self.wanted.verdict))

    def step_label(self) -> None:
        """Filter by the next label that occurs, after the last by none."""
        self.wanted = replace(self.wanted, label=next_choice(offered(self.all)[1], self.wanted.label))

    def step_title(self) -> None:
        """Filter by the next source that occurs, after the last by none."""
        self.wanted = replace(self.wanted, title=next_choice(offered(self.all)[2], self.wanted.title))

    def filter(self, text: str) -> None:
        """Filter by what a finding must contain."""
        self.wanted = replace(self.wanted, text=text.strip())

    def delete(self, row: ListedFinding | LostNote) -> None:
        """Forget a judgement, or what was left on a passage that is gone."""
        if isinstance(row, LostNote):
            self._decisions.delete_note(row.note)
        else:
            self._decisions.delete(row.judgement)
        self.refresh()

    def attach(self, row: ListedFinding | LostNote, side: Side) -> str:
        """Attach what has lost its text to another passage.

        Returns:
            What came of it, for the analyst.
        """
        if isinstance(row, LostNote):
            done = self._decisions.reattach_note(row.note, side)
        elif not row.lost:
            return "Both sides of this finding are where they were."
        elif side.key in row.judgement.key:
            return "A passage cannot be judged against itself: select another one."
        else:
            done = self._decisions.reattach(row.judgement, row.lost[0], side)
        self.refresh()
        return (
            "Attached to the selected passage."
            if done
            else "That passage has a judgement of its own already."
        )
