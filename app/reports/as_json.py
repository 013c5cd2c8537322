"""A comparison as JSON, schema 1: the form for programs, with similarities and probabilities."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

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
    written = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    # A lone surrogate stands in for a byte of a file name that is no text; JSON can hold it escaped.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", written) + "\n"


def _match(match: MatchRecord, subject: str) -> dict[str, Any]:
    fields = asdict(match)
    written = {subject: fields.pop("passage"), **fields}
    written["similarity"] = round(match.similarity, _DECIMALS)
    for evidence in written["evidence"]:
        for probability in ("entailment", "neutral", "contradiction"):
            evidence[probability] = round(evidence[probability], _DECIMALS)
    return written
