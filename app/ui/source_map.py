"""What the map shows: counts between sources as they grow, and what is said by one source alone."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.findings import NO_MODEL
from app.analysis.overview import TOLD, Alone, overview, said_alone
from app.engine.jobs import Job, JobState
from app.reports.shapes import SHAPES
from app.ui.desk import Desk
from app.ui.map_model import NOUNS, AloneModel, MapModel
from app.ui.matching import Matching
from app.ui.wording import counted

GROWING = 700
"""Milliseconds between two counts while pairs are being read."""


class SourceMap(QObject):
    """Keeps the map true to the desk while it is on show, and has the pairs that were not read read.

    Attributes:
        cells: Source by source, what was found.
        alone: The passages without a counterpart.
        coverage: What was counted, of how many pairs, in words.
        searched: What the passages without a counterpart were looked for in, in words.
    """

    changed = Signal()

    def __init__(self, desk: Desk, matching: Matching, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._matching = matching
        self.cells = MapModel(self)
        self.alone = AloneModel(self)
        self.coverage = ""
        self.searched = ""
        self.is_shown = False
        self._looking: Job[Alone] | None = None
        self._soon = QTimer(self, singleShot=True, interval=GROWING)
        self._soon.timeout.connect(self._count)
        matching.marked.connect(self._on_marked)
        desk.changed.connect(self._on_changed)
        desk.left.connect(self._soon.stop)

    def open(self) -> None:
        """Show what is known, and have the rest read while nobody waits."""
        self._count()
        self._look()

    def _count(self) -> None:
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        found = overview(workspace, matcher)
        self.cells.show(found)
        marks = self._matching.marks.values()
        read, listed = sum(mark.read for mark in marks), sum(mark.listed for mark in marks)
        total = found.total
        told = [f"{SHAPES[relation]} {counted(total[relation], NOUNS[relation])}" for relation in TOLD]
        covered = f"{read} of {listed} pairs read in {len(marks)} of {counted(matcher.size, 'passage')}"
        self.coverage = NO_MODEL if matcher.findings.model_id is None else " · ".join([*told, covered])
        self.changed.emit()

    def _look(self) -> None:
        """Look for the passages without a counterpart."""
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._desk.start_quietly(said_alone(workspace, matcher), self._on_looked)

    def _on_looked(self, job: Job[Alone]) -> None:
        workspace = self._desk.workspace
        if job is not self._looking or job.state is not JobState.DONE or workspace is None:
            return
        found = job.result
        sources = {source.id: source for source in workspace.sources()}
        self.alone.show(
            tuple(
                (passage, sources[passage.source]) for passage in found.passages if passage.source in sources
            )
        )
        parts = [
            counted(len(found.passages), "passage"),
            f"searched {counted(len(found.searched), 'passage')} of {counted(found.sources, 'source')}",
        ]
        if found.unread:
            parts.append(f"{counted(found.unread, 'file')} not read")
        if found.furniture:
            parts.append(f"{counted(found.furniture, 'line')} of furniture left out")
        self.searched = " · ".join(parts)
        self.changed.emit()
        unread = [passage for passage in found.searched if not self._matching.is_complete(passage.id)]
        if unread and self.is_shown:
            self._desk.survey(unread, self._matching.listed)

    def _on_marked(self) -> None:
        if self.is_shown and not self._soon.isActive():
            self._soon.start()

    def _on_changed(self) -> None:
        if self.is_shown:
            self.open()
