"""Pairs to token ids, and token ids to batches of like length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from build_scripts.relation_training.model import PADDING_ID
from build_scripts.relation_training.pairs import LABELS, Pair, Task

MAX_TOKENS: dict[Task, int] = {"nli": 128, "stance": 192}
BATCH_PAIRS = 48
BATCH_TOKENS = 4608
UNLABELLED = -100
_WINDOW = 40
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Example:
    """One pair as token ids with its label's index (`UNLABELLED` where it has none)."""

    ids: tuple[int, ...]
    label: int
    task: Task


def encode_pairs(pairs: Sequence[Pair], tokenizer_file: Path) -> list[Example]:
    """Tokenise pairs; the longer text of a pair is cut first."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    examples: list[Example | None] = [None] * len(pairs)
    for task, limit in MAX_TOKENS.items():
        tokenizer.enable_truncation(limit, strategy="longest_first")
        places = [place for place, pair in enumerate(pairs) if pair.task == task]
        for start in range(0, len(places), _CHUNK):
            chunk = places[start : start + _CHUNK]
            encodings = tokenizer.encode_batch([(pairs[place].first, pairs[place].second) for place in chunk])
            for place, encoding in zip(chunk, encodings, strict=True):
                label = pairs[place].label
                index = UNLABELLED if label is None else LABELS[task].index(label)
                examples[place] = Example(tuple(encoding.ids), index, task)
    return [example for example in examples if example is not None]


def plan_batches(examples: Sequence[Example], rng: random.Random | None) -> list[list[int]]:
    """Indices of examples in batches of one task and of like length.

    A batch holds at most `BATCH_PAIRS` pairs and `BATCH_TOKENS` padded tokens. With `rng` the
    examples are shuffled, sorted by length within windows only, and the batches shuffled.
    """
    batches: list[list[int]] = []
    for task in LABELS:
        places = [place for place, example in enumerate(examples) if example.task == task]
        window = len(places) or 1
        if rng is not None:
            rng.shuffle(places)
            window = BATCH_PAIRS * _WINDOW
        for start in range(0, len(places), window):
            batch: list[int] = []
            for place in sorted(places[start : start + window], key=lambda at: len(examples[at].ids)):
                if batch and (
                    len(batch) == BATCH_PAIRS or (len(batch) + 1) * len(examples[place].ids) > BATCH_TOKENS
                ):
                    batches.append(batch)
                    batch = []
                batch.append(place)
            if batch:
                batches.append(batch)
    if rng is not None:
        rng.shuffle(batches)
    return batches


def collate(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Token ids (n, tokens), attention mask (n, tokens) and labels (n,), all int64."""
    width = max(len(example.ids) for example in examples)
    ids = torch.full((len(examples), width), PADDING_ID)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
    labels = torch.tensor([example.label for example in examples])
    return ids, (ids != PADDING_ID).long(), labels
