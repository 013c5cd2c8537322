"""From what is named to the files to read, and to the workspace they belong to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.analysis.files import Found, find_files, workspace_for
from tests.conftest import FolderMaker


def names(found: tuple[Path, ...]) -> list[str]:
    return [path.name for path in found]


def test_a_folder_gives_its_files_by_name_and_those_below(folder: FolderMaker) -> None:
    place = folder({"b.txt": "b", "A.md": "a", "deep/down/c.TXT": "c", "d.markdown": "d"})
    found = find_files([place])
    assert names(found.files) == ["A.md", "b.txt", "d.markdown", "c.TXT"]
    assert all(path.is_absolute() for path in found.files)
    assert found.skipped == ()


def test_hidden_files_and_folders_are_listed_and_not_read(folder: FolderMaker) -> None:
    place = folder({".secret.txt": "s", ".git/notes.txt": "n", ".git/more.txt": "n", "a.txt": "a"})
    found = find_files([place])
    assert names(found.files) == ["a.txt"]
    assert {path.name: "hidden" in reason for path, reason in found.skipped} == {
        ".secret.txt": True,
        ".git": True,
    }


def test_workspaces_and_what_systems_leave_in_folders_are_passed_over(folder: FolderMaker) -> None:
    litter = (".DS_Store", "._a.txt", "Thumbs.db", "desktop.ini", ".~lock.a.odt#", "~$report.docx")
    workspaces = ("desk.counterpoint", "desk.counterpoint-wal")
    found = find_files([folder(dict.fromkeys((*litter, *workspaces, "a.txt"), "x"))])
    assert names(found.files) == ["a.txt"]
    assert found.skipped == ()


def reasons(found: Found) -> dict[str, str]:
    return {path.name: reason for path, reason in found.skipped}


def test_a_file_over_the_limit_is_listed_also_where_it_is_named(folder: FolderMaker) -> None:
    place = folder({"small.txt": "x" * 1000, "large.txt": "x" * 1001})
    for found in (find_files([place], 1000), find_files(place.iterdir(), 1000)):
        assert names(found.files) == ["small.txt"]
        assert "largest_file_mb" in reasons(found)["large.txt"]
    with (place / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024 + 1)
    assert "larger than 200 MB" in reasons(find_files([place]))["huge.txt"]


def test_a_file_that_is_not_there_is_listed(folder: FolderMaker) -> None:
    found = find_files([folder({}) / "gone.txt"])
    assert found.files == ()
    assert "not there any more" in reasons(found)["gone.txt"]


@pytest.mark.skipif(os.name == "nt", reason="there are none there")
def test_pipes_and_devices_are_listed_and_never_opened(folder: FolderMaker) -> None:
    place = folder({"a.txt": "a"})
    os.mkfifo(place / "pipe.txt")
    (place / "device.txt").symlink_to("/dev/zero")
    for found in (find_files([place]), find_files(sorted(place.iterdir()))):
        assert names(found.files) == ["a.txt"]
        assert all("a pipe, a socket or a device" in reason for reason in reasons(found).values())
        assert set(reasons(found)) == {"pipe.txt", "device.txt"}


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text_or_hide_something_are_found(folder: FolderMaker) -> None:
    odd = ["two\nlines.txt", "\u202etxt.exe.txt", os.fsdecode(b"caf\xe9.txt")]
    found = find_files([folder(dict.fromkeys(odd, "words"))])
    assert set(names(found.files)) == set(odd)


def test_files_of_unknown_kinds_are_listed_with_the_reason(folder: FolderMaker) -> None:
    found = find_files([folder({"a.txt": "a", "film.mp4": b"\0\0\0\x18ftypmp42", "Makefile": "all:"})])
    assert names(found.files) == ["a.txt"]
    assert {(path.name, ".mp4" in reason or "Makefile" in reason) for path, reason in found.skipped} == {
        ("film.mp4", True),
        ("Makefile", True),
    }


def test_a_file_that_is_named_is_tried_whatever_its_kind(folder: FolderMaker) -> None:
    place = folder({"film.mp4": b"\0\0\0\x18ftypmp42", ".hidden.txt": "h"})
    named = [place / "film.mp4", place / ".hidden.txt"]
    assert find_files(named).files == tuple(named)


def test_a_file_named_twice_comes_once(folder: FolderMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder({"a.txt": "a", "b.txt": "b"})
    monkeypatch.chdir(place)
    found = find_files([Path("b.txt"), place, place / "b.txt", place / ".." / place.name / "a.txt"])
    assert names(found.files) == ["b.txt", "a.txt"]


def test_the_order_of_what_is_named_is_kept(folder: FolderMaker) -> None:
    place = folder({"a.txt": "a", "b.txt": "b"})
    assert names(find_files([place / "b.txt", place / "a.txt"]).files) == ["b.txt", "a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_that_lead_round_do_not_lead_round(folder: FolderMaker) -> None:
    place = folder({"a.txt": "a", "deep/b.txt": "b"})
    (place / "deep" / "up").symlink_to(place, target_is_directory=True)
    (place / "self.txt").symlink_to(place / "self.txt")
    (place / "lost.txt").symlink_to(place / "nowhere.txt")
    (place / "other").symlink_to(folder({"c.txt": "c"}, "other"), target_is_directory=True)
    (place / "also.txt").symlink_to(place / "a.txt")
    found = find_files([place])
    assert sorted(names(found.files)) == ["a.txt", "also.txt", "b.txt"]
    said = reasons(found)
    assert set(said) == {"self.txt", "lost.txt", "other", "up"}
    assert "in a circle" in said["self.txt"]
    assert "in a circle" in said["up"]
    assert "not there" in said["lost.txt"]
    assert "not followed" in said["other"]


def test_a_folder_that_cannot_be_opened_is_listed(
    folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder({"a.txt": "a", "locked/b.txt": "b"})
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files([place])
    assert names(found.files) == ["a.txt"]
    ((path, reason),) = found.skipped
    assert path.name == "locked"
    assert "Permission denied" in reason


def test_nothing_named_is_nothing_found(folder: FolderMaker) -> None:
    assert find_files([]).files == ()
    assert find_files([folder({})]).files == ()


def test_the_same_paths_have_the_same_workspace_in_any_order(
    folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder({"a.txt": "a", "b.txt": "b"})
    one, two = place / "a.txt", place / "b.txt"
    known = workspace_for([one, two])
    assert known.parent.parent == paths.data_folder()
    assert workspace_for([two, one, two]) == known
    assert workspace_for([one]) != known
    monkeypatch.chdir(place)
    assert workspace_for([Path("a.txt"), Path("./b.txt")]) == known


def test_a_single_workspace_file_is_itself(tmp_path: Path) -> None:
    assert workspace_for([tmp_path / "my.counterpoint"]) == tmp_path / "my.counterpoint"
    assert workspace_for([tmp_path / "my.counterpoint", tmp_path]).parent.parent == paths.data_folder()


def test_a_link_that_may_not_be_followed_is_listed_and_the_rest_read(
    folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder({"one.txt": "text"})
    link = place / "cwd"
    link.symlink_to(place / "elsewhere")
    real = os.stat

    def refuse(path: Any, **more: Any) -> os.stat_result:
        if os.fspath(path) == str(link) and more.get("follow_symlinks", True):
            raise PermissionError(13, "Permission denied", str(link))
        return real(path, **more)

    monkeypatch.setattr(os, "stat", refuse)
    found = find_files([place])
    assert found.files == (place / "one.txt",)
    assert [path for path, _ in found.skipped] == [link]
