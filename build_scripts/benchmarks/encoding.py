"""Embedding beside what sentence-transformers does by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from app.analysis.opening import embed_missing
from app.embedding.models import bundled_model_folder, embedding_model_id
from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.engine.requests import WarmUp
from app.workspace.workspace import Workspace
from build_scripts.benchmarks.figure import Figure
from build_scripts.benchmarks.samples import add_source, made_passages, sample_passages

PASSAGES = 128
RUNS = 3


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds that pass, and seconds of processor time in this process."""

    seconds: float
    work: float


def measure(folder: Path) -> list[Figure]:
    """Passages a second by the encoder alone, and by the job that embeds a workspace.

    The peer runs in the encoder's process, so that the environment that the encoder sets serves it too.
    """
    texts = [*sample_passages(), *made_passages(PASSAGES)][:PASSAGES]
    encoder = SentenceTransformerEncoder()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - loads torch

    default = SentenceTransformer(str(bundled_model_folder()), device="cpu", local_files_only=True)
    with Engine() as engine:
        run_to_end(engine, engine.call(WarmUp()))
        ways: dict[str, Callable[[Path], _Cost]] = {
            "default": lambda _: _cost(lambda: default.encode(texts, show_progress_bar=False)),
            "encoder": lambda _: _cost(lambda: encoder.encode(texts)),
            "engine": lambda place: _cost_of_job(engine, place, texts),
        }
        costs: dict[str, list[_Cost]] = {name: [] for name in ways}
        for run in range(RUNS + 1):
            for name, cost in ways.items():
                costs[name].append(cost(folder / f"{run}.counterpoint"))
    # The first run warms up.
    speed = {name: len(texts) / median(cost.seconds for cost in runs[1:]) for name, runs in costs.items()}
    work = {name: median(cost.work for cost in runs[1:]) / len(texts) for name, runs in costs.items()}
    peer = "SentenceTransformer.encode by default"
    unit = "passages a second"
    return [
        Figure(
            "embedding: the encoder alone", speed["encoder"], unit, speed["default"], peer, speed["default"]
        ),
        Figure(
            "embedding: the encoder alone, processor time",
            1000 * work["encoder"],
            "ms a passage",
            1000 * work["default"],
            peer,
            1000 * work["default"],
        ),
        Figure(
            "embedding: a workspace, through the engine",
            speed["engine"],
            unit,
            speed["default"],
            peer,
            speed["default"],
        ),
    ]


def _cost(run: Callable[[], object]) -> _Cost:
    began, worked = perf_counter(), process_time()
    run()
    return _Cost(perf_counter() - began, process_time() - worked)


def _cost_of_job(engine: Engine, place: Path, texts: Sequence[str]) -> _Cost:
    with Workspace.open(place) as workspace:
        add_source(workspace, "Texts", texts)
        job = embed_missing(workspace, engine, embedding_model_id(), lambda: None)
        return _cost(lambda: run_to_end(engine, job))
