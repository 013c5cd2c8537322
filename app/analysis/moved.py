"""A folder that was opened, and moved since: its workspace is found again by what the files hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from app.analysis.entries import is_gone
from app.analysis.files import find_files, is_unnamed, workspace_for
from app.analysis.roots import Roots
from app.errors import WorkspaceError
from app.workspace.peek import HeldFile, held_files
from app.workspace.records import WorkspaceInUseError
from app.workspace.workspace import Workspace

_LOOKED_AT = 50
"""Unnamed workspaces that are looked into, the latest ones first."""
_LEAST_SHARE = 0.5
"""Of the files of a workspace that must lie in the folder for it to be the folder's."""


def find_workspace(named: Sequence[Path]) -> Path:
    """The workspace that belongs to the named paths, as `workspace_for`.

    Where none was kept for them, one whose files are all gone from where they were, and lie here by name
    and content, is theirs: it moves to their place with all that it holds.
    """
    path = workspace_for(named)
    if path.exists() or not is_unnamed(path) or not path.parent.is_dir():
        return path
    moved = _moved(path.parent, named)
    if moved is not None:
        with suppress(WorkspaceError):  # such as that it is open in a window
            with Workspace.open(moved) as workspace:
                Roots(workspace).move(named)
            moved.replace(path)
    return path


@contextmanager
def workspace_of(named: Sequence[Path]) -> Iterator[Workspace]:
    """The workspace of the named paths, open; a passing one where a window has theirs open already.

    Raises:
        WorkspaceError: It cannot be used, or a workspace file that was named is open elsewhere.
    """
    path = find_workspace(named)
    with ExitStack() as stack:
        try:
            workspace = Workspace.open(path)
        except WorkspaceInUseError:
            if path in named:
                raise
            folder = stack.enter_context(TemporaryDirectory(prefix="counterpoint-"))
            workspace = Workspace.open(Path(folder, path.name))
        yield stack.enter_context(workspace)


def _moved(folder: Path, named: Sequence[Path]) -> Path | None:
    """The workspace of the named paths from before they were moved."""
    workspaces = sorted(folder.glob("*.counterpoint"), key=_last_change, reverse=True)[:_LOOKED_AT]
    if not workspaces:
        return None
    here: dict[tuple[str, int], list[Path]] = {}
    for file in find_files(named).files:
        here.setdefault((file.name, file.stat().st_size), []).append(file)
    for workspace in workspaces:
        files = held_files(workspace)
        found = [file for file in files if (file.path.name, file.size) in here]
        if not found or len(found) < _LEAST_SHARE * len(files):
            continue
        if all(is_gone(file.path) for file in files) and _is_same(min(found, key=_size), here):
            return workspace
    return None


def _is_same(file: HeldFile, here: dict[tuple[str, int], list[Path]]) -> bool:
    return any(_sha256(path) == file.sha256 for path in here[file.path.name, file.size])


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _size(file: HeldFile) -> int:
    return file.size


def _last_change(path: Path) -> int:
    return path.stat().st_mtime_ns
