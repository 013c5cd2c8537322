"""The schema, as the steps that lead to it. Steps are appended, and never changed once released."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

APPLICATION_ID = 0x43504E54
"""SQLite's mark in the file's header that it is a Counterpoint workspace: "CPNT"."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its statements lead from the version before to `version`."""

    version: int
    title: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        1,
        "Sources, passages and vectors",
        (
            """CREATE TABLE migrations (
                version INTEGER PRIMARY KEY,
                title TEXT NOT NULL,
                applied TEXT NOT NULL)""",
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            # A reading is one state of a file. A source shows the reading it points to, so a new one
            # can be written in steps and shown at once; readings that nothing shows go at the close.
            """CREATE TABLE readings (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                matched INTEGER NOT NULL)""",
            """CREATE TABLE sources (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                reading INTEGER NOT NULL UNIQUE REFERENCES readings (id),
                path BLOB NOT NULL UNIQUE,
                sha256 TEXT NOT NULL,
                title TEXT NOT NULL,
                author TEXT,
                date TEXT,
                format TEXT NOT NULL,
                is_split INTEGER NOT NULL DEFAULT 0,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                added TEXT NOT NULL)""",
            """CREATE TABLE sections (
                reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                title TEXT NOT NULL,
                level INTEGER NOT NULL,
                article INTEGER NOT NULL,
                PRIMARY KEY (reading, number)) WITHOUT ROWID""",
            "CREATE TABLE texts (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, text TEXT NOT NULL)",
            """CREATE TABLE passages (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                kind TEXT NOT NULL,
                is_matched INTEGER NOT NULL,
                text INTEGER NOT NULL REFERENCES texts (id),
                section INTEGER NOT NULL,
                paragraph INTEGER NOT NULL,
                part INTEGER NOT NULL,
                page INTEGER,
                spans TEXT NOT NULL,
                reason TEXT NOT NULL,
                locator TEXT NOT NULL,
                UNIQUE (reading, position))""",
            "CREATE INDEX passages_by_text ON passages (text)",
            "CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dimensions INTEGER)",
            """CREATE TABLE vectors (
                text INTEGER NOT NULL REFERENCES texts (id) ON DELETE CASCADE,
                model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
                vector BLOB NOT NULL,
                UNIQUE (text, model))""",
            """CREATE TABLE scales (
                model INTEGER PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
                scale BLOB NOT NULL)""",
            "CREATE TABLE skipped (path BLOB PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID",
        ),
    ),
    Migration(
        2,
        "Relations of pairs",
        (
            # Keyed by content, the smaller hash first, so that a pair has one finding both ways round.
            """CREATE TABLE findings (
                low BLOB NOT NULL,
                high BLOB NOT NULL,
                model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
                finding TEXT NOT NULL,
                PRIMARY KEY (low, high, model),
                CHECK (low <= high)) WITHOUT ROWID""",
            "CREATE INDEX findings_by_high ON findings (high)",
        ),
    ),
    Migration(
        3,
        "What to be careful about in a source",
        ("ALTER TABLE sources ADD COLUMN note TEXT NOT NULL DEFAULT ''",),
    ),
    Migration(
        4,
        "Places on pages; furniture that recurs or is chosen",
        (
            # NULL where a passage was read before its places were kept.
            "ALTER TABLE passages ADD COLUMN boxes TEXT",
            # By hash, not by text: a choice outlives the sources in which the text stands.
            """CREATE TABLE choices (
                hash BLOB PRIMARY KEY,
                is_furniture INTEGER NOT NULL) WITHOUT ROWID""",
            """CREATE TABLE recurring (
                text INTEGER PRIMARY KEY REFERENCES texts (id) ON DELETE CASCADE,
                sources INTEGER NOT NULL)""",
        ),
    ),
    Migration(
        5,
        "What the analyst decides",
        (
            # Keyed by content like the findings. The texts and their places are kept with it, so that a
            # judgement can be shown, and told where it belongs, when its source is gone or has changed.
            """CREATE TABLE judgements (
                low BLOB NOT NULL,
                high BLOB NOT NULL,
                low_text TEXT NOT NULL,
                low_path BLOB,
                low_title TEXT NOT NULL,
                low_locator TEXT NOT NULL,
                high_text TEXT NOT NULL,
                high_path BLOB,
                high_title TEXT NOT NULL,
                high_locator TEXT NOT NULL,
                verdict TEXT,
                note TEXT NOT NULL,
                labels TEXT NOT NULL,
                dismissed TEXT,
                is_kept INTEGER NOT NULL,
                is_changed INTEGER NOT NULL,
                made TEXT NOT NULL,
                PRIMARY KEY (low, high),
                CHECK (low <= high)) WITHOUT ROWID""",
            """CREATE TABLE passage_notes (
                hash BLOB PRIMARY KEY,
                text TEXT NOT NULL,
                path BLOB,
                title TEXT NOT NULL,
                locator TEXT NOT NULL,
                is_bookmarked INTEGER NOT NULL,
                labels TEXT NOT NULL,
                is_changed INTEGER NOT NULL,
                made TEXT NOT NULL) WITHOUT ROWID""",
            "CREATE TABLE seen (hash BLOB PRIMARY KEY) WITHOUT ROWID",
            "CREATE TABLE reviews (id INTEGER PRIMARY KEY, made TEXT NOT NULL)",
            """CREATE TABLE reviewed (
                hash BLOB PRIMARY KEY,
                review INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE) WITHOUT ROWID""",
            "CREATE INDEX reviewed_by_review ON reviewed (review)",
            """CREATE TABLE corrections (
                path BLOB PRIMARY KEY,
                title TEXT,
                author TEXT,
                date TEXT,
                party TEXT) WITHOUT ROWID""",
        ),
    ),
    Migration(
        6,
        "The file of a source; what kept a file from being read",
        (
            # NULL where it is the source's own path.
            "ALTER TABLE sources ADD COLUMN file BLOB",
            "ALTER TABLE skipped ADD COLUMN size INTEGER NOT NULL DEFAULT -1",
            "ALTER TABLE skipped ADD COLUMN modified INTEGER NOT NULL DEFAULT -1",
            "ALTER TABLE skipped ADD COLUMN obstacle TEXT NOT NULL DEFAULT ''",
        ),
    ),
)

LATEST = MIGRATIONS[-1].version


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a database to the latest version, each step in one transaction with its record.

    Args:
        connection: In autocommit mode, not in WAL: the version must reach the file itself with the
            step, where the next program looks for it before it touches anything.
        migrations: The steps, by version.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for migration in migrations:
        if migration.version <= version:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(
                "INSERT INTO migrations (version, title, applied) VALUES (?, ?, ?)",
                (migration.version, migration.title, utc_now()),
            )
            connection.execute(f"PRAGMA user_version = {migration.version:d}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def utc_now() -> str:
    """The time as the workspace records it: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")
