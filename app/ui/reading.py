"""What is being read: the source, the selected passage, the trail."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.overview import Cell, told_of_sources
from app.analysis.quotes import place, quote
from app.analysis.survey import Mark
from app.analysis.trail import Trail
from app.reading.document import Kind
from app.ui.desk import Desk
from app.ui.matching import Matching
from app.ui.reader_model import ReaderModel, rows_of
from app.ui.sources_model import SourcesModel
from app.ui.sources_rows import source_rows
from app.ui.strip import Tick, ticks_of
from app.ui.wording import counted
from app.workspace.records import StoredPassage, StoredSection, StoredSource

COUNT_AFTER = 700
"""Milliseconds between a new relation and the counts in the list of sources."""
COUNT_SHARE = 20
"""The counts are made at most this many times as seldom as they take long."""
LINE = 80
"""Code points of a passage that name it in a list."""


class Reading(QObject):
    """Keeps what is read true to the desk and to what is selected.

    Attributes:
        sources: Rows of the source list.
        reader: Rows of the source being read.
        matching: What stands beside it.
        orphans: How much was decided about texts that are in no source any more.
    """

    passageChanged = Signal(int)  # noqa: N815 - Qt's naming
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.sources = SourcesModel(self)
        self.reader = ReaderModel(self)
        self._records: dict[int, StoredSource] = {}
        self._passages: dict[int, StoredPassage] = {}
        self._sections: tuple[StoredSection, ...] = ()
        self._matched: list[int] = []
        self._stops: list[int] = []
        self._turns = 0
        self._place: dict[int, int] = {}
        self._embedded: dict[int, int] = {}
        self.matching = Matching(desk, self)
        self._told: Mapping[int, Cell] = {}
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER)
        self._count_soon.timeout.connect(self._count)
        self.reader.marks = self.matching.marks
        self.orphans = 0
        self._selected: int | None = None
        self._shown: StoredSource | None = None
        self._is_folded = True
        self._trail = Trail()
        self._forget()
        desk.left.connect(self._forget)
        desk.changed.connect(self._take_in)
        self.matching.marked.connect(self.reader.repaint)
        self.matching.marked.connect(self._start_counting)

    @property
    def passage(self) -> StoredPassage | None:
        """The selected passage."""
        return self._passages.get(self._selected) if self._selected is not None else None

    @property
    def source(self) -> StoredSource | None:
        """The source being read."""
        return self._records.get(self._desk.reading) if self._desk.reading is not None else None

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The passages of this source that the overview strip shows, by the share of text above them."""
        relations = {key: mark.relation for key, mark in self.matching.marks.items()}
        return ticks_of(self._passages.values(), relations)

    @property
    def coverage(self) -> str:
        """How many of the pairs listed in this source were read, in words."""
        marks = [self.matching.marks[key] for key in self._matched if key in self.matching.marks]
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
        warned = [f"{skipped} not read"] if skipped else []
        if self.orphans:
            warned.append(counted(self.orphans, "orphan"))
        return " · ".join([*warned, *parts])

    # Following the desk

    def _forget(self) -> None:
        self.orphans = 0
        self._records = {}
        self._told = {}
        self._count_soon.stop()
        self._place = {}
        self._trail = Trail()
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._desk.reading = self._selected = self._shown = None
        self._passages = {}
        self._sections = ()
        self._matched = self._stops = []
        self.reader.show(())
        self.matching.select(None, ())

    def _take_in(self) -> None:
        """Show the workspace as it is now, keeping what is selected wherever it still is."""
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        records = {record.id: record for record in workspace.sources()}
        has_turned = workspace.turns != self._turns
        if records != self._records or has_turned:
            self.matching.marks.clear()
        self._records = records
        self._embedded = matcher.embedded()
        self._start_counting()
        if self.source is None:
            self._show_nothing()
            if self._records:
                self._read(next(iter(self._records)))
        elif self.source != self._shown or has_turned:
            self._read(self.source.id)
        self.show_sources()
        self._show_matches()
        self.changed.emit()

    def _read(self, source: int) -> None:
        """Show a source, with the passage selected that was selected there last."""
        self._load(source)
        place = self._home(source)
        if place is not None:
            self._select(place)

    def _home(self, source: int) -> int | None:
        """The passage that was selected last in the source being read, else its first."""
        place = self._place.get(source)
        if place not in self._passages:
            place = next(iter(self._matched), None)
        return place

    def _load(self, source: int) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return
        self._desk.reading = source
        self._turns = workspace.turns
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
        party = f"for {record.party}" if record.party else None
        parts = (record.author, party, record.date, record.format, counted(count, "paragraph"), record.note)
        detail = " · ".join(part for part in parts if part)
        passages = tuple(self._passages.values())
        selected = self._selected
        self._stops = [
            passage.id
            for passage in passages
            if passage.kind.is_matched
            or (passage.kind is Kind.FURNITURE and (passage.id == selected or not self._is_folded))
        ]
        self.reader.show(rows_of(record.title, detail, passages, folded=self._is_folded, selected=selected))

    def _start_counting(self) -> None:
        if not self._count_soon.isActive():
            self._count_soon.start()

    def _count(self) -> None:
        """Count what was found in each source; the longer that takes, the seldomer."""
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        began = perf_counter()
        self._told = told_of_sources(workspace, matcher)
        self._count_soon.setInterval(max(COUNT_AFTER, round(COUNT_SHARE * 1000 * (perf_counter() - began))))
        self.show_sources()

    def show_sources(self) -> None:
        """Show the sources as they are known now."""
        section = self.passage.section if self.passage else None
        decisions = self._desk.decisions
        if decisions is None:
            return
        self.sources.show(
            source_rows(
                self._records.values(),
                self._embedded,
                self._desk.reading,
                self._sections,
                section,
                progress_of=decisions.progress,
                gone=self._desk.following.gone,
                told=self._told,
            )
        )

    def _show_matches(self) -> None:
        """Have the matches of the selected passage shown, with the passages that come after it."""
        passage = self.passage
        if passage is None:
            self.matching.select(None, ())
            return
        at = self._after(passage)
        order = (*self._matched[at:], *self._matched[:at])
        self.matching.select(passage, [self._passages[key] for key in order])

    # Selecting

    def select(self, passage: int) -> None:
        """Select a passage of the source being read; a heading cannot be."""
        if passage in self._passages and self._passages[passage].kind is not Kind.HEADING:
            self._trail.replace(passage)
            self._arrive(passage)

    def walk(self, by: int) -> None:
        """Select the next or previous passage; the ends are the ends."""
        if self._selected in self._stops:
            at = self._stops.index(self._selected) + by
            if 0 <= at < len(self._stops):
                self.select(self._stops[at])

    def _after(self, passage: StoredPassage) -> int:
        """How many of the matched passages stand before a passage or are the passage itself."""
        return bisect_right(self._matched, passage.position, key=lambda key: self._passages[key].position)

    def walk_marked(self, by: int, wanted: Callable[[Mark], bool]) -> bool:
        """Select the next or previous passage of this source with a wanted mark; False if there is none."""
        if self.passage is None:
            return False
        at = self._after(self.passage)
        ahead = self._matched[at:] if by > 0 else self._matched[:at][::-1]
        for key in ahead:
            if key == self._selected:
                continue
            mark = self.matching.marks.get(key)
            if mark is not None and wanted(mark):
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
                self.visit(inside[0])

    def open_match(self, row: int) -> None:
        """Go to a match in its own source."""
        if 0 <= row < len(self.matching.matches.matches):
            self.visit(self.matching.matches.matches[row].passage.id)

    def visited(self) -> list[tuple[int, str]]:
        """The places of the trail that are still there, the latest first: number, and what it is."""
        workspace = self._desk.workspace
        told: list[tuple[int, str]] = []
        for number, visited in reversed(list(enumerate(self._trail.places))):
            try:
                passage = workspace.passage(visited) if workspace is not None else None
            except KeyError:  # its source was removed, or read again
                continue
            if passage is not None and passage.source in self._records:
                told.append((number, _line_of(passage, self._records[passage.source])))
        return told

    def return_to(self, number: int) -> None:
        """Go to a place of the trail by its number."""
        self._arrive(self._trail.go_to(number))

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
        place = self._home(source)
        if place is not None:
            self.visit(place)
        else:
            self._selected = None
            self._show_matches()
            self.show_sources()
            self.changed.emit()

    def visit(self, passage: int) -> None:
        """Go to a passage of any source, as a step of the trail."""
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
        self.show_sources()
        self.changed.emit()
        return True

    def _select(self, passage: int) -> None:
        before, self._selected = self.passage, passage
        if self._is_folded and any(
            shown and shown.kind is Kind.FURNITURE for shown in (before, self.passage)
        ):
            self._show_rows()
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

    def turn_furniture(self) -> None:
        """Make the selected block furniture with all its copies, or text.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.passage is not None:
            self._desk.turn_furniture(self.passage)

    def quote(self) -> str:
        """The selected passage as a citation; empty where none is selected."""
        if self.passage is None or self.source is None:
            return ""
        return quote(self.passage, self.source)

    def quote_of_match(self, row: int) -> str:
        """A match as a citation; empty where there is none."""
        if not 0 <= row < len(self.matching.matches.matches):
            return ""
        match = self.matching.matches.matches[row]
        return quote(match.passage, match.source)


def _line_of(passage: StoredPassage, source: StoredSource) -> str:
    return f"{source.title}, {place(passage, source)}: {passage.text[:LINE]}"
