"""Sources with their sections and passages, and the files that did not become sources."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from app.paths import shown_name
from app.reading.document import Document, Kind, Passage, Span
from app.workspace.boxes import encode_boxes
from app.workspace.corrections import Correction
from app.workspace.database import Database, Row
from app.workspace.furniture import Furniture, shown_kind, shown_locator, shown_reason
from app.workspace.migrations import utc_now
from app.workspace.records import (
    SkippedFile,
    StoredPassage,
    StoredSection,
    StoredSource,
    content_hash,
    decoded_path,
    encoded_path,
    owner_number,
    storable,
)

_AT_ONCE = 500
"""Contents asked for in one query; SQLite takes 999 values of old."""
_STEP = 125
"""Passages written in one step: a few milliseconds."""

_SOURCES = """
    SELECT s.id, s.path, s.sha256, coalesce(nullif(k.title, ''), s.title),
           nullif(coalesce(k.author, s.author), ''), nullif(coalesce(k.date, s.date), ''), s.format,
           s.is_split, s.size, s.modified, s.added, r.matched, s.note, nullif(k.party, ''),
           coalesce(s.file, s.path)
    FROM sources s JOIN readings r ON r.id = s.reading LEFT JOIN corrections k ON k.path = s.path
"""
_PASSAGES = """
    SELECT p.id, s.id, p.position, p.kind, t.text, t.hash, p.section, c.title, p.paragraph, p.part, p.page,
           p.spans, p.reason, p.locator, c.article, s.is_split, p.is_matched, f.is_furniture, n.sources
    FROM sources s
    JOIN passages p ON p.reading = s.reading
    JOIN sections c ON c.reading = p.reading AND c.number = p.section
    JOIN texts t ON t.id = p.text
    LEFT JOIN choices f ON f.hash = t.hash
    LEFT JOIN recurring n ON n.text = t.id
"""


class Sources:
    """The tables of sources, over an open database."""

    def __init__(self, database: Database, furniture: Furniture) -> None:
        self._database = database
        self._furniture = furniture

    def add(
        self, path: Path, sha256: str, document: Document, size: int, modified: int, *, file: Path
    ) -> Generator[None, None, int]:
        """Write a document in steps of a few milliseconds; the last one shows it, and returns its id.

        Until then the source of the same path, if there is one, stays as it was.
        """
        database = self._database
        with database.transaction():
            reading = database.execute("INSERT INTO readings (matched) VALUES (0)").lastrowid
            database.execute_many(
                "INSERT INTO sections (reading, number, title, level, article) VALUES (?, ?, ?, ?, ?)",
                _section_rows(reading, document),
            )
        for start in range(0, len(document.passages), _STEP):
            yield
            self._add_passages(reading, document.passages[start : start + _STEP])
        yield
        return self._show(
            reading,
            encoded_path(path),
            sha256,
            storable(document.title),
            None if document.author is None else storable(document.author),
            None if document.date is None else storable(document.date),
            document.format,
            size,
            modified,
            storable(document.note),
            encoded_path(file),
        )

    def _add_passages(self, reading: int | None, passages: Sequence[Passage]) -> None:
        texts = [(content_hash(passage.text), storable(passage.text)) for passage in passages]
        with self._database.transaction():
            self._database.execute_many(
                "INSERT INTO texts (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", texts
            )
            self._database.execute_many(
                """INSERT INTO passages (reading, position, kind, is_matched, text, section, paragraph, part,
                                         page, spans, reason, locator, boxes)
                   VALUES (?, ?, ?, ?, (SELECT id FROM texts WHERE hash = ?), ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    (
                        reading,
                        passage.position,
                        passage.kind.value,
                        passage.kind.is_matched,
                        key,
                        passage.section,
                        passage.paragraph,
                        passage.part,
                        passage.page,
                        " ".join(f"{span.start}-{span.end}" for span in passage.spans),
                        storable(passage.reason),
                        storable(passage.locator),
                        encode_boxes(passage.boxes),
                    )
                    for passage, (key, _) in zip(passages, texts, strict=True)
                ),
            )
            self._furniture.apply_to_new(reading, passages[0].position, passages[-1].position)

    def _show(self, reading: int | None, path: bytes, *facts: object) -> int:
        with self._database.transaction():
            self._furniture.recount(reading)
            self._database.execute("DELETE FROM skipped WHERE path = ?", (path,))
            rows = self._database.rows(
                """INSERT INTO sources
                       (reading, path, sha256, title, author, date, format, size, modified, note, file, added)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   ON CONFLICT (path) DO UPDATE SET
                       reading = excluded.reading, sha256 = excluded.sha256, title = excluded.title,
                       author = excluded.author, date = excluded.date, format = excluded.format,
                       size = excluded.size, modified = excluded.modified, note = excluded.note,
                       file = excluded.file
                   RETURNING id""",
                (reading, path, *facts, utc_now()),
            )
        return int(rows[0][0])

    def remove(self, source: int) -> None:
        """Show a source no more; KeyError if there is none of that id."""
        if not self._database.execute("DELETE FROM sources WHERE id = ?", (source,)).rowcount:
            raise KeyError(source)

    def touch(self, file: Path, size: int, modified: int) -> None:
        """Note a file's new size and time in all its sources."""
        self._database.execute(
            "UPDATE sources SET size = ?, modified = ? WHERE coalesce(file, path) = ?",
            (size, modified, encoded_path(file)),
        )

    def relink(self, source: StoredSource, path: Path, file: Path) -> None:
        """Give a source, and what was decided about it, the path its file has now.

        A title that was the file's name is the new name.
        """
        old, new = encoded_path(source.path), encoded_path(path)
        with self._database.transaction():
            self._database.execute(
                """UPDATE sources SET path = ?, file = ?, title = CASE title WHEN ? THEN ? ELSE title END
                   WHERE id = ?""",
                (new, encoded_path(file), shown_name(source.path.stem), shown_name(path.stem), source.id),
            )
            self._database.execute("UPDATE OR REPLACE corrections SET path = ? WHERE path = ?", (new, old))
            for side in ("low", "high"):
                self._database.execute(
                    f"UPDATE judgements SET {side}_path = ? WHERE {side}_path = ?",  # noqa: S608 - ours
                    (new, old),
                )
            self._database.execute("UPDATE passage_notes SET path = ? WHERE path = ?", (new, old))

    def set_split(self, source: int, *, is_split: bool) -> None:
        """Whether a source's sections count as sources of their own; KeyError if there is none."""
        changed = self._database.execute("UPDATE sources SET is_split = ? WHERE id = ?", (is_split, source))
        if not changed.rowcount:
            raise KeyError(source)

    def all(self) -> tuple[StoredSource, ...]:
        """In the order they were first added."""
        return tuple(_source(row) for row in self._database.rows(f"{_SOURCES} ORDER BY s.id"))

    def as_read(self, path: Path) -> Correction:
        """Title, author and date as the file says them; KeyError if there is no source of that path."""
        row = self._database.row(
            "SELECT title, author, date FROM sources WHERE path = ?", (encoded_path(path),)
        )
        if row is None:
            raise KeyError(path)
        return Correction(*row)

    def sections(self, source: int) -> tuple[StoredSection, ...]:
        """In reading order."""
        rows = self._database.rows(
            """SELECT c.number, c.title, c.level, c.article, s.is_split
               FROM sources s JOIN sections c ON c.reading = s.reading WHERE s.id = ? ORDER BY c.number""",
            (source,),
        )
        return tuple(
            StoredSection(
                number, title, level, article, owner_number(source, article, is_split=bool(is_split))
            )
            for number, title, level, article, is_split in rows
        )

    def passages(self, source: int) -> tuple[StoredPassage, ...]:
        """In reading order."""
        rows = self._database.rows(f"{_PASSAGES} WHERE s.id = ? ORDER BY p.position", (source,))
        return tuple(_passage(row) for row in rows)

    def passage(self, passage: int) -> StoredPassage:
        """One passage; KeyError if no source has it."""
        row = self._database.row(f"{_PASSAGES} WHERE p.id = ?", (passage,))
        if row is None:
            raise KeyError(passage)
        return _passage(row)

    def text_hashes(self, source: int) -> frozenset[bytes]:
        """Content hashes of all that stands in a source; quicker than its passages."""
        rows = self._database.rows(
            """SELECT t.hash
               FROM sources s JOIN passages p ON p.reading = s.reading JOIN texts t ON t.id = p.text
               WHERE s.id = ?""",
            (source,),
        )
        return frozenset(row[0] for row in rows)

    def with_texts(self, keys: Sequence[bytes]) -> dict[bytes, list[StoredPassage]]:
        """The passages of each content, those that are matched first, in the order of the sources."""
        found: dict[bytes, list[StoredPassage]] = {}
        for start in range(0, len(keys), _AT_ONCE):
            wanted = keys[start : start + _AT_ONCE]
            places = ", ".join("?" * len(wanted))
            order = "ORDER BY p.is_matched DESC, s.id, p.position"
            for row in self._database.rows(f"{_PASSAGES} WHERE t.hash IN ({places}) {order}", wanted):
                passage = _passage(row)
                found.setdefault(passage.content_hash, []).append(passage)
        return found

    def count_matched(self) -> int:
        """Passages that are matched, of all sources."""
        row = self._database.row(
            "SELECT coalesce(sum(r.matched), 0) FROM sources s JOIN readings r ON r.id = s.reading"
        )
        return 0 if row is None else int(row[0])

    def skip(self, file: SkippedFile) -> None:
        """List a file with the reason why it is no source."""
        self._database.execute(
            "INSERT OR REPLACE INTO skipped (path, reason, size, modified, obstacle) VALUES (?, ?, ?, ?, ?)",
            (encoded_path(file.path), storable(file.reason), file.size, file.modified, file.obstacle),
        )

    def forget_skipped(self) -> None:
        """Empty the list."""
        self._database.execute("DELETE FROM skipped")

    def skipped(self) -> tuple[SkippedFile, ...]:
        """By path."""
        rows = self._database.rows("SELECT path, reason, size, modified, obstacle FROM skipped ORDER BY path")
        return tuple(SkippedFile(decoded_path(path), *rest) for path, *rest in rows)

    def compact(self) -> None:
        """Delete what no source shows: its readings, texts, vectors and findings."""
        database = self._database
        with database.transaction():
            gone = database.execute("DELETE FROM readings WHERE id NOT IN (SELECT reading FROM sources)")
            if not gone.rowcount:
                return
            database.execute("DELETE FROM texts WHERE id NOT IN (SELECT text FROM passages)")
            database.execute(
                """DELETE FROM findings
                   WHERE low NOT IN (SELECT hash FROM texts) OR high NOT IN (SELECT hash FROM texts)"""
            )


def _section_rows(reading: int | None, document: Document) -> list[Row]:
    rows: list[Row] = []
    article = 0
    for number, section in enumerate(document.sections):
        article += section.level == 1
        rows.append((reading, number, storable(section.title), section.level, article))
    return rows


def _source(row: Row) -> StoredSource:
    return StoredSource(
        id=row[0],
        path=decoded_path(row[1]),
        sha256=row[2],
        title=row[3],
        author=row[4],
        date=row[5],
        format=row[6],
        is_split=bool(row[7]),
        size=row[8],
        modified=row[9],
        added=row[10],
        passages=row[11],
        file=decoded_path(row[14]),
        note=row[12],
        party=row[13],
    )


def _passage(row: Row) -> StoredPassage:
    read, (is_matched, is_chosen, recurs) = Kind(row[3]), row[16:]
    kind = shown_kind(read, is_matched=bool(is_matched))
    is_furniture = kind is Kind.FURNITURE
    return StoredPassage(
        id=row[0],
        source=row[1],
        position=row[2],
        kind=kind,
        text=row[4],
        content_hash=row[5],
        section=row[6],
        section_title=row[7],
        paragraph=row[8],
        part=row[9],
        page=row[10],
        spans=tuple(Span(*map(int, span.split("-"))) for span in row[11].split()),
        reason=shown_reason(row[12], recurs, is_chosen=bool(is_chosen)) if is_furniture else "",
        locator=shown_locator(row[13], row[8]) if is_matched and read is Kind.FURNITURE else row[13],
        owner=owner_number(row[1], row[14], is_split=bool(row[15])),
    )
