"""The relation of a pair of texts, kept by content so that it is computed once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from app.relations.relation import Attribution, Cue, Evidence, Finding, Relation
from app.workspace.database import Database
from app.workspace.models import model_number

StoredFinding = tuple[bytes, bytes, Finding]
"""Content hash of the first text, of the second, and the finding in that order."""


class Findings:
    """The table of findings, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, model_id: str, findings: Iterable[StoredFinding]) -> None:
        """Keep findings, in place of those the same pairs had; either order names the same pair."""
        with self._database.transaction():
            model = model_number(self._database, model_id)
            self._database.execute_many(
                "INSERT OR REPLACE INTO findings (low, high, model, finding) VALUES (?, ?, ?, ?)",
                (
                    (
                        min(first, second),
                        max(first, second),
                        model,
                        _to_json(finding if first <= second else turned(finding)),
                    )
                    for first, second, finding in findings
                ),
            )

    def get(self, model_id: str, first: bytes, second: bytes) -> Finding | None:
        """The finding of a pair, told from the first text's side; None if it was not read yet."""
        row = self._database.row(
            """SELECT f.finding FROM findings f JOIN models m ON m.id = f.model
               WHERE f.low = ? AND f.high = ? AND m.name = ?""",
            (min(first, second), max(first, second), model_id),
        )
        if row is None:
            return None
        finding = _from_json(row[0])
        return finding if first <= second else turned(finding)


def turned(finding: Finding) -> Finding:
    """The same finding with the two texts changed over."""
    return replace(finding, evidence=tuple(_turned_evidence(evidence) for evidence in finding.evidence))


def _turned_evidence(evidence: Evidence) -> Evidence:
    return replace(
        evidence,
        text=evidence.other_text,
        other_text=evidence.text,
        cues=tuple(replace(cue, span=cue.other_span, other_span=cue.span) for cue in evidence.cues),
    )


def _to_json(finding: Finding) -> str:
    # ASCII, so that a lone surrogate in a quoted sentence is kept as an escape.
    return json.dumps(asdict(finding), separators=(",", ":"))


def _from_json(text: str) -> Finding:
    fields: dict[str, Any] = json.loads(text)
    return Finding(
        relation=Relation(fields["relation"]),
        evidence=tuple(_evidence(item) for item in fields["evidence"]),
        note=fields["note"],
    )


def _evidence(fields: dict[str, Any]) -> Evidence:
    attribution = fields["attribution"]
    cues = (
        {**cue, "span": tuple(cue["span"]), "other_span": tuple(cue["other_span"])} for cue in fields["cues"]
    )
    return Evidence(
        **{
            **fields,
            "cues": tuple(Cue(**cue) for cue in cues),
            "attribution": None if attribution is None else Attribution(**attribution),
        }
    )
