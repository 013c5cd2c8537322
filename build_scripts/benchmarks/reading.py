"""Reading text beside the least that could be called reading."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter

from app.embedding.tokens import count_tokens
from app.reading.read import read_document
from build_scripts.benchmarks.figure import Figure
from build_scripts.benchmarks.samples import made_passages

BYTES = 5_000_000
RUNS = 3


def measure(folder: Path) -> list[Figure]:
    """Megabytes of plain text a second, into passages."""
    path = folder / "long.txt"
    _write(path)
    megabytes = path.stat().st_size / 1e6
    ours, bare = [], []
    for _ in range(RUNS):
        began = perf_counter()
        read_document(path, count_tokens)
        read = perf_counter()
        path.open(encoding="utf-8").read().split("\n\n")
        bare.append(megabytes / (perf_counter() - read))
        ours.append(megabytes / (read - began))
    return [
        Figure(
            f"reading: {megabytes:.0f} MB of text into passages",
            median(ours),
            "MB a second",
            peer='open().read().split("\\n\\n")',
            peer_value=median(bare),
        )
    ]


def _write(path: Path) -> None:
    size = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for text in cycle(made_passages(5_000)):
            size += file.write(text + "\n\n")
            if size >= BYTES:
                return
