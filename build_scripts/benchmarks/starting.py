"""From the start of the process to the first picture of the window."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app import paths
from app.analysis.files import workspace_for
from app.analysis.opening import open_paths
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.settings import Settings
from app.workspace.workspace import Workspace
from build_scripts.benchmarks.figure import Figure

RUNS = 5
TARGET = 1.0


@dataclass(frozen=True, slots=True)
class _Start:
    """One start: from before the process was made to the first paint, and the processor time it took."""

    seconds: float
    work: float
    libraries: int


def measure(_folder: Path) -> list[Figure]:
    """Seconds to the first paint, with nothing open and with the sample corpus open last time."""
    empty = _starts()
    _leave_open()
    reopened = _starts()
    libraries = max(start.libraries for start, _ in [*empty, *reopened])
    return [
        *_figures("window, nothing open", empty),
        *_figures("window, on the last workspace", reopened),
        Figure("window: model libraries loaded in its process", libraries, "libraries", target=0),
    ]


def _starts() -> list[tuple[_Start, _Start]]:
    """Starts of Counterpoint and of a bare window, in turn."""
    return [(_start("counterpoint"), _start("bare")) for _ in range(RUNS)]


def _figures(name: str, starts: list[tuple[_Start, _Start]]) -> list[Figure]:
    peer = "a bare QMainWindow"
    return [
        Figure(
            f"{name}: start to first paint",
            median(ours.seconds for ours, _ in starts),
            "s",
            TARGET,
            peer,
            median(bare.seconds for _, bare in starts),
        ),
        Figure(
            f"{name}: processor time until then",
            median(ours.work for ours, _ in starts),
            "s",
            peer=peer,
            peer_value=median(bare.work for _, bare in starts),
        ),
    ]


def _start(which: str) -> _Start:
    command = [sys.executable, "-m", "build_scripts.benchmarks.first_paint", which]
    began = time.monotonic()
    done = subprocess.run(command, cwd=paths.bundle_root(), check=True, capture_output=True, text=True)
    first = done.stdout.splitlines()[0]  # a window may be painted again before it has closed
    painted, work, libraries = first.split()
    return _Start(float(painted) - began, float(work), int(libraries))


def _leave_open() -> None:
    """Leave the sample corpus behind as a workspace that the next start opens."""
    place = workspace_for([paths.sample_corpus()])
    place.parent.mkdir(parents=True, exist_ok=True)
    with Workspace.open(place) as workspace, Engine() as engine:
        run_to_end(engine, open_paths(workspace, engine, embedding_model_id(), [paths.sample_corpus()]))
    Settings(last_workspace=str(place)).save(paths.config_folder())
