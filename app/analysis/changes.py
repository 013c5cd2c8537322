"""What has changed on disk since a workspace was opened; nothing is read for it."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from pathlib import Path

from app.analysis.attempts import Means
from app.analysis.entries import is_gone
from app.analysis.files import find_files_in_steps
from app.analysis.known_files import KnownFiles
from app.workspace.workspace import Workspace


def find_changes(
    workspace: Workspace,
    named: Iterable[Path],
    means: Means,
    *,
    without: Collection[Path],
    largest: int,
    gone: Collection[int],
) -> Generator[None, None, frozenset[Path]]:
    """The files that are new, changed, gone or back, as opening would find them, in very small steps.

    Args:
        workspace: What was opened.
        named: The files and folders it is made of.
        means: With what files are tried.
        without: What was removed from it.
        largest: Bytes of the largest file that is read.
        gone: Ids of the sources that are known to be gone.
    """
    sources = workspace.sources()
    known = KnownFiles(workspace, means)
    found = yield from find_files_in_steps(named, largest)
    changed: set[Path] = set()
    for path in found.files:
        yield
        if path not in without and not known.is_unchanged(path) and not known.is_out_of_reach(path):
            changed.add(path)
    there = frozenset(found.files)
    for source in sources:
        yield
        if (source.file not in there and is_gone(source.file)) != (source.id in gone):
            changed.add(source.file)
    return frozenset(changed)
