"""The desk: what is open, what is selected, what runs. The views show it, the commands change it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.analysis.files import workspace_for
from app.analysis.matches import Match, Matcher
from app.analysis.opening import Opened, open_paths
from app.analysis.quotes import quote
from app.analysis.trail import Trail
from app.engine.engine import Engine
from app.engine.jobs import Job, JobState, Progress
from app.errors import CounterpointError
from app.ui.job_runner import JobRunner
from app.ui.matches_model import MatchesModel
from app.ui.reader_model import ReaderModel, rows_of
from app.ui.sources_model import SourcesModel
from app.ui.sources_rows import source_rows
from app.ui.wording import counted
from app.workspace.records import StoredPassage
from app.workspace.workspace import Workspace

log = logging.getLogger(__name__)

MATCHES_SHOWN = 12
MATCHES_A_SOURCE = 4
REFRESH_INTERVAL = 0.5
"""Seconds between two looks at new vectors while a job embeds."""


class Desk(QObject):
    """Joins one workspace with the engine and tells the views what changed."""

    sourcesChanged = Signal()  # noqa: N815 - Qt's naming
    passageChanged = Signal(int)  # noqa: N815 - Qt's naming
    matchesChanged = Signal()  # noqa: N815 - Qt's naming
    progressed = Signal(object)
    noticed = Signal(str)
    failed = Signal(object)
    opened = Signal(list, str)

    def __init__(self, engine: Engine, model_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources = SourcesModel(self)
        self.reader = ReaderModel(self)
        self.matches = MatchesModel(self)
        self._engine = engine
        self._model_id = model_id
        self._runner = JobRunner(engine, self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.ended.connect(self._on_end)
        self._workspace: Workspace | None = None
        self._matcher: Matcher | None = None
        self._roots: list[Path] = []
        self._source: int | None = None
        self._passages: dict[int, StoredPassage] = {}
        self._passage: int | None = None
        self._last_in_source: dict[int, int] = {}
        self._trail = Trail()
        self._folded = True
        self._revision = -1
        self._refreshed = 0.0
        self.matches_state = ""
        self.matches_summary = ""
        self.name = ""
        self.skipped: list[tuple[str, str]] = []

    # Opening and closing

    def open(self, named: Sequence[Path]) -> None:
        """Open the workspace of these paths in place of the present one.

        Raises:
            WorkspaceError: It cannot be used; the present one stays open.
        """
        path = workspace_for(named)
        workspace = Workspace.open(path)
        self._leave()
        self._workspace = workspace
        self._matcher = Matcher(workspace, self._model_id)
        is_named = len(named) == 1 and named[0].suffix == path.suffix
        stored = [Path(root) for root in (workspace.meta("roots") or "").splitlines()]
        self._roots = stored if is_named else list(named)
        self._keep_roots()
        self.name = (
            path.stem if is_named else named[0].name if len(named) == 1 else counted(len(named), "item")
        )
        self.opened.emit([str(root) for root in named], str(path))
        if workspace.read_only:
            self.noticed.emit("This workspace can only be read: nothing new will be kept.")
        self._take_in()
        self._start_opening()

    def add(self, named: Sequence[Path]) -> None:
        """Add files and folders to the open workspace; open them where none is.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self._workspace is None:
            self.open(named)
            return
        self._roots.extend(path for path in named if path not in self._roots)
        self._keep_roots()
        self._start_opening()

    def save_as(self, path: Path) -> None:
        """Keep the workspace at `path` and go on there.

        Raises:
            WorkspaceError: It cannot be written there.
        """
        if self._workspace is None:
            return
        self._workspace.save_as(path)
        self.open([path])
        self.noticed.emit(f"Saved as {path.name}.")

    def remove_source(self) -> None:
        """Take the source being read out of the workspace."""
        if self._workspace is None or self._source is None:
            return
        removed = next(row for row in self._workspace.sources() if row.id == self._source)
        self._workspace.remove_source(removed.id)
        self._roots = [root for root in self._roots if root != removed.path]
        self._keep_roots()
        self._source = None
        self._take_in()
        self.noticed.emit(f"Removed {removed.title}; the file itself stays.")

    def cancel(self) -> None:
        """End what is running after its current batch."""
        self._runner.cancel()

    def close(self) -> None:
        """End what is running and close the workspace and the engine."""
        self._leave()
        self._engine.close()

    def _leave(self) -> None:
        self._runner.cancel()
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = self._matcher = None
        self._source = self._passage = None
        self._last_in_source.clear()
        self._trail = Trail()
        self._revision = -1

    def _keep_roots(self) -> None:
        if self._workspace is not None and not self._workspace.read_only:
            self._workspace.set_meta("roots", "\n".join(map(str, self._roots)))

    # Jobs

    def _start_opening(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        self._runner.start(
            Job(
                open_paths(workspace, self._engine, self._model_id, self._roots, lambda: self._source),
                revision=workspace.revision,
            )
        )

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)
        if self._workspace is None:
            return
        now = monotonic()
        if self._workspace.revision != self._revision or now - self._refreshed > REFRESH_INTERVAL:
            self._refreshed = now
            self._take_in()

    def _on_end(self, job: Job[Any]) -> None:
        if not self._runner.is_busy:
            self.progressed.emit(None)
        if self._workspace is None:
            return
        self._take_in()
        if job.state is JobState.FAILED:
            log.error("job failed", exc_info=job.error)
            self.failed.emit(_for_a_person(job.error))
        elif job.state is JobState.CANCELLED:
            self.noticed.emit("Cancelled. Open the folder again to go on.")
        elif isinstance(job.result, Opened):
            self._report(job.result)
        self._draw_scale()

    def _report(self, opened: Opened) -> None:
        if self.skipped:
            self.noticed.emit(f"{counted(len(self.skipped), 'file')} not read: Ctrl Shift E says why.")
        elif opened.embedded:
            self.noticed.emit("Ready.")

    def _draw_scale(self) -> None:
        matcher = self._matcher
        if matcher is not None and matcher.needs_scale and not self._runner.is_busy:
            self._runner.start(Job(matcher.draw_scale(), revision=self._revision))

    # What is shown

    def _take_in(self) -> None:
        """Show the workspace as it is now."""
        workspace, matcher = self._workspace, self._matcher
        if workspace is None or matcher is None:
            return
        self._revision = workspace.revision
        matcher.refresh()
        self.skipped = [(str(file.path), file.reason) for file in workspace.skipped()]
        sources = workspace.sources()
        if self._source not in {source.id for source in sources}:
            self._source = None
            self.matches.show(())
            self.reader.show(())
            if sources:
                self._read(sources[0].id)
        self.sources.show(source_rows(workspace, self._model_id, self._source, self._section()))
        self._match()
        self.sourcesChanged.emit()

    @property
    def standing(self) -> str:
        """What is open, in a line."""
        if self._workspace is None:
            return "offline"
        sources = self._workspace.sources()
        passages = sum(source.passages for source in sources)
        skipped = f"{len(self.skipped)} not read · " if self.skipped else ""
        return f"{skipped}{counted(len(sources), 'source')} · {counted(passages, 'passage')} · offline"

    def _section(self) -> int | None:
        passage = self._passages.get(self._passage or 0)
        return passage.section if passage else None

    def _read(self, source: int) -> None:
        """Show a source in the reader, where it was left."""
        workspace = self._workspace
        if workspace is None:
            return
        self._source = source
        self._show_reader()
        matched = self._matched()
        if matched:
            self._passage = self._last_in_source.get(source, matched[0].id)
            if self._passage not in self._passages:
                self._passage = matched[0].id
            self._trail.visit(self._passage)
            self.passageChanged.emit(self._passage)

    def _show_reader(self) -> None:
        workspace = self._workspace
        if workspace is None or self._source is None:
            return
        record = next(row for row in workspace.sources() if row.id == self._source)
        passages = workspace.passages(self._source)
        self._passages = {passage.id: passage for passage in passages}
        count = len({passage.paragraph for passage in passages if passage.kind.is_matched})
        told = (record.author, record.date, record.format, counted(count, "paragraph"))
        detail = " · ".join(part for part in told if part)
        self.reader.show(rows_of(record.title, detail, passages, folded=self._folded))

    def _matched(self) -> list[StoredPassage]:
        return [passage for passage in self._passages.values() if passage.kind.is_matched]

    def _match(self) -> None:
        """Find and show the matches of the selected passage."""
        matcher = self._matcher
        passage = self._passages.get(self._passage or 0)
        if matcher is None or passage is None:
            self.matches.show(())
            self.matches_state = self.matches_summary = ""
        else:
            matches = matcher.of_passage(passage, MATCHES_SHOWN, MATCHES_A_SOURCE)
            if matches != self.matches.matches:
                self.matches.show(matches)
            self.matches_summary = _summary(matches)
            self.matches_state = self._state_of(passage, matches)
        self.matchesChanged.emit()

    def _state_of(self, passage: StoredPassage, matches: tuple[Match, ...]) -> str:
        matcher = self._matcher
        if matcher is None:
            return ""
        if not matcher.has(passage.id):
            return "Embedding… the matches appear as soon as this passage has its vector."
        if not matches:
            return "Nothing to compare with yet: open a second source about the same matter."
        if not matcher.has_counterpart(matches):
            return "– no counterpart: the passages below are the nearest, but none comes close."
        return ""

    # Selecting

    def select(self, passage: int) -> None:
        """Select a passage of the source being read."""
        if passage in self._passages:
            self._passage = passage
            self._trail.replace(passage)
            self._arrive()

    def walk(self, by: int) -> None:
        """Select the next or previous passage; the ends are the ends."""
        matched = [passage.id for passage in self._matched()]
        if self._passage in matched:
            at = matched.index(self._passage) + by
            if 0 <= at < len(matched):
                self.select(matched[at])

    def select_end(self, *, first: bool) -> None:
        """Select the first or last passage of the source."""
        matched = self._matched()
        if matched:
            self.select(matched[0 if first else -1].id)

    def walk_sources(self, by: int) -> None:
        """Read the next or previous source, around the ends."""
        if self._workspace is None or self._source is None:
            return
        ids = [source.id for source in self._workspace.sources()]
        self._read(ids[(ids.index(self._source) + by) % len(ids)])
        self._arrive()

    def open_row(self, row: int) -> None:
        """Read the source of a row of the source list; of a section, from its first passage."""
        chosen = self.sources.rows[row]
        if chosen.source != self._source:
            self._read(chosen.source)
        if chosen.section is not None:
            inside = [passage for passage in self._matched() if passage.section >= chosen.section]
            if inside:
                self._go(inside[0].id)
                return
        self._arrive()

    def open_match(self, row: int) -> None:
        """Go to a match in its own source."""
        if 0 <= row < len(self.matches.matches):
            self._go(self.matches.matches[row].passage.id)

    def back(self) -> None:
        """Go back along the trail."""
        self._go_to_place(self._trail.back())

    def forward(self) -> None:
        """Go forward along the trail."""
        self._go_to_place(self._trail.forward())

    def _go(self, passage: int) -> None:
        self._trail.visit(passage)
        self._go_to_place(passage)

    def _go_to_place(self, passage: int | None) -> None:
        if passage is None or self._workspace is None:
            return
        place = self._workspace.passage(passage)
        if place.source != self._source:
            self._source = place.source
            self._show_reader()
        self._passage = passage
        self._arrive()

    def _arrive(self) -> None:
        """Show the selected passage, its matches, and where it stands."""
        workspace = self._workspace
        if workspace is None or self._source is None or self._passage is None:
            return
        self._last_in_source[self._source] = self._passage
        self.passageChanged.emit(self._passage)
        self._match()
        self.sources.show(source_rows(workspace, self._model_id, self._source, self._section()))

    # Views of the reader

    def toggle_furniture(self) -> None:
        """Fold furniture into single lines, or show all of it."""
        self._folded = not self._folded
        self._show_reader()
        if self._passage is not None:
            self.passageChanged.emit(self._passage)

    def toggle_split(self) -> None:
        """Let the sections of the source being read count as sources of their own, or not.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        workspace = self._workspace
        if workspace is None or self._source is None:
            return
        record = next(row for row in workspace.sources() if row.id == self._source)
        workspace.set_split(record.id, is_split=not record.is_split)
        self._show_reader()
        self._take_in()
        meeting = "its sections count as sources of their own" if not record.is_split else "it is one source"
        self.noticed.emit(f"{record.title}: {meeting}.")

    # Quotes

    def quote(self) -> str:
        """The selected passage as a citation; empty where none is selected."""
        passage = self._passages.get(self._passage or 0)
        if passage is None or self._workspace is None:
            return ""
        record = next(row for row in self._workspace.sources() if row.id == passage.source)
        return quote(passage, record)

    def quote_of_match(self, row: int) -> str:
        """A match as a citation; empty where there is none."""
        if not 0 <= row < len(self.matches.matches):
            return ""
        match = self.matches.matches[row]
        return quote(match.passage, match.source)


def _summary(matches: tuple[Match, ...]) -> str:
    if not matches:
        return ""
    parts = (
        counted(len(matches), "match"),
        counted(len({match.source.id for match in matches}), "source"),
        counted(len({match.origin for match in matches}), "origin"),
    )
    return " · ".join(parts)


def _for_a_person(error: BaseException | None) -> CounterpointError:
    if isinstance(error, CounterpointError):
        return error
    return CounterpointError("Something went wrong inside Counterpoint.", "The log has the details.")
