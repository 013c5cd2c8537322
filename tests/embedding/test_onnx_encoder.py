"""The exported model against the reference, and what an export that is not whole says."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from app.embedding import models
from app.embedding.models import (
    EXPORT_GRAPH,
    EXPORT_RECORD,
    bundled_model_folder,
    embedding_model_id,
    is_export,
)
from app.embedding.onnx_encoder import OnnxEncoder
from app.embedding.onnx_session import open_session
from app.embedding.runtime import make_encoder
from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.errors import ModelError

needs_reference = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from build_scripts.export_models import export_embedding

    folder = tmp_path_factory.mktemp("export")
    assert export_embedding(folder).is_enough
    return folder


def export_of(folder: Path, model_id: str) -> Path:
    """A folder that says it is an export, without weights."""
    folder.mkdir(parents=True, exist_ok=True)
    record = {"model_id": model_id, "dimensions": 384, "max_length": 256}
    (folder / EXPORT_RECORD).write_text(json.dumps(record), encoding="utf-8")
    return folder


@needs_reference
def test_both_runtimes_give_the_same_vectors_and_the_same_top_ten(export: Path) -> None:
    from build_scripts.export_models import compare, sample_texts

    texts = [*sample_texts(), "", "one", "far too long " * 400]
    reference, exported = SentenceTransformerEncoder(), make_encoder(export)
    assert isinstance(exported, OnnxEncoder)
    assert exported.model_id == reference.model_id
    assert exported.dimensions == reference.dimensions
    theirs, ours = reference.encode(texts), exported.encode(texts)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    likeness = compare(theirs, ours)
    assert likeness.cosine >= 0.999
    assert likeness.agreement >= 0.99


@needs_reference
def test_the_export_holds_its_words_in_eight_bits(export: Path) -> None:
    assert (export / EXPORT_GRAPH).stat().st_size < 35_000_000


@needs_reference
def test_a_vector_does_not_depend_on_what_else_is_embedded(export: Path) -> None:
    encoder = OnnxEncoder(export)
    texts = ["The talks failed.", "A much longer sentence, so that the other one is padded, " * 9]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_an_export_bears_the_id_of_the_weights_it_was_made_from(tmp_path: Path) -> None:
    assert embedding_model_id(export_of(tmp_path / "mine", "all-MiniLM-L6-v2-abc")) == "all-MiniLM-L6-v2-abc"


def test_a_damaged_export_is_told(tmp_path: Path) -> None:
    folder = export_of(tmp_path, "some")
    with pytest.raises(ModelError, match="damaged"):
        make_encoder(folder)
    (folder / EXPORT_RECORD).write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        embedding_model_id(folder)


@pytest.mark.parametrize("has_reference", [True, False])
def test_the_runtime_that_is_installed_decides_which_bundled_model_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, has_reference: bool
) -> None:
    package = tmp_path / "package" / "model"
    package.mkdir(parents=True)
    (package / "modules.json").write_text("[]")
    monkeypatch.setattr(models, "resource", tmp_path.joinpath)
    monkeypatch.setattr(models, "has_reference_runtime", lambda: has_reference)
    monkeypatch.setattr(models, "_package_folders", lambda: [package])
    assert bundled_model_folder() == package
    shipped = export_of(tmp_path / "models" / "embedding", "some")
    assert is_export(bundled_model_folder()) is not has_reference
    monkeypatch.setattr(models, "_package_folders", list)
    assert bundled_model_folder() == shipped


def test_the_runtime_is_told_not_to_report_its_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
        monkeypatch.setenv(name, "0")
    with pytest.raises(Exception, match="none"):
        open_session(tmp_path / "none.onnx", 1)
    assert os.environ["ORT_DISABLE_TELEMETRY"] == os.environ["ORT_TELEMETRY_DISABLED"] == "1"
