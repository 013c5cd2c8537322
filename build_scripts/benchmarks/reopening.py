"""Opening the same files a second time: nothing is read, nothing is embedded, no worker starts."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from app import paths
from app.analysis.matches import Matcher
from app.analysis.opening import Opened, open_paths
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.workspace.workspace import Workspace
from build_scripts.benchmarks.figure import Figure

RUNS = 5


@dataclass(frozen=True, slots=True)
class _Opening:
    result: Opened
    workers: int
    milliseconds: float


def measure(folder: Path) -> list[Figure]:
    """The sample corpus, opened for the first time and then again."""
    place = folder / "reopening.counterpoint"
    first = _open(place)
    later = [_open(place) for _ in range(RUNS)]
    peer = "the first opening"
    return [
        Figure(
            "opening again: passages embedded",
            max(opening.result.embedded for opening in later),
            "passages",
            target=0,
            peer=peer,
            peer_value=first.result.embedded,
        ),
        Figure(
            "opening again: workers started",
            max(opening.workers for opening in later),
            "processes",
            target=0,
            peer=peer,
            peer_value=first.workers,
        ),
        Figure(
            "opening again: time until matches can be asked for",
            median(opening.milliseconds for opening in later),
            "ms",
            peer=peer,
            peer_value=first.milliseconds,
        ),
    ]


def _open(place: Path) -> _Opening:
    began = perf_counter()
    with Workspace.open(place) as workspace, Engine() as engine:
        model_id = embedding_model_id()
        opened = run_to_end(engine, open_paths(workspace, engine, model_id, [paths.sample_corpus()]))
        Matcher(workspace, model_id)
        took = perf_counter() - began
        return _Opening(opened, len(multiprocessing.active_children()), 1000 * took)
