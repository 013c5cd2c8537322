"""Following the files of the open workspace: what has changed, what is gone, what needs a password."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.analysis.attempts import Means, locked_files
from app.analysis.changes import find_changes
from app.analysis.entries import LARGEST_FILE, is_folder
from app.analysis.known_files import gone_sources
from app.analysis.roots import Roots
from app.engine.limits import Limits
from app.ui.folder_watch import FolderWatch
from app.ui.job_runner import SLICE
from app.ui.wording import counted
from app.workspace.workspace import Workspace


class Following(QObject):
    """Keeps an eye on the files of a workspace; offers what it sees and does nothing by itself.

    Attributes:
        gone: Ids of the sources whose file is not there any more.
        changes: The files that are new, changed, gone or back since the workspace was opened.
        passwords: What was given for files in this session; kept nowhere else.
    """

    noticed = Signal()
    locked = Signal()

    def __init__(self, limits: Limits, largest: int = LARGEST_FILE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gone: frozenset[int] = frozenset()
        self.changes: frozenset[Path] = frozenset()
        self.passwords: dict[Path, str] = {}
        self.largest = largest
        self._limits = limits
        self._workspace: Workspace | None = None
        self._roots: Roots | None = None
        self._waiting: deque[Path] = deque()
        self._wrong: set[Path] = set()
        self._looking: Generator[None, None, frozenset[Path]] | None = None
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._look_on)
        self._watch = FolderWatch(self)
        self._watch.stirred.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._look_on_return)

    # Changes on disk

    def follow(self, workspace: Workspace, roots: Roots) -> None:
        """Take in what is gone, and watch from now on."""
        self._workspace, self._roots = workspace, roots
        self.gone = gone_sources(workspace)
        files = list(dict.fromkeys(source.file for source in workspace.sources()))
        if not workspace.read_only:
            roots.forget_gone(files)
        folders = [root if is_folder(root) else root.parent for root in roots.opened]
        folders += [
            folder
            for file in files
            for folder in file.parents
            if any(folder.is_relative_to(root) for root in roots.opened)
        ]
        self._watch.watch(dict.fromkeys(folders), files)
        self.look()

    def rest(self) -> None:
        """Follow nothing, while files are being read or because the workspace is left."""
        self._watch.rest()
        self._turns.stop()
        self._workspace = self._roots = self._looking = None
        self.changes = frozenset()
        self.noticed.emit()

    def forget(self) -> None:
        """Leave the workspace; passwords stay for the session."""
        self.rest()
        self.gone = frozenset()
        self._waiting.clear()

    def _look_on_return(self, state: Qt.ApplicationState) -> None:
        """Look when the analyst comes back to the program: not every change is told by the system."""
        if state is Qt.ApplicationState.ApplicationActive and self._workspace is not None:
            self._watch.stir()

    def look(self) -> None:
        """See what has changed on disk."""
        if self._workspace is None or self._roots is None or self._workspace.read_only:
            return
        self._looking = find_changes(
            self._workspace,
            self._roots.opened,
            Means(self._limits, self.passwords),
            without=self._roots.removed,
            largest=self.largest,
            gone=self.gone,
        )
        self._turns.start()

    def _look_on(self) -> None:
        """Look at some files, and leave the window time for its own."""
        until = perf_counter() + SLICE
        try:
            while self._looking is not None and perf_counter() < until:
                next(self._looking)
        except StopIteration as end:
            self._looking = None
            self._turns.stop()
            self.changes = end.value
            self.noticed.emit()

    @property
    def offer(self) -> str:
        """What could be read anew, in words; empty where nothing has changed."""
        return f"{counted(len(self.changes), 'file')} changed" if self.changes else ""

    # Passwords

    def lock(self, path: Path) -> None:
        """A file came up that needs a password, or another one than it was tried with."""
        if self.passwords.pop(path, None) is not None:
            self._wrong.add(path)
        if path not in self._waiting:
            self._waiting.append(path)
            self.locked.emit()

    def lock_all(self, workspace: Workspace) -> bool:
        """Ask for all passwords that are missing, also those that were not given when asked; whether any."""
        for path in locked_files(workspace):
            self.lock(path)
        return bool(self._waiting)

    @property
    def next_locked(self) -> tuple[Path, bool] | None:
        """The file whose password is asked for next, and whether another one was tried."""
        return (self._waiting[0], self._waiting[0] in self._wrong) if self._waiting else None

    def unlock(self, password: str) -> None:
        """Take the password of the file that was asked about; an empty one leaves the file out."""
        if not self._waiting:
            return  # the workspace was left meanwhile
        path = self._waiting.popleft()
        self._wrong.discard(path)
        if password:
            self.passwords[path] = password
