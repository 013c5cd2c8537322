"""What a trace of calls and a stream of output are held to."""

from __future__ import annotations

from pathlib import Path

from build_scripts.installers import proof

HOME = proof.HOME
TRACE = f"""\
12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 4
12 openat(AT_FDCWD, "{HOME}/.local/share/counterpoint/workspaces/a.counterpoint", O_RDWR|O_CREAT, 0644) = 5
13 openat(AT_FDCWD, "/usr/lib/locked", O_WRONLY|O_CREAT, 0644) = -1 EACCES (Permission denied)
13 mkdir("{HOME}/.config/counterpoint", 0777) = 0
13 openat(AT_FDCWD, "/dev/null", O_RDWR) = 6
"""


def test_a_program_that_keeps_to_its_folders_passes() -> None:
    assert proof.internet_sockets(TRACE.splitlines()) == []
    assert proof.writes_elsewhere(TRACE.splitlines()) == []


def test_sockets_to_an_internet_are_found() -> None:
    lines = [
        "12 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3",
        "12 socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EAFNOSUPPORT (Address family)",
    ]
    assert proof.internet_sockets([*TRACE.splitlines(), *lines]) == lines


def test_writes_elsewhere_are_found() -> None:
    lines = [
        f'12 openat(AT_FDCWD, "{HOME}/notes.txt", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3',
        f'12 rename("{HOME}/.config/counterpoint/a", "{HOME}/.config/other/b") = 0',
        '12 unlink("/opt/counterpoint/_internal/x") = 0',
        f'12 mkdir("{HOME}/.local/share/counterpoint-other", 0777) = 0',
    ]
    assert proof.writes_elsewhere([*TRACE.splitlines(), *lines]) == [
        f"{HOME}/notes.txt",
        f"{HOME}/.config/other/b",
        "/opt/counterpoint/_internal/x",
        f"{HOME}/.local/share/counterpoint-other",
    ]


def test_output_that_nobody_expects_is_found() -> None:
    assert proof.unexpected("\nfine: 1\nqt.qpa: strange\n", [r"^fine"]) == ["qt.qpa: strange"]


def test_what_came_went_or_changed_is_told() -> None:
    assert proof.changes({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == ["b", "c", "d"]


def test_what_is_left_in_opt_is_told_but_not_the_empty_folder(tmp_path: Path) -> None:
    root = proof.Root(tmp_path)
    before = root.state()
    (tmp_path / "opt").mkdir()
    assert not proof.changes(before, root.state())
    (tmp_path / "opt" / "counterpoint").mkdir()
    assert proof.changes(before, root.state()) == ["opt/counterpoint"]
