"""Export the embedding model for ONNX Runtime, which the installers carry instead of PyTorch.

    python build_scripts/export_models.py FOLDER

writes `model.onnx`, `tokenizer.json` and `export.json` to FOLDER, from the weights of the installed reference
model, and the model's licence beside them. (The relation model needs no export: it is kept as ONNX.) Mean
pooling and normalisation are part of the graph.

Large weights are stored in fewer bits and computed with as float32: the table of words as int8 with a scale
for every 64 numbers, the matrices as float16. Nothing is written unless the vectors of the sample documents
have a cosine of at least 0.999 to the reference's and choose 99% of the same top ten, so that the export may
bear the reference's id. On the samples' 177 passages and on 755 of five real documents:

    weights                           file      smallest cosine      top ten in common
                                                samples  real        samples  real
    float32                           90.4 MB   1.0000   1.0000      99.9%    99.9%
    float16                           45.3 MB   1.0000   1.0000      99.9%    99.9%
    table int8, 64 a scale            34.0 MB   1.0000   1.0000      99.5%    99.0%
    table int8, a row a scale         33.4 MB   0.9999   0.9999      99.3%    98.7%
    matrices too, 16 a scale          24.6 MB   0.9997               99.0%
    matrices too, a column a scale    22.7 MB   0.9988               97.8%
    the same, computed in int8        23.0 MB   0.976                91.4%
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from transformers import AutoModel

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.embedding.encoder import Vectors  # noqa: E402 - after the path
from app.embedding.models import (  # noqa: E402
    EXPORT_GRAPH,
    EXPORT_RECORD,
    bundled_model_folder,
    embedding_model_id,
)
from app.embedding.onnx_encoder import OnnxEncoder  # noqa: E402
from app.embedding.sentence_transformer import SentenceTransformerEncoder  # noqa: E402
from app.embedding.tokens import count_tokens  # noqa: E402
from app.paths import sample_corpus  # noqa: E402
from app.reading.parts import read_all  # noqa: E402

LEAST_COSINE = 0.999
LEAST_AGREEMENT = 0.99
TOP = 10
_OPSET = 17
_LARGE = 1024
_BLOCK = 64
_ROW_SHAPE = "row_shape"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How close two encoders come: their smallest cosine, and the share of the top ten in common."""

    cosine: float
    agreement: float

    @property
    def is_enough(self) -> bool:
        """Whether their vectors may count as the same."""
        return self.cosine >= LEAST_COSINE and self.agreement >= LEAST_AGREEMENT


class _Pooled(torch.nn.Module):
    """The transformer with what sentence-transformers does after it."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        tokens = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(tokens.dtype)
        mean = (tokens * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean)


def export_embedding(output: Path) -> Likeness:
    """Write the bundled embedding model's export to a folder.

    Raises:
        ValueError: Its vectors are not close enough to the reference's.
    """
    folder = bundled_model_folder()
    record = {
        "model_id": embedding_model_id(),
        "dimensions": int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"]),
        "max_length": int(
            json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
        ),
    }
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        write_graph(folder, made / EXPORT_GRAPH)
        pack_weights(made / EXPORT_GRAPH)
        shutil.copyfile(folder / "tokenizer.json", made / "tokenizer.json")
        text = json.dumps(record, indent=2) + "\n"
        (made / EXPORT_RECORD).write_text(text, encoding="utf-8", newline="\n")
        texts = sample_texts()
        likeness = compare(SentenceTransformerEncoder().encode(texts), OnnxEncoder(made).encode(texts))
        if not likeness.is_enough:
            raise ValueError(f"The export is not like the reference: {likeness}.")
        output.mkdir(parents=True, exist_ok=True)
        for name in (EXPORT_GRAPH, "tokenizer.json", EXPORT_RECORD):
            shutil.copyfile(made / name, output / name)
    return likeness


def write_graph(folder: Path, path: Path) -> None:
    """Write the float32 graph of a model, with a free number of texts and of tokens."""
    transformer = AutoModel.from_pretrained(str(folder), local_files_only=True, attn_implementation="eager")
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2204, 102, 0]])
    free = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        # The tracer warns of every value that it takes for constant; running the file shows which matter.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Pooled(transformer).eval(),
            (ids, (ids != 0).long()),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": free, "attention_mask": free, "vectors": {0: "texts"}},
        )


def pack_weights(path: Path) -> None:
    """Store a graph's large weights in fewer bits: tables as eight with scales, the others as sixteen."""
    model = onnx.load(str(path))
    weights = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in model.graph.initializer
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= _LARGE
    }
    looked_up = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    tables = {name for name in looked_up & weights.keys() if len(weights[name]) >= _LARGE}
    packed = [tensor for tensor in model.graph.initializer if tensor.name not in weights]
    nodes: list[onnx.NodeProto] = []
    for name, values in weights.items():
        if name in tables:
            numbers, scales = _eight_bits(values)
            packed += [
                numpy_helper.from_array(numbers, name),
                numpy_helper.from_array(scales, f"{name}/scales"),
            ]
        else:
            packed.append(numpy_helper.from_array(values.astype(np.float16), name))
            nodes.append(helper.make_node("Cast", [name], [f"{name}/full"], to=TensorProto.FLOAT))
    packed.append(numpy_helper.from_array(np.array([0, 0, -1]), _ROW_SHAPE))
    for node in model.graph.node:
        if node.op_type == "Gather" and node.input[0] in tables:
            nodes += _look_up(node)
            continue
        for place, name in enumerate(node.input):
            if name in weights:
                node.input[place] = f"{name}/full"
        nodes.append(node)
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(packed)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _eight_bits(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """A table (n, d) as numbers (n, d / 64, 64) and their scales (n, d / 64, 1)."""
    blocks = table.reshape(len(table), -1, _BLOCK)
    scales = (np.abs(blocks).max(axis=2, keepdims=True) / 127).astype(np.float16)
    numbers = np.round(blocks / np.maximum(scales, np.finfo(np.float16).tiny))
    return np.clip(numbers, -127, 127).astype(np.int8), scales


def _look_up(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """What takes the place of a `Gather` of rows from a table that `_eight_bits` packed."""
    table, places = node.input
    (rows,) = node.output
    numbers, scales, blocks = (f"{rows}/{part}" for part in ("numbers", "scales", "blocks"))
    return [
        helper.make_node("Gather", [table, places], [numbers]),
        helper.make_node("Cast", [numbers], [f"{numbers}/full"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{table}/scales", places], [scales]),
        helper.make_node("Cast", [scales], [f"{scales}/full"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{numbers}/full", f"{scales}/full"], [blocks]),
        helper.make_node("Reshape", [blocks, _ROW_SHAPE], [rows]),
    ]


def sample_texts() -> list[str]:
    """The passages of the sample documents."""
    return [
        passage.text
        for path in sorted(sample_corpus().iterdir())
        for part in read_all(path, count_tokens)
        if part.document
        for passage in part.document.passages
    ]


def compare(reference: Vectors, exported: Vectors) -> Likeness:
    """How close the vectors of the same texts are."""
    cosine = float((reference * exported).sum(axis=1).min())
    common = sum(
        len(set(mine) & set(theirs))
        for mine, theirs in zip(_closest(reference), _closest(exported), strict=True)
    )
    return Likeness(cosine, common / (len(reference) * TOP))


def _closest(vectors: Vectors) -> NDArray[np.int64]:
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -1)
    return np.argsort(-similarities, axis=1)[:, :TOP]


def main() -> int:
    """Export to the folder named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the exported model goes")
    folder: Path = parser.parse_args().folder
    likeness = export_embedding(folder)
    size = (folder / EXPORT_GRAPH).stat().st_size / 1e6
    print(
        f"{folder / EXPORT_GRAPH}: {size:.1f} MB, smallest cosine to the reference {likeness.cosine:.6f}, ",
        end="",
    )
    print(f"{likeness.agreement:.2%} of the top ten in common")
    return 0


if __name__ == "__main__":
    sys.exit(main())
