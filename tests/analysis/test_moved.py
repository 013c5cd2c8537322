"""Workspaces of folders that were moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.analysis.files import workspace_for
from app.analysis.moved import find_workspace
from app.analysis.roots import Roots
from app.reading.document import Document, Section
from app.reading.read import sha256_of
from app.workspace.peek import held_files
from app.workspace.workspace import Workspace
from tests.conftest import FolderMaker

EMPTY = Document("t", None, None, "text", "words", (Section("", 1),), ())
FILES = {"a.txt": "The harbour froze.", "deep/b.txt": "Ice closed it."}


def keep(place: Path, *, removed: str = "") -> Path:
    """A workspace as the window makes it, without passages."""
    path = workspace_for([place])
    with Workspace.open(path) as workspace:
        roots = Roots(workspace)
        roots.open([place])
        for file in sorted(place.rglob("*.txt")):
            status = file.stat()
            workspace.add_source(file, sha256_of(file), EMPTY, status.st_size, status.st_mtime_ns)
        if removed:
            roots.remove(place / removed)
    return path


def test_a_moved_folder_has_the_workspace_it_had(folder: FolderMaker, tmp_path: Path) -> None:
    place = folder(FILES)
    old = keep(place, removed="deep/b.txt")
    moved = place.rename(tmp_path / "moved")
    new = find_workspace([moved])
    assert new == workspace_for([moved])
    assert new.exists()
    assert not old.exists()
    with Workspace.open(new) as workspace:
        roots = Roots(workspace)
        assert (roots.opened, roots.removed) == ([moved], [moved / "deep" / "b.txt"])
        assert len(workspace.sources()) == 2


@pytest.mark.parametrize("case", ["copied", "other content", "few of them", "in use", "named"])
def test_another_folder_has_another_workspace(folder: FolderMaker, tmp_path: Path, case: str) -> None:
    place = folder(FILES | {f"{number}.txt": "words " * number for number in range(1, 5)})
    old = keep(place)
    here = tmp_path / "here"
    shutil.copytree(place, here)
    if case != "copied":
        shutil.rmtree(place)
    match case:
        case "other content":
            for file in here.rglob("*.txt"):
                file.write_text(file.read_text()[::-1])
        case "few of them":
            for number in range(1, 5):
                (here / f"{number}.txt").unlink()
        case "named":
            old = old.rename(tmp_path / "mine.counterpoint")
    if case == "in use":
        with Workspace.open(old):
            assert not find_workspace([here]).exists()
    else:
        assert not find_workspace([here]).exists()
    assert old.exists()


def test_what_is_no_workspace_holds_no_files(tmp_path: Path) -> None:
    path = tmp_path / "odd.counterpoint"
    path.write_bytes(b"words")
    assert held_files(path) == ()
    assert held_files(tmp_path / "none.counterpoint") == ()


def test_roots_that_are_gone_and_hold_nothing_are_forgotten(folder: FolderMaker, tmp_path: Path) -> None:
    place = folder(FILES)
    with Workspace.open(tmp_path / "a.counterpoint") as workspace:
        roots = Roots(workspace)
        roots.open([place, tmp_path / "gone", tmp_path / "held"])
        roots.forget_gone([tmp_path / "held" / "a.txt"])
        assert roots.opened == [place, tmp_path / "held"]
