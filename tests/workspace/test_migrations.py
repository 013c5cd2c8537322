"""Old files come up to date with their rows; a step is done with its record or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.relations.relation import Finding, Relation
from app.workspace import Workspace, content_hash
from app.workspace.migrations import LATEST, MIGRATIONS, Migration, migrate
from tests.workspace.samples import MODEL, unit_vectors


@pytest.fixture
def version_1(place: Path) -> Path:
    """A workspace as version 1 left it, with a source of one passage and its vector."""
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:1])
        connection.execute("INSERT INTO readings (id, matched) VALUES (1, 1)")
        connection.execute(
            """INSERT INTO sources (id, reading, path, sha256, title, format, size, modified, added)
               VALUES (3, 1, CAST('/docs/a.txt' AS BLOB), 'ab', 'Old', 'text', 1, 1, '2021-12-05')"""
        )
        connection.execute("INSERT INTO sections VALUES (1, 0, '', 0, 0)")
        connection.execute("INSERT INTO texts VALUES (1, ?, 'old text')", (content_hash("old text"),))
        connection.execute(
            """INSERT INTO passages VALUES (5, 1, 1, 'paragraph', 1, 1, 0, 1, 1, NULL, '0-8', '', 'par. 1')"""
        )
        connection.execute("INSERT INTO models VALUES (1, ?, 4)", (MODEL,))
        connection.execute("INSERT INTO vectors VALUES (1, 1, ?)", (unit_vectors(1).tobytes(),))
    return place


def test_a_version_1_file_is_brought_up_to_date_with_its_rows(version_1: Path) -> None:
    with Workspace.open(version_1) as workspace:
        (source,) = workspace.sources()
        assert (source.id, source.title, source.passages) == (3, "Old", 1)
        (passage,) = workspace.passages(3)
        assert (passage.id, passage.text, passage.locator) == (5, "old text", "par. 1")
        assert (workspace.load_index(MODEL).vector(5) == unit_vectors(1)[0]).all()
        key = passage.content_hash
        workspace.put_findings("nli", [(key, key, Finding(Relation.REPEATS))])
        assert workspace.finding("nli", key, key) == Finding(Relation.REPEATS)
        assert workspace._database.row("PRAGMA user_version") == (LATEST,)
        records = workspace._database.rows("SELECT version, title, applied FROM migrations ORDER BY version")
    assert [(version, title) for version, title, _ in records] == [(m.version, m.title) for m in MIGRATIONS]
    assert all(applied.endswith("+00:00") for *_, applied in records)


def test_a_read_only_version_1_file_is_read_and_left_as_it_is(version_1: Path) -> None:
    version_1.chmod(0o444)
    before = version_1.read_bytes()
    with Workspace.open(version_1) as workspace:
        assert workspace.read_only
        assert workspace.passage(5).text == "old text"
        assert workspace.finding("nli", b"a", b"b") is None
    assert version_1.read_bytes() == before


def test_versions_count_up_by_one() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, LATEST + 1))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty database in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def test_a_step_that_fails_leaves_the_version_before(connection: sqlite3.Connection) -> None:
    broken = Migration(LATEST + 1, "Broken", ("CREATE TABLE more (a)", "CREATE TABLE sources (a)"))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection, (*MIGRATIONS, broken))
    assert connection.execute("PRAGMA user_version").fetchone() == (LATEST,)
    assert connection.execute("SELECT max(version) FROM migrations").fetchone() == (LATEST,)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchone() is None


def test_a_second_run_changes_nothing(connection: sqlite3.Connection) -> None:
    migrate(connection)
    before = list(connection.iterdump())
    migrate(connection)
    assert list(connection.iterdump()) == before


def test_the_schema_is_sound(connection: sqlite3.Connection) -> None:
    migrate(connection)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
