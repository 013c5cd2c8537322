"""Two sources beside each other: which of their passages belong together, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.analysis.findings import Pair
from app.analysis.matches import Matcher
from app.analysis.survey import STRONGEST
from app.relations.relation import Finding, Relation
from app.workspace.judgements import Judgement
from app.workspace.records import StoredPassage, StoredSource
from app.workspace.workspace import Workspace

DEEP = 2
"""Of the other side's passages, how many of the closest ones a passage is tied to."""


@dataclass(frozen=True, slots=True)
class Party:
    """What can stand on a side: a source, or an article of one whose sections count as sources.

    Attributes:
        owner: What its passages never match.
        source: Its source.
        title: The source's, or the article's.
    """

    owner: int
    source: StoredSource
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """A passage of one side and a close one of the other.

    Attributes:
        one: Id of the first side's passage.
        other: Id of the second side's passage.
        finding: What the pair is, from the first one's side, unless that was dismissed; None while it was
            not read.
        judgement: What the analyst decided about the pair; None where nothing was.
    """

    one: int
    other: int
    finding: Finding | None
    judgement: Judgement | None = None

    @property
    def relation(self) -> Relation | None:
        """What the pair is; None while it was not read."""
        return None if self.finding is None else self.finding.relation

    @property
    def is_told(self) -> bool:
        """Whether the pair says more than that both are about one matter."""
        return self.relation is not None and self.relation is not Relation.RELATED


def parties_of(workspace: Workspace) -> tuple[Party, ...]:
    """Everything in a workspace that can stand on a side, in the order of the sources."""
    found: dict[int, Party] = {}
    for source in workspace.sources():
        if not source.is_split:
            found[source.id] = Party(source.id, source, source.title)
            continue
        for section in workspace.sections(source.id):
            title = section.title or source.title
            found.setdefault(section.owner, Party(section.owner, source, title))
    return tuple(found.values())


class SideBySide:
    """Two parties with their passages and the pairs of them that are tied together.

    Args:
        workspace: Where the passages are.
        matcher: Up to date with it.
        one: The first side.
        other: The second side.
        also: A pair that is tied however far apart it is, as the analyst asked for it.

    Attributes:
        one: The first side.
        other: The second side.
        passages: Of each side in reading order, headings and furniture with them.
    """

    def __init__(
        self,
        workspace: Workspace,
        matcher: Matcher,
        one: Party,
        other: Party,
        also: tuple[int, int] | None = None,
    ) -> None:
        self.one, self.other = one, other
        self._matcher = matcher
        self.passages = _passages(workspace, one), _passages(workspace, other)
        self._by_id = {passage.id: passage for side in self.passages for passage in side}
        pairs = ((also,) if also else ()) + matcher.between(one.owner, other.owner, DEEP)
        self._pairs = [
            pair for pair in dict.fromkeys(pairs) if pair[0] in self._by_id and pair[1] in self._by_id
        ]

    def passage(self, passage: int) -> StoredPassage:
        """A passage of either side; KeyError if it is of neither."""
        return self._by_id[passage]

    def links(self) -> tuple[Link, ...]:
        """The tied pairs in the reading order of the first side, with what is known of them now."""
        return tuple(sorted((self._link(*pair) for pair in self._pairs), key=self._place))

    def pairs(self) -> tuple[Pair, ...]:
        """The texts of the tied pairs, the one asked for first, then the closest first."""
        return tuple(Pair(*self._texts(one, other)) for one, other in self._pairs)

    def _link(self, one: int, other: int) -> Link:
        decisions = self._matcher.decisions
        judgement = decisions.of(self._by_id[one].content_hash, self._by_id[other].content_hash)
        finding = self._matcher.findings.of(*self._texts(one, other))
        return Link(one, other, decisions.shown(finding, judgement), judgement)

    def _texts(self, one: int, other: int) -> tuple[str, str]:
        return self._by_id[one].text, self._by_id[other].text

    def _place(self, link: Link) -> tuple[int, int]:
        return self._by_id[link.one].position, self._by_id[link.other].position


def strongest(links: Iterable[Link]) -> Mapping[int, Relation]:
    """The strongest relation told of each passage of either side, by id."""
    found: dict[int, Relation] = {}
    for link in sorted(links, key=_weight, reverse=True):
        if link.relation is not None and link.is_told:
            found[link.one] = found[link.other] = link.relation
    return found


def _weight(link: Link) -> int:
    return len(STRONGEST) if link.relation is None else STRONGEST.index(link.relation)


def _passages(workspace: Workspace, party: Party) -> tuple[StoredPassage, ...]:
    passages = workspace.passages(party.source.id)
    return tuple(passage for passage in passages if passage.owner == party.owner)
