"""Deciding in the window: which pair is being judged, and what its decisions change on show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.analysis.anchoring import question_side, side_of
from app.analysis.finding_list import count_orphans
from app.analysis.judging import Decisions, Glance
from app.analysis.matches import Match
from app.analysis.reviewing import next_spot
from app.relations.relation import Finding, Relation
from app.ui.desk import Desk
from app.ui.reading import Reading
from app.workspace.judgements import Judgement, Side, Verdict
from app.workspace.records import StoredPassage
from app.workspace.reviews import Spot


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being decided about: a pair, or one passage where there is no other side.

    Attributes:
        one: The passage or question asked about.
        other: The match; None for a passage alone.
        finding: What the program says of the pair, before any dismissal; None while it was not read.
    """

    one: Side
    other: Side | None
    finding: Finding | None = None


class Judging(QObject):
    """Keeps what is being judged, stores each decision at once, and tells who shows it.

    Attributes:
        subject: What the strip is open on; None while it is closed.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, reading: Reading) -> None:
        super().__init__(desk)
        self._desk = desk
        self._reading = reading
        self.subject: Subject | None = None
        reading.reader.glance = self._glance
        reading.passageChanged.connect(self._see)
        desk.left.connect(self.close)
        desk.progressed.connect(self._on_progress)
        desk.related.connect(self._look_again)

    @property
    def judged(self) -> bytes | None:
        """Content hash of the match that is being judged."""
        return None if self.subject is None or self.subject.other is None else self.subject.other.key

    @property
    def decisions(self) -> Decisions | None:
        """What was decided in the open workspace."""
        return self._desk.decisions

    def _glance(self, key: bytes) -> Glance | None:
        decisions = self.decisions
        return None if decisions is None else decisions.glance(key)

    def _see(self) -> None:
        """Note that the selected passage was seen; the source list is shown again after each selection."""
        self.close()
        passage, decisions = self._reading.passage, self.decisions
        if passage is not None and decisions is not None:
            decisions.see(passage.content_hash)

    def _on_progress(self, progress: object) -> None:
        """When a job has ended, tell how much has lost its text."""
        if progress is None:
            self.count_orphans()

    def count_orphans(self) -> None:
        """Tell how much was decided about texts that are in no source any more."""
        workspace, decisions = self._desk.workspace, self.decisions
        if workspace is None or decisions is None:
            return
        orphans = count_orphans(workspace, decisions)
        if orphans != self._reading.orphans:
            self._reading.orphans = orphans
            self._reading.changed.emit()

    # Opening and closing

    def judge(self, match: Match | None) -> None:
        """Open the strip on a match of what stands beside the text; nothing happens where there is none."""
        one, matcher = self._asked_about(), self._desk.matcher
        if one is None or match is None or matcher is None:
            self.said.emit("There is no pair to judge here.")
            return
        finding = matcher.findings.of(one.text, match.passage.text)
        self.judge_pair(one, side_of(match.passage, match.source), finding)

    def judge_passages(self, one: StoredPassage, other: StoredPassage, finding: Finding | None) -> None:
        """Open the strip on two passages of the workspace."""
        matcher = self._desk.matcher
        if matcher is not None:
            first, second = (side_of(side, matcher.source(side.source)) for side in (one, other))
            self.judge_pair(first, second, finding)

    def _look_again(self) -> None:
        """Tell what the program says of the pair as soon as it was read."""
        subject, matcher = self.subject, self._desk.matcher
        if subject is None or subject.other is None or subject.finding is not None or matcher is None:
            return
        finding = matcher.findings.of(subject.one.text, subject.other.text)
        if finding is not None:
            self.subject = replace(subject, finding=finding)
            self.changed.emit()

    def judge_pair(self, one: Side, other: Side, finding: Finding | None) -> None:
        """Open the strip on a pair."""
        self.subject = Subject(one, other, finding)
        self.opened.emit()

    def label_passage(self) -> None:
        """Open the strip on the selected passage alone, to label it."""
        side = self.selected_side()
        if side is not None:
            self.subject = Subject(side, None)
            self.opened.emit()

    def close(self) -> None:
        """Close the strip."""
        if self.subject is not None:
            self.subject = None
            self.closed.emit()

    def selected_side(self) -> Side | None:
        """The selected passage as a side of a pair."""
        passage, source = self._reading.passage, self._reading.source
        return None if passage is None or source is None else side_of(passage, source)

    def go_to(self, side: Side, passage: StoredPassage | None) -> None:
        """Read a side of a finding, or ask its question again."""
        if passage is not None:
            self._reading.visit(passage.id)
        elif side.is_question:
            self._reading.matching.ask(side.text)

    def _asked_about(self) -> Side | None:
        """What the listed matches are closest to."""
        matching, matcher = self._reading.matching, self._desk.matcher
        if matching.asked is not None:
            return question_side(matching.asked.question.text)
        if matching.subject is None or matcher is None:
            return None
        return side_of(matching.subject, matcher.source(matching.subject.source))

    # Deciding

    @property
    def judgement(self) -> Judgement | None:
        """What was decided about the pair so far; None while no pair is being judged."""
        if self.decisions is None or self.subject is None or self.subject.other is None:
            return None
        return self.decisions.of_pair(self.subject.one, self.subject.other)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the pair or passage has."""
        judgement, decisions = self.judgement, self.decisions
        if judgement is not None:
            return judgement.labels
        if self.subject is None or decisions is None:
            return ()
        return decisions.note_of(self.subject.one).labels

    @property
    def recent_labels(self) -> tuple[str, ...]:
        """Every label in use, the one given last first."""
        return () if self.decisions is None else self.decisions.labels

    def decide(self, verdict: Verdict) -> None:
        """Give the pair a verdict and close."""
        one, other, decisions = self._pair()
        decisions.decide(one, other, verdict)
        self._done(f"You: {verdict.value}.")

    def write_note(self, note: str) -> None:
        """Keep a note; the strip stays open until there is a verdict."""
        one, other, decisions = self._pair()
        decisions.set_note(one, other, note)
        self._done("Note kept." if note.strip() else "Note taken away.", stay=True)

    def label(self, label: str) -> None:
        """Give the pair or passage a label, or take it away."""
        label = " ".join(label.split())
        if self.subject is None or self.decisions is None or not label:
            return
        if self.subject.other is None:
            given = self.decisions.toggle_passage_label(self.subject.one, label)
            self._done(f"Labelled “{label}”." if given else f"Label “{label}” taken away.")
            return
        one, other, decisions = self._pair()
        decisions.toggle_label(one, other, label)
        self._done(f"Label “{label}”.", stay=True)

    def keep(self) -> None:
        """Pin the pair for the report, or let it go."""
        one, other, decisions = self._pair()
        kept = decisions.toggle_kept(one, other)
        self._done("Kept for the report." if kept else "No longer kept for the report.")

    def dismiss(self) -> None:
        """Dismiss the program's label of the pair, or take that back."""
        one, other, decisions = self._pair()
        finding = None if self.subject is None else self.subject.finding
        known = decisions.of_pair(one, other).dismissed
        label = known if finding is None else finding.relation
        if known is None and label in (None, Relation.RELATED):
            self.said.emit("The program gives this pair no label to dismiss.")
            return
        dismissed = decisions.toggle_dismissed(one, other, label or Relation.RELATED)
        self._forget_marks(one, other)
        self._done("Label dismissed." if dismissed else "The label is back.")

    def clear(self) -> None:
        """Forget everything decided about the pair."""
        one, other, decisions = self._pair()
        decisions.delete(decisions.of_pair(one, other))
        self._forget_marks(one, other)
        self._done("Nothing is decided about this pair.")

    def _pair(self) -> tuple[Side, Side, Decisions]:
        if self.subject is None or self.subject.other is None or self.decisions is None:
            raise LookupError("no pair is being judged")
        return self.subject.one, self.subject.other, self.decisions

    def _done(self, said: str, *, stay: bool = False) -> None:
        judgement = self.judgement
        if not stay or (judgement is not None and judgement.verdict is not None):
            self.close()
        self.show_changes()
        self.said.emit(f"{said} Ctrl Z takes it back.")

    def bookmark(self) -> None:
        """Bookmark the selected passage, or take the bookmark away."""
        side, decisions = self.selected_side(), self.decisions
        if side is not None and decisions is not None:
            has_one = decisions.toggle_bookmark(side)
            self.show_changes()
            self.said.emit("Bookmarked." if has_one else "Bookmark taken away.")

    def walk_bookmarks(self, by: int) -> bool:
        """Go to the next or previous bookmark, in whatever source; False where there is none."""
        return self.decisions is not None and self._walk(self.decisions.bookmarks, by)

    def walk_new(self, by: int) -> bool:
        """Go to the next or previous passage that came after the last review; False where there is none."""
        return self.decisions is not None and self._walk(self.decisions.new_passages, by)

    def _walk(self, spots: Sequence[Spot], by: int) -> bool:
        passage = self._reading.passage
        here = (0, 0) if passage is None else (passage.source, passage.position)
        spot = next_spot(spots, here, by)
        if spot is not None:
            self._reading.visit(spot.passage)
        return spot is not None

    def undo(self) -> None:
        """Take back the last decision."""
        what = None if self.decisions is None else self.decisions.undo()
        self._after_undo("Nothing to take back." if what is None else f"Taken back: {what}.")

    def redo(self) -> None:
        """Decide again what was taken back last."""
        what = None if self.decisions is None else self.decisions.redo()
        self._after_undo("Nothing to do again." if what is None else f"Done again: {what}.")

    def _after_undo(self, said: str) -> None:
        self.close()
        self._reading.matching.marks.clear()
        self.show_changes()
        self.count_orphans()
        self.said.emit(said)

    def finish_review(self) -> None:
        """Note that all that is there now was reviewed."""
        if self.decisions is not None:
            self.decisions.finish_review()
            self.show_changes()
            self.said.emit("Review done: what is added from now on counts as new.")

    def show_changes(self) -> None:
        """Show what was decided wherever it is seen."""
        self._reading.matching.refresh()
        self._reading.reader.repaint_all()
        self._reading.show_sources()
        self.changed.emit()

    def _forget_marks(self, one: Side, other: Side) -> None:
        workspace = self._desk.workspace
        for side in (one, other):
            for passage in workspace.passages_with_text(side.key) if workspace is not None else ():
                self._reading.matching.forget_mark(passage.id)
