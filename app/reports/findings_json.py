"""Findings as JSON, schema 1: the analyst's decision under `judgement`, the program's under `suggestion`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.relations.relation import Finding
from app.reports.as_json import SCHEMA, evidence_object, written
from app.reports.findings import CitedPassage, FindingRecord, FindingsReport


def render_json(report: FindingsReport) -> str:
    """The whole report as one JSON object."""
    return written(
        {
            "schema": SCHEMA,
            "generator": asdict(report.generator),
            "made": report.made,
            "sources": [asdict(source) for source in report.sources],
            "total": report.total,
            "findings": [_finding(finding) for finding in report.findings],
        },
        indent=1,
    )


def _finding(finding: FindingRecord) -> dict[str, Any]:
    return {
        "first": _side(finding.first),
        "second": _side(finding.second),
        "judgement": {
            "verdict": finding.verdict,
            "note": finding.note or None,
            "labels": list(finding.labels),
            "kept": finding.is_kept,
            "text_changed": finding.is_changed,
            "made": finding.made,
        },
        "suggestion": None if finding.suggestion is None else _suggestion(finding.suggestion, finding),
    }


def _side(side: CitedPassage) -> dict[str, Any]:
    return {
        "source": side.source,
        "title": side.title,
        "locator": side.place,
        "text": side.text,
        "question": side.is_question,
        "lost": side.is_lost,
    }


def _suggestion(suggestion: Finding, finding: FindingRecord) -> dict[str, Any]:
    return {
        "relation": suggestion.relation,
        "dismissed": finding.is_dismissed,
        "note": suggestion.note or None,
        "evidence": [evidence_object(evidence) for evidence in suggestion.evidence],
    }
