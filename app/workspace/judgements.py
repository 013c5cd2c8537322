"""What the analyst decided about pairs of passages, kept by content so that no re-reading loses it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from app.relations.relation import Relation
from app.workspace.database import Database, Row
from app.workspace.records import content_hash, decoded_path, encoded_path, storable

PairKey = tuple[bytes, bytes]
"""Content hashes of two texts, the smaller first: one key both ways round."""


class Verdict(StrEnum):
    """What an analyst decides that a pair is."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"
    REPEATS = "repeats"
    NOT_RELEVANT = "not relevant"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Side:
    """A text that something was decided about, and where it stood then: enough to show it without its file.

    Attributes:
        text: The passage, or the question it was compared with.
        path: The source's file; None for a question.
        title: The source's title.
        locator: The place as a report cites it.
        key: The text's content hash.
    """

    text: str
    path: Path | None
    title: str
    locator: str
    key: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", content_hash(self.text))

    @property
    def is_question(self) -> bool:
        """Whether it is what the analyst asked, and so stands in no source."""
        return self.path is None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that was decided about an unordered pair.

    Attributes:
        low: The side with the smaller content hash.
        high: The other side.
        verdict: What the pair is; None while only something else was decided.
        note: The analyst's words about it.
        labels: Free words, in the order they were given.
        dismissed: The program's label that the analyst does not want to see on this pair.
        is_kept: Whether it was pinned for the report.
        is_changed: Whether a text changed since, and the judgement moved to what it became.
        made: When it was last decided on: UTC, ISO 8601.
    """

    low: Side
    high: Side
    verdict: Verdict | None = None
    note: str = ""
    labels: tuple[str, ...] = ()
    dismissed: Relation | None = None
    is_kept: bool = False
    is_changed: bool = False
    made: str = ""

    @property
    def key(self) -> PairKey:
        """What it is kept by."""
        return self.low.key, self.high.key

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.low, self.high

    @property
    def is_finding(self) -> bool:
        """Whether it belongs into a report: judged, pinned, or spoken of."""
        return self.verdict is not None or self.is_kept or bool(self.note or self.labels)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is decided any more."""
        return not self.is_finding and self.dismissed is None

    def moved(self, old: Side, new: Side) -> Judgement:
        """The same judgement with one side in another place, marked as changed."""
        kept = self.high if self.low == old else self.low
        low, high = ordered(kept, new)
        return replace(self, low=low, high=high, is_changed=True)


def ordered(one: Side, other: Side) -> tuple[Side, Side]:
    """Two sides, the smaller content hash first."""
    return (one, other) if one.key <= other.key else (other, one)


def pair_key(one: bytes, other: bytes) -> PairKey:
    """The key of a pair of content hashes."""
    return (one, other) if one <= other else (other, one)


_COLUMNS = """low, high, low_text, low_path, low_title, low_locator, high_text, high_path, high_title,
    high_locator, verdict, note, labels, dismissed, is_kept, is_changed, made"""


class Judgements:
    """The table of judgements, over an open database.

    Attributes:
        moves: What was moved to a changed text while the workspace is open: its key before, and what
            it is now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.moves: list[tuple[PairKey, Judgement]] = []

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, by key."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM judgements ORDER BY low, high")  # noqa: S608
        return tuple(_judgement(row) for row in rows)

    def keys(self) -> set[bytes]:
        """Content hashes of all texts that something was decided about."""
        rows = self._database.rows("SELECT low, high FROM judgements")
        return {key for row in rows for key in row}

    def put(self, judgement: Judgement) -> None:
        """Keep a judgement in place of the one its pair had; an empty one deletes that."""
        if judgement.is_empty:
            self.delete(judgement.key)
            return
        self._database.execute(
            f"INSERT OR REPLACE INTO judgements ({_COLUMNS}) VALUES ({', '.join('?' * 17)})",  # noqa: S608
            (
                *judgement.key,
                *side_values(judgement.low),
                *side_values(judgement.high),
                judgement.verdict,
                storable(judgement.note),
                labels_to_json(judgement.labels),
                judgement.dismissed,
                judgement.is_kept,
                judgement.is_changed,
                judgement.made,
            ),
        )

    def delete(self, key: PairKey) -> None:
        """Keep nothing about a pair."""
        self._database.execute("DELETE FROM judgements WHERE low = ? AND high = ?", key)

    def move(self, old: PairKey, new: Judgement) -> None:
        """Keep a judgement under the key it has now, and no longer under its old one."""
        with self._database.transaction():
            self.delete(old)
            self.put(new)
        self.moves.append((old, new))


def side_values(side: Side) -> tuple[str, bytes | None, str, str]:
    """A side as the four columns that keep it: text, path, title, locator."""
    path = None if side.path is None else encoded_path(side.path)
    return storable(side.text), path, storable(side.title), storable(side.locator)


def side_from(values: Row) -> Side:
    """The side that `side_values` made."""
    text, path, title, locator = values
    return Side(text, None if path is None else decoded_path(path), title, locator)


def labels_to_json(labels: Iterable[str]) -> str:
    """Labels as one column."""
    return json.dumps([storable(label) for label in labels], ensure_ascii=False)


def labels_from_json(stored: str) -> tuple[str, ...]:
    """The labels that `labels_to_json` wrote."""
    return tuple(str(label) for label in json.loads(stored))


def _judgement(row: Row) -> Judgement:
    verdict, note, labels, dismissed, is_kept, is_changed, made = row[10:]
    return Judgement(
        low=side_from(row[2:6]),
        high=side_from(row[6:10]),
        verdict=None if verdict is None else Verdict(verdict),
        note=note,
        labels=labels_from_json(labels),
        dismissed=None if dismissed is None else Relation(dismissed),
        is_kept=bool(is_kept),
        is_changed=bool(is_changed),
        made=made,
    )
