"""Labelled sentence pairs: reading, filtering and writing them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Task = Literal["nli", "stance"]

LABELS: dict[Task, tuple[str, str, str]] = {
    "nli": ("entailment", "neutral", "contradiction"),
    "stance": ("agrees", "opposes", "other"),
}

# Sets whose "contradictions" assume that both sentences describe one scene.
SCENE_SOURCES = ("oie_", "cad_", "semi_auto_nli.sim_wiki", "semi_auto_nli.translate_wiki")
SCENE_OVERLAP = 0.2

# Sets that state no licence of their own.
UNLICENSED_SOURCES = ("lingnli", "mnli_nyu_hw", "oie_", "fever_10k", "fever_vanilla")

MAX_CHARACTERS = 2000

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        """
        a an the and or but if of to in on at by for from with as is are was were be been being am do
        does did has have had it its this that these those he she they we you i his her their our my
        your them him us me not no nor so than then there here who whom which what when where why how
        will would can could may might shall should must up down out over under into about after
        before while also just only very too
        """
    )
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what is known of them; `label` is None for an unlabelled pair."""

    first: str
    second: str
    label: str | None
    source: str
    task: Task


def content_words(text: str) -> frozenset[str]:
    """The lower-cased words of a text that carry its subject."""
    return frozenset(word for word in _WORD.findall(text.lower()) if word not in _FUNCTION_WORDS)


def overlap(first: str, second: str) -> float:
    """The share of the second text's content words that the first has too; 1 where the second has none."""
    words = content_words(second)
    return len(words & content_words(first)) / len(words) if words else 1.0


def read_pairs(path: Path, task: Task) -> list[Pair]:
    """Read a (gzipped) file of one JSON object a line: `premise`/`hypothesis` or `a`/`b`, `label`, `source`.

    Raises:
        ValueError: A line has a label that the task does not know.
    """
    pairs = []
    for row in _rows(path):
        first, second = row.get("premise", row.get("a")), row.get("hypothesis", row.get("b"))
        label = row.get("label")
        if first is None or second is None or (label is not None and label not in LABELS[task]):
            raise ValueError(f"{path.name}: not a {task} pair: label {label!r}, keys {sorted(row)}")
        source = row.get("source") or "unlabelled"
        pairs.append(Pair(first[:MAX_CHARACTERS], second[:MAX_CHARACTERS], label, source, task))
    return pairs


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs of both tasks to one gzipped file, replacing it in one step."""
    partial = path.with_name(path.name + ".part")
    with gzip.open(partial, "wt", encoding="utf-8") as file:
        for pair in pairs:
            file.write(json.dumps([pair.first, pair.second, pair.label, pair.source, pair.task]) + "\n")
    partial.replace(path)


def reread_pairs(path: Path) -> list[Pair]:
    """Read what `write_pairs` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [Pair(*json.loads(line)) for line in file]


def drop_scene_contradictions(pairs: Iterable[Pair], threshold: float = SCENE_OVERLAP) -> Iterator[Pair]:
    """Leave out contradictions that hold only if both sentences describe one scene.

    In `SCENE_SOURCES` merely different sentences are called contradictory; across documents that
    would be a false alarm. Those that share under `threshold` of the content words are dropped.
    """
    for pair in pairs:
        scene = pair.label == "contradiction" and pair.source.startswith(SCENE_SOURCES)
        if not scene or overlap(pair.first, pair.second) >= threshold:
            yield pair


def drop_unlicensed(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Leave out the sets that state no licence of their own."""
    return (pair for pair in pairs if not pair.source.startswith(UNLICENSED_SOURCES))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
