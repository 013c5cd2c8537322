"""The original page of what is being read, drawn by the reader process while it is wanted."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.analysis.pages import Boxes, Pictures, blocks_on, has_pages, load_boxes, page_of
from app.engine.jobs import Job, JobState, Steps
from app.errors import CounterpointError, PasswordNeededError, fault
from app.reading.document import PagePicture
from app.ui.desk import Desk
from app.ui.job_runner import JobRunner
from app.ui.reading import Reading
from app.workspace.records import StoredPassage, StoredSource

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a job brings: the places of a source's passages, and the picture of one of its pages."""

    boxes: Boxes
    picture: PagePicture


class Original(QObject):
    """Keeps a page true to the selected passage.

    Attributes:
        is_wanted: Whether pages stand in place of text, wherever a source has them.
        blocks: Where passages stand on the page on show, by the passage's id.
        picture: The page on show; None until it is drawn, or where it cannot be.
        message: Why there is no picture.
    """

    changed = Signal()

    def __init__(self, desk: Desk, reading: Reading) -> None:
        super().__init__(reading)
        self._desk = desk
        self._reading = reading
        self._runner = JobRunner(desk.engine, self)
        self._pictures = Pictures(desk.engine)
        self._width = 0
        self.is_wanted = False
        self._job: Job[_Shown] | None = None
        self._forget_source(None)
        desk.left.connect(self._forget)
        reading.passageChanged.connect(self._follow)
        reading.changed.connect(self._follow)
        self._runner.ended.connect(self._on_end)

    @property
    def is_shown(self) -> bool:
        """Whether a page stands in place of the text now."""
        source = self._reading.source
        return self.is_wanted and source is not None and has_pages(source)

    @property
    def selected(self) -> StoredPassage | None:
        """The passage that is marked."""
        return self._reading.passage

    @property
    def page(self) -> int:
        """The page on show, or the one that will be; from 1."""
        return self._page

    def toggle(self) -> None:
        """Show pages in place of text, or text again."""
        self.is_wanted = not self.is_shown
        self._asked = 0  # what failed the last time is tried again
        self._follow()
        self.changed.emit()

    def show_at(self, width: int) -> None:
        """Show pages `width` pixels wide from now on."""
        if width != self._width:
            self._width = width
            self._draw()

    def turn(self, by: int) -> bool:
        """Show the next or previous page, whatever is selected; False at the ends."""
        pages = self.picture.pages if self.picture is not None else 0
        if not 1 <= self._page + by <= pages:
            return False
        self._page += by
        self._draw()
        return True

    def _forget(self) -> None:
        self._runner.cancel()
        self._pictures.forget()
        self._forget_source(None)
        self.changed.emit()

    def _forget_source(self, source: StoredSource | None) -> None:
        if self._job is not None:
            self._job.cancel()
        self._source = source
        self._marked: int | None = None
        self._page = 1
        self._asked = 0
        self._is_locked = False
        self._boxes: Boxes | None = None
        self.blocks: Boxes = {}
        self.picture: PagePicture | None = None
        self.message = ""

    def _follow(self) -> None:
        """Show the page of the selected passage, if it is another one than before."""
        source, passage = self._reading.source, self._reading.passage
        if not self.is_shown:
            self.changed.emit()
            return
        if source is not None and not self._is_same(source):
            self._forget_source(source)
        if passage is not None and passage.id != self._marked:
            self._marked = passage.id
            self._page = page_of(passage, self._boxes or {})
        if self._page != self._asked or (self._is_locked and self._password is not None):
            self._draw()
        self.changed.emit()

    def _is_same(self, source: StoredSource) -> bool:
        """Whether a source is the one on show, with the same content."""
        shown = self._source
        return shown is not None and (shown.id, shown.sha256) == (source.id, source.sha256)

    @property
    def _password(self) -> str | None:
        """What opens the source's file, where it was asked for in this session."""
        return self._desk.following.passwords.get(self._source.file) if self._source is not None else None

    def _draw(self) -> None:
        """Have the page drawn that is to be shown; what was wanted before no longer is."""
        self._asked = self._page
        self._is_locked = False
        if self._job is not None and self._job.state is JobState.RUNNING:
            if self._boxes is None:
                return  # it reads the places first, and then draws what is wanted by then
            self._job.cancel()
        if self._width and self.is_shown and self._source is not None:
            self._job = Job(self._steps(self._source))
            self._runner.start(self._job)

    def _steps(self, source: StoredSource) -> Steps[_Shown]:
        boxes, workspace = self._boxes, self._desk.workspace
        if boxes is None and workspace is not None:
            boxes = yield from load_boxes(workspace, self._desk.engine, source, self._password)
            if self._reading.passage is not None:
                self._page = self._asked = page_of(self._reading.passage, boxes)
        picture = yield from self._pictures.draw(source, self._page, self._width, self._password)
        return _Shown(boxes or {}, picture)

    def _on_end(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        if job.state is JobState.DONE:
            shown: _Shown = job.result
            self._boxes, self.picture, self.message = shown.boxes, shown.picture, ""
            on_page = ((key, blocks_on(shown.picture.page, boxes)) for key, boxes in shown.boxes.items())
            self.blocks = {key: blocks for key, blocks in on_page if blocks}
        elif job.state is JobState.FAILED:
            error = job.error
            if not isinstance(error, CounterpointError):
                log.error("drawing a page failed", exc_info=error)
                error = fault()
            self.picture, self.message, self.blocks = None, str(error), {}
            if isinstance(error, PasswordNeededError) and self._source is not None:
                self._is_locked = True
                self._desk.following.lock(self._source.file)
        self.changed.emit()
