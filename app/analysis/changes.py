"""What has changed on disk since a workspace was opened; nothing is read for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from app.analysis.attempts import Means
from app.analysis.files import find_files
from app.analysis.known_files import KnownFiles, is_gone
from app.workspace.workspace import Workspace


def find_changes(
    workspace: Workspace,
    named: Iterable[Path],
    means: Means,
    *,
    without: Collection[Path],
    largest: int,
    gone: Collection[int],
) -> frozenset[Path]:
    """The files that are new, changed, gone or back, as opening would find them.

    Args:
        workspace: What was opened.
        named: The files and folders it is made of.
        means: With what files are tried.
        without: What was removed from it.
        largest: Bytes of the largest file that is read.
        gone: Ids of the sources that are known to be gone.
    """
    found = find_files(named, largest)
    known = KnownFiles(workspace, means)
    changed = {
        path
        for path in found.files
        if path not in without and not known.is_unchanged(path) and not known.is_out_of_reach(path)
    }
    looked: dict[Path, bool] = {}
    for source in workspace.sources():
        if source.file not in looked:
            looked[source.file] = is_gone(source.file)
        if looked[source.file] != (source.id in gone):
            changed.add(source.file)
    return frozenset(changed)
