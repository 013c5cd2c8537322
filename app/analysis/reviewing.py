"""How far the analyst has come with each source: passages seen, and those that are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.workspace.reviews import Review, Spot
from app.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a source is reviewed.

    Attributes:
        seen: How many of its passages were selected once.
        new: How many came after the last review; 0 before the first.
    """

    seen: int
    new: int


@dataclass(slots=True)
class _Held:
    """What is known of one source, as long as it has this reading."""

    reading: int
    passages: list[tuple[Spot, bytes]]
    seen: int = 0
    new: list[Spot] = field(default_factory=list)


class Reviewing:
    """The progress in all sources of a workspace, brought up to date by what changed.

    What is seen in a workspace that is only read is remembered as long as it is open.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._turns = -1
        self._held: dict[int, _Held] = {}
        self._seen = workspace.reviews.seen()
        self._read_review()

    def refresh(self) -> None:
        """Take in the sources that were read, turned or removed since."""
        readings = self._workspace.reviews.readings()
        if self._turns != self._workspace.turns:
            self._turns = self._workspace.turns
            self._held.clear()
        held = self._held
        self._held = {}
        for source, reading in readings.items():
            known = held.get(source)
            if known is None or known.reading != reading:
                known = _Held(reading, self._workspace.reviews.present(source))
                self._count(known)
            self._held[source] = known

    def see(self, key: bytes) -> bool:
        """Note that a passage was selected; whether that is news."""
        if key in self._seen:
            return False
        if not self._workspace.read_only:
            self._workspace.reviews.see(key)
        self._seen.add(key)
        for passage in self._workspace.passages_with_text(key):
            if passage.kind.is_matched and passage.source in self._held:
                self._held[passage.source].seen += 1
        return True

    def of(self, source: int) -> Progress:
        """How far a source is reviewed."""
        held = self._held.get(source)
        return Progress(0, 0) if held is None else Progress(held.seen, len(held.new))

    @property
    def last(self) -> Review | None:
        """The last review; None before the first."""
        return self._review

    @property
    def new(self) -> tuple[Spot, ...]:
        """The passages that came after the last review, in reading order."""
        return tuple(spot for held in self._held.values() for spot in held.new)

    def finish(self, review: Review) -> None:
        """Note that all that is there now was reviewed."""
        self._workspace.reviews.finish(review)
        self._read_review()

    def take_back(self, review: Review) -> None:
        """Forget a review, as if it had not been done."""
        self._workspace.reviews.take_back(review)
        self._read_review()

    def _read_review(self) -> None:
        self._review = self._workspace.reviews.last()
        self._known = self._workspace.reviews.known()
        for held in self._held.values():
            self._count(held)

    def _count(self, held: _Held) -> None:
        held.seen = sum(key in self._seen for _, key in held.passages)
        is_reviewed = self._review is not None
        held.new = [spot for spot, key in held.passages if is_reviewed and key not in self._known]


def next_spot(spots: Sequence[Spot], here: tuple[int, int], by: int) -> Spot | None:
    """The spot after a place (or before it, where `by` is negative); None where there is none.

    Args:
        spots: In reading order.
        here: Source and position of the place.
        by: 1 or -1.
    """
    if by > 0:
        return next((spot for spot in spots if (spot.source, spot.position) > here), None)
    return next((spot for spot in reversed(spots) if (spot.source, spot.position) < here), None)
