"""What the analyst knows better than the file: title, author, date and speaking party of a source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.workspace.database import Database
from app.workspace.records import encoded_path, storable


@dataclass(frozen=True, slots=True)
class Correction:
    """What a source is told to be, whatever its file says.

    None leaves a field as it was read; an empty author, date or party says that there is none.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    party: str | None = None


class Corrections:
    """The table of corrections, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, path: Path) -> Correction:
        """The correction of a source by its path; one without fields where there is none."""
        row = self._database.row(
            "SELECT title, author, date, party FROM corrections WHERE path = ?", (encoded_path(path),)
        )
        return Correction() if row is None else Correction(*row)

    def put(self, path: Path, correction: Correction) -> None:
        """Keep a correction, also while there is no source of that path."""
        fields = (correction.title, correction.author, correction.date, correction.party)
        if fields == (None,) * 4:
            self._database.execute("DELETE FROM corrections WHERE path = ?", (encoded_path(path),))
            return
        self._database.execute(
            "INSERT OR REPLACE INTO corrections (path, title, author, date, party) VALUES (?, ?, ?, ?, ?)",
            (encoded_path(path), *(None if text is None else storable(text) for text in fields)),
        )
