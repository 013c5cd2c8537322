"""Opening files: read what is new or changed, keep it, embed what has no vector yet."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.analysis.anchoring import Anchors
from app.analysis.attempts import FileState, Means
from app.analysis.entries import LARGEST_FILE
from app.analysis.files import find_files
from app.analysis.known_files import KnownFiles, gone_sources
from app.analysis.recurring import learn_furniture
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import WAITING, EncodeTexts, ReadFile, ReadResult
from app.errors import CounterpointError, PasswordNeededError, WorkerDiedError
from app.paths import shown_name
from app.reading.document import INSIDE, Part
from app.workspace.records import StoredPassage
from app.workspace.workspace import Workspace

BATCH_LENGTH = 4500
"""Characters of a batch, padding included: some 1,000 tokens, so that cancelling is prompt."""

Batch = list[tuple[bytes, str]]
"""Content hashes and texts."""

NOTHING: Mapping[Path, str] = MappingProxyType({})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening did.

    Attributes:
        read: How many files were read.
        unchanged: How many had not changed since they were read.
        embedded: How many passages were embedded.
        sources: Ids of the sources that the files hold; the workspace may have others, whose files are
            gone or were not named.
        gone: Ids of the sources whose file is not there any more.
    """

    read: int
    unchanged: int
    embedded: int
    sources: frozenset[int]
    gone: frozenset[int]


def open_paths(
    workspace: Workspace,
    engine: Engine,
    model_id: str,
    named: Iterable[Path],
    *,
    first: Callable[[], int | None] = lambda: None,
    enough: Callable[[], bool] = lambda: False,
    without: Collection[Path] = (),
    largest: int = LARGEST_FILE,
    passwords: Mapping[Path, str] = NOTHING,
    locked: Callable[[Path], None] = lambda _: None,
) -> Steps[Opened]:
    """Take files into a workspace and embed their passages.

    A file whose size and time are those of its last reading is not read again, nor is one that could not
    be read then and has not changed; a text that has a vector is not embedded again. So opening the same
    files twice starts neither worker. A file that has moved is known by its content, and its sources stay
    what they were; those of a file that is gone stay until they are removed.

    Args:
        workspace: Where they are kept; a read-only one is only looked at.
        engine: Reads and embeds.
        model_id: The model whose vectors are wanted.
        named: Files and folders; where there are none, what the workspace holds is only embedded.
        first: Tells, before each batch, the source whose passages should be embedded next.
        enough: Tells, before each batch, whether embedding is to be left off.
        without: Files and parts of files that were removed from the workspace, and stay out of it.
        largest: Bytes of the largest file that is read.
        passwords: Those of encrypted files.
        locked: Is told of each file that needs a password, or another one than it was tried with.

    Raises:
        ModelError: The embedding model is missing.
        WorkspaceError: The workspace cannot be written.
    """
    if workspace.read_only:
        sources = workspace.sources()
        held = frozenset(source.id for source in sources)
        return Opened(0, len(sources), 0, held, gone_sources(workspace))
    named = list(named)
    found = find_files(named, largest)
    means = Means(engine.limits, passwords)
    known = KnownFiles(workspace, means)
    wanted = [path for path in found.files if path not in without]
    changed = [path for path in wanted if not known.is_unchanged(path)]
    if named:
        known.list_skipped(found.skipped, set(found.files) - set(changed))
    anchors = Anchors(workspace)
    read = same = 0
    for done, path in enumerate(changed):
        progress = Progress("reading", done, len(changed), shown_name(path.name))
        yield progress
        state = FileState.of(path)
        try:
            result = yield from engine.call(ReadFile(path, passwords.get(path), known.hashes(path)))
        except CounterpointError as error:
            workspace.set_skipped(means.failed(path, error, state))
            if isinstance(error, PasswordNeededError):
                locked(path)
            continue
        if not result.parts:
            known.take_over(path, result)
            same += 1
            continue
        for _ in _keep(workspace, known, anchors, path, result, without=without, means=means):
            yield progress
        read += 1
    yield from learn_furniture(workspace)
    embedded = yield from embed_missing(workspace, engine, model_id, first, enough)
    files = set(found.files)
    present = frozenset(source.id for source in workspace.sources() if source.file in files)
    return Opened(read, len(wanted) - len(changed) + same, embedded, present, gone_sources(workspace))


def _keep(
    workspace: Workspace,
    known: KnownFiles,
    anchors: Anchors,
    path: Path,
    result: ReadResult,
    *,
    without: Collection[Path],
    means: Means,
) -> Iterator[None]:
    """Put what a file holds into the workspace, in steps of a few milliseconds."""
    state = FileState(result.size, result.modified)
    kept = set()
    anchors.remember(known.sources(path))
    for part in result.parts:
        place = place_of(path, part)
        if part.reason is not None:
            workspace.set_skipped(means.failed(place, part.reason, state))
        if part.document is None or place in without:
            continue
        # The file's time comes with its last part, so that one cancelled in between is read again.
        yield from workspace.add_source_in_steps(
            place, result.sha256, part.document, result.size, -1, file=path
        )
        for _ in anchors.follow(place):
            yield
        kept.add(place)
    workspace.touch(path, state.size, state.modified)
    for source in known.sources(path):
        if source.path not in kept:
            workspace.remove_source(source.id)


def relearn_furniture(
    workspace: Workspace, engine: Engine, model_id: str, first: Callable[[], int | None]
) -> Steps[int]:
    """See what recurs in the sources as they are now, and embed what became text; how many were embedded."""
    has_changed = yield from learn_furniture(workspace)
    return (yield from embed_missing(workspace, engine, model_id, first)) if has_changed else 0


def embed_passage(workspace: Workspace, engine: Engine, model_id: str, passage: StoredPassage) -> Steps[None]:
    """Embed one passage before all else, unless it has its vector."""
    if workspace.vector(model_id, passage.id) is None:
        result = yield from engine.call(EncodeTexts((passage.text,)), urgent=True)
        workspace.put_vectors(model_id, [passage.content_hash], result.vectors)


def embed_missing(
    workspace: Workspace,
    engine: Engine,
    model_id: str,
    first: Callable[[], int | None],
    enough: Callable[[], bool] = lambda: False,
) -> Steps[int]:
    """Embed every text without a vector, the source being read first; how many were embedded.

    A batch that ends the inference process is tried again text by text, so that only the text at
    fault stays without a vector.
    """
    queue = _Queue(workspace, model_id, first, enough)
    done = 0
    while True:
        sent: deque[Batch] = deque()
        try:
            for reply in engine.stream(_requests(queue, sent)):
                if reply is WAITING:
                    yield WAITING
                    continue
                batch = sent.popleft()
                workspace.put_vectors(model_id, [key for key, _ in batch], reply.vectors)
                done += len(batch)
                yield Progress("embedding", done, queue.total)
        except WorkerDiedError:
            log.warning("the inference process died; its batch is tried again text by text")
            for key, text in sent.popleft():
                with suppress(WorkerDiedError):
                    result = yield from engine.call(EncodeTexts((text,)))
                    workspace.put_vectors(model_id, [key], result.vectors)
                    done += 1
            for batch in sent:
                queue.put_back(batch)
            continue
        return done


def _requests(queue: _Queue, sent: deque[Batch]) -> Iterator[EncodeTexts]:
    """The requests of one stream; `sent` holds the batches whose replies are to come."""
    while batch := queue.take():
        sent.append(batch)
        yield EncodeTexts(tuple(text for _, text in batch))


class _Queue:
    """The texts still to embed, each once, by source: small sources first, so that most are ready soon."""

    def __init__(
        self,
        workspace: Workspace,
        model_id: str,
        first: Callable[[], int | None],
        enough: Callable[[], bool],
    ) -> None:
        self._first, self._enough = first, enough
        self._waiting: dict[int, Batch] = {}
        taken: set[bytes] = set()
        for source in sorted(workspace.sources(), key=lambda source: source.passages):
            texts = workspace.texts_without_vectors(model_id, source=source.id)
            fresh = [item for item in texts if item[0] not in taken]
            taken.update(key for key, _ in fresh)
            self._waiting[source.id] = sorted(fresh, key=lambda item: len(item[1]))
        self.total = len(taken)

    def take(self) -> Batch:
        """The next batch: texts of one source of about the same length, longest first; none at the end."""
        if self._enough():
            return []
        wanted = self._first()
        order = [*([wanted] if wanted in self._waiting else []), *self._waiting]
        for source in order:
            texts = self._waiting[source]
            if texts:
                count = max(1, BATCH_LENGTH // max(1, len(texts[-1][1])))
                batch = texts[-count:]
                del texts[-count:]
                return batch
        return []

    def put_back(self, batch: Batch) -> None:
        """Have a batch embedded after all."""
        self._waiting.setdefault(0, []).extend(batch)


def place_of(path: Path, part: Part) -> Path:
    """The path of a part: the file's own, and below it for what the file holds."""
    return Path(path, *(name.replace("/", "_") for name in part.name.split(INSIDE)[1:]))
