"""Where passages stand on the pages of their source."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from app.reading.document import Box, Passage
from app.workspace.database import Database
from app.workspace.records import content_hash

_TENTHS = 10.0
_NUMBERS = 5


class Boxes:
    """The boxes of passages, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, source: int) -> dict[int, tuple[Box, ...]] | None:
        """The boxes of a source's passages by the passage's id; None where they were not kept."""
        rows = self._database.rows(
            "SELECT p.id, p.boxes FROM sources s JOIN passages p ON p.reading = s.reading WHERE s.id = ?",
            (source,),
        )
        if any(boxes is None for _, boxes in rows):
            return None
        return {passage: decode_boxes(boxes) for passage, boxes in rows}

    def put(self, source: int, passages: Iterable[Passage]) -> None:
        """Keep the boxes of a source that was read again."""
        database = self._database
        with database.transaction():
            rows = database.rows(
                """SELECT p.id, t.hash FROM sources s
                   JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
                   WHERE s.id = ? ORDER BY p.position""",
                (source,),
            )
            database.execute_many(
                "UPDATE passages SET boxes = ? WHERE id = ?",
                ((encode_boxes(boxes), number) for number, boxes in find_boxes(rows, passages).items()),
            )


def find_boxes(kept: Iterable[tuple[int, bytes]], passages: Iterable[Passage]) -> dict[int, tuple[Box, ...]]:
    """The boxes of passages that were read before, by their ids; none where one is not found any more.

    Args:
        kept: Ids and content hashes in reading order.
        passages: As read now, in reading order; of those with one text, the first is taken first.
    """
    found: dict[bytes, deque[Passage]] = defaultdict(deque)
    for passage in passages:
        found[content_hash(passage.text)].append(passage)
    return {number: found[key].popleft().boxes if found[key] else () for number, key in kept}


def encode_boxes(boxes: Iterable[Box]) -> str:
    """Boxes as whole numbers, five a box: its page and its edges in tenths of a point."""
    return " ".join(
        f"{box.page} " + " ".join(str(round(edge * _TENTHS)) for edge in _edges(box)) for box in boxes
    )


def decode_boxes(text: str) -> tuple[Box, ...]:
    """What `encode_boxes` wrote."""
    numbers = [int(number) for number in text.split()]
    return tuple(
        Box(numbers[at], *(edge / _TENTHS for edge in numbers[at + 1 : at + _NUMBERS]))
        for at in range(0, len(numbers), _NUMBERS)
    )


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
