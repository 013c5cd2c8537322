"""What it takes for another try at a file to end better than the last one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.engine.limits import Limits
from app.errors import (
    CounterpointError,
    LimitExceededError,
    OcrMissingError,
    PasswordNeededError,
    UnreachableFileError,
    WorkerDiedError,
)
from app.reading import ocr
from app.workspace.records import SkippedFile
from app.workspace.workspace import Workspace

PASSWORD = "password"  # noqa: S105 - the obstacle, not a secret
_OCR = "ocr"
_AT_ANOTHER_TIME = (UnreachableFileError, WorkerDiedError)


@dataclass(frozen=True, slots=True)
class FileState:
    """Size in bytes and `st_mtime_ns` of a file."""

    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> FileState | None:
        """That of a file now; None if it cannot be told."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Means:
    """With what files are tried: what can make a difference where one could not be read.

    Attributes:
        limits: What the reader may take.
        passwords: What was given for files.
    """

    limits: Limits
    passwords: Mapping[Path, str] = field(default_factory=dict, repr=False)

    def failed(self, path: Path, error: CounterpointError, state: FileState | None) -> SkippedFile:
        """The file as one to list.

        Args:
            path: The file, or the place of a part within it.
            error: Why it was not read.
            state: That of the file before it was tried.
        """
        if state is None or isinstance(error, _AT_ANOTHER_TIME):
            return SkippedFile(path, str(error))
        return SkippedFile(path, str(error), state.size, state.modified, self._obstacle(error))

    def would_fail_again(self, file: SkippedFile) -> bool:
        """Whether what kept an unchanged file from being read still does."""
        match file.obstacle:
            case "password":
                return file.path not in self.passwords
            case "ocr":
                return not ocr.is_installed()
            case obstacle:
                return obstacle in (self._version, self._limits)

    def _obstacle(self, error: CounterpointError) -> str:
        match error:
            case PasswordNeededError():
                return PASSWORD
            case OcrMissingError():
                return _OCR
            case LimitExceededError():
                return self._limits
            case _:
                return self._version

    @property
    def _version(self) -> str:
        return f"counterpoint {__version__}"

    @property
    def _limits(self) -> str:
        return f"{self.limits.memory} MB, {self.limits.seconds} s"


def locked_files(workspace: Workspace) -> tuple[Path, ...]:
    """The files that are listed because they need a password; not what is attached to others."""
    return tuple(
        file.path
        for file in workspace.skipped()
        if file.obstacle == PASSWORD and os.path.isfile(file.path)  # noqa: PTH113
    )
