"""What was opened into a workspace and what was taken out of it, as the workspace itself records."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from app.analysis.entries import is_gone
from app.workspace.workspace import Workspace

OPENED, REMOVED = "roots", "removed"


class Roots:
    """The files and folders that a workspace is made of; a read-only one keeps its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.opened = self._load(OPENED)
        self.removed = self._load(REMOVED)

    def open(self, named: Iterable[Path]) -> None:
        """Add files and folders; a file that was removed comes back by being named."""
        named = _whole(named)
        self.opened.extend(path for path in named if path not in self.opened)
        self.removed = [path for path in self.removed if path not in named]
        self._keep()

    def remove(self, path: Path) -> None:
        """Leave out a file, also where its folder is opened again."""
        self.opened = [root for root in self.opened if root != path]
        self.removed.append(path)
        self._keep()

    def move(self, named: Iterable[Path]) -> None:
        """Take note that what was opened is now at other paths, and what was removed from it with it."""
        named = _whole(named)
        if len(named) == len(self.opened) == 1:
            old, new = self.opened[0], named[0]
            self.removed = [
                new / path.relative_to(old) if path.is_relative_to(old) else path for path in self.removed
            ]
        self.opened = named
        self._keep()

    def forget_gone(self, present: Iterable[Path]) -> None:
        """Leave out what was opened, is not there any more, and holds none of these paths."""
        present = list(present)
        kept = [
            root
            for root in self.opened
            if not is_gone(root) or any(path.is_relative_to(root) for path in present)
        ]
        if kept != self.opened:
            self.opened = kept
            self._keep()

    def _load(self, key: str) -> list[Path]:
        kept = self._workspace.meta(key) or "[]"
        paths = json.loads(kept) if kept.startswith("[") else kept.splitlines()  # as the first ones did
        return [Path(path) for path in paths]

    def _keep(self) -> None:
        if not self._workspace.read_only:
            self._workspace.set_meta(OPENED, _written(self.opened))
            self._workspace.set_meta(REMOVED, _written(self.removed))


def _whole(paths: Iterable[Path]) -> list[Path]:
    """Paths that mean the same wherever the program starts."""
    return [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - keeps links


def _written(paths: Iterable[Path]) -> str:
    """ASCII, because names hold line ends, and bytes that are no text, which only an escape can keep."""
    return json.dumps([str(path) for path in paths])
