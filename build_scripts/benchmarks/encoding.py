"""Embedding beside what sentence-transformers does by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

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
RUNS = 4


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
        ways: dict[str, Callable[[Path], float]] = {
            "default": lambda _: _seconds(lambda: default.encode(texts, show_progress_bar=False)),
            "encoder": lambda _: _seconds(lambda: encoder.encode(texts)),
            "engine": lambda place: _seconds_of_job(engine, place, texts),
        }
        speeds: dict[str, list[float]] = {name: [] for name in ways}
        for run in range(RUNS + 1):
            for name, seconds in ways.items():
                speeds[name].append(len(texts) / seconds(folder / f"{run}.counterpoint"))
    middle = {name: median(runs[1:]) for name, runs in speeds.items()}  # the first one warms up
    return [
        Figure(
            name,
            middle[way],
            "passages a second",
            target=middle["default"],
            peer="SentenceTransformer.encode by default",
            peer_value=middle["default"],
        )
        for name, way in (
            ("embedding: the encoder alone", "encoder"),
            ("embedding: a workspace, through the engine", "engine"),
        )
    ]


def _seconds(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return perf_counter() - began


def _seconds_of_job(engine: Engine, place: Path, texts: Sequence[str]) -> float:
    with Workspace.open(place) as workspace:
        add_source(workspace, "Texts", texts)
        job = embed_missing(workspace, engine, embedding_model_id(), lambda: None)
        return _seconds(lambda: run_to_end(engine, job))
