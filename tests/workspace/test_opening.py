"""Which files open, which are refused, and that a refused file is left byte for byte."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import WorkspaceError
from app.workspace import SkippedFile, Workspace, WorkspaceInUseError
from app.workspace.migrations import APPLICATION_ID, LATEST
from tests.workspace.samples import MODEL, add, embed


def make(place: Path, texts: int = 40) -> bytes:
    """A workspace with content, closed; its bytes."""
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", [f"text {number} " * 60 for number in range(texts)])
        embed(workspace)
    return place.read_bytes()


def write_pragma(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_new_workspace_is_made_with_its_folders_and_marked(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "er" / "new ü.counterpoint"
    with Workspace.open(place) as workspace:
        assert workspace.path == place
        assert not workspace.read_only
        assert workspace.sources() == ()
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (LATEST,)


def test_a_clean_close_leaves_one_file_and_all_that_was_written(place: Path) -> None:
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["one", "two"])
        embed(workspace)
        assert workspace._database.row("PRAGMA journal_mode") == ("wal",)
        assert workspace._database.row("PRAGMA foreign_keys") == (1,)
    assert [file.name for file in place.parent.iterdir()] == [place.name]
    with Workspace.open(place) as workspace:
        assert [passage.text for passage in workspace.passages(1)] == ["one", "two"]
        assert len(workspace.load_index(MODEL)) == 2


def test_a_second_close_does_nothing(place: Path) -> None:
    workspace = Workspace.open(place)
    workspace.close()
    workspace.close()


def not_sqlite(place: Path) -> None:
    place.write_text("Dear diary, " * 50, encoding="utf-8")


def empty(place: Path) -> None:
    place.touch()


def short(place: Path) -> None:
    make(place)
    place.write_bytes(place.read_bytes()[:60])


def truncated(place: Path) -> None:
    data = make(place)
    place.write_bytes(data[: len(data) // 2])


def scrambled(place: Path) -> None:
    data = bytearray(make(place))
    data[8192 : 3 * 8192] = b"\x55" * (2 * 8192)
    place.write_bytes(data)


def foreign(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
        connection.commit()


def foreign_of_the_same_version(place: Path) -> None:
    foreign(place)
    write_pragma(place, f"PRAGMA user_version = {LATEST}")


def newer(place: Path) -> None:
    make(place)
    write_pragma(place, f"PRAGMA user_version = {LATEST + 1}")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (not_sqlite, "not a Counterpoint workspace"),
        (empty, "not a Counterpoint workspace"),
        (short, "damaged"),
        (truncated, "damaged"),
        (scrambled, "damaged"),
        (foreign, "another program"),
        (foreign_of_the_same_version, "another program"),
        (newer, "newer Counterpoint"),
    ],
)
def test_a_file_that_is_no_sound_workspace_is_refused_and_left_alone(
    place: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(place)
    before, modified = place.read_bytes(), place.stat().st_mtime_ns
    with pytest.raises(WorkspaceError, match=said) as caught:
        Workspace.open(place)
    assert place.name in caught.value.happened
    assert caught.value.remedy
    assert (place.read_bytes(), place.stat().st_mtime_ns) == (before, modified)
    assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_a_folder_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        Workspace.open(tmp_path)


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        Workspace.open(tmp_path / "file" / "new.counterpoint")


@pytest.fixture(params=["file", "folder"])
def sealed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A workspace whose file or folder is marked read-only."""
    folder = tmp_path / "sealed"
    place = folder / "desk.counterpoint"
    make(place)
    marked = place if request.param == "file" else folder
    mode = marked.stat().st_mode
    marked.chmod(mode & ~0o222)
    yield place
    marked.chmod(mode)


def test_a_read_only_workspace_is_read_and_never_written(sealed: Path, tmp_path: Path) -> None:
    before = sealed.read_bytes()
    with Workspace.open(sealed) as workspace:
        assert workspace.read_only
        assert len(workspace.load_index(MODEL)) == 40
        assert workspace.passages(1)[3].text.startswith("text 3")
        for change in (
            lambda: workspace.set_meta("a", "b"),
            lambda: workspace.remove_source(1),
            lambda: workspace.set_skipped(SkippedFile(Path("/x"), "why")),
            lambda: add(workspace, "b.txt", ["more"]),
        ):
            with pytest.raises(WorkspaceError, match="read-only"):
                change()
        workspace.save_as(tmp_path / "copy.counterpoint")
    assert sealed.read_bytes() == before
    assert [file.name for file in sealed.parent.iterdir()] == [sealed.name]
    with Workspace.open(tmp_path / "copy.counterpoint") as copy:
        assert not copy.read_only
        add(copy, "b.txt", ["more"])


def test_a_read_only_workspace_of_a_killed_program_says_what_to_do(place: Path) -> None:
    make(place)
    place.with_name(place.name + "-wal").write_bytes(b"changes")
    place.chmod(0o444)
    with pytest.raises(WorkspaceError, match="not closed properly"):
        Workspace.open(place)


def test_two_readers_may_have_a_read_only_workspace(sealed: Path) -> None:
    with Workspace.open(sealed) as first, Workspace.open(sealed) as second:
        assert len(first.sources()) == len(second.sources()) == 1


def test_a_workspace_open_here_is_not_opened_twice(place: Path) -> None:
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["one"])
        with pytest.raises(WorkspaceInUseError, match="open in another Counterpoint"):
            Workspace.open(place)
        add(workspace, "b.txt", ["two"])
    Workspace.open(place).close()


def test_a_workspace_open_in_another_process_is_not_opened(place: Path) -> None:
    make(place)
    program = f"""
import sys
from pathlib import Path
from app.workspace import Workspace
with Workspace.open(Path({str(place)!r})):
    print("open", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceInUseError):
            Workspace.open(place)
        other.communicate("")
    assert other.returncode == 0
    with Workspace.open(place) as workspace:
        assert len(workspace.sources()) == 1


def test_a_log_left_by_a_file_that_is_gone_does_not_reach_the_new_one(place: Path) -> None:
    make(place)
    log = place.with_name(place.name + "-wal")
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["other"] * 50)
        data = log.read_bytes()
    place.unlink()
    log.write_bytes(data)
    with Workspace.open(place) as workspace:
        assert workspace.sources() == ()
