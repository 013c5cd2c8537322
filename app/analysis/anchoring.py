"""Following a judged text through a new reading of its file.

What is decided is kept by content. When a file is read again and a text that something was decided
about is gone, its successor is looked for among the texts that are new in the same source. The measure
is `rapidfuzz.fuzz.ratio`: twice the length of the longest common subsequence over both lengths, in
percent. Different paragraphs of one document stay below 60 by it (measured on a dozen documents; only
entries of one list come closer), a paragraph with a corrected figure or a reworded clause stays above 80.
A successor must reach 70 and leave the next best candidate 5 behind. Where none does, what was decided
stays as it is and is listed as an orphan, with both texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from app.workspace.judgements import Judgement, Side
from app.workspace.records import StoredPassage, StoredSource
from app.workspace.workspace import Workspace

ALIKE = 70.0
"""Percent of agreement from which a new text is the old one, changed."""
LEAD = 5.0
"""How far the next best candidate must be behind."""


def side_of(passage: StoredPassage, source: StoredSource) -> Side:
    """A passage as a side of a pair."""
    return Side(passage.text, source.path, source.title, passage.locator)


def question_side(text: str) -> Side:
    """What was asked as a side of a pair."""
    return Side(text, None, "Your question", "")


def successor(text: str, candidates: Sequence[str]) -> int | None:
    """Which of the candidates a text has become; None where none is close, or two are."""
    best = process.extract(text, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE - LEAD, limit=2)
    if not best or best[0][1] < ALIKE:
        return None
    if len(best) == 2 and best[0][1] - best[1][1] < LEAD:
        return None
    return int(best[0][2])


class Standing:
    """Where sides stand among the present sources of a workspace.

    Args:
        workspace: Where they are looked for.
        keys: Content hashes of the sides that will be asked for.
    """

    def __init__(self, workspace: Workspace, keys: Iterable[bytes]) -> None:
        self.sources = {source.id: source for source in workspace.sources()}
        self._passages = workspace.passages_with_texts(keys)

    def of(self, side: Side, other: Side | None = None) -> StoredPassage | None:
        """The passage that has a side's text, in its own source if it is there; None where none has.

        Args:
            side: The side.
            other: The other side of the pair: where both have the same text, each needs a passage.
        """
        passages = self._passages.get(side.key, [])
        taken = other.path if other is not None and other.key == side.key else None
        free = [passage for passage in passages if taken is None or self._path(passage) != taken]
        return next((passage for passage in free if self._path(passage) == side.path), next(iter(free), None))

    def present(self, side: Side, passage: StoredPassage | None) -> Side:
        """A side as it stands now: a source may have got another title, a passage another place."""
        return side if passage is None else side_of(passage, self.sources[passage.source])

    def is_lost(self, judgement: Judgement) -> bool:
        """Whether a side of a judgement stands nowhere."""
        return any(self.is_gone(*pair) for pair in _both_ways(judgement))

    def is_gone(self, side: Side, other: Side | None = None) -> bool:
        """Whether a side stands nowhere; what was asked is never gone."""
        return not side.is_question and self.of(side, other) is None

    def _path(self, passage: StoredPassage) -> Path:
        return self.sources[passage.source].path


class Anchors:
    """Takes what was decided along when files are read again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._before: dict[Path, frozenset[bytes]] = {}

    def remember(self, sources: Iterable[StoredSource]) -> None:
        """Note the texts of sources that are about to be read again, if anything stands in them."""
        decided = self._workspace.judgements.keys() | self._workspace.passage_notes.keys()
        for source in sources:
            held = self._workspace.text_hashes(source.id)
            if not decided.isdisjoint(held):
                self._before[source.path] = held

    def follow(self, place: Path) -> Iterator[None]:
        """Move what was decided about texts of a source to what they have become, in small steps."""
        before = self._before.pop(place, None)
        source = next((known for known in self._workspace.sources() if known.path == place), None)
        if before is None or source is None:
            return
        fresh = [
            passage
            for passage in self._workspace.passages(source.id)
            if passage.kind.is_matched and passage.content_hash not in before
        ]
        yield from self._follow_judgements(source, before, fresh)
        yield from self._follow_notes(source, before, fresh)

    def _follow_judgements(
        self, source: StoredSource, before: Collection[bytes], fresh: Sequence[StoredPassage]
    ) -> Iterator[None]:
        judgements = self._workspace.judgements.all()
        standing = Standing(self._workspace, (key for judgement in judgements for key in judgement.key))
        taken = {judgement.key for judgement in judgements}
        for judgement in judgements:
            present = judgement
            for side, other in _both_ways(judgement):
                if side.key not in before or not standing.is_gone(side, other):
                    continue
                new = _successor_side(side, source, fresh)
                if new is not None:
                    present = present.moved(side, new)
            if present.key != judgement.key and present.key not in taken:
                self._workspace.judgements.move(judgement.key, present)
                taken.add(present.key)
            yield

    def _follow_notes(
        self, source: StoredSource, before: Collection[bytes], fresh: Sequence[StoredPassage]
    ) -> Iterator[None]:
        notes = self._workspace.passage_notes.all()
        taken = {note.key for note in notes}
        standing = Standing(self._workspace, taken)
        for note in notes:
            if note.key in before and standing.is_gone(note.side):
                new = _successor_side(note.side, source, fresh)
                if new is not None and new.key not in taken:
                    self._workspace.passage_notes.move(note.key, note.moved(new))
                    taken.add(new.key)
            yield


def _both_ways(judgement: Judgement) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
    return (judgement.low, judgement.high), (judgement.high, judgement.low)


def _successor_side(side: Side, source: StoredSource, fresh: Sequence[StoredPassage]) -> Side | None:
    found = successor(side.text, [passage.text for passage in fresh])
    return None if found is None else side_of(fresh[found], source)
