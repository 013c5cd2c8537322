from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.errors import ModelError
from app.paths import resource
from app.relations.inference import CONTRADICTION, ENTAILMENT
from app.relations.onnx_model import LOWER, UPPER, OnnxInferenceModel

SHIPPED = resource("models", "relations")
needs_model = pytest.mark.skipif(not (SHIPPED / LOWER).is_file(), reason="no relation model yet")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lower\.onnx, upper\.onnx, tokenizer\.json, config\.json"):
        OnnxInferenceModel(tmp_path)


@pytest.mark.parametrize("damaged", [LOWER, "tokenizer.json", "config.json"])
def test_a_damaged_model_is_refused(tmp_path: Path, damaged: str) -> None:
    config = {"model_id": "test", "max_length": 128, "clear": 0.9}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    for half in (LOWER, UPPER):
        (tmp_path / half).write_bytes(b"onnx")
    (tmp_path / damaged).write_bytes(b"\x00not a model")
    with pytest.raises(ModelError, match="damaged"):
        OnnxInferenceModel(tmp_path)


@needs_model
def test_the_shipped_model_reads_pairs_in_any_order() -> None:
    model = OnnxInferenceModel(SHIPPED)
    pairs = [
        ("The harbour is open to all ships.", "The harbour is closed to all ships."),
        ("The harbour was rebuilt in spring, and it is open to all ships.", "The harbour is open."),
    ]
    predicted = model.predict(pairs)
    assert predicted.inference.shape == (2, 3)
    np.testing.assert_allclose(predicted.inference.sum(axis=1), 1, atol=1e-5)
    assert predicted.inference[0].argmax() == CONTRADICTION
    assert predicted.inference[1].argmax() == ENTAILMENT
    assert predicted.stance is not None
    turned = model.predict(pairs[::-1])
    np.testing.assert_allclose(turned.inference[::-1], predicted.inference, atol=0.02)
    assert model.predict([]).inference.shape == (0, 3)
