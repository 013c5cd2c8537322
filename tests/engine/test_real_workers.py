"""The real readers and models, in their processes."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.embedding.models import bundled_model_folder, embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.engine.reader import read
from app.engine.requests import EncodeTexts, ReadFile, RelatePairs, Request, Role, WarmUp
from app.errors import ModelError, UnreadableFileError, WorkerDiedError
from app.relations.relation import Relation

SUMMIT = "The summit was held in December."
MEETING = "In December the meeting took place."
BREAD = "Bread is baked from flour, water and salt."

REFERENCE = {
    SUMMIT: (-0.074141, 0.037549, 0.022894, 0.047152, 0.04977, 0.023334),
    MEETING: (-0.044527, 0.00961, -0.02033, 0.04485, -0.005571, 0.033067),
    BREAD: (0.006699, 0.064882, 0.010003, 0.003846, -0.067026, 0.04841),
}
"""The first components of the vectors that the model's own `encode` gives."""


def ask(engine: Engine, request: Request[Any]) -> Any:
    return run_to_end(engine, engine.call(request))


def test_vectors_are_those_of_the_models_own_encode(engine: Engine) -> None:
    texts = (BREAD, SUMMIT, "word " * 400, MEETING)
    result = ask(engine, EncodeTexts(texts))
    assert result.model_id == embedding_model_id() == ask(engine, WarmUp())
    assert (result.vectors.shape, result.vectors.dtype) == ((4, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(result.vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, result.vectors, strict=True):
        if text in REFERENCE:
            np.testing.assert_allclose(vector[: len(REFERENCE[text])], REFERENCE[text], atol=2e-5)


def test_a_text_has_the_same_vector_in_any_company(engine: Engine) -> None:
    alone = ask(engine, EncodeTexts((SUMMIT,))).vectors
    among = ask(engine, EncodeTexts((BREAD * 10, SUMMIT, "", MEETING))).vectors
    assert float(alone[0] @ among[1]) > 0.99999


def test_no_texts_have_no_vectors(engine: Engine) -> None:
    assert ask(engine, EncodeTexts(())).vectors.shape == (0, 384)


def test_copies_are_found_among_pairs(engine: Engine) -> None:
    result = ask(engine, RelatePairs(((SUMMIT, SUMMIT), (SUMMIT, BREAD))))
    assert [finding.relation for finding in result.findings] == [Relation.REPEATS, Relation.RELATED]


def test_a_model_that_is_not_there_is_an_error_for_a_person(tmp_path: Path) -> None:
    with Engine(model_folder=tmp_path) as engine, pytest.raises(ModelError, match="no embedding model"):
        ask(engine, EncodeTexts(("text",)))


def test_a_damaged_model_is_an_error_for_a_person(tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(bundled_model_folder(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").write_bytes(b"\x40" * 5000)
    with Engine(model_folder=folder) as engine, pytest.raises(ModelError, match="damaged cannot be loaded"):
        ask(engine, EncodeTexts(("text",)))


def test_the_inference_process_killed_in_mid_job_is_started_again(engine: Engine) -> None:
    ask(engine, WarmUp())
    process = engine._lanes[Role.INFERENCE].process
    assert process is not None
    begun = engine.submit(EncodeTexts((BREAD * 30,) * 400, about="a long report"))
    waiting = engine.submit(EncodeTexts((SUMMIT,)))
    while engine._lanes[Role.INFERENCE].begun != begun.number:
        engine.pump(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    while not engine.is_done(waiting):
        engine.pump(1)
    assert engine.take(waiting).vectors.shape == (1, 384)
    with pytest.raises(WorkerDiedError, match="400 passages of “a long report”"):
        engine.take(begun)


def test_a_file_is_read_with_the_hash_of_its_bytes(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    data = f"{SUMMIT}\r\n\r\n{MEETING}\r\n".encode()
    path.write_bytes(data)
    result = ask(engine, ReadFile(path))
    assert [passage.text for passage in result.parts[0].document.passages] == [SUMMIT, MEETING]
    assert result.sha256 == hashlib.sha256(data).hexdigest()
    assert (result.size, result.modified) == (len(data), path.stat().st_mtime_ns)


@pytest.mark.parametrize("make", ["missing", "folder", "binary", "empty", "pipe"])
def test_what_cannot_be_read_is_named(engine: Engine, tmp_path: Path, make: str) -> None:
    path = tmp_path / "odd.txt"
    match make:
        case "folder":
            path.mkdir()
        case "binary":
            path.write_bytes(bytes(range(256)) * 20)
        case "empty":
            path.touch()
        case "pipe":
            os.mkfifo(path)
    with pytest.raises(UnreadableFileError, match=r"odd\.txt"):
        ask(engine, ReadFile(path))


def test_a_file_that_keeps_changing_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.txt"
    path.write_text(SUMMIT)

    def grow(changing: Path, *_: object) -> None:
        with changing.open("a") as file:
            file.write(MEETING)

    monkeypatch.setattr("app.engine.reader.read_all", grow)
    with pytest.raises(UnreadableFileError, match="changed while"):
        read(ReadFile(path))
