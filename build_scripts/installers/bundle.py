"""The bundle: one folder that holds the program and all that it needs."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from app import __version__
from app.embedding.models import EXPORT_RECORD
from app.release import RECORD
from build_scripts import dev
from build_scripts.installers import environment, slimming
from build_scripts.installers.contents import BUILD, PREPARED, ROOT

DIST = BUILD / "dist"
FOLDER = DIST / "counterpoint"
TARGET_MEGABYTES = 280
_LARGEST = 10
TOOLS = {"icupkg": "icu-devtools", "objcopy": "binutils", "strip": "binutils"}


class PackagingError(Exception):
    """A package cannot be made; the message says what is missing."""


def commit() -> tuple[str, str, int]:
    """The checkout's commit: abbreviated name, date (ISO 8601) and seconds since the epoch.

    Raises:
        PackagingError: This is no checkout.
    """
    command = ["git", "log", "-1", "--format=%h %cs %ct", "--abbrev=10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackagingError("Bundles are made from a git checkout, whose commit they name.")
    name, date, seconds = done.stdout.split()
    return name, date, int(seconds)


def made_from() -> tuple[str, str, int]:
    """The commit that the bundle was made from, in the form of `commit`.

    Raises:
        PackagingError: There is no bundle.
    """
    try:
        record = json.loads((FOLDER / "_internal" / "resources" / RECORD).read_text(encoding="utf-8"))
        return record["commit"], record["date"], int(FOLDER.stat().st_mtime)
    except OSError as error:
        raise PackagingError("There is no bundle yet: make it with the command bundle.") from error


def install_tools() -> None:
    """Install what the bundle on Linux is made with and of: libraries of Qt's, binutils, ICU's tools.

    Raises:
        dev.SetUpError: They cannot be installed from here.
    """
    libraries = dev.QT_LIBRARIES | dev.X11_LIBRARIES | dev.WAYLAND_LIBRARIES
    wanted = set(dev.missing_libraries(libraries).values())
    wanted |= {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    if wanted:
        dev.install_system_packages(
            sorted(wanted), "The bundle is made with system packages that are missing."
        )


def prepare() -> None:
    """Make what is in the bundle but not in the repository: the exported model, the release's name."""
    resources = PREPARED / "resources"
    model = resources / "models" / "embedding"
    if not (model / EXPORT_RECORD).is_file():
        if importlib.util.find_spec("torch") is None:
            raise PackagingError(
                f"There is no exported embedding model in {model}, and PyTorch, which exports it, is not "
                "installed here. Run this with the interpreter of a full set-up (.venv), or put the files of "
                "another machine's export there."
            )
        export = [sys.executable, str(ROOT / "build_scripts" / "export_models.py"), str(model)]
        subprocess.run(export, cwd=ROOT, check=True)
    name, date, _ = commit()
    record = {"version": __version__, "commit": name, "date": date}
    (resources / RECORD).write_text(json.dumps(record) + "\n", encoding="utf-8", newline="\n")


def make() -> Path:
    """Make the bundle; two runs on one commit, in one place, give the same bytes."""
    if sys.platform.startswith("linux"):
        install_tools()
    prepare()
    python = environment.make()
    settings = {**os.environ, "SOURCE_DATE_EPOCH": str(commit()[2]), "PYTHONHASHSEED": "0"}
    settings.pop("PYTHONPATH", None)
    subprocess.run([str(python), "-m", "build_scripts.installers.icons", str(PREPARED)], cwd=ROOT, check=True)
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(BUILD / "work")]
    subprocess.run(
        [*command, str(ROOT / "build_scripts" / "counterpoint.spec")], cwd=ROOT, env=settings, check=True
    )
    if sys.platform.startswith("linux"):
        slimming.strip_symbols(FOLDER / "_internal")
        slimming.trim_icu(FOLDER / "_internal")
    _settle(commit()[2])
    return FOLDER


def _settle(moment: int) -> None:
    """Give every file the commit's time and plain rights, so that archives of it are alike."""
    for path in [FOLDER, *FOLDER.rglob("*")]:
        if path.is_symlink():
            continue
        is_open = path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)
        path.chmod(0o755 if is_open else 0o644)
        os.utime(path, (moment, moment))


def size(folder: Path) -> int:
    """Bytes of all files below a folder, each counted once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def tell(folder: Path = FOLDER) -> None:
    """Print the bundle's size and its ten largest parts."""
    own = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    files = [(path.stat().st_size, path) for path in own]
    inside = (folder / "_internal").iterdir()
    parts = [(sum(length for length, path in files if path.is_relative_to(part)), part) for part in inside]
    print(f"{folder}: {size(folder) / 1e6:.1f} MB in {len(files)} files (target {TARGET_MEGABYTES})")
    for title, found in (("parts", parts), ("files", files)):
        print(f"The ten largest {title}:")
        for length, path in sorted(found, reverse=True)[:_LARGEST]:
            print(f"  {length / 1e6:7.1f} MB  {path.relative_to(folder)}")
