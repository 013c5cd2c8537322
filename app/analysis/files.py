"""From what a person names (files, folders) to the files to read, and the workspace they belong to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.analysis.entries import LARGEST_FILE, is_folder, is_hidden, is_litter, why_not_file, why_not_folder

WORKSPACE_SUFFIX = ".counterpoint"


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in order, and those that cannot be, each with its reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...]


def find_files(named: Iterable[Path], largest: int = LARGEST_FILE) -> Found:
    """Every file that is named or lies in a named folder, once, folders in order of name.

    What is hidden in a folder is listed and not read, and so are links to folders, which could lead
    round in a circle. A file that is named itself is tried whatever its name and kind. What systems
    leave in folders by themselves is passed over in silence. Nothing is opened.

    Args:
        named: Files and folders.
        largest: Bytes of the largest file that is read.
    """
    steps = find_files_in_steps(named, largest)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def find_files_in_steps(named: Iterable[Path], largest: int = LARGEST_FILE) -> Generator[None, None, Found]:
    """The same as `find_files`, yielding after each file."""
    finder = _Finder(largest)
    for path in named:
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links as the person wrote them
        if is_folder(whole):
            yield from finder.walk(whole)
        else:
            finder.try_file(whole, is_named=True)
            yield
    skipped = {path: reason for path, reason in finder.skipped.items() if path not in finder.files}
    return Found(tuple(finder.files), tuple(skipped.items()))


class _Finder:
    """Collects files, and what cannot be read, each once and in order."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self.files: dict[Path, None] = {}
        self.skipped: dict[Path, str] = {}

    def walk(self, folder: Path) -> Iterator[None]:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name.casefold())
        except OSError as error:
            self.skipped[folder] = f"The folder could not be opened: {error.strerror}."
            return
        for entry in entries:
            path = Path(entry.path)
            if is_litter(entry.name):
                continue
            if is_hidden(entry):
                self.skipped[path] = "It is hidden: name it itself to have it read."
            elif entry.is_dir(follow_symlinks=False):
                yield from self.walk(path)
            elif is_folder(path):
                self.skipped[path] = why_not_folder(path)
            else:
                self.try_file(path)
            yield

    def try_file(self, path: Path, *, is_named: bool = False) -> None:
        reason = why_not_file(path, self._largest, is_named=is_named)
        if reason is None:
            self.files[path] = None
        else:
            self.skipped[path] = reason


def workspace_for(named: Iterable[Path]) -> Path:
    """The workspace that belongs to the named paths.

    A single workspace file is itself. Anything else has an unnamed workspace in the user's data
    folder, keyed by the set of paths, so that naming them again finds it again.
    """
    whole = sorted({os.path.abspath(path) for path in named})  # noqa: PTH100
    if len(whole) == 1 and whole[0].endswith(WORKSPACE_SUFFIX):
        return Path(whole[0])
    key = hashlib.blake2b("\n".join(whole).encode("utf-8", "surrogateescape"), digest_size=10).hexdigest()
    return _unnamed_folder() / f"{key}{WORKSPACE_SUFFIX}"


def is_unnamed(workspace: Path) -> bool:
    """Whether a workspace is one that the program keeps by itself."""
    return workspace.parent == _unnamed_folder()


def _unnamed_folder() -> Path:
    return paths.data_folder() / "workspaces"
