"""Vectors by content and model, and the percentile scale made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.matching.percentile import PercentileScale
from app.workspace.database import Database
from app.workspace.models import model_number

_UNIT_TOLERANCE = 1e-3


class Vectors:
    """The tables of vectors, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missing(self, model_id: str, source: int | None) -> tuple[tuple[bytes, str], ...]:
        """The texts still to embed, each once, as (content hash, text) in reading order."""
        rows = self._database.rows(
            """SELECT t.hash, t.text
                FROM sources s JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
                WHERE p.is_matched AND s.id = coalesce(?, s.id) AND NOT EXISTS (
                    SELECT 1 FROM vectors v JOIN models m ON m.id = v.model
                    WHERE v.text = p.text AND m.name = ?)
                ORDER BY s.id, p.position""",
            (source, model_id),
        )
        return tuple(dict.fromkeys((key, text) for key, text in rows))

    def put(self, model_id: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep the vectors of texts; a text that has one keeps it, and one gone by now is passed over.

        Raises:
            ValueError: The shapes do not fit, or a row is not of unit length.
        """
        if vectors.ndim != 2 or len(vectors) != len(hashes):
            raise ValueError(f"{len(hashes)} texts have vectors of shape {vectors.shape}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.all(np.abs(lengths - 1) < _UNIT_TOLERANCE):
            raise ValueError(f"a vector has length {lengths[np.argmax(np.abs(lengths - 1))]}, not 1")
        rows = np.ascontiguousarray(vectors, dtype="<f4")
        with self._database.transaction():
            model = model_number(self._database, model_id, dimensions=vectors.shape[1])
            self._database.execute_many(
                """INSERT OR IGNORE INTO vectors (text, model, vector)
                   SELECT id, ?, ? FROM texts WHERE hash = ?""",
                ((model, row.tobytes(), key) for row, key in zip(rows, hashes, strict=True)),
            )

    def get(self, model_id: str, passage: int) -> NDArray[np.float32] | None:
        """The (d,) vector of a passage's text, or None while it has none."""
        row = self._database.row(
            """SELECT v.vector
               FROM passages p JOIN vectors v ON v.text = p.text JOIN models m ON m.id = v.model
               WHERE p.id = ? AND m.name = ?""",
            (passage, model_id),
        )
        return None if row is None else np.frombuffer(row[0], dtype="<f4").astype(np.float32)

    def scale(self, model_id: str) -> PercentileScale | None:
        """The stored scale; None where there is none that can be read, so that it is drawn again."""
        row = self._database.row(
            "SELECT c.scale FROM scales c JOIN models m ON m.id = c.model WHERE m.name = ?", (model_id,)
        )
        if row is None:
            return None
        try:
            return PercentileScale.from_bytes(row[0])
        except ValueError:
            return None

    def set_scale(self, model_id: str, scale: PercentileScale) -> None:
        """Keep the scale of a model in place of the one before."""
        with self._database.transaction():
            model = model_number(self._database, model_id)
            self._database.execute(
                "INSERT OR REPLACE INTO scales (model, scale) VALUES (?, ?)", (model, scale.to_bytes())
            )
