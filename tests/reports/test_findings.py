"""Reports of findings: both passages, the analyst's words apart from the program's, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import html
from markdown_it import MarkdownIt

from app.relations.relation import Attribution, Cue, Evidence, Finding, Relation
from app.reports.comparison import Comparison, Generator
from app.reports.findings import CitedPassage, CitedSource, FindingRecord, FindingsReport
from app.reports.findings_csv import COLUMNS
from app.reports.render import FINDINGS_FORMATS, FORMATS, render, render_findings
from app.workspace.judgements import Verdict
from tests.reports.conftest import HOSTILE

MADE = "2021-12-09T10:00:00+00:00"


def source(number: int) -> CitedSource:
    return CitedSource(
        number, f"Title {number}", "Ines", "1921", "the town", f"docs/{number}.txt", "text", f"{number:064x}"
    )


@pytest.fixture
def report() -> FindingsReport:
    """A contradiction with evidence; a dismissed label on a changed text; an orphan; a question."""
    evidence = Evidence(
        "They meet since 2014.",
        "The meetings began in 2017.",
        0.01,
        0.06,
        0.93,
        (Cue("other date", (16, 20), (22, 26)),),
        other_attribution=Attribution("reported", "officials"),
    )
    suggestion = Finding(Relation.CONTRADICTS, (evidence,))
    one = CitedPassage(1, "Title 1", "p. 3, par. 2", "They meet since 2014. Few know it.")
    other = CitedPassage(2, "Title 2", "par. 1", "It is late. The meetings began in 2017.")
    lost = CitedPassage(None, "Title 3", "par. 9", "A text that is gone.")
    asked = CitedPassage(None, "Your question", "", "Since when do they meet?", is_question=True)
    first = FindingRecord(
        one,
        other,
        Verdict.QUALIFIES,
        "the archive decides",
        ("dates", "x"),
        False,
        False,
        MADE,
        suggestion,
        False,
    )
    return FindingsReport(
        Generator("counterpoint", "0.1.0", "all-MiniLM-L6-v2", "relations-1"),
        MADE,
        (source(1), source(2)),
        (
            first,
            replace(
                first, verdict=None, note="", labels=(), is_kept=True, is_changed=True, is_dismissed=True
            ),
            replace(first, second=lost, verdict=Verdict.UNSURE, suggestion=None),
            replace(first, first=asked, verdict=Verdict.NOT_RELEVANT, suggestion=Finding(Relation.RELATED)),
        ),
        7,
    )


def parsed(page: str) -> Any:
    return html.fromstring(page)


def text_of(name: str, written: bytes) -> str:
    """What a person reads in a report."""
    if name == "docx":
        document = docx.Document(io.BytesIO(written))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    text = written.decode()
    if name == "html":
        return str(parsed(text).text_content())
    if name == "md":
        return str(parsed(MarkdownIt().enable("table").render(text)).text_content())
    return text


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_both_passages_and_both_voices_are_told(name: str, report: FindingsReport) -> None:
    told = " ".join(text_of(name, render_findings(report, name)).split())
    for words in (
        "They meet since 2014. Few know it.",
        "It is late. The meetings began in 2017.",
        "p. 3, par. 2",
        "Title 1",
        "Title 2",
        "qualifies",
        "the archive decides",
        "dates",
        "contradicts",
        "A text that is gone.",
        "Since when do they meet?",
        "docs/1.txt",
        "the town",
        f"{1:064x}",
    ):
        assert words in told, words


@pytest.mark.parametrize("name", ["html", "md", "docx"])
def test_what_a_reader_must_know_is_said_in_words(name: str, report: FindingsReport) -> None:
    told = " ".join(text_of(name, render_findings(report, name)).split())
    for words in (
        "4 of 7 findings from 2 sources",
        "The verdict and the note of each finding are the analyst's.",
        "◆ qualifies",
        "no verdict",
        "a text has changed since it was judged",
        "no longer in the source",
        "▲ contradicts",
        "dismissed by the analyst",
        "other date: 2014 / 2017",
        "second: reported: officials",
        "not read",
        "decided 2021-12-09",
        "#dates",
    ):
        assert words in told, words


def test_json_keeps_judgement_and_suggestion_apart(report: FindingsReport) -> None:
    told: dict[str, Any] = json.loads(render_findings(report, "json"))
    assert told["schema"] == 1
    assert told["total"] == 7
    first, dismissed, orphan, question = told["findings"]
    assert first["judgement"] == {
        "verdict": "qualifies",
        "note": "the archive decides",
        "labels": ["dates", "x"],
        "kept": False,
        "text_changed": False,
        "made": MADE,
    }
    assert first["suggestion"]["relation"] == "contradicts"
    assert first["suggestion"]["evidence"][0]["contradiction"] == 0.93
    assert first["first"] == {
        "source": 1,
        "title": "Title 1",
        "locator": "p. 3, par. 2",
        "text": "They meet since 2014. Few know it.",
        "question": False,
        "lost": False,
    }
    assert dismissed["judgement"]["verdict"] is None
    assert dismissed["judgement"]["kept"]
    assert dismissed["suggestion"]["dismissed"]
    assert orphan["suggestion"] is None
    assert orphan["second"]["lost"]
    assert question["first"]["question"]
    assert not question["first"]["lost"]


def test_csv_has_one_line_a_finding(report: FindingsReport) -> None:
    rows = list(csv.DictReader(io.StringIO(render_findings(report, "csv").decode())))
    assert len(rows) == 4
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["verdict"] == "qualifies"
    assert rows[0]["program_relation"] == "contradicts"
    assert rows[0]["first_sha256"] == f"{1:064x}"
    assert rows[0]["labels"] == "dates\nx"
    assert (rows[1]["verdict"], rows[1]["program_dismissed"], rows[1]["text_changed"]) == ("", "yes", "yes")
    assert (rows[2]["second_file"], rows[2]["second_text"]) == ("", "A text that is gone.")


def test_html_marks_the_evidence_unless_it_was_dismissed(report: FindingsReport) -> None:
    page = parsed(render_findings(report, "html").decode())
    first, dismissed, *_ = page.xpath("//article")
    assert [mark.text for mark in first.xpath(".//mark")] == ["2014", "2017"]
    assert len(first.xpath(".//u[@class='contradicts']")) > 1
    assert dismissed.xpath(".//mark") == []
    assert page.xpath("//article[1]//a/@href") == ["#s1", "#s2"]
    assert page.xpath("//li[@id='s1']")
    assert page.xpath("//script") == []


def test_docx_underlines_the_evidence(report: FindingsReport) -> None:
    document = docx.Document(io.BytesIO(render_findings(report, "docx")))
    underlined = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.underline]
    assert "".join(underlined[:3]) == "They meet since 2014."
    assert document.core_properties.title == "Findings"


def hostile_report(report: FindingsReport) -> FindingsReport:
    side = CitedPassage(1, HOSTILE, HOSTILE, HOSTILE)
    evidence = Evidence(HOSTILE, HOSTILE, 0.1, 0.1, 0.8, (Cue(HOSTILE, (0, 20), (5, 30)),))
    finding = replace(
        report.findings[0],
        first=side,
        second=side,
        note=HOSTILE,
        labels=(HOSTILE,),
        suggestion=Finding(Relation.AGREES, (evidence,), HOSTILE),
    )
    cited = CitedSource(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    generator = Generator("counterpoint", "0.1.0", HOSTILE, HOSTILE)
    return FindingsReport(generator, MADE, (cited,), (finding,), 1)


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_text_that_would_break_out_of_a_format_does_not(name: str, report: FindingsReport) -> None:
    written = render_findings(hostile_report(report), name)
    told = text_of(name, written)
    assert "alert('x')" in told
    if name == "html":
        assert parsed(written.decode()).xpath("//script") == []
    if name == "md":
        lines = [line for line in written.decode().splitlines() if line.startswith("| 1 |")]
        assert len(re.findall(r"(?<!\\)\|", lines[0])) == 8
    if name == "csv":
        assert len(list(csv.reader(io.StringIO(written.decode())))) == 2


@pytest.mark.parametrize("name", FINDINGS_FORMATS)
def test_a_report_without_findings_is_written_too(name: str, report: FindingsReport) -> None:
    empty = replace(report, sources=(), findings=(), total=0)
    assert render_findings(empty, name)


def test_an_unknown_format_is_refused(report: FindingsReport) -> None:
    with pytest.raises(KeyError):
        render_findings(report, "pdf")


# Comparisons as DOCX


def test_findings_and_comparisons_have_the_same_formats() -> None:
    assert set(FORMATS) == set(FINDINGS_FORMATS)


def test_a_comparison_as_docx_tells_passages_matches_and_evidence(comparison: Comparison) -> None:
    told = text_of("docx", render(comparison, "docx"))
    for words in (
        "Comparison of 2 sources",
        "docs/scan.bin: The file holds no text.",
        "They meet since 2014. All is well. Few know it.",
        "▲ contradicts",
        "closer than 97%",
        "other date: 2014 / 2017 · reported: Chinese authorities · the count is disputed",
        "– no counterpart",
    ):
        assert words in told, words
    assert "Sign in" not in told


def test_a_check_as_docx_tells_the_claim(check: Comparison) -> None:
    told = text_of("docx", render(check, "docx"))
    assert "Claim 1" in told
    assert "The meetings began in 2014." in told


def test_hostile_text_makes_a_sound_docx(hostile: Comparison) -> None:
    assert "alert('x')" in text_of("docx", render(hostile, "docx"))
