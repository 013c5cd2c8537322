"""One SQLite file, opened for writing by one program at a time, or as read-only; faults as sentences."""

from __future__ import annotations

import os
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app.errors import WorkspaceError
from app.workspace.migrations import APPLICATION_ID, LATEST, migrate
from app.workspace.records import WorkspaceInUseError

Row = tuple[Any, ...]

_PAGE_SIZE = 8192
"""Holds five vectors of 384 dimensions; the default of 4,096 would hold two and waste a quarter."""
_MAGIC = b"SQLite format 3\x00"
_HEADER = struct.Struct(">60xI4xI28x")
"""User version and application id in the 100 bytes of a database's header."""


class Database:
    """An open workspace file.

    A writer holds SQLite's exclusive lock until it closes, in WAL mode. The system frees the lock of
    a program that was killed, and the next one to open the file takes up the log it left.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self._connection = connection
        self.path = path
        self.read_only = read_only

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open a workspace file, and make it first where there is none.

        A file that cannot be written, or stands in a folder that cannot be, is opened read-only.

        Raises:
            WorkspaceInUseError: Another program has it open.
            WorkspaceError: It is no workspace, damaged or newer, or the place cannot be used. The file
                is left as it was.
        """
        path = path.resolve()
        with _as_sentences(path):
            if not path.exists():
                _create(path)
            version = _check(path)
            if _is_read_only(path):
                return cls(_connect_read_only(path, version), path, read_only=True)
            return cls(_connect_for_writing(path), path, read_only=False)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        with _as_sentences(self.path):
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        with _as_sentences(self.path):
            row: Row | None = self._connection.execute(statement, values).fetchone()
            return row

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Change something; on its own this is a transaction."""
        with _as_sentences(self.path):
            return self._connection.execute(statement, values)

    def execute_many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Change something for each row of values; to be called in a transaction."""
        with _as_sentences(self.path):
            self._connection.executemany(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within are kept, or none."""
        with _as_sentences(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def copy_to(self, path: Path) -> None:
        """Write a copy, which takes the place of a file already there once it is whole.

        Raises:
            WorkspaceInUseError: The file already there is open, here or in another program.
            WorkspaceError: The place cannot be written to.
        """
        path = path.resolve()
        if path == self.path:
            raise WorkspaceInUseError(
                f"“{path.name}” is the workspace that is open.", "Choose another name for the copy."
            )
        with _as_sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_if_in_use(path)
            with _replacement(path) as copy, closing(_connect(copy, "mode=rw")) as connection:
                self._connection.backup(connection)
                connection.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Put the log into the file, so that one file is left, and free it."""
        with _as_sentences(self.path), closing(self._connection):
            if not self.read_only:
                free, pages = (
                    self._connection.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("freelist_count", "page_count")
                )
                if free * 4 > pages:
                    self._connection.execute("VACUUM")
                self._connection.execute("PRAGMA journal_mode = DELETE")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, isolation_level=None, timeout=0.2)
    # Else what is sorted or packed passes, document text and all, through the system's temporary folder.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _create(path: Path) -> None:
    """Make an empty workspace; it appears under its name once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _replacement(path) as new, closing(_connect(new, "mode=rw")) as connection:
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE:d}")
        connection.execute("PRAGMA journal_mode = MEMORY")  # a file half made is thrown away
        migrate(connection)


@contextmanager
def _replacement(path: Path) -> Iterator[Path]:
    """A new file in the same folder that takes the path at the end, or goes away on a fault."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        for log in _logs(path):
            log.unlink(missing_ok=True)  # it belongs to a file that is gone, and would spoil the new one
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _check(path: Path) -> int:
    """The version of a workspace file, found without SQLite's help, which might write to the file."""
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
    if not head.startswith(_MAGIC):
        raise WorkspaceError(f"“{path.name}” is not a Counterpoint workspace.", "Choose another file.")
    if len(head) < _HEADER.size:
        raise _damaged(path)
    version, application = _HEADER.unpack(head)
    if application != APPLICATION_ID or version < 1:
        raise WorkspaceError(
            f"“{path.name}” is a database of another program, not a Counterpoint workspace.",
            "Choose another file.",
        )
    if version > LATEST:
        raise WorkspaceError(
            f"“{path.name}” was made by a newer Counterpoint, and was left as it is.",
            "Install the newer version to open it.",
        )
    if not any(_has_content(log) for log in _logs(path)):
        with closing(_connect(path, "mode=ro&immutable=1")) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _damaged(path)
    return int(version)


def _is_read_only(path: Path) -> bool:
    """Whether the file or its folder forbids writing, by their marks (root is bound by them too)."""
    return any(
        not place.stat().st_mode & 0o222 or not os.access(place, os.W_OK) for place in (path, path.parent)
    )


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "mode=rw")
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        # A killed program loses nothing; a power cut may lose the last changes, and never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_read_only(path: Path, version: int) -> sqlite3.Connection:
    if any(_has_content(log) for log in _logs(path)):
        raise WorkspaceError(
            f"“{path.name}” is read-only and was not closed properly, so its last changes cannot be read.",
            "Copy it, with the files beside it of the same name, to a folder you can write to.",
        )
    connection = _connect(path, "mode=ro&immutable=1")
    if version < LATEST:
        current = sqlite3.connect(":memory:", isolation_level=None)
        with closing(connection):
            connection.backup(current)
        migrate(current)
        connection = current
    connection.execute("PRAGMA query_only = ON")
    return connection


def _refuse_if_in_use(path: Path) -> None:
    """Raise if a program has the workspace at `path` open; also takes up the log a killed one left."""
    if not path.exists():
        return
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return
    with closing(_connect(path, "mode=rw")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")


def _logs(path: Path) -> tuple[Path, ...]:
    """The files SQLite keeps beside an open or killed database."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-journal", "-shm"))


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _damaged(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"The workspace “{path.name}” is damaged, and was left as it is.",
        "Open a copy from a backup, or open the documents again in a new workspace.",
    )


@contextmanager
def _as_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into a person's error; our faults pass."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = _sentence(error, path)
        if sentence is None:
            raise
        raise sentence from error
    except OSError as error:
        raise WorkspaceError(
            f"The workspace “{path.name}” cannot be opened or written: {error.strerror or error}.",
            "Choose another place, or check the folder's permissions.",
        ) from error


def _sentence(error: sqlite3.Error, path: Path) -> WorkspaceError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceInUseError(
            f"The workspace “{path.name}” is open in another Counterpoint.",
            "Close it there, or open another workspace.",
        )
    if code == sqlite3.SQLITE_READONLY:
        return WorkspaceError(
            f"The workspace “{path.name}” is read-only, so nothing can be changed in it.",
            "Save it under another name to go on.",
        )
    if code == sqlite3.SQLITE_FULL:
        return WorkspaceError(
            f"The disk is full: the last change to the workspace “{path.name}” was not kept.",
            "Free some space and try again.",
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return WorkspaceError(
            f"The workspace “{path.name}” cannot be read or written.",
            "Check that its disk is connected and its folder can be written to.",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path)
    return None
