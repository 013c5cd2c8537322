"""What the analyst decides in one workspace: judgements, bookmarks, labels, progress; all of it undoable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.analysis.anchoring import Standing
from app.analysis.reviewing import Progress, Reviewing
from app.analysis.undo import Change, Decided, UndoStack
from app.relations.relation import Finding, Relation
from app.workspace.judgements import Judgement, PairKey, Side, Verdict, ordered, pair_key
from app.workspace.migrations import utc_now
from app.workspace.passage_notes import PassageNote
from app.workspace.reviews import Review, Spot
from app.workspace.workspace import Workspace

DISMISSED = "label dismissed"
STRONGEST = (
    Verdict.CONTRADICTS,
    Verdict.QUALIFIES,
    Verdict.AGREES,
    Verdict.REPEATS,
    Verdict.UNSURE,
    Verdict.NOT_RELEVANT,
)
"""Of several verdicts about a passage, the first of these stands for it."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What was decided about a passage, at a glance.

    Attributes:
        verdict: The strongest verdict about any of its pairs.
        judged: How many of its pairs have a verdict.
        is_bookmarked: Whether it is bookmarked.
        labels: Its labels.
    """

    verdict: Verdict | None = None
    judged: int = 0
    is_bookmarked: bool = False
    labels: tuple[str, ...] = ()


class Decisions:
    """Everything decided about the passages of a workspace, kept at once.

    Any method that changes something raises `WorkspaceError` where the workspace cannot be written.

    Args:
        workspace: Where it is kept.
        now: Tells the time as the workspace records it.
    """

    def __init__(self, workspace: Workspace, now: Callable[[], str] = utc_now) -> None:
        self._workspace = workspace
        self._now = now
        self._undo = UndoStack()
        self._state = (-1, -1)
        self._judgements: dict[PairKey, Judgement] = {}
        self._notes: dict[bytes, PassageNote] = {}
        self._of_text: dict[bytes, set[PairKey]] = {}
        self._reviewing = Reviewing(workspace)
        self.refresh()

    def refresh(self) -> None:
        """Take in what reading files again has moved, and the workspace's present passages."""
        judgements, notes = self._workspace.judgements, self._workspace.passage_notes
        moves: list[tuple[PairKey | bytes, Judgement | PassageNote]] = [*judgements.moves, *notes.moves]
        state = self._workspace.revision, self._workspace.turns
        if self._state == state and not moves:
            return
        self._state = state
        if moves:
            self._undo.rewrite(partial(_moved, moves=moves))
        judgements.moves.clear()
        notes.moves.clear()
        self._judgements = {judgement.key: judgement for judgement in judgements.all()}
        self._notes = {note.key: note for note in notes.all()}
        self._of_text = {}
        for key in self._judgements:
            self._index(key)
        self._reviewing.refresh()

    def _index(self, key: PairKey) -> None:
        for side in key:
            self._of_text.setdefault(side, set()).add(key)

    # What was decided

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, in no order that means anything."""
        return tuple(self._judgements.values())

    @property
    def notes(self) -> tuple[PassageNote, ...]:
        """Every bookmarked or labelled passage."""
        return tuple(self._notes.values())

    def of(self, one: bytes, other: bytes) -> Judgement | None:
        """What was decided about a pair of content hashes."""
        return self._judgements.get(pair_key(one, other))

    def of_pair(self, one: Side, other: Side) -> Judgement:
        """What was decided about a pair; an empty judgement where nothing was."""
        low, high = ordered(one, other)
        return self._judgements.get((low.key, high.key)) or Judgement(low, high)

    def note_of(self, side: Side) -> PassageNote:
        """What was left on a passage; an empty note where nothing was."""
        return self._notes.get(side.key) or PassageNote(side)

    def glance(self, key: bytes) -> Glance | None:
        """What was decided about the passages of a content hash; None where nothing was."""
        note = self._notes.get(key)
        verdicts = [
            judgement.verdict
            for pair in self._of_text.get(key, ())
            if (judgement := self._judgements[pair]).verdict is not None
        ]
        if note is None and not verdicts:
            return None
        strongest = next((verdict for verdict in STRONGEST if verdict in verdicts), None)
        if note is None:
            return Glance(strongest, len(verdicts))
        return Glance(strongest, len(verdicts), note.is_bookmarked, note.labels)

    def shown(self, finding: Finding | None, judgement: Judgement | None) -> Finding | None:
        """A finding as it is shown: plainly related where the analyst dismissed its label."""
        if finding is None or judgement is None or judgement.dismissed is not finding.relation:
            return finding
        return Finding(Relation.RELATED, note=DISMISSED, probabilities=finding.probabilities)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label in use, the one given last first."""
        given = [(judgement.made, judgement.labels) for judgement in self._judgements.values()]
        given += [(note.made, note.labels) for note in self._notes.values()]
        newest = sorted(given, reverse=True)
        return tuple(dict.fromkeys(label for _, labels in newest for label in reversed(labels)))

    # Deciding about pairs

    def decide(self, one: Side, other: Side, verdict: Verdict) -> None:
        """Give a pair a verdict."""
        self._change(verdict.value, self.of_pair(one, other), verdict=verdict, is_changed=False)

    def set_note(self, one: Side, other: Side, note: str) -> None:
        """Write a note on a pair; an empty one takes it away."""
        self._change("note", self.of_pair(one, other), note=" ".join(note.split()))

    def toggle_label(self, one: Side, other: Side, label: str) -> None:
        """Give a pair a label, or take it away again."""
        known = self.of_pair(one, other)
        self._change(f"label “{label}”", known, labels=_toggled(known.labels, label))

    def toggle_kept(self, one: Side, other: Side) -> bool:
        """Pin a pair for the report, or let it go; whether it is pinned now."""
        known = self.of_pair(one, other)
        self._change("keep for the report", known, is_kept=not known.is_kept)
        return not known.is_kept

    def toggle_dismissed(self, one: Side, other: Side, label: Relation) -> bool:
        """Dismiss the program's label of a pair, or take that back; whether it is dismissed now."""
        known = self.of_pair(one, other)
        dismissed = None if known.dismissed is not None else label
        self._change("dismiss the label", known, dismissed=dismissed)
        return dismissed is not None

    def delete(self, judgement: Judgement) -> None:
        """Forget everything decided about a pair."""
        known = self._judgements.get(judgement.key)
        if known is not None:
            self._do(Change("delete the judgement", known, None))

    def reattach(self, judgement: Judgement, side: Side, new: Side) -> bool:
        """Move an orphan's side to another passage; False where that pair has a judgement of its own."""
        moved = judgement.moved(side, new)
        if moved.key in self._judgements:
            return False
        self._do(Change("attach again", judgement, moved))
        return True

    def _change(self, what: str, known: Judgement, **fields: object) -> None:
        changed = replace(known, **fields, made=self._now())  # type: ignore[arg-type]
        before = self._judgements.get(known.key)
        self._do(Change(what, before, None if changed.is_empty else changed))

    # Deciding about passages

    def toggle_bookmark(self, side: Side) -> bool:
        """Bookmark a passage, or take the bookmark away; whether it has one now."""
        known = self.note_of(side)
        self._change_note("bookmark", replace(known, is_bookmarked=not known.is_bookmarked))
        return not known.is_bookmarked

    def toggle_passage_label(self, side: Side, label: str) -> bool:
        """Give a passage a label, or take it away again; whether it has it now."""
        known = self.note_of(side)
        self._change_note(f"label “{label}”", replace(known, labels=_toggled(known.labels, label)))
        return label not in known.labels

    def delete_note(self, note: PassageNote) -> None:
        """Take bookmark and labels from a passage."""
        self._do(Change("take bookmark and labels away", self._notes.get(note.key), None))

    def reattach_note(self, note: PassageNote, new: Side) -> bool:
        """Move bookmark and labels to another passage; False where that has its own."""
        if new.key in self._notes:
            return False
        self._do(Change("attach again", note, note.moved(new)))
        return True

    def _change_note(self, what: str, changed: PassageNote) -> None:
        changed = replace(changed, made=self._now())
        self._do(Change(what, self._notes.get(changed.key), None if changed.is_empty else changed))

    # Undoing

    def undo(self) -> str | None:
        """Take back the last change; what it was, or None where there is none."""
        change = self._undo.undo()
        if change is None:
            return None
        self._write(change.after, change.before)
        return change.what

    def redo(self) -> str | None:
        """Do again what was taken back last; what it was, or None where there is nothing."""
        change = self._undo.redo()
        if change is None:
            return None
        self._write(change.before, change.after)
        return change.what

    def _do(self, change: Change) -> None:
        if change.before is None and change.after is None:
            return
        self._write(change.before, change.after)
        self._undo.push(change)

    def _write(self, old: Decided | None, new: Decided | None) -> None:
        """Keep something in place of something of the same kind; None stands for nothing."""
        kept = new if new is not None else old
        if isinstance(kept, Review):
            self._write_review(kept, is_done=new is not None)
        elif isinstance(kept, PassageNote):
            self._write_note(old, new)
        elif isinstance(kept, Judgement):
            self._write_judgement(old, new)

    def _write_judgement(self, old: Decided | None, new: Decided | None) -> None:
        store = self._workspace.judgements
        if isinstance(old, Judgement) and not (isinstance(new, Judgement) and new.key == old.key):
            store.delete(old.key)
            self._judgements.pop(old.key, None)
            for side in old.key:
                self._of_text.get(side, set()).discard(old.key)
        if isinstance(new, Judgement):
            store.put(new)
            self._judgements[new.key] = new
            self._index(new.key)

    def _write_note(self, old: Decided | None, new: Decided | None) -> None:
        if isinstance(old, PassageNote) and not (isinstance(new, PassageNote) and new.key == old.key):
            self._workspace.passage_notes.delete(old.key)
            self._notes.pop(old.key, None)
        if isinstance(new, PassageNote):
            self._workspace.passage_notes.put(new)
            self._notes[new.key] = new

    # Progress

    def see(self, key: bytes) -> bool:
        """Note that a passage was selected; whether that is news."""
        return self._reviewing.see(key)

    def progress(self, source: int) -> Progress:
        """How far a source is reviewed."""
        return self._reviewing.of(source)

    @property
    def last_review(self) -> str | None:
        """When everything was reviewed last: UTC, ISO 8601; None if it never was."""
        last = self._reviewing.last
        return None if last is None else last.made

    @property
    def new_passages(self) -> tuple[Spot, ...]:
        """The passages that came after the last review, in reading order."""
        return self._reviewing.new

    @property
    def bookmarks(self) -> tuple[Spot, ...]:
        """The bookmarked passages, in reading order, each text in the source where it was bookmarked."""
        sides = [note.side for note in self._notes.values() if note.is_bookmarked]
        standing = Standing(self._workspace, (side.key for side in sides))
        places = map(standing.of, sides)
        return tuple(
            sorted(Spot(place.source, place.position, place.id) for place in places if place is not None)
        )

    def finish_review(self) -> None:
        """Note that all that is there now was reviewed."""
        last = self._reviewing.last
        number = 1 if last is None else last.number + 1
        self._do(Change("review done", None, Review(number, self._now())))

    def _write_review(self, review: Review, *, is_done: bool) -> None:
        if is_done:
            self._reviewing.finish(review)
        else:
            self._reviewing.take_back(review)


def _toggled(labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    if label in labels:
        return tuple(known for known in labels if known != label)
    return (*labels, label)


def _moved(kept: Decided, moves: Sequence[tuple[PairKey | bytes, Judgement | PassageNote]]) -> Decided:
    """What an undone or done change kept, at the place its text has moved to."""
    for old, new in moves:
        if isinstance(kept, Judgement) and isinstance(new, Judgement) and kept.key == old:
            kept = replace(kept, low=new.low, high=new.high)
        elif isinstance(kept, PassageNote) and isinstance(new, PassageNote) and kept.key == old:
            kept = replace(kept, side=new.side)
    return kept
