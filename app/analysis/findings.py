"""What is known of pairs of texts, and having the rest read by the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app import paths
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import WAITING, RelatePairs
from app.relations.identity import relation_model_id
from app.relations.overlap import repeats
from app.relations.relation import Finding, Relation, swapped
from app.workspace.records import content_hash
from app.workspace.workspace import Workspace

NO_MODEL = "The relation model is missing, so agreement and contradiction are not told apart."
AT_ONCE = 16
"""Pairs a request where nobody waits for the first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts whose relation is wanted."""

    text: str
    other: str


class Findings:
    """The findings of one workspace with the present relation model.

    What a workspace that is only read cannot keep is remembered as long as it is open.

    Attributes:
        model_id: The relation model with its rules; None where it is missing, and then only copies are told.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.model_id = relation_model_id(paths.resource("models", "relations"))
        self._workspace = workspace
        self._unkept: dict[tuple[bytes, bytes], Finding] = {}

    def of(self, text: str, other: str) -> Finding | None:
        """What is known of a pair, from the first text's side; None if it was not read yet."""
        if self.model_id is None:
            return Finding(Relation.REPEATS if repeats(text, other) else Relation.RELATED)
        one, two = content_hash(text), content_hash(other)
        return self._unkept.get((one, two)) or self._workspace.finding(self.model_id, one, two)

    def read(
        self, engine: Engine, pairs: Sequence[Pair], *, at_once: Sequence[int] = (), urgent: bool = False
    ) -> Steps[int]:
        """Have the pairs read that are not known yet; how many were read.

        Args:
            engine: Reads them.
            pairs: Most wanted first.
            at_once: Sizes of the first requests, so that the first findings are there early.
            urgent: Whether somebody waits for them.

        Raises:
            ModelError: The relation model cannot be loaded.
            WorkerDiedError: The inference process ended twice at the same pairs.
        """
        unread = [pair for pair in dict.fromkeys(pairs) if self.of(pair.text, pair.other) is None]
        chunks = tuple(_chunks(unread, at_once))
        requests = [RelatePairs(tuple((pair.text, pair.other) for pair in chunk)) for chunk in chunks]
        awaited = iter(chunks)
        done = 0
        for reply in engine.stream(requests, urgent=urgent):
            if reply is WAITING:
                yield WAITING
                continue
            chunk = next(awaited)
            self._keep(zip(chunk, reply.findings, strict=True))
            done += len(chunk)
            yield Progress("relating", done, len(unread))
        return done

    def _keep(self, read: Iterable[tuple[Pair, Finding]]) -> None:
        stored = [(content_hash(pair.text), content_hash(pair.other), finding) for pair, finding in read]
        if self.model_id is not None and not self._workspace.read_only:
            self._workspace.put_findings(self.model_id, stored)
            return
        for one, two, finding in stored:
            self._unkept[one, two] = finding
            self._unkept[two, one] = swapped(finding)


def _chunks(pairs: Sequence[Pair], sizes: Sequence[int]) -> Iterable[list[Pair]]:
    at = 0
    for size in sizes:
        if at < len(pairs):
            yield list(pairs[at : at + size])
            at += size
    while at < len(pairs):
        yield list(pairs[at : at + AT_ONCE])
        at += AT_ONCE
