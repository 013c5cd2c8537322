"""Measure Counterpoint on this machine: `python build_scripts/bench.py [--json FILE]`.

Prints a table, and with `--json` writes the same figures as a list of {name, value, unit, target, peer,
peer_value, ratio}. Where other work shares the machine, times grow: a ratio to a peer that was measured in
turn in the same run says more. A peer's ratio is `value` by `peer_value`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from app.paths import HOME_VARIABLE
from build_scripts.benchmarks import encoding, heartbeat, keys, reading, reopening, search, starting
from build_scripts.benchmarks.figure import Figure, table, write_json

Measure = Callable[[Path], list[Figure]]
"""Gives figures; may use the folder, which is empty."""

MEASURES: tuple[Measure, ...] = (
    starting.measure,
    keys.measure,
    heartbeat.measure,
    encoding.measure,
    reopening.measure,
    search.measure,
    reading.measure,
)


def run_alone(measure: Measure) -> list[Figure]:
    """Run a measure in a process of its own, with a home of its own, so that none sees another's traces."""
    with (
        tempfile.TemporaryDirectory(prefix="counterpoint-bench-") as home,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process,
    ):
        return process.submit(_run_at_home, measure, Path(home)).result()


def _run_at_home(measure: Measure, home: Path) -> list[Figure]:
    os.environ[HOME_VARIABLE] = str(home / "home")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return measure(home)


def main(arguments: Sequence[str]) -> int:
    """Measure everything; returns the exit code, 0 whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure Counterpoint on this machine, in some minutes.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go as JSON, too")
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    for number, measure in enumerate(MEASURES, start=1):
        sys.stderr.write(f"measuring, {number} of {len(MEASURES)}: {measure.__module__.rpartition('.')[2]}\n")
        figures += run_alone(measure)
    print(table(figures))
    if options.json:
        write_json(figures, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
