"""Pairs of texts to probabilities, by the torch model or by its ONNX export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped] # the package carries no type information
import torch

from build_scripts.relation_training.batches import Example, collate, encode_pairs, plan_batches
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


class OnnxPredictor:
    """The exported model, as the program runs it."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = folder / "tokenizer.json"

    def __call__(self, pairs: Sequence[Pair]) -> Floats:
        """Probabilities of the pairs, in their order."""
        examples = encode_pairs(pairs, self._tokenizer)
        result = np.empty((len(pairs), 3), dtype=np.float32)
        for batch in plan_batches(examples, None):
            result[batch] = self._run([examples[place] for place in batch])
        return result

    def _run(self, batch: Sequence[Example]) -> Floats:
        ids, mask, _ = collate(batch)
        (logits,) = self._session.run(
            [batch[0].task], {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        )
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
        return probabilities


def label_indices(pairs: Sequence[Pair]) -> npt.NDArray[np.int64]:
    """The pairs' labels as indices into `LABELS` of their task, (n,)."""
    return np.array([LABELS[pair.task].index(str(pair.label)) for pair in pairs], dtype=np.int64)
