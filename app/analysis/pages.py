"""The original pages of a source: their pictures, and where its passages stand on them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.analysis.opening import place_of
from app.engine.engine import Engine
from app.engine.jobs import Steps
from app.engine.requests import ReadFile, RenderPage
from app.errors import UnreadableFileError
from app.paths import shown_name
from app.reading.document import Box, PagePicture
from app.workspace.boxes import find_boxes
from app.workspace.records import StoredPassage, StoredSource
from app.workspace.workspace import Workspace

KEPT_BYTES = 96_000_000
"""Pictures that are kept: some twenty pages at a usual width."""
_FAR = 2.0
"""Heights of a line that may lie between two lines of one block."""
_REACH = 3.0
"""Points around a line that still belong to it."""

Boxes = Mapping[int, tuple[Box, ...]]
"""The boxes of a source's passages, by the passage's id."""


def has_pages(source: StoredSource) -> bool:
    """Whether a source has pages that can be shown."""
    return source.format == "pdf"


def load_boxes(
    workspace: Workspace, engine: Engine, source: StoredSource, password: str | None = None
) -> Steps[Boxes]:
    """Where the passages of a source stand; read from its file where the workspace does not know.

    Raises:
        PasswordNeededError: The file is encrypted, and the password is missing or another one.
        UnreadableFileError: The file is gone, or is not the one that was read.
    """
    known = workspace.boxes(source.id)
    if known is not None:
        return known
    result = yield from engine.call(ReadFile(source.file, password), urgent=True)
    documents = [part.document for part in result.parts if place_of(source.file, part) == source.path]
    if result.sha256 != source.sha256 or not documents or documents[0] is None:
        raise UnreadableFileError(
            f"“{shown_name(source.path.name)}” has changed since it was read.",
            "Open its folder again to read it anew.",
        )
    if workspace.read_only:
        kept = ((passage.id, passage.content_hash) for passage in workspace.passages(source.id))
        return find_boxes(kept, documents[0].passages)
    workspace.put_boxes(source.id, documents[0].passages)
    return workspace.boxes(source.id) or {}


class Pictures:
    """Draws pages, and keeps the latest pictures."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[RenderPage, PagePicture] = OrderedDict()

    def draw(
        self, source: StoredSource, page: int, width: int, password: str | None = None
    ) -> Steps[PagePicture]:
        """The picture of a page, `width` pixels wide.

        Raises:
            PasswordNeededError: The file is encrypted, and the password is missing or another one.
            UnreadableFileError: The file is gone or damaged, or is not the one that was read.
            WorkerDiedError: The page ended the process that drew it.
        """
        inside = source.path.relative_to(source.file).parts
        known = source.size, source.modified, source.sha256
        request = RenderPage(source.file, inside, page, width, *known, password)
        picture = self._kept.get(request)
        if picture is None:
            picture = yield from self._engine.call(request, urgent=True)
            self._kept[request] = picture
            while len(self._kept) > 1 and sum(len(kept.data) for kept in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(request)
        return picture

    def forget(self) -> None:
        """Keep none."""
        self._kept.clear()


def page_of(passage: StoredPassage, boxes: Boxes) -> int:
    """The page on which a passage begins; 1 where neither its boxes nor the passage tell."""
    return next((box.page for box in boxes.get(passage.id, ())), passage.page or 1)


def blocks_on(page: int, boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The boxes of a passage's lines on a page, with the lines of each column joined into one."""
    blocks: list[Box] = []
    for box in boxes:
        if box.page != page:
            continue
        if blocks and _goes_on(blocks[-1], box):
            last = blocks[-1]
            blocks[-1] = replace(
                last,
                left=min(last.left, box.left),
                top=min(last.top, box.top),
                right=max(last.right, box.right),
                bottom=max(last.bottom, box.bottom),
            )
        else:
            blocks.append(box)
    return tuple(blocks)


def passage_at(x: float, y: float, blocks: Boxes) -> int | None:
    """The passage at a place in points from a page's top left corner, given the blocks of that page."""
    hits = (
        (abs(y - (box.top + box.bottom) / 2), passage)
        for passage, held in blocks.items()
        for box in held
        if box.left - _REACH <= x <= box.right + _REACH and box.top - _REACH <= y <= box.bottom + _REACH
    )
    return min(hits, default=(0.0, None))[1]


def _goes_on(block: Box, line: Box) -> bool:
    """Whether a line stands right below a block, or beside its last line, in the same column."""
    height = line.bottom - line.top
    overlaps = line.left < block.right and line.right > block.left
    beside = abs(line.bottom - block.bottom) < height / 2
    return beside or (overlaps and -height < line.top - block.bottom < _FAR * height)
