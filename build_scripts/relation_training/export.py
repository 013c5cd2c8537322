"""The trained model as two ONNX files: the half that takes a first look, and the half that reads on."""

from __future__ import annotations

import copy
import hashlib
import json
import math
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import (  # type: ignore[import-untyped] # no type information in it
    QuantType,
    quantize_dynamic,
)
from torch import nn

from app.relations.inference import NEUTRAL
from app.relations.onnx_model import CONFIG, LOWER, UPPER
from build_scripts.relation_training.batches import MAX_TOKENS, encode_pairs
from build_scripts.relation_training.halves import LowerHalf, UpperHalf
from build_scripts.relation_training.model import PADDING_ID, RelationModel
from build_scripts.relation_training.outliers import CHANNELS, split_outliers
from build_scripts.relation_training.packing import Stored, pack
from build_scripts.relation_training.pairs import LABELS, Pair
from build_scripts.relation_training.prediction import Floats, Predictor
from build_scripts.relation_training.rounding import LEVELS, TABLE_BLOCK, TABLE_LEVELS, Rounding, scales

MAX_BYTES = 70_000_000
MAX_LOST = 0.005
"""The share of entailments and contradictions that the first look may take for neutral."""
ALWAYS_CLEAR, NEVER_CLEAR = 0.0, 2.0
"""Probabilities that every first look reaches, and none."""

_OPSET = 18


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder, the model's id and the size of its weights in bytes."""

    folder: Path
    model_id: str
    size: int


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two graphs: its module, example inputs by name, and the names of its outputs."""

    file: str
    module: nn.Module
    inputs: dict[str, torch.Tensor]
    outputs: tuple[str, str]


def export_model(model: RelationModel, tokenizer: Path, sample: Sequence[Pair], output: Path) -> Export:
    """Write the two graphs, `tokenizer.json` and `config.json`; every pair is read on until `set_clear`.

    Weights are rounded as `rounding` says where they are not yet; activations are quantised as they come
    (dynamic quantisation).

    Args:
        model: The trained model.
        tokenizer: Its tokenizer's file.
        sample: A hundred pairs or so, which show the channels that are computed apart.
        output: The folder that takes the files.

    Raises:
        ValueError: The files are larger than `MAX_BYTES`.
    """
    model = copy.deepcopy(model).eval()
    Rounding(model).settle()
    split_outliers(model, encode_pairs(sample, tokenizer))
    positions = model.mpnet.embeddings.position_embeddings
    positions.weight.data = positions.weight.data[: max(MAX_TOKENS.values()) + PADDING_ID + 1]
    with tempfile.TemporaryDirectory() as scratch:
        written = [_write_half(half, Path(scratch)) for half in _halves(model)]
        size = sum(path.stat().st_size for path in written)
        if size > MAX_BYTES:
            raise ValueError(f"The graphs have {size} bytes; at most {MAX_BYTES} were wanted.")
        output.mkdir(parents=True, exist_ok=True)
        for path in written:
            shutil.copyfile(path, output / path.name)
    shutil.copyfile(tokenizer, output / "tokenizer.json")
    digest = hashlib.sha256()
    for name in (LOWER, UPPER):
        digest.update((output / name).read_bytes())
    config = {
        "model_id": digest.hexdigest()[:12],
        "labels": LABELS,
        "max_length": max(MAX_TOKENS.values()),
    }
    (output / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    set_clear(output, NEVER_CLEAR)
    return Export(output, digest.hexdigest()[:12], size)


def set_clear(folder: Path, clear: float) -> None:
    """Say from which probability of neutral on the first look has the last word."""
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    text = json.dumps({**config, "clear": clear}, indent=2) + "\n"
    (folder / CONFIG).write_text(text, encoding="utf-8")


def choose_clear(look: Floats, read_on: Floats) -> float:
    """The least probability of neutral that loses hardly any pair which reading on calls something else.

    Args:
        look: What the first look gives, (n, 3).
        read_on: What the whole model gives, (n, 3).
    """
    called = read_on.argmax(axis=1) != NEUTRAL
    if not called.any():
        return NEVER_CLEAR
    return math.ceil(1000 * float(np.quantile(look[called, NEUTRAL], 1 - MAX_LOST))) / 1000


def agreement(exact: Predictor, small: Predictor, pairs: Sequence[Pair]) -> float:
    """The share of pairs to which both give the same label."""
    return float((exact(pairs).argmax(axis=1) == small(pairs).argmax(axis=1)).mean())


def _halves(model: RelationModel) -> tuple[_Half, _Half]:
    ids = torch.tensor([[0, 5, 6, 2, 2, 7, 2], [0, 5, 2, 2, 6, 2, PADDING_ID]])
    mask = (ids != PADDING_ID).long()
    lower = LowerHalf(model)
    with torch.no_grad():
        _, states = lower(ids, mask)
    return (
        _Half(LOWER, lower, {"input_ids": ids, "attention_mask": mask}, ("look", "states")),
        _Half(UPPER, UpperHalf(model), {"states": states, "attention_mask": mask}, ("nli", "stance")),
    )


def _write_half(half: _Half, scratch: Path) -> Path:
    exact, small = scratch / f"exact-{half.file}", scratch / half.file
    _write_graph(half, exact)
    graph = onnx.load(str(exact)).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    products = {
        node.name: weights[node.input[1]]
        for node in graph.node
        if node.op_type == "MatMul" and node.input[1] in weights
    }
    exact_ones = [name for name, matrix in products.items() if min(matrix.shape) <= CHANNELS]
    quantize_dynamic(
        exact,
        small,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=exact_ones,
    )
    matrices, tables = {}, {}
    for node in graph.node:
        if node.name in products and node.name not in exact_ones:
            matrices[node.input[1]] = _stored_matrix(products[node.name])
        elif node.op_type == "Gather" and node.input[0].endswith("word_embeddings.weight"):
            tables[node.input[0]] = _stored_table(weights[node.input[0]])
    pack(small, matrices, tables)
    return small


def _stored_matrix(matrix: npt.NDArray[np.float32]) -> Stored:
    """A matrix (inputs, outputs) whose columns were rounded."""
    steps = scales(torch.from_numpy(matrix.T.copy()), LEVELS).numpy()
    return Stored(np.round(matrix / steps.T).astype(np.int8), steps[:, 0])


def _stored_table(table: npt.NDArray[np.float32]) -> Stored:
    """A table (rows, d) that was rounded."""
    blocks = torch.from_numpy(table.copy()).reshape(-1, TABLE_BLOCK)
    steps = scales(blocks, TABLE_LEVELS)
    numbers = (blocks / steps).round().to(torch.int8).reshape(table.shape)
    return Stored(numbers.numpy(), steps.reshape(len(table), -1).numpy())


def _write_graph(half: _Half, path: Path) -> None:
    """Write a half's float32 graph, with a free number of pairs and of tokens."""
    free = {0: "pairs", 1: "tokens"}
    axes = dict.fromkeys(half.inputs, free) | {name: {0: "pairs"} for name in half.outputs}
    if "states" in half.outputs:
        axes["states"] = free
    with warnings.catch_warnings():
        # The tracer warns of every value that it takes for constant; running the file shows which matter.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            half.module.eval(),
            tuple(half.inputs.values()),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=list(half.inputs),
            output_names=list(half.outputs),
            dynamic_axes=axes,
        )
