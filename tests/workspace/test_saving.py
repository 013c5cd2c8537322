"""Save as: a whole copy that takes the place of a file at once, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import WorkspaceError
from app.workspace import Workspace, WorkspaceInUseError
from tests.workspace.samples import MODEL, add, embed


def test_a_copy_holds_everything_and_stands_on_its_own(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace, "a.txt", ["one", "two"])
    embed(workspace)
    target = tmp_path / "new folder" / "copy.counterpoint"
    workspace.save_as(target)
    add(workspace, "b.txt", ["after the copy"])
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    with Workspace.open(target) as copy:
        assert [source.path.name for source in copy.sources()] == ["a.txt"]
        assert len(copy.load_index(MODEL)) == 2
        add(copy, "c.txt", ["in the copy"])
    assert [source.path.name for source in workspace.sources()] == ["a.txt", "b.txt"]


def test_a_file_already_there_is_replaced_with_its_log(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "old.counterpoint"
    target.write_text("something else", encoding="utf-8")
    log = target.with_name(target.name + "-wal")
    log.write_bytes(b"of the old file")
    add(workspace, "a.txt", ["one"])
    workspace.save_as(target)
    assert not log.exists()
    with Workspace.open(target) as copy:
        assert len(copy.sources()) == 1


def test_an_open_workspace_is_not_replaced(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceInUseError, match="workspace that is open"):
        workspace.save_as(workspace.path)
    with Workspace.open(tmp_path / "other.counterpoint") as other:
        add(other, "a.txt", ["one"])
        with pytest.raises(WorkspaceInUseError, match="another Counterpoint"):
            workspace.save_as(other.path)
        assert len(other.sources()) == 1
    with Workspace.open(tmp_path / "other.counterpoint") as other:
        assert len(other.sources()) == 1


def test_a_copy_that_cannot_be_put_in_place_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(WorkspaceError, match="cannot be"):
        workspace.save_as(target)
    assert target.is_dir()
    assert not list(tmp_path.glob("*.new"))
    add(workspace, "a.txt", ["work goes on"])


def test_nothing_of_a_workspace_passes_through_the_temporary_folder(place: Path) -> None:
    with Workspace.open(place) as workspace:
        assert workspace._database.row("PRAGMA temp_store") == (2,)  # in memory
