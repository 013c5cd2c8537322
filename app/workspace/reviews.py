"""How far the analyst has come: passages seen, and what was there at each review; by content."""

from __future__ import annotations

from dataclasses import dataclass

from app.workspace.database import Database

_READINGS = "SELECT id, reading FROM sources ORDER BY id"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A passage that can be walked to; spots sort in reading order.

    Attributes:
        source: Id of its source.
        position: Place in the source, from 1.
        passage: Its id.
    """

    source: int
    position: int
    passage: int


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was done.

    Attributes:
        number: From 1.
        made: When: UTC, ISO 8601.
    """

    number: int
    made: str


class Reviews:
    """The tables of progress, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seen(self) -> set[bytes]:
        """Content hashes of all passages that were selected."""
        return {row[0] for row in self._database.rows("SELECT hash FROM seen")}

    def seen_in(self) -> dict[int, int]:
        """How many matched passages of each source were selected; sources without any are left out."""
        # CROSS JOIN keeps SQLite from starting with the passages, of which there are many more.
        return dict(
            self._database.rows(
                """SELECT s.id, count(*)
                   FROM seen n
                   CROSS JOIN texts t ON t.hash = n.hash
                   CROSS JOIN passages p ON p.text = t.id
                   JOIN sources s ON s.reading = p.reading
                   WHERE p.is_matched GROUP BY s.id"""
            )
        )

    def see(self, key: bytes) -> None:
        """Note that a passage was selected."""
        self._database.execute("INSERT OR IGNORE INTO seen (hash) VALUES (?)", (key,))

    def readings(self) -> list[tuple[int, int]]:
        """Each source with the number of its present reading: another one after each change of its file."""
        return [(source, reading) for source, reading in self._database.rows(_READINGS)]

    def new(self, source: int) -> list[Spot]:
        """The matched passages of a source that no review knows, in reading order."""
        rows = self._database.rows(
            """SELECT s.id, p.position, p.id
               FROM sources s JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
               WHERE p.is_matched AND s.id = ? AND t.hash NOT IN (SELECT hash FROM reviewed)
               ORDER BY p.position""",
            (source,),
        )
        return [Spot(*row) for row in rows]

    def last(self) -> Review | None:
        """The last review; None before the first."""
        row = self._database.row("SELECT id, made FROM reviews ORDER BY id DESC LIMIT 1")
        return None if row is None else Review(*row)

    def finish(self, review: Review) -> None:
        """Note that all that is there now was reviewed."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO reviews (id, made) VALUES (?, ?)", (review.number, review.made)
            )
            self._database.execute(
                """INSERT OR IGNORE INTO reviewed (hash, review)
                   SELECT t.hash, ?
                   FROM sources s JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
                   WHERE p.is_matched""",
                (review.number,),
            )

    def take_back(self, review: Review) -> None:
        """Forget a review, as if it had not been done."""
        self._database.execute("DELETE FROM reviews WHERE id = ?", (review.number,))
