"""The figures are written as they are; what they are is up to the machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts import bench
from build_scripts.benchmarks import search
from build_scripts.benchmarks.figure import Figure, percentile, table, write_json
from build_scripts.benchmarks.samples import made_passages, unit_vectors

PAINT = Figure("first paint", 0.5, "s", target=1.0, peer="a bare window", peer_value=0.25)
SPEED = Figure("reading", 1234.5, "pages a second", target=2000.0)
PLAIN = Figure("search", 3.0, "ms")


def test_a_figure_is_met_at_most_or_at_least_by_its_unit() -> None:
    assert PAINT.is_met is True
    assert Figure("first paint", 1.5, "s", target=1.0).is_met is False
    assert SPEED.is_met is False
    assert Figure("reading", 2000.0, "pages a second", target=2000.0).is_met is True
    assert PLAIN.is_met is None


def test_the_ratio_is_the_value_by_the_peers() -> None:
    assert PAINT.ratio == 2.0
    assert PLAIN.ratio is None
    assert Figure("passages embedded", 0, "passages", peer="the first opening", peer_value=0).ratio is None


def test_the_table_has_a_line_a_figure_in_columns() -> None:
    head, *lines = table([PAINT, SPEED, PLAIN]).splitlines()

    assert [line.split("  ")[0] for line in lines] == ["first paint", "reading", "search"]
    assert lines[0].split() == ["first", "paint", "0.5", "s", "1", "met", "0.25", "2", "a", "bare", "window"]
    assert "1,234" in lines[1]
    assert "MISSED" in lines[1]
    assert lines[0].index(" 0.5") + len(" 0.5") == head.index("value") + len("value")


def test_json_has_every_key_in_every_record(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    write_json([PAINT, PLAIN], path)

    assert json.loads(path.read_text(encoding="utf-8")) == [
        {
            "name": "first paint",
            "value": 0.5,
            "unit": "s",
            "target": 1.0,
            "peer": "a bare window",
            "peer_value": 0.25,
            "ratio": 2.0,
        },
        {
            "name": "search",
            "value": 3.0,
            "unit": "ms",
            "target": None,
            "peer": None,
            "peer_value": None,
            "ratio": None,
        },
    ]


def test_percentile_of_few_values() -> None:
    assert percentile([5.0], 95) == 5.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0


def test_made_passages_differ_and_are_always_the_same() -> None:
    made = made_passages(50)

    assert len(set(made)) == 50
    assert made == made_passages(50)


def test_made_vectors_are_unit_and_stand_apart_by_topic() -> None:
    vectors = unit_vectors(200)
    similarities = vectors @ vectors.T

    assert similarities.diagonal() == pytest.approx(1.0, abs=1e-5)
    others = similarities[similarities < 0.99]
    assert 0.15 < float(sorted(others.tolist())[len(others) // 2]) < 0.3
    assert float(others.max()) > 0.5


def test_a_search_is_measured_beside_numpy() -> None:
    figure = search.search_figure(300, queries=3)

    assert figure.value > 0
    assert figure.peer_value is not None
    assert figure.peer_value > 0


def test_bench_prints_and_writes_what_its_measures_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "MEASURES", (search.measure, search.measure))
    monkeypatch.setattr(bench, "run_alone", lambda _: [PAINT])

    assert bench.main(["--json", str(tmp_path / "figures.json")]) == 0
    assert capsys.readouterr().out == table([PAINT, PAINT]) + "\n"
    assert len(json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))) == 2
