"""What is being read: the source, the selected passage, its matches, the trail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.findings import NO_MODEL, Pair
from app.analysis.matches import Match
from app.analysis.quotes import quote
from app.analysis.survey import Mark, mark_of
from app.analysis.trail import Trail
from app.relations.relation import Relation
from app.ui.desk import Desk
from app.ui.matches_model import MatchesModel
from app.ui.reader_model import ReaderModel, rows_of
from app.ui.sources_model import SourcesModel
from app.ui.sources_rows import source_rows
from app.ui.wording import counted
from app.workspace.records import StoredPassage, StoredSection, StoredSource

MATCHES_SHOWN = 12
MATCHES_A_SOURCE = 4
PASSAGES_AHEAD = 3
MATCHES_AHEAD = 6
RELATE_DELAY = 40
"""Milliseconds a passage is selected before its matches are read: walking on quickly asks for nothing."""


class Reading(QObject):
    """Keeps the three models true to the desk and to what is selected.

    Attributes:
        sources: Rows of the source list.
        reader: Rows of the source being read.
        matches: Matches of the selected passage.
        matches_summary: Their number, in words.
        matches_state: Why there are none, or what to know about them; empty otherwise.
        marks: What is known of passages at a glance, by id.
    """

    passageChanged = Signal(int)  # noqa: N815 - Qt's naming
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.sources = SourcesModel(self)
        self.reader = ReaderModel(self)
        self.matches = MatchesModel(self)
        self.matches_summary = ""
        self.matches_state = ""
        self._records: dict[int, StoredSource] = {}
        self._passages: dict[int, StoredPassage] = {}
        self._sections: tuple[StoredSection, ...] = ()
        self._matched: list[int] = []
        self._place: dict[int, int] = {}
        self._embedded: dict[int, int] = {}
        self.marks: dict[int, Mark] = {}
        self.reader.marks = self.marks
        self._selected: int | None = None
        self._shown: StoredSource | None = None
        self._is_folded = True
        self._trail = Trail()
        self._relate_soon = QTimer(self, singleShot=True, interval=RELATE_DELAY)
        self._relate_soon.timeout.connect(self._relate)
        self._forget()
        desk.left.connect(self._forget)
        desk.changed.connect(self._take_in)
        desk.related.connect(self._show_matches)
        desk.surveyed.connect(self._on_surveyed)

    @property
    def passage(self) -> StoredPassage | None:
        """The selected passage."""
        return self._passages.get(self._selected) if self._selected is not None else None

    @property
    def source(self) -> StoredSource | None:
        """The source being read."""
        return self._records.get(self._desk.reading) if self._desk.reading is not None else None

    @property
    def coverage(self) -> str:
        """How many of the pairs listed in this source were read, in words."""
        marks = [self.marks[key] for key in self._matched if key in self.marks]
        read, listed = sum(mark.read for mark in marks), sum(mark.listed for mark in marks)
        return f"{read} of {listed} pairs read in {len(marks)} of {counted(len(self._matched), 'passage')}"

    @property
    def standing(self) -> str:
        """What is open, in a line."""
        if not self._records:
            return "offline"
        passages = sum(record.passages for record in self._records.values())
        parts = [counted(len(self._records), "source"), counted(passages, "passage"), "offline"]
        skipped = len(self._desk.skipped)
        return " · ".join([f"{skipped} not read", *parts] if skipped else parts)

    # Following the desk

    def _forget(self) -> None:
        self._records = {}
        self._place = {}
        self.marks.clear()
        self._trail = Trail()
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._desk.reading = self._selected = self._shown = None
        self._passages = {}
        self._sections = ()
        self._matched = []
        self.reader.show(())
        self.matches.show(())
        self.matches_summary = self.matches_state = ""

    def _take_in(self) -> None:
        """Show the workspace as it is now, keeping what is selected wherever it still is."""
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        records = {record.id: record for record in workspace.sources()}
        if records != self._records:
            self.marks.clear()
        self._records = records
        self._embedded = matcher.embedded()
        if self.source is None:
            self._show_nothing()
            if self._records:
                self._read(next(iter(self._records)))
        elif self.source != self._shown:
            self._read(self.source.id)
        self._show_sources()
        self._show_matches()
        self._relate_soon.start()
        self.changed.emit()

    def _read(self, source: int) -> None:
        """Show a source, with the passage selected that was selected there last."""
        self._load(source)
        if self._matched:
            self._select(self._place.get(source, self._matched[0]))

    def _load(self, source: int) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return
        self._desk.reading = source
        self._shown = self._records[source]
        self._passages = {passage.id: passage for passage in workspace.passages(source)}
        self._sections = workspace.sections(source)
        self._matched = [key for key, passage in self._passages.items() if passage.kind.is_matched]
        self._show_rows()

    def _show_rows(self) -> None:
        record = self._shown
        if record is None:
            return
        count = len({self._passages[key].paragraph for key in self._matched})
        told = (record.author, record.date, record.format, counted(count, "paragraph"))
        detail = " · ".join(part for part in told if part)
        passages = tuple(self._passages.values())
        self.reader.show(rows_of(record.title, detail, passages, folded=self._is_folded))

    def _show_sources(self) -> None:
        section = self.passage.section if self.passage else None
        self.sources.show(
            source_rows(self._records.values(), self._embedded, self._desk.reading, self._sections, section)
        )

    def _show_matches(self) -> None:
        matcher, passage = self._desk.matcher, self.passage
        if matcher is None or passage is None:
            return
        matches = self._listed(passage)
        self.matches.show(matches)
        if all(match.finding is not None for match in matches):
            mark = mark_of(matches, has_counterpart=matcher.has_counterpart(matches))
            self._on_surveyed(passage.id, mark)
        self.matches_summary = _summary(matches)
        if not matcher.has(passage.id):
            self.matches_state = "Embedding… the matches appear as soon as this passage has its vector."
        elif not matches:
            self.matches_state = "Nothing to compare with yet: open a second source about the same matter."
        elif not matcher.has_counterpart(matches):
            self.matches_state = "– no counterpart: these are the nearest, but none comes close."
        elif matcher.findings.model_id is None:
            self.matches_state = NO_MODEL
        else:
            self.matches_state = ""

    def _listed(self, passage: StoredPassage) -> tuple[Match, ...]:
        """The matches that are listed for a passage."""
        matcher = self._desk.matcher
        return () if matcher is None else matcher.of_passage(passage, MATCHES_SHOWN, MATCHES_A_SOURCE)

    def _on_surveyed(self, passage: int, mark: Mark) -> None:
        if self.marks.get(passage) != mark:
            self.marks[passage] = mark
            self.reader.repaint(passage)

    def _relate(self) -> None:
        """Have the matches on show read, then those of the passages after it, then of the whole source."""
        matcher, passage = self._desk.matcher, self.passage
        if matcher is None or passage is None:
            return
        pairs = [Pair(passage.text, match.passage.text) for match in self.matches.matches]
        at = self._matched.index(passage.id)
        for ahead in self._matched[at + 1 : at + 1 + PASSAGES_AHEAD]:
            text = self._passages[ahead].text
            matches = matcher.of_passage(self._passages[ahead], MATCHES_AHEAD, MATCHES_A_SOURCE)
            pairs.extend(Pair(text, match.passage.text) for match in matches)
        self._desk.relate(pairs)
        order = [*self._matched[at:], *self._matched[:at]]
        unknown = [self._passages[key] for key in order if not _is_complete(self.marks.get(key))]
        if unknown:
            self._desk.survey(unknown, self._listed)

    # Selecting

    def select(self, passage: int) -> None:
        """Select a passage of the source being read."""
        if passage in self._passages:
            self._trail.replace(passage)
            self._arrive(passage)

    def walk(self, by: int) -> None:
        """Select the next or previous passage; the ends are the ends."""
        if self._selected in self._matched:
            at = self._matched.index(self._selected) + by
            if 0 <= at < len(self._matched):
                self.select(self._matched[at])

    def walk_marked(self, by: int, relation: Relation) -> bool:
        """Select the next or previous passage with a relation, in this source; False if there is none."""
        if self._selected not in self._matched:
            return False
        at = self._matched.index(self._selected)
        ahead = self._matched[at + 1 :] if by > 0 else self._matched[:at][::-1]
        for key in ahead:
            mark = self.marks.get(key)
            if mark is not None and mark.relation is relation:
                self.select(key)
                return True
        return False

    def select_end(self, *, first: bool) -> None:
        """Select the first or last passage of the source."""
        if self._matched:
            self.select(self._matched[0 if first else -1])

    def walk_sources(self, by: int) -> None:
        """Read the next or previous source, around the ends."""
        ids = list(self._records)
        if self._desk.reading in ids:
            self._jump_to_source(ids[(ids.index(self._desk.reading) + by) % len(ids)])

    def open_row(self, row: int) -> None:
        """Read the source of a row of the source list; of a section, from its first passage."""
        chosen = self.sources.rows[row]
        if chosen.source != self._desk.reading:
            self._jump_to_source(chosen.source)
        if chosen.section is not None:
            inside = [key for key in self._matched if self._passages[key].section >= chosen.section]
            if inside:
                self._visit(inside[0])

    def open_match(self, row: int) -> None:
        """Go to a match in its own source."""
        if 0 <= row < len(self.matches.matches):
            self._visit(self.matches.matches[row].passage.id)

    def back(self) -> None:
        """Go back along the trail."""
        self._follow(self._trail.back)

    def forward(self) -> None:
        """Go forward along the trail."""
        self._follow(self._trail.forward)

    def _follow(self, step: Callable[[], int | None]) -> None:
        """Take steps along the trail until one leads to a passage that is still there."""
        while (place := step()) is not None:
            if self._arrive(place):
                return

    def _jump_to_source(self, source: int) -> None:
        self._load(source)
        if self._matched:
            place = self._place.get(source, self._matched[0])
            self._visit(place if place in self._passages else self._matched[0])

    def _visit(self, passage: int) -> None:
        self._trail.visit(passage)
        self._arrive(passage)

    def _arrive(self, passage: int) -> bool:
        """Select a passage, wherever it is; False if it is gone."""
        workspace = self._desk.workspace
        if workspace is None:
            return False
        if passage not in self._passages:
            try:
                self._load(workspace.passage(passage).source)
            except KeyError:
                return False
        self._select(passage)
        self._show_matches()
        self._relate_soon.start()
        self._show_sources()
        self.changed.emit()
        return True

    def _select(self, passage: int) -> None:
        if passage not in self._passages:
            passage = self._matched[0]
        self._selected = passage
        self._place[self._passages[passage].source] = passage
        if self._trail.is_empty:
            self._trail.visit(passage)
        self.passageChanged.emit(passage)

    # What the reader shows

    def toggle_furniture(self) -> None:
        """Fold furniture into single lines, or show all of it."""
        self._is_folded = not self._is_folded
        self._show_rows()
        if self._selected is not None:
            self.passageChanged.emit(self._selected)

    def quote(self) -> str:
        """The selected passage as a citation; empty where none is selected."""
        if self.passage is None or self.source is None:
            return ""
        return quote(self.passage, self.source)

    def quote_of_match(self, row: int) -> str:
        """A match as a citation; empty where there is none."""
        if not 0 <= row < len(self.matches.matches):
            return ""
        match = self.matches.matches[row]
        return quote(match.passage, match.source)


def _is_complete(mark: Mark | None) -> bool:
    return mark is not None and mark.read == mark.listed


def _summary(matches: tuple[Match, ...]) -> str:
    if not matches:
        return ""
    sources = counted(len({match.source.id for match in matches}), "source")
    origins = counted(len({match.origin for match in matches}), "origin")
    return f"{len(matches)} in {sources} · {origins}"
