"""The installer for Windows, which NSIS compiles on any system."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from app import __version__
from build_scripts.installers.archives import OUTPUT
from build_scripts.installers.bundle import PackagingError
from build_scripts.installers.contents import FILES, PREPARED

LAUNCHERS = ("counterpoint.exe", "counterpointw.exe")
"""For the command line, and for the window without a console behind it."""


def make(payload: Path, output: Path | None = None) -> Path:
    """Compile the installer.

    Args:
        payload: A bundle made on Windows.
        output: The installer's place; among the others if None.

    Raises:
        PackagingError: The payload is none for Windows, or NSIS is missing.
        subprocess.CalledProcessError: NSIS refuses the script.
    """
    missing = [name for name in (*LAUNCHERS, "_internal/LICENSE") if not (payload / name).is_file()]
    if missing:
        raise PackagingError(f"{payload} is no bundle made on Windows: it lacks {', '.join(missing)}.")
    makensis = shutil.which("makensis")
    if makensis is None:
        raise PackagingError("NSIS is missing: install makensis (Debian: nsis).")
    path = output or OUTPUT / f"counterpoint-{__version__}-windows-x86_64-setup.exe"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"VERSION": __version__, "PAYLOAD": payload.resolve(), "OUTPUT": path.resolve()}
    icon = PREPARED / "counterpoint.ico"
    if icon.is_file():
        values["ICON"] = icon
    mark = "/" if os.name == "nt" else "-"
    definitions = [f"{mark}D{name}={value}" for name, value in values.items()]
    subprocess.run(
        [makensis, f"{mark}V2", f"{mark}WX", *definitions, str(FILES / "installer.nsi")], check=True
    )
    return path
