"""Pairs of texts from a file of JSON lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.analysis.pairs import GivenPair, read_pairs, relate_pairs
from app.engine.jobs import run_to_end
from app.errors import CounterpointError, ModelError
from app.relations.relation import Relation
from tests.conftest import SharedEngine


def test_a_pair_a_line_blank_lines_and_other_keys_passed_over(tmp_path: Path) -> None:
    given = tmp_path / "pairs.jsonl"
    given.write_bytes(b'\xef\xbb\xbf{"a": "One\\u2028two.", "b": ""}\r\n\r\n{"id": 7, "b": "Y", "a": "X"}')
    assert read_pairs(given) == [GivenPair("One\u2028two.", ""), GivenPair("X", "Y")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no JSON", "Line 2 of {} is not JSON."),
        ("[" * 100_000, "Line 2 of {} is not JSON."),
        ('{"a": "X"}', "Line 2 of {} holds no pair of texts."),
        ('{"a": "X", "b": 3}', "Line 2 of {} holds no pair of texts."),
        ("[1, 2]", "Line 2 of {} holds no pair of texts."),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: str, told: str) -> None:
    given = tmp_path / "pairs.jsonl"
    given.write_text('{"a": "X", "b": "Y"}\n' + line, encoding="utf-8")
    with pytest.raises(CounterpointError) as error:
        read_pairs(given)
    assert error.value.happened == told.format(given)


def test_a_file_that_is_missing_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(CounterpointError, match="could not be read: No such file"):
        read_pairs(tmp_path / "gone.jsonl")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    with pytest.raises(CounterpointError, match="is not UTF-8 text"):
        read_pairs(tmp_path / "picture.png")


def test_findings_come_in_the_order_of_the_pairs(engine: SharedEngine) -> None:
    rose, fell = "Exports rose by 5 percent last year.", "Exports fell by 5 percent last year."
    pairs = [GivenPair(rose, fell), GivenPair(rose, rose)] * 10
    findings = run_to_end(engine, relate_pairs(engine, pairs), lambda _: None)
    assert [finding.relation for finding in findings] == [Relation.CONTRADICTS, Relation.REPEATS] * 10


def test_without_the_model_nothing_is_made_up(
    engine: SharedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resource", tmp_path.joinpath)
    with pytest.raises(ModelError, match="relation model is missing"):
        run_to_end(engine, relate_pairs(engine, [GivenPair("X", "Y")]), lambda _: None)
