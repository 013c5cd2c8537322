"""How far the analyst has come with each source: passages seen, and those that are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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


class Reviewing:
    """The progress in all sources of a workspace, brought up to date by what changed.

    What is new is kept by source and reading, so that only a source that changed is looked through again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen = workspace.reviews.seen()
        self._seen_in: Counter[int] = Counter()
        self._review = workspace.reviews.last()
        self._new: dict[tuple[int, int], list[Spot]] = {}
        self._new_in: Counter[int] = Counter()
        self._turns = -1

    def refresh(self) -> None:
        """Take in the sources that were read, turned or removed since."""
        reviews = self._workspace.reviews
        self._seen_in = Counter(reviews.seen_in())
        if self._turns != self._workspace.turns:
            self._turns = self._workspace.turns
            self._new.clear()
        known, self._new = self._new, {}
        if self._review is not None:
            for source in reviews.readings():
                self._new[source] = known[source] if source in known else reviews.new(source[0])
        self._new_in = Counter({source: len(spots) for (source, _), spots in self._new.items()})

    def see(self, key: bytes) -> bool:
        """Note that a passage was selected; whether that is news."""
        if key in self._seen:
            return False
        if not self._workspace.read_only:
            self._workspace.reviews.see(key)
        self._seen.add(key)
        passages = self._workspace.passages_with_text(key)
        self._seen_in.update(passage.source for passage in passages if passage.kind.is_matched)
        return True

    def of(self, source: int) -> Progress:
        """How far a source is reviewed."""
        return Progress(self._seen_in[source], self._new_in[source])

    @property
    def last(self) -> Review | None:
        """The last review; None before the first."""
        return self._review

    @property
    def new(self) -> tuple[Spot, ...]:
        """The passages that came after the last review, in reading order."""
        return tuple(spot for spots in self._new.values() for spot in spots)

    def finish(self, review: Review) -> None:
        """Note that all that is there now was reviewed."""
        self._workspace.reviews.finish(review)
        self._start_over()

    def take_back(self, review: Review) -> None:
        """Forget a review, as if it had not been done."""
        self._workspace.reviews.take_back(review)
        self._start_over()

    def _start_over(self) -> None:
        self._review = self._workspace.reviews.last()
        self._new.clear()
        self.refresh()


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
