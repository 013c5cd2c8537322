"""The index of each model, brought up to date by what changed instead of being made again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.matching.index import VectorIndex
from app.workspace.database import Database, Row
from app.workspace.furniture import Turned
from app.workspace.records import owner_number, source_of

_COLUMNS = "p.id, s.id, c.article, s.is_split, v.vector"
_SECTIONS = "JOIN sections c ON c.reading = p.reading AND c.number = p.section"


@dataclass(frozen=True, slots=True)
class _Held:
    """An index and what it was made of.

    Attributes:
        index: The index.
        states: The reading of each source and whether it is split.
        mark: The last vector; they are numbered as they come, and never change.
    """

    index: VectorIndex = field(default_factory=VectorIndex.empty)
    states: dict[int, tuple[int, bool]] = field(default_factory=dict)
    mark: int = 0


class Indices:
    """The indices over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, _Held] = {}

    def load(self, model_id: str) -> VectorIndex:
        """The passages that are matched and have a vector; quick where little changed since the last call.

        An index given out before stays as it was.
        """
        held = self._held.get(model_id, _Held())
        states = {
            source: (reading, bool(is_split))
            for source, reading, is_split in self._database.rows("SELECT id, reading, is_split FROM sources")
        }
        last = self._database.row("SELECT max(rowid) FROM vectors")
        mark = 0 if last is None or last[0] is None else int(last[0])
        index = _without_sources(
            held.index, [source for source, state in held.states.items() if states.get(source) != state]
        )
        changed = [source for source, state in states.items() if held.states.get(source) != state]
        if changed:
            index = index.extended(_index(self._of_sources(model_id, changed)))
        if mark > held.mark and len(changed) < len(states):
            index = index.extended(_index(self._since(model_id, held.mark)))
        self._held[model_id] = _Held(index, states, mark)
        return index

    def turn(self, turned: Turned) -> None:
        """Follow passages that became furniture, or text; only they are read."""
        for model_id, held in self._held.items():
            gained = [row for row in self._of_passages(model_id, turned.gained) if row[1] in held.states]
            index = held.index.without(np.array(turned.lost, dtype=np.int64)).extended(_index(gained))
            self._held[model_id] = replace(held, index=index)

    def _of_passages(self, model_id: str, passages: Sequence[int]) -> list[Row]:
        return self._database.rows(
            f"""SELECT {_COLUMNS}
                FROM passages p
                JOIN sources s ON s.reading = p.reading {_SECTIONS}
                JOIN vectors v ON v.text = p.text AND v.model = (SELECT id FROM models WHERE name = ?)
                WHERE p.id IN (SELECT value FROM json_each(?))
                ORDER BY s.id, p.position""",  # noqa: S608 - constants of this module
            (model_id, json.dumps(passages)),
        )

    def _of_sources(self, model_id: str, sources: Sequence[int]) -> list[Row]:
        return self._database.rows(
            f"""SELECT {_COLUMNS}
                FROM sources s
                JOIN passages p ON p.reading = s.reading {_SECTIONS}
                JOIN vectors v ON v.text = p.text AND v.model = (SELECT id FROM models WHERE name = ?)
                WHERE p.is_matched AND s.id IN (SELECT value FROM json_each(?))
                ORDER BY s.id, p.position""",  # noqa: S608 - constants of this module
            (model_id, json.dumps(sources)),
        )

    def _since(self, model_id: str, mark: int) -> list[Row]:
        # CROSS JOIN keeps SQLite from starting with the passages, of which there are many more.
        return self._database.rows(
            f"""SELECT {_COLUMNS}
                FROM vectors v
                CROSS JOIN passages p ON p.text = v.text
                JOIN sources s ON s.reading = p.reading {_SECTIONS}
                WHERE v.rowid > ? AND v.model = (SELECT id FROM models WHERE name = ?) AND p.is_matched
                ORDER BY s.id, p.position""",  # noqa: S608 - constants of this module
            (mark, model_id),
        )


def _index(rows: Sequence[Row]) -> VectorIndex:
    if not rows:
        return VectorIndex.empty()
    return VectorIndex(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([owner_number(row[1], row[2], is_split=bool(row[3])) for row in rows], dtype=np.int64),
        np.frombuffer(b"".join(row[4] for row in rows), dtype="<f4").reshape(len(rows), -1),
    )


def _without_sources(index: VectorIndex, sources: Sequence[int]) -> VectorIndex:
    if not sources:
        return index
    owners = [owner for owner in np.unique(index.owners).tolist() if source_of(owner) in sources]
    return index.without(index.passages[np.isin(index.owners, owners)])
