"""Pairs of texts given from outside, a JSON object a line, and what is found of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps
from app.engine.requests import WAITING, RelatePairs
from app.errors import CounterpointError, ModelError
from app.relations.relation import Finding

AT_ONCE = 16
"""Pairs a request: few enough that cancelling is prompt."""

EXPECTED = 'Each line holds one pair: {"a": "a text", "b": "another text"}.'


@dataclass(frozen=True, slots=True)
class GivenPair:
    """Two texts of any length whose relation is asked."""

    a: str
    b: str


def read_pairs(path: Path) -> list[GivenPair]:
    """The pairs of a file of JSON lines; blank lines are passed over.

    Raises:
        CounterpointError: The file cannot be read, or a line holds no pair; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CounterpointError(
            f"{path} could not be read: {error.strerror}.", "Name a file of JSON lines."
        ) from error
    except UnicodeDecodeError as error:
        raise CounterpointError(f"{path} is not UTF-8 text.", EXPECTED) from error
    return [_pair(line, f"Line {number} of {path}") for number, line in enumerate(lines, 1) if line.strip()]


def _pair(line: str, where: str) -> GivenPair:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CounterpointError(f"{where} is not JSON.", EXPECTED) from error
    if not isinstance(given, dict) or not all(isinstance(given.get(side), str) for side in ("a", "b")):
        raise CounterpointError(f"{where} holds no pair of texts.", EXPECTED)
    return GivenPair(given["a"], given["b"])


def relate_pairs(engine: Engine, pairs: Sequence[GivenPair]) -> Steps[list[Finding]]:
    """The finding of each pair, in order; nothing is stored.

    Raises:
        ModelError: The relation model is missing or cannot be loaded.
        WorkerDiedError: The inference process ended twice at the same pairs.
    """
    if not paths.resource("models", "relations").is_dir():
        raise ModelError("The relation model is missing.", "Install Counterpoint anew, with its models.")
    texts = [(pair.a, pair.b) for pair in pairs]
    requests = [RelatePairs(tuple(texts[at : at + AT_ONCE])) for at in range(0, len(texts), AT_ONCE)]
    findings: list[Finding] = []
    for reply in engine.stream(requests):
        if reply is WAITING:
            yield WAITING
            continue
        findings.extend(reply.findings)
        yield Progress("relating", len(findings), len(pairs))
    return findings
