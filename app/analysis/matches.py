"""The matches of a passage or a question: which passages, how close, in how many origins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from app.analysis.findings import Findings
from app.analysis.judging import Decisions
from app.analysis.questions import Question
from app.embedding.encoder import Vectors
from app.engine.jobs import Progress, Steps
from app.matching.index import Hit, VectorIndex
from app.matching.origins import group_origins
from app.matching.percentile import SAMPLE, sample_scale
from app.relations.relation import Finding
from app.workspace.judgements import Judgement
from app.workspace.records import StoredPassage, StoredSource, content_hash, source_of
from app.workspace.workspace import Workspace

FIRST_DEPTH = 4
"""How much deeper than the list the first search goes, so that the cap seldom wants a second one."""
NEXT_DEPTH = 8
STEP_CELLS = 200_000
"""Similarities between two steps where all passages are compared: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage of another source that is close to the one asked about.

    Attributes:
        passage: The other passage.
        source: Its source.
        rank: From 1.
        similarity: Cosine.
        percentile: 0 to 100, where the similarity stands among the workspace's best ones; None while
            those are not known.
        origin: Smallest passage id among the matches that copy one another.
        finding: What the program says that the pair is, unless that was dismissed; None while it was not
            read.
        judgement: What the analyst decided about the pair; None where nothing was.
        copies: Titles of the sources that hold copies of it, where those are not listed themselves.
    """

    passage: StoredPassage
    source: StoredSource
    rank: int
    similarity: float
    percentile: int | None
    origin: int
    finding: Finding | None
    judgement: Judgement | None = None
    copies: tuple[str, ...] = ()


class Matcher:
    """Finds matches in one workspace with the vectors of one model.

    `refresh` takes in what was added to the workspace since; between two calls the answers stay the
    same, so that a half-read source changes nothing under the analyst's eyes.

    Args:
        workspace: Where the sources are.
        model_id: The embedding model.
        within: Ids of the sources that are compared; None for all.

    Attributes:
        model_id: The embedding model.
        findings: The relations known of the workspace's pairs.
        decisions: What the analyst decided about them.
    """

    def __init__(self, workspace: Workspace, model_id: str, within: Collection[int] | None = None) -> None:
        self._workspace = workspace
        self._within = within
        self.model_id = model_id
        self._sources: dict[int, StoredSource] = {}
        self._index = VectorIndex.empty()
        self._owners: dict[int, int] = {}
        self._scale = workspace.scale(model_id)
        self.findings = Findings(workspace)
        self.decisions = Decisions(workspace)
        self.refresh()

    def refresh(self) -> None:
        """Take in the workspace's present sources and vectors."""
        self.decisions.refresh()
        sources = self._workspace.sources()
        index = self._workspace.load_index(self.model_id)
        if self._within is not None:
            sources = tuple(source for source in sources if source.id in self._within)
            outside = [source_of(owner) not in self._within for owner in index.owners.tolist()]
            index = index.without(index.passages[outside])
        self._sources = {source.id: source for source in sources}
        if index is not self._index:
            self._index = index
            self._owners = dict(zip(index.passages.tolist(), index.owners.tolist(), strict=True))

    @property
    def sources(self) -> tuple[StoredSource, ...]:
        """The sources that are compared, in the order they were first added."""
        return tuple(self._sources.values())

    def source(self, number: int) -> StoredSource:
        """One of them by its id; KeyError if it is not compared."""
        return self._sources[number]

    @property
    def size(self) -> int:
        """How many passages are searched."""
        return len(self._index)

    def embedded(self) -> dict[int, int]:
        """How many passages of each source have their vector, by the source's id."""
        owners, counts = np.unique(self._index.owners, return_counts=True)
        embedded: Counter[int] = Counter()
        for owner, count in zip(owners.tolist(), counts.tolist(), strict=True):
            embedded[source_of(owner)] += count
        return embedded

    @property
    def needs_scale(self) -> bool:
        """Whether the percentile scale is missing or drawn from another number of passages."""
        return self.size > 0 and (self._scale is None or self._scale.is_stale(self.size))

    def draw_scale(self) -> Steps[None]:
        """Draw the percentile scale in small steps and store it."""
        steps = sample_scale(self._index)
        total = min(SAMPLE, self.size)
        while True:
            try:
                yield Progress("measuring closeness", next(steps), total)
            except StopIteration as end:
                self._scale = end.value
                break
        if self._scale is not None and not self._workspace.read_only:
            self._workspace.set_scale(self.model_id, self._scale)

    def has(self, passage: int) -> bool:
        """Whether a passage has its vector."""
        return passage in self._index

    def has_counterpart(self, matches: Iterable[Match]) -> bool:
        """Whether any match is closer than the floor that the workspace's own similarities set."""
        floor = self._scale.floor if self._scale else 0.0
        return any(match.similarity >= floor for match in matches)

    def owner(self, passage: int) -> int | None:
        """What a passage never matches; None where it has no vector yet."""
        return self._owners.get(passage)

    def without_counterpart(self) -> Steps[frozenset[int]]:
        """The passages that no passage of another owner is closer to than the floor, in small steps."""
        floor = self._scale.floor if self._scale else 0.0
        index = self._index
        found: set[int] = set()
        passages = index.passages.tolist()
        step = max(1, STEP_CELLS // max(1, len(passages)))
        for start in range(0, len(passages), step):
            some = passages[start : start + step]
            queries = np.stack([index.vector(passage) for passage in some])
            hits = index.search_many(queries, 1, [self._owners[passage] for passage in some])
            found.update(
                passage
                for passage, best in zip(some, hits, strict=True)
                if not best or best[0].similarity < floor
            )
            yield Progress("looking for counterparts", start + len(some), len(passages))
        return frozenset(found)

    def of_passage(self, passage: StoredPassage, top: int, cap: int | None = None) -> tuple[Match, ...]:
        """The closest passages of other sources.

        Args:
            passage: One of the workspace; without a vector it has no matches yet.
            top: How many at most.
            cap: How many of one source at most; None for no cap.
        """
        if not self.has(passage.id):
            return ()
        search = partial(self._index.search_passage, passage.id)
        return self._matches(passage.text, self._ever_deeper(search, top), top, cap)

    def of_question(
        self, question: Question, vector: Vectors, top: int, cap: int | None = None
    ) -> tuple[Match, ...]:
        """The passages closest to a question among those that contain its phrases.

        Args:
            question: What was asked.
            vector: Its (d,) unit vector.
            top: How many at most.
            cap: How many of one source at most; None for no cap.
        """
        if not question.phrases:
            search = partial(self._index.search, vector, exclude_owner=question.owner)
            return self._matches(question.text, self._ever_deeper(search, top), top, cap)
        hits = self._index.search(vector, self.size, question.owner)
        return self._matches(question.text, hits, top, cap, question.allows)

    def of_vector(self, text: str, vector: Vectors, top: int, cap: int | None = None) -> tuple[Match, ...]:
        """The passages closest to a text that is in no source, given its (d,) unit vector."""
        return self._matches(text, self._ever_deeper(partial(self._index.search, vector), top), top, cap)

    def between(self, one: int, other: int, deep: int) -> tuple[tuple[int, int], ...]:
        """The close pairs of passages of two owners, closest first.

        A pair is close where either passage is among the `deep` closest to the other.
        """
        similarities: dict[tuple[int, int], float] = {}
        for passage, hits in self._index.search_between(one, other, deep).items():
            similarities |= {(passage, hit.passage): hit.similarity for hit in hits}
        for passage, hits in self._index.search_between(other, one, deep).items():
            similarities |= {(hit.passage, passage): hit.similarity for hit in hits}
        return tuple(sorted(similarities, key=lambda pair: (-similarities[pair], pair)))

    def _ever_deeper(self, search: Callable[[int], tuple[Hit, ...]], top: int) -> Iterator[Hit]:
        """Hits, best first: the first search looks a little further than the list, each next one much."""
        given, deep = 0, top * FIRST_DEPTH
        while given < self.size:
            hits = search(deep)
            yield from hits[given:]
            if len(hits) < deep:
                return
            given, deep = len(hits), deep * NEXT_DEPTH

    def _matches(
        self,
        text: str,
        hits: Iterable[Hit],
        top: int,
        cap: int | None,
        allows: Callable[[str], bool] = lambda _: True,
    ) -> tuple[Match, ...]:
        listed = []
        shown: Counter[int] = Counter()
        for hit in hits:
            try:
                passage = self._workspace.passage(hit.passage)
            except KeyError:  # its source was removed, or read again, since the refresh
                continue
            if not allows(passage.text):
                continue
            shown[passage.owner] += 1
            if cap is None or shown[passage.owner] <= cap:
                listed.append((hit, passage))
            if len(listed) == top:
                break
        origins = group_origins({passage.id: passage.text for _, passage in listed})
        key = content_hash(text)
        judgements = [self.decisions.of(key, passage.content_hash) for _, passage in listed]
        return tuple(
            Match(
                passage=passage,
                source=self._sources[passage.source],
                rank=rank,
                similarity=hit.similarity,
                percentile=self._scale.percentile(hit.similarity) if self._scale else None,
                origin=origins[passage.id],
                finding=self.decisions.shown(self.findings.of(text, passage.text), judgement),
                judgement=judgement,
            )
            for rank, ((hit, passage), judgement) in enumerate(zip(listed, judgements, strict=True), start=1)
        )
