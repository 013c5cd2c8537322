"""What was decided can be taken back, and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.workspace.judgements import Judgement
from app.workspace.passage_notes import PassageNote
from app.workspace.reviews import Review

Decided = Judgement | PassageNote | Review


@dataclass(frozen=True, slots=True)
class Change:
    """One thing the analyst did.

    Attributes:
        what: In words, such as "contradicts".
        before: What was kept until then, or None.
        after: What is kept since, or None.
    """

    what: str
    before: Decided | None
    after: Decided | None


class UndoStack:
    """The changes of a session, with a place among them."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._done = 0

    def push(self, change: Change) -> None:
        """Add what was just done; what had been taken back is forgotten."""
        del self._changes[self._done :]
        self._changes.append(change)
        self._done += 1

    def undo(self) -> Change | None:
        """The last change that stands, which is then taken back; None where there is none."""
        if not self._done:
            return None
        self._done -= 1
        return self._changes[self._done]

    def redo(self) -> Change | None:
        """The change taken back last, which then stands again; None where there is none."""
        if self._done == len(self._changes):
            return None
        self._done += 1
        return self._changes[self._done - 1]

    def rewrite(self, told: Callable[[Decided], Decided]) -> None:
        """Put something in the place of each thing kept, as when a text has changed under it."""
        for number, change in enumerate(self._changes):
            before = None if change.before is None else told(change.before)
            after = None if change.after is None else told(change.after)
            self._changes[number] = replace(change, before=before, after=after)
