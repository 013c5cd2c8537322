"""Weights of an ONNX graph in four or five bits a number, opened by the graph itself.

ONNX Runtime computes with bytes. A matrix is stored as the low four bits of its numbers, two to a byte, and
their fifth bits, eight to a byte; nodes of the graph put them together. As these nodes depend on nothing, the
runtime carries them out once, when it loads the graph. Of a table only the rows that are looked up are
opened. Any ONNX Runtime reads such a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

_RAISE = 16
_RAISE_TABLE = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """Weights as they are stored.

    Attributes:
        numbers: (inputs, outputs) of a matrix, within 15 of 0 and a multiple of eight in all; (rows, d) of a
            table, within 7 of 0, d even.
        scales: What the number 1 stands for: (outputs,) of a matrix, (rows, blocks) of a table.
    """

    numbers: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]


class _Parts:
    """Nodes under way, and the tensors that they read."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def tensor(self, value: npt.ArrayLike, kind: type[np.generic], name: str = "") -> str:
        name = name or f"{self._prefix}/given{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        output = output or f"{self._prefix}/{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def both_halves(self, packed: str) -> tuple[str, str]:
        """The low and the high four bits of bytes."""
        return (
            self.node("BitwiseAnd", packed, self.tensor(15, np.uint8)),
            self.node("BitShift", packed, self.tensor(4, np.uint8), direction="RIGHT"),
        )

    def bits(self, packed: str) -> list[str]:
        """The eight bits of bytes, the lowest first."""
        shifted = [
            self.node("BitShift", packed, self.tensor(place, np.uint8), direction="RIGHT")
            for place in range(8)
        ]
        return [self.node("BitwiseAnd", one, self.tensor(1, np.uint8)) for one in shifted]


def pack(path: Path, matrices: Mapping[str, Stored], tables: Mapping[str, Stored]) -> None:
    """Rewrite the weights of a graph whose matrices ONNX Runtime has quantised.

    Args:
        path: The graph, changed in place.
        matrices: By the name that the matrix had before it was quantised.
        tables: By name; rows are looked up by (texts, tokens) places.
    """
    model = onnx.load(str(path))
    replaced = {*tables, *(f"{name}{end}" for name in matrices for end in ("_quantized", "_scale"))}
    tensors = [tensor for tensor in model.graph.initializer if tensor.name not in replaced]
    nodes: list[onnx.NodeProto] = []
    for name, stored in matrices.items():
        parts = _open_matrix(name, stored)
        nodes += parts.nodes
        tensors += parts.tensors
    for node in model.graph.node:
        if node.op_type == "Gather" and node.input[0] in tables:
            parts = _open_rows(node, tables[node.input[0]])
            nodes += parts.nodes
            tensors += parts.tensors
        else:
            nodes.append(node)
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(tensors)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _open_matrix(name: str, stored: Stored) -> _Parts:
    raised = (stored.numbers.ravel() + _RAISE).astype(np.uint8)
    low, fifth = (raised & 15).reshape(2, -1), (raised >> 4).reshape(8, -1)
    places = np.arange(8, dtype=np.uint8)[:, None]
    parts = _Parts(name)
    lows = parts.node("Concat", *parts.both_halves(parts.tensor(low[0] | low[1] << 4, np.uint8)), axis=0)
    bits = parts.bits(parts.tensor(np.bitwise_or.reduce(fifth << places), np.uint8))
    fifths = parts.node("Concat", *bits, axis=0)
    high = parts.node("BitShift", fifths, parts.tensor(4, np.uint8), direction="LEFT")
    wide = parts.node("Cast", parts.node("BitwiseOr", lows, high), to=TensorProto.INT32)
    settled = parts.node("Sub", wide, parts.tensor(_RAISE, np.int32))
    narrow = parts.node("Cast", settled, to=TensorProto.INT8)
    shape = parts.tensor(stored.numbers.shape, np.int64)
    parts.node("Reshape", narrow, shape, output=f"{name}_quantized")
    parts.tensor(stored.scales, np.float32, f"{name}_scale")
    return parts


def _open_rows(reading: onnx.NodeProto, stored: Stored) -> _Parts:
    """What takes the place of a `Gather` from the table; numbers are packed with those half a row on."""
    table, places = reading.input
    (rows,) = reading.output
    raised = (stored.numbers + _RAISE_TABLE).astype(np.uint8)
    half = raised.shape[1] // 2
    parts = _Parts(table)
    packed = parts.node("Gather", parts.tensor(raised[:, :half] | raised[:, half:] << 4, np.uint8), places)
    whole = parts.node("Concat", *parts.both_halves(packed), axis=-1)
    exact = parts.node("Cast", whole, to=TensorProto.FLOAT)
    settled = parts.node("Sub", exact, parts.tensor(_RAISE_TABLE, np.float32))
    blocks = parts.node("Reshape", settled, parts.tensor([0, 0, stored.scales.shape[1], -1], np.int64))
    scales = parts.node("Gather", parts.tensor(stored.scales[:, :, None], np.float16), places)
    scaled = parts.node("Mul", blocks, parts.node("Cast", scales, to=TensorProto.FLOAT))
    parts.node("Reshape", scaled, parts.tensor([0, 0, -1], np.int64), output=rows)
    return parts
