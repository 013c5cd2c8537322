"""The workspace: one file with all that was read and computed, behind one object."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.matching.index import VectorIndex
from app.matching.percentile import PercentileScale
from app.reading.document import Box, Document, Passage
from app.relations.relation import Finding
from app.workspace.boxes import Boxes
from app.workspace.corrections import Correction, Corrections
from app.workspace.database import Database
from app.workspace.findings import Findings, StoredFinding, ToldPair
from app.workspace.furniture import Block, Furniture, Turned
from app.workspace.indices import Indices
from app.workspace.judgements import Judgements
from app.workspace.passage_notes import PassageNotes
from app.workspace.records import SkippedFile, StoredPassage, StoredSection, StoredSource
from app.workspace.reviews import Reviews
from app.workspace.sources import Sources
from app.workspace.vectors import Vectors


class Workspace:
    """An open workspace file; used by one thread.

    One program at a time has a workspace open for writing; a second is told so. Any method may raise
    `WorkspaceError` where the disk fails, and every method that changes something does on a read-only
    workspace.

    Attributes:
        revision: Grows with each change of sources while the workspace is open.
        turns: Grows each time passages become furniture, or text, while the workspace is open.
        judgements: What the analyst decided about pairs.
        passage_notes: Bookmarks and labels of passages.
        reviews: Which passages were seen, and when all was reviewed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._furniture = Furniture(database)
        self._sources = Sources(database, self._furniture)
        self._boxes = Boxes(database)
        self._vectors = Vectors(database)
        self._indices = Indices(database)
        self._findings = Findings(database)
        self._corrections = Corrections(database)
        self.judgements = Judgements(database)
        self.passage_notes = PassageNotes(database)
        self.reviews = Reviews(database)
        self._is_open = True
        self.revision = 0
        self.turns = 0

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace file, and make it first where there is none.

        Raises:
            WorkspaceInUseError: It is open already, here or in another program.
            WorkspaceError: It is no workspace, damaged or newer, or the place cannot be used. The file
                is left as it was.
        """
        return cls(Database.open(path))

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, because of the file or its folder."""
        return self._database.read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete what no source needs any more, and leave one file. A second call does nothing."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            if not self.read_only:
                self._sources.compact()
        finally:
            self._database.close()

    def save_as(self, path: Path) -> None:
        """Write a copy, which takes the place of a file already there once it is whole.

        This workspace stays at its path; open the copy to go on in it.

        Raises:
            WorkspaceInUseError: The file already there is open.
            WorkspaceError: The place cannot be written to.
        """
        self._database.copy_to(path)

    # Sources

    def add_source(
        self,
        path: Path,
        sha256: str,
        document: Document,
        size: int,
        modified: int,
        *,
        file: Path | None = None,
    ) -> int:
        """Add a document, or put it in the place of the one of the same path, which keeps its id.

        Args:
            path: The file; the same file must come with the same path.
            sha256: Of the file, in hexadecimal.
            document: As read.
            size: Of the file, in bytes.
            modified: The file's `st_mtime_ns`.
            file: The file that holds it, where `path` is a place within one.

        Returns:
            The source's id.
        """
        steps = self.add_source_in_steps(path, sha256, document, size, modified, file=file)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                source: int = end.value
                return source

    def add_source_in_steps(
        self,
        path: Path,
        sha256: str,
        document: Document,
        size: int,
        modified: int,
        *,
        file: Path | None = None,
    ) -> Generator[None, None, int]:
        """The same as `add_source`, yielding every few milliseconds.

        The source appears, or changes, with the last step; a generator left before leaves no trace.
        """
        source = yield from self._sources.add(path, sha256, document, size, modified, file=file or path)
        self.revision += 1
        return source

    def remove_source(self, source: int) -> None:
        """Remove a source; KeyError if there is none of that id.

        Its vectors stay until the close, so that adding the file again embeds nothing.
        """
        self._sources.remove(source)
        self.revision += 1

    def touch(self, file: Path, size: int, modified: int) -> None:
        """Note the size in bytes and the `st_mtime_ns` of a file whose content is as it was."""
        self._sources.touch(file, size, modified)

    def relink(self, source: StoredSource, path: Path, file: Path) -> None:
        """Give a source, with all that is known of it, the path that its file has now."""
        self._sources.relink(source, path, file)
        self.revision += 1

    def set_split(self, source: int, *, is_split: bool) -> None:
        """Whether a source's level-1 sections count as sources of their own; KeyError if there is none.

        Owners change with it, so the index is to be asked for again.
        """
        self._sources.set_split(source, is_split=is_split)
        self.revision += 1

    def sources(self) -> tuple[StoredSource, ...]:
        """All sources, in the order they were first added."""
        return self._sources.all()

    def sections(self, source: int) -> tuple[StoredSection, ...]:
        """The sections of a source in reading order; none if there is no such source."""
        return self._sources.sections(source)

    def passages(self, source: int) -> tuple[StoredPassage, ...]:
        """The passages of a source in reading order, headings and furniture with them."""
        return self._sources.passages(source)

    def passage(self, passage: int) -> StoredPassage:
        """One passage; KeyError if no source has it."""
        return self._sources.passage(passage)

    def text_hashes(self, source: int) -> frozenset[bytes]:
        """Content hashes of all that stands in a source; none if there is no such source."""
        return self._sources.text_hashes(source)

    def passages_with_texts(self, keys: Iterable[bytes]) -> dict[bytes, list[StoredPassage]]:
        """The passages of content hashes, those that are matched first, in the order of the sources.

        A hash that no source has is left out.
        """
        return self._sources.with_texts(list(dict.fromkeys(keys)))

    def passages_with_text(self, key: bytes) -> list[StoredPassage]:
        """The passages of one content hash, in the same order."""
        return self.passages_with_texts([key]).get(key, [])

    def as_read(self, path: Path) -> Correction:
        """What the file itself says where the analyst may correct it; KeyError if there is no such source."""
        return self._sources.as_read(path)

    def correction(self, path: Path) -> Correction:
        """What the analyst corrected about the source of a path."""
        return self._corrections.get(path)

    def correct(self, path: Path, correction: Correction) -> None:
        """Keep what the analyst knows better about a source; it survives reading the file again."""
        self._corrections.put(path, correction)
        self.revision += 1

    def count_matched(self) -> int:
        """How many passages are matched, in all sources."""
        return self._sources.count_matched()

    def set_skipped(self, file: SkippedFile) -> None:
        """List a file with the reason why it is no source, until it becomes one."""
        self._sources.skip(file)

    def clear_skipped(self) -> None:
        """Empty the list of skipped files."""
        self._sources.forget_skipped()

    def skipped(self) -> tuple[SkippedFile, ...]:
        """The files that did not become sources, by path."""
        return self._sources.skipped()

    def boxes(self, source: int) -> Mapping[int, tuple[Box, ...]] | None:
        """Where the passages of a source stand on its pages, by the passage's id.

        None where the source was read by a version that did not keep it; `put_boxes` mends that.
        """
        return self._boxes.of(source)

    def put_boxes(self, source: int, passages: Iterable[Passage]) -> None:
        """Keep where the passages of a source stand, found by their texts as it was read again."""
        self._boxes.put(source, passages)

    # Furniture

    def choose_furniture(self, content_hash: bytes, *, is_furniture: bool) -> int:
        """Make a text furniture wherever it stands, or text; now and in what is added later.

        Returns:
            How many passages changed; those that became text may lack their vector.
        """
        return self._turn(self._furniture.choose(content_hash, is_furniture=is_furniture))

    def set_recurring(self, counts: Mapping[int, int]) -> bool:
        """Make texts furniture because they recur; those known before and not named are text again.

        Args:
            counts: For each number of a text, as in `Block`, in how many sources it stands.

        Returns:
            Whether any passage changed; if so, what became text may lack its vector.
        """
        return bool(self._turn(self._furniture.set_recurring(counts)))

    def _turn(self, turned: Turned) -> int:
        number = len(turned.lost) + len(turned.gained)
        if number:
            self._indices.turn(turned)
            self.turns += 1
        return number

    def blocks(self, source: int) -> tuple[Block, ...]:
        """The blocks of content that were read of a source, whatever became furniture since."""
        return self._furniture.blocks(source)

    def texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """Texts by their numbers, as in `Block`."""
        return self._furniture.texts(numbers)

    # Vectors

    def texts_without_vectors(
        self, model_id: str, source: int | None = None
    ) -> tuple[tuple[bytes, str], ...]:
        """What is still to embed, each text once, as (content hash, text) in reading order."""
        return self._vectors.missing(model_id, source)

    def put_vectors(self, model_id: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep vectors by content hash; a text that has one keeps it, and one gone by now is passed over.

        Args:
            model_id: Names the weights.
            hashes: n content hashes.
            vectors: (n, d) float32, rows of unit length.

        Raises:
            ValueError: The shapes do not fit, or a row is not of unit length.
        """
        self._vectors.put(model_id, hashes, vectors)

    def vector(self, model_id: str, passage: int) -> NDArray[np.float32] | None:
        """The (d,) vector of a passage, or None while it has none."""
        return self._vectors.get(model_id, passage)

    def load_index(self, model_id: str) -> VectorIndex:
        """The index of the passages that are matched and have a vector.

        The first call reads all vectors; later ones only what has changed since, so that it may be
        called after every few vectors put. An index given out before stays as it was.
        """
        return self._indices.load(model_id)

    def scale(self, model_id: str) -> PercentileScale | None:
        """The percentile scale kept for a model."""
        return self._vectors.scale(model_id)

    def set_scale(self, model_id: str, scale: PercentileScale) -> None:
        """Keep the percentile scale of a model."""
        self._vectors.set_scale(model_id, scale)

    # Findings

    def put_findings(self, model_id: str, findings: Iterable[StoredFinding]) -> None:
        """Keep findings by the two texts' content hashes; either order names the same pair."""
        self._findings.put(model_id, findings)

    def finding(self, model_id: str, first: bytes, second: bytes) -> Finding | None:
        """What a pair is, told from the first text's side; None if it was not read yet."""
        return self._findings.get(model_id, first, second)

    def told_pairs(self, model_id: str) -> tuple[ToldPair, ...]:
        """All pairs of passages of the sources whose relation is more than related."""
        return self._findings.told(model_id)

    # Settings of the workspace

    def meta(self, key: str) -> str | None:
        """A value kept under a key, such as the last place read."""
        row = self._database.row("SELECT value FROM meta WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        self._database.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
