"""What can be asked of the workers, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path
from typing import ClassVar, Final, Generic, TypeVar

from app.embedding.encoder import Vectors
from app.paths import shown_name
from app.reading.document import PagePicture, Part
from app.relations.relation import Finding

ReplyT_co = TypeVar("ReplyT_co", covariant=True)


class Role(StrEnum):
    """The two worker processes."""

    READER = "reader"
    INFERENCE = "inference"


class Waiting(Enum):
    """The type of `WAITING`."""

    WAITING = "waiting"


WAITING: Final = Waiting.WAITING
"""Yielded by a generator that has nothing to do until a worker answers."""


class Request(Generic[ReplyT_co]):
    """Something a worker is asked for; the type argument is what it answers."""

    __slots__ = ()
    role: ClassVar[Role]
    may_never_end: ClassVar[bool] = False
    """Whether giving it up ends its process, because nobody watches then what it takes."""

    @property
    def subject(self) -> str:
        """What the worker does, as in "The reader stopped while ...", naming the file."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file as read.

    Attributes:
        parts: The sources it holds: mostly the file itself; of a mailbox its mails, of a mail its
            attachments too. At least one; none where the content is one that is known.
        sha256: Hex digest of the very bytes that were read.
        size: Bytes.
        modified: Time of the last change, in nanoseconds since the epoch.
    """

    parts: tuple[Part, ...]
    sha256: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class ReadFile(Request[ReadResult]):
    """Read one file. Fails with UnreadableFileError.

    Attributes:
        path: The file.
        password: What opens it, where it is encrypted; shown nowhere.
        known: Hashes of contents that need not be read.
    """

    role: ClassVar[Role] = Role.READER
    may_never_end: ClassVar[bool] = True
    path: Path
    password: str | None = field(default=None, repr=False)
    known: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """See `Request.subject`."""
        return f"reading “{shown_name(self.path.name)}”"


@dataclass(frozen=True, slots=True)
class RenderPage(Request[PagePicture]):
    """Draw one page of a PDF file. Fails with UnreadableFileError, or PasswordNeededError among them.

    Attributes:
        path: The file.
        inside: The names that lead to the PDF where the file is a mail or a mailbox that holds it.
        page: From 1.
        width: In pixels.
        size: Of the file when it was read, in bytes.
        modified: The file's `st_mtime_ns` when it was read.
        sha256: Of the file when it was read.
        password: What opens it, where it is encrypted; shown nowhere.
    """

    role: ClassVar[Role] = Role.READER
    path: Path
    inside: tuple[str, ...]
    page: int
    width: int
    size: int
    modified: int
    sha256: str
    password: str | None = field(default=None, repr=False)

    @property
    def subject(self) -> str:
        """See `Request.subject`."""
        return f"drawing page {self.page} of “{shown_name(self.path.name)}”"


@dataclass(frozen=True, slots=True)
class EncodeResult:
    """Vectors of texts: (n, d) float32, rows of unit length, in the order of the texts."""

    vectors: Vectors
    model_id: str


@dataclass(frozen=True, slots=True)
class EncodeTexts(Request[EncodeResult]):
    """Embed texts. Fails with ModelError.

    Attributes:
        texts: Any number; as many as one batch holds (`plan_batches`) keeps cancelling prompt.
        about: Where they come from, such as a source's title, for messages.
    """

    role: ClassVar[Role] = Role.INFERENCE
    texts: tuple[str, ...]
    about: str = ""

    @property
    def subject(self) -> str:
        """See `Request.subject`."""
        number = f"{len(self.texts)} passage" + ("" if len(self.texts) == 1 else "s")
        return f"embedding {number} of “{self.about}”" if self.about else f"embedding {number}"


@dataclass(frozen=True, slots=True)
class RelateResult:
    """One finding a pair, in the order asked; `model_id` is None where the relation model is missing."""

    findings: tuple[Finding, ...]
    model_id: str | None


@dataclass(frozen=True, slots=True)
class RelatePairs(Request[RelateResult]):
    """Find the relations of pairs of passages. Fails with ModelError.

    Attributes:
        pairs: Texts of two passages each; few at a time, so that the first are on show early.
    """

    role: ClassVar[Role] = Role.INFERENCE
    pairs: tuple[tuple[str, str], ...]

    @property
    def subject(self) -> str:
        """See `Request.subject`."""
        return f"relating {len(self.pairs)} pair" + ("" if len(self.pairs) == 1 else "s") + " of passages"


@dataclass(frozen=True, slots=True)
class WarmUp(Request[str]):
    """Load the embedding model ahead of its first use. Answers its id, fails with ModelError."""

    role: ClassVar[Role] = Role.INFERENCE

    @property
    def subject(self) -> str:
        """See `Request.subject`."""
        return "loading the embedding model"
