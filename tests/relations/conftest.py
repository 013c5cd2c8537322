"""A small deterministic encoder and inference model, so that rules are tested without weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

import numpy as np
import pytest

from app.embedding.encoder import Vectors
from app.relations.inference import Predictions
from app.relations.relate import Embed, Relater
from app.relations.thresholds import Thresholds
from app.relations.tokens import content_stems, tokenize


def bag_of_words(texts: Sequence[str]) -> Vectors:
    """Bags of hashed stems: shared words make texts close, as with a real encoder."""
    vectors = np.full((len(texts), 64), 0.01, np.float32)
    for row, text in enumerate(texts):
        for stem in content_stems(tokenize(text)):
            vectors[row, int.from_bytes(blake2b(stem.encode(), digest_size=2).digest(), "big") % 64] += 1
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


class ScriptedModel:
    """Answers listed pairs as told and everything else with neutral; remembers what it was asked."""

    model_id = "scripted"
    thresholds = Thresholds()

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.batches: list[list[tuple[str, str]]] = []

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Predictions:
        self.batches.append(list(pairs))
        rows = [self.answers.get(pair, (0.05, 0.9, 0.05)) for pair in pairs]
        return Predictions(np.array(rows, np.float32).reshape(-1, 3), None)


Answers = dict[tuple[str, str], tuple[float, float, float]]


@pytest.fixture
def embed() -> Embed:
    """The deterministic encoder."""
    return bag_of_words


@pytest.fixture
def make_model() -> Callable[[Answers], ScriptedModel]:
    """Builds a model from its answers: `make_model({(premise, hypothesis): (e, n, c)})`."""
    return ScriptedModel


@pytest.fixture
def make_relater() -> Callable[[Answers | None], tuple[Relater, ScriptedModel]]:
    """Builds a Relater on a scripted model, and gives both."""

    def make(answers: Answers | None = None) -> tuple[Relater, ScriptedModel]:
        model = ScriptedModel(answers or {})
        return Relater(bag_of_words, model), model

    return make
