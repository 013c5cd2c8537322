"""What was opened into a workspace and what was taken out of it, as the workspace itself records."""

from __future__ import annotations

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
        return [Path(line) for line in (self._workspace.meta(key) or "").splitlines()]

    def _keep(self) -> None:
        if not self._workspace.read_only:
            self._workspace.set_meta(OPENED, "\n".join(map(str, self.opened)))
            self._workspace.set_meta(REMOVED, "\n".join(map(str, self.removed)))
