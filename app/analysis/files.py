"""From what a person names (files, folders) to the files to read, and the workspace they belong to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app import paths
from app.reading.kinds import is_supported
from app.workspace.records import WorkspaceInUseError
from app.workspace.workspace import Workspace

WORKSPACE_SUFFIX = ".counterpoint"


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in order, and those that cannot be, each with its reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...]


def find_files(named: Iterable[Path]) -> Found:
    """Every file that is named or lies in a named folder, once, folders in order of name.

    Hidden files and folders are left out of a folder without a word, as file managers do; so are
    links to folders, which could lead round in a circle. A file that is named itself is always
    tried; a file in a folder whose kind is unknown is listed.
    """
    files: dict[Path, None] = {}
    skipped: list[tuple[Path, str]] = []
    for path in named:
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links as the person wrote them
        if whole.is_dir():
            _walk(whole, files, skipped)
        else:
            files[whole] = None
    return Found(tuple(files), tuple(skipped))


def _walk(folder: Path, files: dict[Path, None], skipped: list[tuple[Path, str]]) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.casefold())
    except OSError as error:
        skipped.append((folder, f"The folder could not be opened: {error.strerror}."))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            _walk(path, files, skipped)
        elif path.is_dir() or path.suffix.lower().startswith(WORKSPACE_SUFFIX):
            continue
        elif is_supported(path):
            files[path] = None
        else:
            skipped.append((path, f"Files of the kind “{path.suffix or path.name}” cannot be read."))


@contextmanager
def workspace_of(named: Sequence[Path]) -> Iterator[Workspace]:
    """The workspace of the named paths, open; a passing one where a window has theirs open already.

    Raises:
        WorkspaceError: It cannot be used, or a workspace file that was named is open elsewhere.
    """
    path = workspace_for(named)
    with ExitStack() as stack:
        try:
            workspace = Workspace.open(path)
        except WorkspaceInUseError:
            if path in named:
                raise
            folder = stack.enter_context(TemporaryDirectory(prefix="counterpoint-"))
            workspace = Workspace.open(Path(folder, path.name))
        yield stack.enter_context(workspace)


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
