"""A comparison as JSON, schema 1: the form for programs, with similarities and probabilities."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from app.relations.relation import Evidence, Finding
from app.reports.comparison import Comparison, MatchRecord

SCHEMA = 1

_DECIMALS = 6
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def render_json(comparison: Comparison) -> str:
    """The whole comparison as one JSON object, its text readable and every character writable as UTF-8."""
    subject = "claim" if comparison.claims else "passage"
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "generator": asdict(comparison.generator),
        "sources": [asdict(source) for source in comparison.sources],
        "skipped": [asdict(skipped) for skipped in comparison.skipped],
    }
    if comparison.claims:
        content["claims"] = [asdict(claim) for claim in comparison.claims]
    content["passages"] = [asdict(passage) for passage in comparison.passages]
    content["matches"] = [_match(match, subject) for match in comparison.matches]
    return written(content, indent=1)


def render_finding(finding: Finding) -> str:
    """One finding as a JSON object on a line; its probabilities are null where nothing was read."""
    read = finding.probabilities
    content = {
        "relation": finding.relation,
        "entailment": None if read is None else round(read.entailment, _DECIMALS),
        "neutral": None if read is None else round(read.neutral, _DECIMALS),
        "contradiction": None if read is None else round(read.contradiction, _DECIMALS),
        "note": finding.note or None,
        "evidence": [evidence_object(evidence) for evidence in finding.evidence],
    }
    return written(content, indent=None)


def written(content: dict[str, Any], indent: int | None) -> str:
    """A JSON object as text, every character of which can be written as UTF-8."""
    text = json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False)
    # A lone surrogate stands in for a byte of a file name that is no text; JSON can hold it escaped.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def _match(match: MatchRecord, subject: str) -> dict[str, Any]:
    return {
        subject: match.passage,
        "other": match.other,
        "rank": match.rank,
        "similarity": round(match.similarity, _DECIMALS),
        "percentile": match.percentile,
        "origin": match.origin,
        "relation": match.relation,
        "note": match.note,
        "evidence": [evidence_object(evidence) for evidence in match.evidence],
    }


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """A pair of sentences with its probabilities and cues."""
    # The schema has room for one attribution: that of the match's passage, else that of the other.
    attribution = evidence.attribution or evidence.other_attribution
    return {
        "text": evidence.text,
        "other_text": evidence.other_text,
        "entailment": round(evidence.entailment, _DECIMALS),
        "neutral": round(evidence.neutral, _DECIMALS),
        "contradiction": round(evidence.contradiction, _DECIMALS),
        "cues": [asdict(cue) for cue in evidence.cues],
        "attribution": asdict(attribution) if attribution else None,
    }
