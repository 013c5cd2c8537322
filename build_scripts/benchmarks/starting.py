"""From the start of the process to the first picture of the window."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from app import paths
from app.analysis.files import workspace_for
from app.analysis.opening import open_paths
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.settings import Settings
from app.workspace.workspace import Workspace
from build_scripts.benchmarks.figure import Figure

RUNS = 7
TARGET = 1.0


def measure(_folder: Path) -> list[Figure]:
    """Seconds to the first paint, with nothing open and with the sample corpus open last time."""
    empty = _starts("window: first paint, nothing open")
    _leave_open()
    reopened = _starts("window: first paint, with the last workspace")
    return [*empty, reopened[0]]


def _starts(name: str) -> list[Figure]:
    ours, bare, loaded = [], [], 0
    for _ in range(RUNS):
        seconds, libraries = _start("counterpoint")
        ours.append(seconds)
        bare.append(_start("bare")[0])
        loaded = max(loaded, libraries)
    peer = Figure.of_runs("", bare, "s").value
    figure = Figure.of_runs(name, ours, "s", TARGET)
    return [
        Figure(figure.name, figure.value, "s", TARGET, "a bare QMainWindow", peer),
        Figure("window: model libraries loaded in its process", loaded, "libraries", target=0),
    ]


def _start(which: str) -> tuple[float, int]:
    """Start a window; seconds from before its process was made to its first paint, model libraries."""
    command = [sys.executable, "-m", "build_scripts.benchmarks.first_paint", which]
    began = time.monotonic()
    done = subprocess.run(command, cwd=paths.bundle_root(), check=True, capture_output=True, text=True)
    painted, libraries = done.stdout.split()
    return float(painted) - began, int(libraries)


def _leave_open() -> None:
    """Leave the sample corpus behind as a workspace that the next start opens."""
    place = workspace_for([paths.sample_corpus()])
    place.parent.mkdir(parents=True, exist_ok=True)
    with Workspace.open(place) as workspace, Engine() as engine:
        run_to_end(engine, open_paths(workspace, engine, embedding_model_id(), [paths.sample_corpus()]))
    Settings(last_workspace=str(place)).save(paths.config_folder())
