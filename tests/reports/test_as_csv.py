from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from app.reports.as_csv import COLUMNS, render_csv
from app.reports.comparison import Comparison


def read(comparison: Comparison) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(comparison), newline=""), strict=True))


def test_one_line_a_match_with_both_passages(comparison: Comparison) -> None:
    rows = read(comparison)
    assert len(rows) == len(comparison.matches)
    first = rows[0]
    assert tuple(first) == COLUMNS
    assert first["source"] == "An open letter"
    assert first["locator"] == "p. 3, par. 2"
    assert first["text"] == "They meet since 2014. All is well. Few know it."
    assert first["other_source"] == "A report"
    assert first["other_text"] == "It is late. The meetings began in 2017. All is lost."
    assert (first["relation"], first["rank"], first["percentile"]) == ("contradicts", "1", "97")
    assert first["evidence"].split("\n") == ["They meet since 2014.", "All is well."]
    assert first["cues"].split("\n") == ["other date: 2014 / 2017", ""]
    assert first["other_attribution"].split("\n") == ["reported: Chinese authorities", ""]
    assert first["evidence_kind"].split("\n") == ["fact", "opposed position"]


def test_a_match_without_evidence_has_empty_cells(comparison: Comparison) -> None:
    row = read(comparison)[1]
    assert [row[name] for name in ("note", "evidence", "cues", "attribution")] == [""] * 4


def test_a_check_names_the_claim(check: Comparison) -> None:
    (row,) = read(check)
    assert (row["source"], row["locator"], row["text"]) == ("", "claim 1", "The meetings began in 2014.")


def test_quotes_commas_and_line_ends_come_back(comparison: Comparison) -> None:
    odd = 'He said "no", twice;\nthen left.'
    for written in (odd, odd.replace("\n", "\r\n"), odd.replace("\n", "\r")):
        passages = tuple(replace(passage, text=written) for passage in comparison.passages)
        assert read(replace(comparison, passages=passages))[0]["text"] == odd


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_no_cell_begins_a_formula(comparison: Comparison, start: str) -> None:
    passages = tuple(replace(passage, text=f"{start}SUM(1)") for passage in comparison.passages)
    for row in read(replace(comparison, passages=passages)):
        assert row["text"] == f"'{start}SUM(1)"


def test_no_match_leaves_the_heading_line(comparison: Comparison) -> None:
    assert render_csv(replace(comparison, matches=())) == ",".join(COLUMNS) + "\n"


def test_any_text_can_be_written_as_utf_8(hostile: Comparison) -> None:
    render_csv(hostile).encode("utf-8")
    assert len(read(hostile)) == len(hostile.matches)
