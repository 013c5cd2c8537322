"""Two sources side by side: which two, which pair is in focus, what is known between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.analysis.side_by_side import Link, Party, SideBySide, parties_of
from app.relations.relation import Relation
from app.reports.shapes import SHAPES
from app.ui.desk import Desk
from app.ui.reader_model import ReaderModel, rows_of
from app.ui.wording import counted
from app.workspace.records import StoredPassage


class Comparing(QObject):
    """Keeps two readers and the links between them true to the desk.

    Attributes:
        readers: The rows of the two sides.
        links: The close pairs, in the reading order of the first side.
        current: The link in focus; None where nothing is close.
        is_shown: Whether the two sides are on show; else nothing is read for them.
    """

    opened = Signal()
    changed = Signal()
    moved = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.readers = ReaderModel(self), ReaderModel(self)
        self.links: tuple[Link, ...] = ()
        self.current: Link | None = None
        self.is_shown = False
        self._sides: SideBySide | None = None
        desk.left.connect(self.leave)
        desk.changed.connect(self._take_in)
        desk.related.connect(self.refresh)

    # What is on show

    @property
    def is_open(self) -> bool:
        """Whether two sides are there."""
        return self._sides is not None

    @property
    def texts(self) -> tuple[tuple[StoredPassage, ...], tuple[StoredPassage, ...]]:
        """All passages of the two sides, in reading order."""
        return ((), ()) if self._sides is None else self._sides.passages

    @property
    def passages(self) -> tuple[StoredPassage, StoredPassage] | None:
        """The two passages in focus."""
        if self._sides is None or self.current is None:
            return None
        return self._sides.passage(self.current.one), self._sides.passage(self.current.other)

    @property
    def standing(self) -> str:
        """What is known between the two, in a line."""
        counts = Counter(link.relation for link in self.links)
        told = [
            f"{SHAPES[relation]} {counts[relation]}"
            for relation in (Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS)
        ]
        read = sum(link.finding is not None for link in self.links)
        return f"{' · '.join(told)} between these two · {read} of {counted(len(self.links), 'pair')} read"

    def open(self, one: StoredPassage, other: StoredPassage) -> None:
        """Put the parties of two passages side by side, that pair in focus."""
        parties = self._parties()
        if one.owner in parties and other.owner in parties:
            self._show(parties[one.owner], parties[other.owner], (one.id, other.id))

    def open_parties(self, one: int, other: int) -> None:
        """Put two parties side by side, by their owners, what tells most in focus."""
        parties = self._parties()
        if one in parties and other in parties:
            self._show(parties[one], parties[other], None)

    def leave(self) -> None:
        """Show nothing."""
        self._sides = None
        self.links = ()
        self.current = None
        for reader in self.readers:
            reader.show(())

    # Walking

    def walk(self, by: int, wanted: Callable[[Link], bool]) -> bool:
        """Go to the next or previous link that is wanted; False if there is none."""
        if self.current not in self.links:
            return False
        at = self.links.index(self.current)
        ahead = self.links[at + 1 :] if by > 0 else self.links[:at][::-1]
        found = next((link for link in ahead if wanted(link)), None)
        if found is not None:
            self.current = found
            self.moved.emit()
        return found is not None

    def walk_parties(self, by: int) -> None:
        """Put the next or previous party on the second side."""
        sides = self._sides
        if sides is None:
            return
        others = [owner for owner in self._parties() if owner != sides.one.owner]
        if sides.other.owner in others and len(others) > 1:
            at = (others.index(sides.other.owner) + by) % len(others)
            self.open_parties(sides.one.owner, others[at])

    def choose(self, passage: int) -> None:
        """Go to the link of a passage of either side that tells most."""
        linked = [link for link in self.links if passage in (link.one, link.other)]
        if linked:
            self.current = _most_telling(linked)
            self.moved.emit()

    # Following the desk

    def _parties(self) -> dict[int, Party]:
        workspace = self._desk.workspace
        return {} if workspace is None else {party.owner: party for party in parties_of(workspace)}

    def _show(self, one: Party, other: Party, pair: tuple[int, int] | None) -> None:
        workspace, matcher = self._desk.workspace, self._desk.matcher
        if workspace is None or matcher is None:
            return
        self._sides = SideBySide(workspace, matcher, one, other, pair)
        for reader, party, passages in zip(self.readers, (one, other), self._sides.passages, strict=True):
            count = len({passage.paragraph for passage in passages if passage.kind.is_matched})
            reader.show(rows_of(party.title, counted(count, "paragraph"), passages, folded=True))
        self.links = self._sides.links()
        asked = (link for link in self.links if (link.one, link.other) == pair)
        self.current = next(asked, None) or _most_telling(self.links)
        self.opened.emit()
        self._desk.relate(self._sides.pairs())

    def _take_in(self) -> None:
        """Show the two sides as the workspace has them now; where one is gone, the view is left."""
        sides = self._sides
        if sides is None or not self.is_shown:
            return
        passages = self.passages
        parties = self._parties()
        one, other = parties.get(sides.one.owner), parties.get(sides.other.owner)
        if one is None or other is None:
            self.leave()
            self.changed.emit()
        elif (one, other) != (sides.one, sides.other):
            self._show(one, other, (passages[0].id, passages[1].id) if passages else None)

    def refresh(self) -> None:
        """Take in what was read or decided since."""
        if self._sides is None or not self.is_shown:
            return
        links = self._sides.links()
        if links == self.links:
            return
        focus = None if self.current is None else (self.current.one, self.current.other)
        self.links = links
        self.current = next((link for link in links if (link.one, link.other) == focus), None)
        self.changed.emit()


def _most_telling(links: tuple[Link, ...] | list[Link]) -> Link | None:
    """The first link that tells something, contradictions before the rest; else the first."""
    for wanted in (Relation.CONTRADICTS, Relation.AGREES, Relation.REPEATS):
        for link in links:
            if link.relation is wanted:
                return link
    return links[0] if links else None
