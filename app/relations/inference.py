"""The inference model's protocol, and its probabilities remembered by the sentences they are of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.relations.thresholds import Thresholds

Rows = NDArray[np.float32]
"""Shape (n, 3) float32; each row adds up to 1."""

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
"""Columns of the inference probabilities."""
AGREES, OPPOSES, OTHER = range(3)
"""Columns of the stance probabilities."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a model says of n pairs.

    Attributes:
        inference: (n, 3): entailment, neutral, contradiction of the second text, given the first.
        stance: (n, 3): the second text agrees with, opposes, or does neither to the first; None if the
            model has no such head.
    """

    inference: Rows
    stance: Rows | None


class InferenceModel(Protocol):
    """Judges pairs of sentences."""

    @property
    def model_id(self) -> str:
        """Names the weights; remembered probabilities belong to it."""

    @property
    def thresholds(self) -> Thresholds:
        """From which of its probabilities on a relation is shown."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Predictions:
        """Judge pairs of (premise, hypothesis), in the order given.

        Args:
            pairs: Any number of pairs, each cut by the model at its own token limit.

        Raises:
            ModelError: If the model cannot be loaded.
        """


def _key(pair: tuple[str, str], model_id: str) -> bytes:
    digest = blake2b(model_id.encode(), digest_size=16)
    for text in pair:
        raw = text.encode()
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.digest()


class RememberingModel:
    """An inference model that judges no pair of sentences twice.

    The least recently used pairs are forgotten first once there are more than `size`. Keys are hashes of
    the model id and both sentences, so no text is kept.
    """

    def __init__(self, model: InferenceModel, size: int = 50_000) -> None:
        self._model = model
        self._size = size
        self._known: OrderedDict[bytes, tuple[Rows, Rows | None]] = OrderedDict()

    @property
    def model_id(self) -> str:
        """The id of the model behind."""
        return self._model.model_id

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds of the model behind."""
        return self._model.thresholds

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Predictions:
        """Judge pairs, the new ones in one batch; see `InferenceModel.predict`."""
        keys = [_key(pair, self.model_id) for pair in pairs]
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in self._known}
        fresh: dict[bytes, tuple[Rows, Rows | None]] = {}
        if new:
            predicted = self._model.predict(list(new.values()))
            for row, key in enumerate(new):
                stance = None if predicted.stance is None else predicted.stance[row]
                fresh[key] = (predicted.inference[row], stance)
        rows: list[tuple[Rows, Rows | None]] = []
        for key in keys:
            if key in self._known:
                self._known.move_to_end(key)
            rows.append(fresh[key] if key in fresh else self._known[key])
        self._known.update(fresh)
        while len(self._known) > self._size:
            self._known.popitem(last=False)
        inference = np.array([row for row, _ in rows], np.float32).reshape(-1, 3)
        stances = [stance for _, stance in rows if stance is not None]
        stance = np.array(stances, np.float32).reshape(-1, 3) if len(stances) == len(rows) and rows else None
        return Predictions(inference, stance)
