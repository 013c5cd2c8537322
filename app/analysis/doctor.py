"""The state of an installation, told in lines: versions, models, resources, what is reachable."""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from app import paths
from app.embedding.models import bundled_model_folder, embedding_model_id, is_export
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.engine.requests import RelatePairs, WarmUp
from app.errors import CounterpointError, ModelError
from app.release import this_release
from app.settings import Settings

PACKAGES = ("numpy", "pyside6-essentials", "onnxruntime", "tokenizers")
REFERENCE = ("sentence-transformers", "torch")
FONTS = 7
_PAIR = ("It rained on Monday.", "It did not rain on Monday.")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, what was found, and whether the program can work with it."""

    name: str
    found: str
    is_sound: bool = True


def examine(out: TextIO) -> int:
    """Write the state of the installation; 0 if it is sound, 1 if not."""
    checks = list(_checks())
    width = max(len(check.name) for check in checks)
    for check in checks:
        out.write(f"{'ok ' if check.is_sound else 'BAD'} {check.name.ljust(width)}  {check.found}\n")
    return 0 if all(check.is_sound for check in checks) else 1


def _checks() -> Iterator[Check]:
    yield Check("counterpoint", str(this_release()))
    yield Check("python", f"{platform.python_version()} on {platform.platform()}")
    yield Check("sqlite", sqlite3.sqlite_version)
    runs_export = _runs_export()
    for package in PACKAGES if runs_export else (*PACKAGES, *REFERENCE):
        try:
            yield Check(package, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield Check(package, "not installed", is_sound=False)
    yield from _models(runs_export=runs_export)
    fonts = len(list(paths.resource("fonts").glob("*.[ot]tf")))
    yield Check("fonts", f"{fonts} of {FONTS}", is_sound=fonts == FONTS)
    samples = paths.sample_corpus()
    yield Check("sample documents", str(samples), is_sound=samples.is_dir())
    for name, folder in zip(("data", "settings", "log"), paths.stored_folders(), strict=True):
        yield Check(name, str(folder))
    yield Check("network", "never used: no document, question or setting leaves this machine")


def _models(*, runs_export: bool) -> Iterator[Check]:
    """The models, told and tried: what loads here loads in the window."""
    folder = Settings.load(paths.config_folder()).model_folder
    try:
        runtime = "ONNX Runtime" if runs_export else "sentence-transformers"
        found = f"{embedding_model_id(folder)} in {folder or bundled_model_folder()}"
        yield Check("embedding model", f"{found}, run by {runtime}")
    except ModelError as error:
        yield Check("embedding model", str(error), is_sound=False)
        return
    try:
        with Engine(folder) as engine:
            started = time.monotonic()
            run_to_end(engine, engine.call(WarmUp()))
            yield Check("engine", f"ready in {time.monotonic() - started:.2f} s")
            told = run_to_end(engine, engine.call(RelatePairs((_PAIR,))))
    except CounterpointError as error:
        yield Check("engine", str(error), is_sound=False)
        return
    yield Check("relation model", told.model_id or "missing", is_sound=told.model_id is not None)


def _runs_export() -> bool:
    folder = Settings.load(paths.config_folder()).model_folder
    try:
        return is_export(folder or bundled_model_folder())
    except ModelError:
        return False
