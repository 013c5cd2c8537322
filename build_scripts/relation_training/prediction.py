"""Pairs of texts to probabilities, by the torch model or by the one that the program runs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from app.relations.inference import RememberingModel
from app.relations.onnx_model import OnnxInferenceModel
from build_scripts.relation_training.batches import collate, encode_pairs, plan_batches
from build_scripts.relation_training.model import RelationModel
from build_scripts.relation_training.pairs import LABELS, Pair

Floats = npt.NDArray[np.float32]


class Predictor(Protocol):
    """Whatever gives each pair's probabilities, (n, 3) float32, in the order of `LABELS` of its task."""

    def __call__(self, pairs: Sequence[Pair]) -> Floats:
        """Probabilities of the pairs, in their order."""
        ...


class TorchPredictor:
    """The trained model itself, in float32 unless `fast` asks for bfloat16."""

    def __init__(self, model: RelationModel, tokenizer: Path, *, fast: bool = False) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._fast = fast

    def __call__(self, pairs: Sequence[Pair]) -> Floats:
        """Probabilities of the pairs, in their order."""
        examples = encode_pairs(pairs, self._tokenizer)
        result = np.empty((len(pairs), 3), dtype=np.float32)
        for batch in plan_batches(examples, None):
            ids, mask, _ = collate([examples[place] for place in batch])
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._fast):
                logits = self._model.task_logits(examples[batch[0]].task, ids, mask)
            result[batch] = logits.float().softmax(1).numpy()
        return result


class ServedPredictor:
    """The exported model in a folder, inference as the program asks it; keeps what it said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served = RememberingModel(OnnxInferenceModel(folder))

    @cached_property
    def _whole(self) -> RememberingModel:
        """The model without its first look, opened only where stance is asked."""
        return RememberingModel(OnnxInferenceModel(self._folder, looks_first=False))

    def __call__(self, pairs: Sequence[Pair]) -> Floats:
        """Probabilities of the pairs, in their order."""
        texts = [(pair.first, pair.second) for pair in pairs]
        if not pairs or pairs[0].task == "nli":
            return self._served.predict(texts).inference
        stance = self._whole.predict(texts).stance
        if stance is None:
            raise ValueError("The model knows no stance.")
        return stance


def label_indices(pairs: Sequence[Pair]) -> npt.NDArray[np.int64]:
    """The pairs' labels as indices into `LABELS` of their task, (n,)."""
    return np.array([LABELS[pair.task].index(str(pair.label)) for pair in pairs], dtype=np.int64)
