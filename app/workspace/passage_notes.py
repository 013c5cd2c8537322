"""Bookmarks and labels of single passages, kept by content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.workspace.database import Database, Row
from app.workspace.judgements import Side, labels_from_json, labels_to_json, side_from, side_values


@dataclass(frozen=True, slots=True)
class PassageNote:
    """What the analyst left on a passage.

    Attributes:
        side: The passage, and where it stood.
        is_bookmarked: Whether it is to be found again.
        labels: Free words, in the order they were given.
        is_changed: Whether the text changed since, and this moved to what it became.
        made: When it was last changed: UTC, ISO 8601.
    """

    side: Side
    is_bookmarked: bool = False
    labels: tuple[str, ...] = ()
    is_changed: bool = False
    made: str = ""

    @property
    def key(self) -> bytes:
        """What it is kept by."""
        return self.side.key

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left on the passage."""
        return not (self.is_bookmarked or self.labels)

    def moved(self, new: Side) -> PassageNote:
        """The same on another passage, marked as changed."""
        return replace(self, side=new, is_changed=True)


class PassageNotes:
    """The table of bookmarks and labels, over an open database.

    Attributes:
        moves: What was moved to a changed text while the workspace is open: its key before, and what
            it is now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.moves: list[tuple[bytes, PassageNote]] = []

    def all(self) -> tuple[PassageNote, ...]:
        """Every note, by key."""
        rows = self._database.rows(
            """SELECT text, path, title, locator, is_bookmarked, labels, is_changed, made
               FROM passage_notes ORDER BY hash"""
        )
        return tuple(_note(row) for row in rows)

    def keys(self) -> set[bytes]:
        """Content hashes of all passages that something was left on."""
        return {row[0] for row in self._database.rows("SELECT hash FROM passage_notes")}

    def put(self, note: PassageNote) -> None:
        """Keep a note in place of the one its passage had; an empty one deletes that."""
        if note.is_empty:
            self.delete(note.key)
            return
        self._database.execute(
            """INSERT OR REPLACE INTO passage_notes
               (hash, text, path, title, locator, is_bookmarked, labels, is_changed, made)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                note.key,
                *side_values(note.side),
                note.is_bookmarked,
                labels_to_json(note.labels),
                note.is_changed,
                note.made,
            ),
        )

    def delete(self, key: bytes) -> None:
        """Keep nothing about a passage."""
        self._database.execute("DELETE FROM passage_notes WHERE hash = ?", (key,))

    def move(self, old: bytes, new: PassageNote) -> None:
        """Keep a note under the key it has now, and no longer under its old one."""
        with self._database.transaction():
            self.delete(old)
            self.put(new)
        self.moves.append((old, new))


def _note(row: Row) -> PassageNote:
    return PassageNote(side_from(row[:4]), bool(row[4]), labels_from_json(row[5]), bool(row[6]), row[7])
