"""The trained model as one int8 ONNX file with the logits of both tasks."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from onnxruntime.quantization import (  # type: ignore[import-untyped] # no type information in it
    QuantType,
    quantize_dynamic,
)

from build_scripts.relation_training.batches import MAX_TOKENS, encode_pairs
from build_scripts.relation_training.model import PADDING_ID, RelationModel
from build_scripts.relation_training.pairs import LABELS, Pair
from build_scripts.relation_training.prediction import Predictor
from build_scripts.relation_training.smoothing import smooth

INPUTS = ("input_ids", "attention_mask")
OUTPUTS = ("nli", "stance")
MAX_BYTES = 70_000_000
_OPSET = 17


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder, the model's id and the size of its weights in bytes."""

    folder: Path
    model_id: str
    size: int


def export_model(model: RelationModel, tokenizer: Path, sample: Sequence[Pair], output: Path) -> Export:
    """Write `model.onnx` (int8), `tokenizer.json` and `config.json`.

    Weights are quantised per channel, activations as they come (dynamic quantisation); `sample`, a hundred
    pairs or so, shows their ranges. Weights take seven of eight bits: processors without VNNI add two
    products in sixteen bits and would overflow.

    Raises:
        ValueError: The file is larger than `MAX_BYTES`.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch, "exact.onnx"), Path(scratch, "model.onnx")
        write_onnx(smooth(model, encode_pairs(sample, tokenizer)), exact)
        quantize_dynamic(exact, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        size = small.stat().st_size
        if size > MAX_BYTES:
            raise ValueError(f"{small.name} has {size} bytes; at most {MAX_BYTES} were wanted.")
        shutil.copyfile(small, output / "model.onnx")
    shutil.copyfile(tokenizer, output / "tokenizer.json")
    model_id = hashlib.sha256((output / "model.onnx").read_bytes()).hexdigest()[:12]
    config = {
        "model_id": model_id,
        "labels": LABELS,
        "max_length": MAX_TOKENS["nli"],
    }
    (output / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return Export(output, model_id, size)


def agreement(exact: Predictor, small: Predictor, pairs: Sequence[Pair]) -> float:
    """The share of pairs to which both give the same label."""
    return float((exact(pairs).argmax(axis=1) == small(pairs).argmax(axis=1)).mean())


def write_onnx(model: RelationModel, path: Path) -> None:
    """Write the float32 graph, with a free number of pairs and of tokens."""
    ids = torch.tensor([[0, 5, 6, 2, 2, 7, 2], [0, 5, 2, 2, 6, 2, PADDING_ID]])
    free = {0: "pairs", 1: "tokens"}
    with warnings.catch_warnings():
        # The tracer warns of every value that it takes for constant; running the file shows which matter.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            (ids, (ids != PADDING_ID).long()),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={**dict.fromkeys(INPUTS, free), **{name: {0: "pairs"} for name in OUTPUTS}},
        )
