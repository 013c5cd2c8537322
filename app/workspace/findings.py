"""The relation of a pair of texts, kept by content so that it is computed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.relations.relation import Finding, Relation, swapped
from app.workspace.codec import from_json, to_json
from app.workspace.database import Database
from app.workspace.models import model_number

StoredFinding = tuple[bytes, bytes, Finding]
"""Content hash of the first text, of the second, and the finding in that order."""


@dataclass(frozen=True, slots=True)
class ToldPair:
    """Two passages whose relation is more than related.

    Attributes:
        one: Id of a passage.
        other: Id of the other.
        low: Content hash of the first one's text.
        high: Content hash of the other's.
        relation: What the pair is.
    """

    one: int
    other: int
    low: bytes
    high: bytes
    relation: Relation


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
                        to_json(finding if first <= second else swapped(finding)),
                    )
                    for first, second, finding in findings
                ),
            )

    def told(self, model_id: str) -> tuple[ToldPair, ...]:
        """All pairs of passages of the sources whose relation is more than related."""
        rows = self._database.rows(
            """SELECT a.id, b.id, f.low, f.high, json_extract(f.finding, '$.relation') AS relation
               FROM findings f
               JOIN models m ON m.id = f.model AND m.name = ?
               JOIN texts s ON s.hash = f.low
               JOIN texts t ON t.hash = f.high
               JOIN passages a ON a.text = s.id AND a.is_matched
               JOIN passages b ON b.text = t.id AND b.is_matched
               JOIN sources sa ON sa.reading = a.reading
               JOIN sources sb ON sb.reading = b.reading
               WHERE relation != ? AND (f.low != f.high OR a.id < b.id)""",
            (model_id, Relation.RELATED.value),
        )
        return tuple(
            ToldPair(one, other, low, high, Relation(relation)) for one, other, low, high, relation in rows
        )

    def get(self, model_id: str, first: bytes, second: bytes) -> Finding | None:
        """The finding of a pair, from the first text's side.

        None if it was not read yet, or by a version whose form cannot be read here.
        """
        row = self._database.row(
            """SELECT f.finding FROM findings f JOIN models m ON m.id = f.model
               WHERE f.low = ? AND f.high = ? AND m.name = ?""",
            (min(first, second), max(first, second), model_id),
        )
        if row is None:
            return None
        try:
            finding = from_json(Finding, row[0])
        except ValueError:
            return None
        return finding if first <= second else swapped(finding)
