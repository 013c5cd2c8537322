"""Which passages are furniture: as read, because they recur in several sources, or by the analyst's choice.

The table of passages keeps what the reader made of a block. Whether it is matched follows from that, from
the table of recurring texts and from the table of choices, the later before the earlier.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.reading.document import Kind
from app.workspace.database import Database
from app.workspace.records import owner_number

CHOSEN = "your choice"
"""Why a block is furniture that the analyst has made so."""

# Headings stay headings: they are not matched whatever was chosen.
_WANTED = """
    (SELECT p.kind != 'heading' AND coalesce(
         1 - (SELECT f.is_furniture FROM choices f WHERE f.hash = t.hash),
         p.kind != 'furniture' AND NOT EXISTS (SELECT 1 FROM recurring n WHERE n.text = t.id))
     FROM texts t WHERE t.id = p.text)
"""


@dataclass(frozen=True, slots=True)
class Turned:
    """Passages that changed sides.

    Attributes:
        lost: Ids of those that are matched no more.
        gained: Ids of those that are matched now.
    """

    lost: tuple[int, ...]
    gained: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of content as read, furniture and headings left out.

    Attributes:
        text: Number of its text; the same text has the same number everywhere.
        kind: As read.
        owner: What it never matches: its source, or its article where the source is split.
        length: Of its text, in code points.
    """

    text: int
    kind: Kind
    owner: int
    length: int


class Furniture:
    """The tables of choices and of recurring texts, over an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choose(self, content_hash: bytes, *, is_furniture: bool) -> Turned:
        """Make every passage of a text furniture, or text; a choice that changes nothing is forgotten."""
        database = self._database
        with database.transaction():
            texts = [row[0] for row in database.rows("SELECT id FROM texts WHERE hash = ?", (content_hash,))]
            database.execute("DELETE FROM choices WHERE hash = ?", (content_hash,))
            if self._are_other(texts, is_furniture=is_furniture):
                database.execute("INSERT INTO choices VALUES (?, ?)", (content_hash, is_furniture))
            return self._settle(texts)

    def _are_other(self, texts: Sequence[int], *, is_furniture: bool) -> bool:
        """Whether any passage of the texts would be something else if nothing was chosen."""
        row = self._database.row(
            f"""SELECT 1 FROM passages p WHERE p.text IN (SELECT value FROM json_each(?))
                AND p.kind != 'heading' AND {_WANTED} = ? LIMIT 1""",  # noqa: S608 - a constant of this module
            (json.dumps(texts), is_furniture),
        )
        return row is not None

    def set_recurring(self, counts: Mapping[int, int]) -> Turned:
        """Keep, in place of what was known, in how many sources each recurring text stands."""
        database = self._database
        with database.transaction():
            before = {text for (text,) in database.rows("SELECT text FROM recurring")}
            database.execute("DELETE FROM recurring")
            database.execute_many("INSERT INTO recurring VALUES (?, ?)", counts.items())
            return self._settle(before.symmetric_difference(counts))

    def blocks(self, source: int) -> tuple[Block, ...]:
        """The blocks of a source in reading order."""
        rows = self._database.rows(
            """SELECT p.text, p.kind, c.article, s.is_split, length(t.text)
               FROM sources s
               JOIN passages p ON p.reading = s.reading
               JOIN sections c ON c.reading = p.reading AND c.number = p.section
               JOIN texts t ON t.id = p.text
               WHERE s.id = ? AND p.kind NOT IN ('heading', 'furniture') ORDER BY p.position""",
            (source,),
        )
        return tuple(
            Block(text, Kind(kind), owner_number(source, article, is_split=bool(is_split)), length)
            for text, kind, article, is_split, length in rows
        )

    def texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """Texts by number."""
        rows = self._database.rows(
            "SELECT id, text FROM texts WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return dict(rows)

    def apply_to_new(self, reading: int | None, first: int, last: int) -> None:
        """Have passages just written follow what is known of their texts; in a transaction."""
        self._database.execute(
            f"""UPDATE passages AS p SET is_matched = {_WANTED}
                WHERE reading = ? AND position BETWEEN ? AND ?""",  # noqa: S608 - a constant of this module
            (reading, first, last),
        )

    def recount(self, reading: int | None) -> None:
        """Count the matched passages of a reading anew; in a transaction."""
        self._database.execute(
            """UPDATE readings SET matched =
                   (SELECT count(*) FROM passages p WHERE p.reading = readings.id AND p.is_matched)
               WHERE id = ?""",
            (reading,),
        )

    def _settle(self, texts: Iterable[int]) -> Turned:
        """Have the passages of these texts follow what is known of them; which of them changed sides."""
        wanted = (json.dumps(list(texts)),)
        rows = self._database.rows(
            f"""SELECT p.id, p.reading, p.is_matched FROM passages p
                WHERE p.text IN (SELECT value FROM json_each(?))
                AND p.is_matched != {_WANTED}""",  # noqa: S608 - a constant of this module
            wanted,
        )
        if not rows:
            return Turned((), ())
        self._database.execute_many(
            "UPDATE passages SET is_matched = NOT is_matched WHERE id = ?", ((row[0],) for row in rows)
        )
        changes: Counter[int] = Counter()
        for _, reading, is_matched in rows:
            changes[reading] += -1 if is_matched else 1
        self._database.execute_many(
            "UPDATE readings SET matched = matched + ? WHERE id = ?",
            ((change, reading) for reading, change in changes.items()),
        )
        return Turned(
            tuple(number for number, _, is_matched in rows if is_matched),
            tuple(number for number, _, is_matched in rows if not is_matched),
        )


def shown_kind(read: Kind, *, is_matched: bool) -> Kind:
    """What a passage is now, after what it was read as and whether it is matched."""
    if is_matched:
        return Kind.PARAGRAPH if read is Kind.FURNITURE else read
    return read if read is Kind.HEADING else Kind.FURNITURE


def shown_reason(read: str, recurs: int | None, *, is_chosen: bool) -> str:
    """Why a block is furniture: as the reader says, else because it recurs or was chosen."""
    if is_chosen:
        return CHOSEN
    return read or (f"stands in {recurs} sources" if recurs else "")


def shown_locator(locator: str, paragraph: int) -> str:
    """The place of furniture that was made text: it has the number of the paragraph before it."""
    counted = f"par. {paragraph}"
    if not locator.endswith(counted):
        return locator
    return locator.removesuffix(counted) + (f"after {counted}" if paragraph else "before par. 1")
