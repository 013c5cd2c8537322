"""Running an installed Counterpoint in a root of its own and holding it to its promises.

What is looked at: what it writes on its streams, which files it opens for writing, which sockets it opens,
and what it leaves behind. `build_scripts/check_bundle.py` says in which order.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.installers.bundle import PackagingError

USER = "analyst"
HOME = f"/home/{USER}"
SUITE = "bookworm"
DATA_FOLDERS = (
    f"{HOME}/.local/share/counterpoint",
    f"{HOME}/.config/counterpoint",
    f"{HOME}/.local/state/counterpoint",
)
"""Where the program may write."""

ELSEWHERE: tuple[tuple[str, str], ...] = (
    (r"/dev/(null|tty|pts/\d+)", "no file"),
    (r"/proc/self/.*", "no file"),
    (r"/dev/shm/.*", "shared memory with the display, gone at the end"),  # noqa: S108
    (r"/tmp/[^/]+", "a passing file, gone at the end"),  # noqa: S108
    (
        rf"{HOME}/(\.cache|\.local|\.config|\.local/share|\.local/state)",
        "the folders above the program's own",
    ),
    (rf"{HOME}/\.cache/fontconfig.*", "the system's font library keeps its own list of fonts"),
)
"""Other places that may be opened for writing, and why."""

_RECORDS = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "run", "tmp", "proc", "sys", "dev", "home")
"""Of a root, what records an installation without being part of it, and what belongs to the person."""

_UNLISTED = "opt"
"""A folder that Debian lists as nobody's, so that dpkg takes it away with the last package in it."""

_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITING_FLAGS = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
_CHANGING = (
    "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
    "truncate", "unlink", "unlinkat", "rmdir",
)  # fmt: skip
TRACED = ("socket", "open", "openat", *_CHANGING)


@dataclass(frozen=True, slots=True)
class Root:
    """A system of its own below a folder."""

    folder: Path

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in it as its administrator, with the network of the machine."""
        settings = [
            "env",
            "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND=noninteractive",
            "LC_ALL=C",
        ]
        done = subprocess.run(
            ["chroot", str(self.folder), *settings, *command], capture_output=True, text=True, check=False
        )
        if check and done.returncode != 0:
            raise PackagingError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done

    def inside(self, *words: str) -> list[str]:
        """A command that runs the words in it as the person, without any network."""
        settings = ["env", "-i", "PATH=/usr/bin:/bin", f"HOME={HOME}", "LANG=C.UTF-8"]
        return [
            "unshare",
            "--net",
            "chroot",
            f"--userspec={USER}:{USER}",
            str(self.folder),
            *settings,
            *words,
        ]

    def at(self, place: str) -> Path:
        """A place in it, as this system names it."""
        return self.folder / place.lstrip("/")

    def state(self) -> dict[str, str]:
        """Every file and what it holds, without records, the person's own, and the folder /opt by itself.

        What lies in /opt is told by size and time, all else by its content: lists that the system makes
        of others are made anew at every installation.
        """
        found: dict[str, str] = {}
        for path in self._files():
            place = path.relative_to(self.folder).as_posix()
            if place == _UNLISTED:
                continue
            status = path.lstat()
            if path.is_symlink():
                found[place] = str(path.readlink())
            elif not path.is_file():
                found[place] = ""
            elif place.startswith("opt/"):
                found[place] = f"{status.st_size} {status.st_mtime_ns}"
            else:
                found[place] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def _files(self) -> Iterator[Path]:
        for place, folders, files in os.walk(self.folder):
            inside = Path(place).relative_to(self.folder)
            folders[:] = [name for name in folders if (inside / name).as_posix() not in _RECORDS]
            yield from (Path(place, name) for name in (*folders, *files))


def make_root(folder: Path) -> Root:
    """Make a minimal Debian with a person in it; one that is there is taken again.

    Raises:
        PackagingError: It cannot be made.
    """
    root = Root(folder)
    if not (folder / "etc" / "debian_version").is_file():
        if shutil.which("debootstrap") is None:
            raise PackagingError("debootstrap is missing: apt-get install debootstrap.")
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise PackagingError(f"debootstrap failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    for name in ("/etc/resolv.conf", "/etc/hosts"):
        if Path(name).is_file():
            shutil.copyfile(name, root.at(name))
    if root.run("id", USER, check=False).returncode != 0:
        root.run("useradd", USER)
    return root


def trace(log: Path) -> list[str]:
    """The beginning of a command that writes down the calls of all it starts."""
    return [
        "strace",
        "--follow-forks",
        "--seccomp-bpf",
        "--quiet=all",
        "-e",
        f"trace={','.join(TRACED)}",
        "-e",
        "signal=none",
        "-o",
        str(log),
    ]


def internet_sockets(log: Iterable[str]) -> list[str]:
    """The lines of a trace that open a socket to an internet."""
    return [line.strip() for line in log if re.search(r"\bsocket\(AF_INET6?\b", line)]


def writes_elsewhere(log: Iterable[str]) -> list[str]:
    """The places that a trace changes, or opens to change, and that are not the program's to write to."""
    places: dict[str, None] = {}
    for line in log:
        call = _CALL.match(line)
        if call is None or call["result"].startswith("-") or call["name"] == "socket":
            continue
        if call["name"] in ("open", "openat") and not _WRITING_FLAGS.search(call["arguments"]):
            continue
        for place in _QUOTED.findall(call["arguments"]):
            if not _may_write(place):
                places[place] = None
    return list(places)


def _may_write(place: str) -> bool:
    if any(place == folder or place.startswith(f"{folder}/") for folder in DATA_FOLDERS):
        return True
    return any(re.fullmatch(pattern, place) for pattern, _ in ELSEWHERE)


def unexpected(lines: str, allowed: Sequence[str] = ()) -> list[str]:
    """The lines of a stream that are neither empty nor allowed."""
    return [
        line
        for line in lines.splitlines()
        if line.strip() and not any(re.search(one, line) for one in allowed)
    ]


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Files that came, went or changed between two states."""
    return sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
