"""Watches the folders that are open; tells once things have been quiet for a moment."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.analysis.entries import is_gone

log = logging.getLogger(__name__)

QUIET = 500
"""Milliseconds without a change after which it is told: a copy of many files is one change."""
MOST = 2000
"""Folders and files that are watched: systems allow some thousands in all programs together."""


class FolderWatch(QObject):
    """Emits `stirred` after something was made, changed, renamed or deleted in what is watched."""

    stirred = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self.stirred)
        self._watcher.directoryChanged.connect(self.stir)
        self._watcher.fileChanged.connect(self.stir)

    def watch(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Watch these in place of what was watched; where they are too many, the first ones, folders first.

        A folder tells of files that come and go, a file of changes in place.
        """
        wanted = {str(path): None for path in islice((*folders, *files), MOST) if not is_gone(path)}
        watched = {*self._watcher.directories(), *self._watcher.files()}
        if stale := sorted(watched - wanted.keys()):
            self._watcher.removePaths(stale)
        if fresh := [path for path in wanted if path not in watched]:
            failed = self._watcher.addPaths(fresh)
            if failed:
                log.info("%d places cannot be watched", len(failed))

    def stir(self) -> None:
        """Something may have changed."""
        self._quiet.start()

    def rest(self) -> None:
        """Watch nothing."""
        self.watch((), ())
        self._quiet.stop()
