"""The files of a workspace beside those on disk: which are as they were, which are gone, which have moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from app.analysis.attempts import FileState, Means
from app.analysis.entries import is_gone
from app.engine.requests import ReadResult
from app.workspace.records import SkippedFile, StoredSource
from app.workspace.workspace import Workspace


class KnownFiles:
    """What a workspace knew of files when it was opened.

    Args:
        workspace: Where the sources are.
        means: With what files are tried.
    """

    def __init__(self, workspace: Workspace, means: Means) -> None:
        self._workspace = workspace
        self._means = means
        self._sources: dict[Path, list[StoredSource]] = {}
        for source in workspace.sources():
            self._sources.setdefault(source.file, []).append(source)
        self._skipped: dict[Path, list[SkippedFile]] = {}
        for file in workspace.skipped():
            for path in (file.path, *file.path.parents):
                self._skipped.setdefault(path, []).append(file)
        self._lost: dict[tuple[str, str], list[Path]] | None = None

    def sources(self, path: Path) -> list[StoredSource]:
        """The sources that a file held."""
        return self._sources.get(path, [])

    def is_unchanged(self, path: Path) -> bool:
        """Whether a file is as it was when it was read, or could not be, and trying again changes nothing."""
        state = FileState.of(path)
        tried = [file for file in self._skipped.get(path, ()) if FileState(file.size, file.modified) == state]
        if not all(map(self._means.would_fail_again, tried)):
            return False
        sources = self.sources(path)
        return bool(tried) or (
            bool(sources) and all(FileState(one.size, one.modified) == state for one in sources)
        )

    def is_out_of_reach(self, path: Path) -> bool:
        """Whether a file was there and could not be got at when it was tried last."""
        return any(file.path == path and file.size < 0 for file in self._skipped.get(path, ()))

    def list_skipped(self, skipped: Iterable[tuple[Path, str]], unchanged: Collection[Path]) -> None:
        """List what cannot be read now, and what could not be read of files that have not changed since."""
        still = {file.path: file for path in unchanged for file in self._skipped.get(path, ())}
        self._workspace.clear_skipped()
        for path, reason in skipped:
            self._workspace.set_skipped(SkippedFile(path, reason))
        for file in still.values():
            self._workspace.set_skipped(file)

    # Contents that are known already

    def hashes(self, path: Path) -> frozenset[str]:
        """The contents that a file need not be read for: its own, and those of files that are gone."""
        sources = self.sources(path)
        if sources:
            own = {source.sha256 for source in sources}
            is_whole = len(own) == 1 and all(source.modified >= 0 for source in sources)
            return frozenset(own) if is_whole and not self._skipped.get(path) else frozenset()
        return frozenset(sha256 for sha256, suffix in self._find_lost() if suffix == path.suffix.lower())

    def take_over(self, path: Path, result: ReadResult) -> None:
        """Take in a file whose content is one of `hashes`: it was touched, or it has moved."""
        if not self.sources(path):
            key = result.sha256, path.suffix.lower()
            lost = self._find_lost()
            moved = max(lost[key], key=lambda file: _common_ending(file, path))
            lost[key].remove(moved)
            if not lost[key]:
                del lost[key]
            self._relink(moved, path)
        self._workspace.touch(path, result.size, result.modified)

    def _relink(self, old: Path, new: Path) -> None:
        for source in self._sources.pop(old, ()):
            self._workspace.relink(source, new / source.path.relative_to(old), new)

    def _find_lost(self) -> dict[tuple[str, str], list[Path]]:
        """The files that are gone, by hash and suffix."""
        if self._lost is None:
            self._lost = {}
            for file, sources in self._sources.items():
                if is_gone(file):
                    self._lost.setdefault((sources[0].sha256, file.suffix.lower()), []).append(file)
        return self._lost


def gone_sources(workspace: Workspace) -> frozenset[int]:
    """Ids of the sources whose file is not there any more."""
    files: dict[Path, bool] = {}
    gone = set()
    for source in workspace.sources():
        if source.file not in files:
            files[source.file] = is_gone(source.file)
        if files[source.file]:
            gone.add(source.id)
    return frozenset(gone)


def _common_ending(one: Path, other: Path) -> int:
    """How many parts two paths have in common, from the file's name upwards."""
    same = 0
    for a, b in zip(reversed(one.parts), reversed(other.parts), strict=False):
        if a != b:
            break
        same += 1
    return same
