"""A look into a workspace file that is not open: what it holds, without taking or changing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.workspace.migrations import APPLICATION_ID, LATEST
from app.workspace.records import decoded_path


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that sources of a workspace come from.

    Attributes:
        path: Where it was.
        sha256: Of its content, in hexadecimal.
        size: In bytes.
    """

    path: Path
    sha256: str
    size: int


def held_files(workspace: Path) -> tuple[HeldFile, ...]:
    """The files of a workspace; none where it is open, damaged, or of another version."""
    if any(workspace.with_name(workspace.name + ending).exists() for ending in ("-wal", "-journal")):
        return ()
    try:
        uri = f"{workspace.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            version, application = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("user_version", "application_id")
            )
            if (version, application) != (LATEST, APPLICATION_ID):
                return ()
            rows = connection.execute(
                "SELECT coalesce(file, path), sha256, max(size) FROM sources GROUP BY 1, 2"
            ).fetchall()
    except (sqlite3.Error, OSError):
        return ()
    return tuple(HeldFile(decoded_path(path), sha256, size) for path, sha256, size in rows)
