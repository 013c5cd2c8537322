"""Whether a file can be read at all, as the file system tells it, or why not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from app.paths import shown_name
from app.reading.kinds import is_supported

MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
"""Bytes of the largest file that is read, where the settings do not say otherwise."""

_LITTER = frozenset((".ds_store", ".localized", ".directory", "thumbs.db", "desktop.ini", "icon\r"))
_LITTER_BEGINNINGS = ("._", ".~lock.", "~$")
_LITTER_ENDINGS = (".counterpoint", ".counterpoint-wal", ".counterpoint-shm", ".counterpoint-journal")


def is_gone(file: Path) -> bool:
    """Whether a file is not there any more; one of which nothing can be told is not called gone."""
    try:
        file.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, or a link to one; what may not be looked at is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises there


def is_litter(name: str) -> bool:
    """Whether a file is one that systems and programs leave in folders, this one's workspaces included."""
    small = name.casefold()
    return small in _LITTER or small.startswith(_LITTER_BEGINNINGS) or small.endswith(_LITTER_ENDINGS)


def is_hidden(entry: os.DirEntry[str]) -> bool:
    """Whether file managers hide it: by its name, or by its mark on Windows."""
    if entry.name.startswith("."):
        return True
    try:
        marks = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(marks & stat.FILE_ATTRIBUTE_HIDDEN)


def why_not_folder(link: Path) -> str:
    """Why a link to a folder is not followed."""
    target = Path(os.path.realpath(link))
    if Path(os.path.realpath(link.parent)).is_relative_to(target):
        return "It is a link that leads back into a folder it lies in, and round in a circle."
    return f"It is a link to the folder {shown_name(str(target))}: links to folders are not followed."


def why_not_file(path: Path, largest: int, *, is_named: bool) -> str | None:
    """Why a file cannot be read, or None if it is worth trying; it is not opened.

    Args:
        path: The file.
        largest: Bytes of the largest file that is read.
        is_named: Whether it was named itself: then it is tried whatever its kind.
    """
    try:
        status = path.stat()
    except OSError as error:
        return _why_no_status(path, error)
    if not stat.S_ISREG(status.st_mode):
        return "It is a pipe, a socket or a device, not a file."
    if not is_named and not is_supported(path):
        return f"Files of the kind “{shown_name(path.suffix or path.name)}” cannot be read."
    if status.st_size > largest:
        return (
            f"It is larger than {max(1, largest // MEGABYTE)} MB, the largest file that is read: "
            "raise largest_file_mb in the settings to read it."
        )
    if not os.access(path, os.R_OK):
        return "It may not be read by you: change its permissions and open it again."
    return None


def _why_no_status(path: Path, error: OSError) -> str:
    if path.is_symlink():
        try:
            path.resolve(strict=True)
        except FileNotFoundError:
            return "It is a link to a file that is not there."
        except (OSError, RuntimeError):
            return "It is a link that leads round in a circle."
    if isinstance(error, FileNotFoundError):
        return f"It is not there any more: look for it in {shown_name(str(path.parent))}."
    return f"It could not be looked at: {error.strerror or error}."
