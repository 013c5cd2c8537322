"""The desk: the open workspace and the jobs that fill it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.analysis.entries import LARGEST_FILE
from app.analysis.files import WORKSPACE_SUFFIX, is_unnamed
from app.analysis.findings import Pair
from app.analysis.judging import Decisions
from app.analysis.matches import Match, Matcher
from app.analysis.moved import find_workspace
from app.analysis.opening import Opened, embed_passage, open_paths, relearn_furniture
from app.analysis.questions import Question
from app.analysis.roots import Roots
from app.analysis.survey import survey
from app.engine.engine import Engine
from app.engine.jobs import Job, JobState, Progress, Steps
from app.engine.requests import EncodeTexts
from app.errors import CounterpointError, WorkspaceError, fault
from app.paths import shown_name
from app.reading.document import Kind
from app.ui.following import Following
from app.ui.job_runner import JobRunner
from app.ui.wording import counted
from app.workspace.corrections import Correction
from app.workspace.records import StoredPassage, StoredSource
from app.workspace.workspace import Workspace

log = logging.getLogger(__name__)

SHORTEST_REFRESH = 0.5
"""Seconds between two looks at new vectors while a job embeds."""
FIRST_PAIRS = (1, 3, 4, 4)
"""How many pairs the first requests carry: the first relation is on show before all are read."""
REFRESH_SHARE = 20
"""A look is taken at most this many times as seldom as it takes long."""


class Desk(QObject):
    """Joins one workspace with the engine.

    Attributes:
        workspace: What is open, or None.
        matcher: Finds matches in it; None when nothing is open.
        reading: Id of the source being read, which is embedded first.
        following: What its files do on disk.
    """

    left = Signal()
    changed = Signal()
    progressed = Signal(object)
    noticed = Signal(str)
    failed = Signal(object)
    opened = Signal(list, str)
    related = Signal()
    surveyed = Signal(int, object)
    answered = Signal(object, object)

    def __init__(
        self, engine: Engine, model_id: str, parent: QObject | None = None, *, largest: int = LARGEST_FILE
    ) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self.matcher: Matcher | None = None
        self.reading: int | None = None
        self.following = Following(engine.limits, largest, self)
        self.name = ""
        self._engine = engine
        self._model_id = model_id
        self._roots: Roots | None = None
        self._opening: Job[Opened] | None = None
        self._opens_again = False
        self._revision = 0
        self._next_refresh = 0.0
        self._wanted: Job[int] | None = None
        self._survey: Job[int] | None = None
        self._asked: Job[Any] | None = None
        self._enders: dict[int, Callable[[Job[Any]], None]] = {}
        self._runner = JobRunner(engine, self)
        self._relating = JobRunner(engine, self)
        self._relating.progressed.connect(self._on_relating)
        self._relating.ended.connect(self._on_related)
        self._runner.progressed.connect(self._on_progress)
        self._runner.ended.connect(self._on_end)

    @property
    def engine(self) -> Engine:
        """The worker processes, for jobs that concern only what is on the screen."""
        return self._engine

    @property
    def skipped(self) -> list[tuple[str, str]]:
        """The files that were not read, each with its reason."""
        files = self.workspace.skipped() if self.workspace else ()
        return [(shown_name(str(file.path)), file.reason) for file in files]

    @property
    def decisions(self) -> Decisions | None:
        """What the analyst decided in the open workspace; None where nothing is open."""
        return None if self.matcher is None else self.matcher.decisions

    @property
    def is_busy(self) -> bool:
        """Whether anything is running."""
        return self._runner.is_busy

    @property
    def is_relating(self) -> bool:
        """Whether relations are being read."""
        return self._relating.is_busy

    def open(self, named: Sequence[Path]) -> None:
        """Open the workspace of these paths in place of the present one.

        Raises:
            WorkspaceError: It cannot be used; the present one stays open.
        """
        path = find_workspace(named)
        if self.workspace is not None and path == self.workspace.path:
            self.reread()
            return
        workspace = Workspace.open(path)
        self._leave()
        self.workspace = workspace
        self.matcher = Matcher(workspace, self._model_id)
        self._roots = roots = Roots(workspace)
        roots.open(root for root in named if root != path)
        self.name = _name_of(roots.opened) or path.stem
        told = [root for root in named if root != path or not is_unnamed(path)]
        self.opened.emit([str(root) for root in told], str(path))
        if workspace.read_only:
            self.noticed.emit("This workspace can only be read: nothing new will be kept.")
        self._refresh()
        self.reread()

    def add(self, named: Sequence[Path]) -> None:
        """Add files and folders to the open workspace; where none is open, open them.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.workspace is None:
            self.open(named)
            return
        if self.workspace.read_only:
            raise WorkspaceError("This workspace is read-only.", "Save it under another name to add to it.")
        if self._roots is not None:
            self._roots.open(named)
        self.reread()

    def save_as(self, path: Path) -> None:
        """Keep the workspace at `path` and go on there.

        Raises:
            WorkspaceError: It cannot be written there.
        """
        if self.workspace is None:
            return
        self.workspace.save_as(path)
        self.open([path])
        self.name = path.stem
        self.changed.emit()
        self.noticed.emit(f"Saved as {path.name}.")

    def remove_source(self, source: int) -> None:
        """Take a source out of the workspace; its file stays.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.workspace is None:
            return
        removed = _record(self.workspace, source)
        self.workspace.remove_source(source)
        if self._roots is not None:
            self._roots.remove(removed.path)
        self._refresh()
        self._relearn_furniture()
        self.noticed.emit(f"Removed {removed.title}; the file itself stays.")

    def split(self, source: int) -> None:
        """Let the sections of a source count as sources of their own, or end that.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.workspace is None:
            return
        record = _record(self.workspace, source)
        self.workspace.set_split(source, is_split=not record.is_split)
        self._refresh()
        self._relearn_furniture()
        now = "one source again" if record.is_split else "its sections count as sources of their own"
        self.noticed.emit(f"{record.title}: {now}.")

    def correct(self, source: StoredSource, correction: Correction) -> None:
        """Keep what the analyst knows better about a source.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.workspace is not None:
            self.workspace.correct(source.path, correction)
            self._refresh()

    def turn_furniture(self, passage: StoredPassage) -> None:
        """Make a block of text furniture with all its copies, or furniture text.

        Raises:
            WorkspaceError: The workspace cannot be written.
        """
        if self.workspace is None:
            return
        becomes_text = passage.kind is Kind.FURNITURE
        number = self.workspace.choose_furniture(passage.content_hash, is_furniture=not becomes_text)
        self._refresh()
        if becomes_text:
            steps = embed_passage(self.workspace, self._engine, self._model_id, passage)
            self._runner.start(Job(steps, self._revision))
        now = "Text again" if becomes_text else "Furniture now"
        self.noticed.emit(f"{now}, in {counted(number, 'place')}: the same key takes it back.")

    def relate(self, pairs: Sequence[Pair]) -> None:
        """Have pairs read whose relation is wanted on the screen; what was wanted before no longer is.

        `related` tells each time some of them are known.
        """
        if self._wanted is not None:
            self._wanted.cancel()
        if self.matcher is None or not pairs:
            return
        steps = self.matcher.findings.read(self._engine, pairs, at_once=FIRST_PAIRS, urgent=True)
        self._wanted = Job(steps, self._revision)
        self._relating.start(self._wanted)

    def ask(self, question: Question) -> None:
        """Have a question embedded; `answered` gives it back with its vector."""
        steps = self._engine.call(EncodeTexts((question.text,)), urgent=True)
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self.start_quietly(steps, partial(self._on_answered, question))

    def start_quietly(self, steps: Steps[Any], ended: Callable[[Job[Any]], None]) -> Job[Any]:
        """Run a job whose progress nobody is shown; `ended` is called with it when it has ended."""
        job = Job(steps, self._revision)
        self._enders[job.id] = ended
        self._relating.start(job)
        return job

    def _on_answered(self, question: Question, job: Job[Any]) -> None:
        if job.state is JobState.DONE:
            self.answered.emit(question, job.result.vectors[0])

    def survey(
        self, passages: Sequence[StoredPassage], listed: Callable[[StoredPassage], tuple[Match, ...]]
    ) -> None:
        """Have the listed matches of passages read while nobody waits; `surveyed` tells of each passage."""
        if self._survey is not None:
            self._survey.cancel()
        if self.matcher is None or self.is_busy:
            return
        steps = survey(self.matcher, self._engine, passages, listed, self.surveyed.emit)
        self._survey = Job(steps, self._revision)
        self._relating.start(self._survey)

    def _on_relating(self, _progress: Progress) -> None:
        if self._wanted is not None and self._wanted.state is JobState.RUNNING:
            self.related.emit()

    def _on_related(self, job: Job[Any]) -> None:
        ended = self._enders.pop(job.id, None)
        if ended is not None:
            ended(job)
        if job is self._wanted and job.state is JobState.DONE:
            self.related.emit()
        if job.state is JobState.FAILED:
            log.error("relating failed", exc_info=job.error)
            self.noticed.emit("Relations could not be read; the matches are complete without them.")

    def cancel(self) -> None:
        """End what is running after its current batch."""
        self._opens_again = False
        self._relating.cancel()
        self._runner.cancel()

    def close(self) -> None:
        """End what is running, close the workspace and the engine."""
        self._leave()
        self._engine.close()

    def _leave(self) -> None:
        left, self.workspace = self.workspace, None
        self.matcher = self.reading = self._roots = None
        self._opens_again = False
        self.following.forget()
        self._relating.cancel()
        self._runner.cancel()
        if left is not None:
            left.close()
        self.left.emit()

    def unlock(self, password: str) -> None:
        """Read the locked file that was asked about with its password; an empty one leaves it out."""
        self.following.unlock(password)
        if password:
            self.reread()

    def reread(self) -> None:
        """Read and embed what is new; where embedding is under way, it waits for the reading."""
        workspace, roots = self.workspace, self._roots
        if workspace is None or roots is None:
            return
        if self._opening is not None and self._opening.state is JobState.RUNNING:
            self._opens_again = True
            return
        self._opens_again = False
        steps = open_paths(
            workspace,
            self._engine,
            self._model_id,
            roots.opened,
            first=lambda: self.reading,
            enough=lambda: self._opens_again,
            without=roots.removed,
            largest=self.following.largest,
            passwords=self.following.passwords,
            locked=self.following.lock,
        )
        self.following.rest()
        self._opening = Job(steps, workspace.revision)
        self._runner.start(self._opening)

    def _relearn_furniture(self) -> None:
        """Look at what recurs now that the sources are others."""
        if self.workspace is not None:
            steps = relearn_furniture(self.workspace, self._engine, self._model_id, lambda: self.reading)
            self._runner.start(Job(steps, self._revision))

    def _draw_scale(self) -> None:
        matcher = self.matcher
        if matcher is not None and matcher.needs_scale and not self._runner.is_busy:
            self._runner.start(Job(matcher.draw_scale(), self._revision))

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)
        if self.workspace is not None and (
            self.workspace.revision != self._revision or perf_counter() > self._next_refresh
        ):
            self._refresh()

    def _on_end(self, job: Job[Any]) -> None:
        if not self._runner.is_busy:
            self.progressed.emit(None)
        if job.state is JobState.FAILED:
            log.error("job failed", exc_info=job.error)
            self.failed.emit(_for_a_person(job.error))
        elif job.state is JobState.CANCELLED and self.workspace is not None:
            self.noticed.emit("Cancelled. Open the same folder again to go on.")
        elif job.state is JobState.DONE and isinstance(job.result, Opened):
            self._report(job.result)
        if self.workspace is not None:
            if job is self._opening and self._roots is not None:
                self.following.follow(self.workspace, self._roots)
            self._refresh()
            if job is self._opening and self._opens_again:
                self.reread()
            elif job.state is JobState.DONE:
                self._draw_scale()

    def _report(self, opened: Opened) -> None:
        skipped = len(self.skipped)
        if skipped:
            self.noticed.emit(f"{counted(skipped, 'file')} not read: Ctrl Shift E says why.")
        elif opened.embedded:
            self.noticed.emit("Ready.")

    def _refresh(self) -> None:
        """Take in what the workspace holds now and tell whoever shows it."""
        if self.workspace is None or self.matcher is None:
            return
        began = perf_counter()
        self._revision = self.workspace.revision
        self.matcher.refresh()
        self.changed.emit()
        took = perf_counter() - began
        self._next_refresh = perf_counter() + max(SHORTEST_REFRESH, REFRESH_SHARE * took)


def _record(workspace: Workspace, source: int) -> StoredSource:
    return next(record for record in workspace.sources() if record.id == source)


def _name_of(roots: Sequence[Path]) -> str:
    if not roots:
        return ""
    name = roots[0].name.removesuffix(WORKSPACE_SUFFIX)
    return name if len(roots) == 1 else f"{name} and {len(roots) - 1} more"


def _for_a_person(error: BaseException | None) -> CounterpointError:
    return error if isinstance(error, CounterpointError) else fault()
