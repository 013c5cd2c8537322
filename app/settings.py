"""The program's settings: one frozen record, kept as TOML in the user's configuration folder.

What the program remembers by itself (last workspace, recent files, zoom) and what a person may set by
hand live in the same small table, so that one file tells everything.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

import tomli_w

log = logging.getLogger(__name__)

FILE_NAME = "settings.toml"
RECENT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that outlives a run.

    Attributes:
        theme: "system", "light" or "dark".
        zoom: Text size in percent, 60 to 200.
        reduced_motion: Whether animations are left out.
        embedding_model: Folder of a sentence-transformers model; empty for the bundled one.
        reader_memory_mb: Memory that reading one file may take, in megabytes.
        reader_seconds: Time that reading one file may take.
        largest_file_mb: The largest file that is read, in megabytes.
        last_workspace: The workspace that opens on a start without arguments.
        recent: Files and folders opened lately, newest first.
    """

    theme: str = "system"
    zoom: int = 100
    reduced_motion: bool = False
    embedding_model: str = ""
    reader_memory_mb: int = 2048
    reader_seconds: int = 120
    largest_file_mb: int = 200
    last_workspace: str = ""
    recent: tuple[str, ...] = ()

    @property
    def largest_file(self) -> int:
        """Bytes of the largest file that is read."""
        return self.largest_file_mb * 1024 * 1024

    @property
    def model_folder(self) -> Path | None:
        """The folder of the embedding model; None for the bundled one."""
        return Path(self.embedding_model).expanduser() if self.embedding_model else None

    @property
    def start_folder(self) -> str:
        """The folder where a file dialog begins: that of what was opened last, else the home folder."""
        if not self.recent:
            return str(Path.home())
        latest = Path(self.recent[0])
        return str(latest if latest.is_dir() else latest.parent)

    def with_recent(self, path: str) -> Self:
        """These settings with `path` first among the recent ones."""
        others = tuple(known for known in self.recent if known != path)
        return replace(self, recent=(path, *others)[:RECENT_LIMIT])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the settings in `folder`.

        A missing file gives the defaults. A file that is no TOML, a value of the wrong type or a
        number below 1 is logged and the default used, so that a slip in the file never keeps the
        program from starting.
        """
        path = folder / FILE_NAME
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            log.warning("settings not read: %s", error)
            return cls()
        known: dict[str, Any] = {}
        for field in fields(cls):
            if field.name not in table:
                continue
            value = table[field.name]
            if isinstance(value, list):
                value = tuple(value)
            if _fits(value, field.default):
                known[field.name] = value
            else:
                log.warning("setting %s has a value that it cannot have", field.name)
        return cls(**known)

    def save(self, folder: Path) -> None:
        """Write the settings to `folder`, replacing the file in one step.

        Raises:
            OSError: The folder cannot be written.
        """
        write_toml(folder / FILE_NAME, asdict(self))


def write_toml(path: Path, table: Mapping[str, Any]) -> None:
    """Write a table to a file, which takes the place of the old one in one step.

    Raises:
        OSError: The folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(tomli_w.dumps(table), encoding="utf-8")
    temporary.replace(path)


def _fits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if type(value) is not type(default):
        return False
    return not isinstance(value, int) or isinstance(value, bool) or value >= 1
