"""How far the analyst has come: passages seen, and what was there at each review; by content."""

from __future__ import annotations

from dataclasses import dataclass

from app.workspace.database import Database

_PRESENT = """SELECT s.id, p.position, p.id, t.hash
    FROM sources s JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
    WHERE p.is_matched"""


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

    def see(self, key: bytes) -> None:
        """Note that a passage was selected."""
        self._database.execute("INSERT OR IGNORE INTO seen (hash) VALUES (?)", (key,))

    def readings(self) -> dict[int, int]:
        """The number of the reading that each source shows now: another one after each change of its file."""
        return dict(self._database.rows("SELECT id, reading FROM sources ORDER BY id"))

    def present(self, source: int) -> list[tuple[Spot, bytes]]:
        """Every matched passage of a source with its content hash, in reading order."""
        rows = self._database.rows(f"{_PRESENT} AND s.id = ? ORDER BY p.position", (source,))
        return [(Spot(*spot), key) for *spot, key in rows]

    def last(self) -> Review | None:
        """The last review; None before the first."""
        row = self._database.row("SELECT id, made FROM reviews ORDER BY id DESC LIMIT 1")
        return None if row is None else Review(*row)

    def known(self) -> set[bytes]:
        """Content hashes of the matched passages that were there at a review."""
        return {row[0] for row in self._database.rows("SELECT hash FROM reviewed")}

    def finish(self, review: Review) -> None:
        """Note that all that is there now was reviewed."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO reviews (id, made) VALUES (?, ?)", (review.number, review.made)
            )
            self._database.execute(
                f"INSERT OR IGNORE INTO reviewed (hash, review) SELECT hash, ? FROM ({_PRESENT})",  # noqa: S608
                (review.number,),
            )

    def take_back(self, review: Review) -> None:
        """Forget a review, as if it had not been done."""
        self._database.execute("DELETE FROM reviews WHERE id = ?", (review.number,))
