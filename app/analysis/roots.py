"""What was opened into a workspace and what was taken out of it, as the workspace itself records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

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
        named = list(named)
        self.opened.extend(path for path in named if path not in self.opened)
        self.removed = [path for path in self.removed if path not in named]
        self._keep()

    def remove(self, path: Path) -> None:
        """Leave out a file, also where its folder is opened again."""
        self.opened = [root for root in self.opened if root != path]
        self.removed.append(path)
        self._keep()

    def _load(self, key: str) -> list[Path]:
        kept = self._workspace.meta(key) or "[]"
        paths = json.loads(kept) if kept.startswith("[") else kept.splitlines()  # as the first ones did
        return [Path(path) for path in paths]

    def _keep(self) -> None:
        if not self._workspace.read_only:
            self._workspace.set_meta(OPENED, _written(self.opened))
            self._workspace.set_meta(REMOVED, _written(self.removed))


def _written(paths: Iterable[Path]) -> str:
    """ASCII, because names hold line ends, and bytes that are no text, which only an escape can keep."""
    return json.dumps([str(path) for path in paths])
