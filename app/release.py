"""Which Counterpoint this is: version, commit and the commit's date."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass

from app import __version__
from app.paths import bundle_root, resource

RECORD = "release.json"
"""Written into the bundle's resources when it is built; a checkout asks git instead."""

_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Release:
    """Version, abbreviated commit and its date (ISO 8601); both are empty where they are not known."""

    version: str
    commit: str = ""
    date: str = ""

    def __str__(self) -> str:
        known = f" (commit {self.commit}, {self.date})" if self.commit else ""
        return f"{self.version}{known}"


def this_release() -> Release:
    """What this is, from the bundle's record or from the checkout's git."""
    try:
        record = json.loads(resource(RECORD).read_text(encoding="utf-8"))
        return Release(str(record["version"]), str(record["commit"]), str(record["date"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _of_checkout()


def _of_checkout() -> Release:
    git = shutil.which("git")
    if git is None or not (bundle_root() / ".git").exists():
        return Release(__version__)
    command = [git, "-C", str(bundle_root()), "log", "-1", "--format=%h %cs", "--abbrev=10"]
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, check=True, timeout=_PATIENCE
        )
        commit, date = told.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return Release(__version__)
    return Release(__version__, commit, date)
