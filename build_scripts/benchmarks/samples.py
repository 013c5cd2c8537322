"""Text and vectors to measure with: the sample corpus, and as much more as is wanted made of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app import paths
from app.embedding.models import embedding_model_id
from app.embedding.tokens import count_tokens
from app.reading.document import Document, Kind, Passage, Section, Span
from app.reading.read import read_document
from app.reading.sentences import split_sentences
from app.workspace.workspace import Workspace

DIMENSIONS = 384
SEED = 11
_TOPICS = 60


def sample_passages() -> list[str]:
    """The matched passages of the sample corpus."""
    documents = [read_document(path, count_tokens) for path in sorted(paths.sample_corpus().iterdir())]
    return [
        passage.text for document in documents for passage in document.passages if passage.kind.is_matched
    ]


def made_passages(count: int) -> list[str]:
    """`count` different passages of one to six sentences of the sample corpus, always the same ones."""
    sentences = [
        text[span.start : span.end].strip() for text in sample_passages() for span in split_sentences(text)
    ]
    rng = np.random.default_rng(SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        made[" ".join(rng.choice(sentences, rng.integers(1, 7), replace=False))] = None
    return list(made)


def write_sources(folder: Path, passages: Sequence[str], files: int) -> None:
    """Deal passages out to text files, divided by blank lines."""
    folder.mkdir()
    for number in range(files):
        path = folder / f"source-{number + 1:02}.txt"
        path.write_text("\n\n".join(passages[number::files]) + "\n", encoding="utf-8")


def unit_vectors(count: int) -> NDArray[np.float32]:
    """(count, 384) float32 rows of unit length, spread as a sentence model spreads texts of one matter.

    All share a direction and each has one of 60 topics, so that two rows have a cosine of about 0.2 by
    chance and about 0.6 within a topic.
    """
    rng = np.random.default_rng(SEED)
    shared = _unit(rng.standard_normal((1, DIMENSIONS)))
    topics = _unit(rng.standard_normal((_TOPICS, DIMENSIONS)))[rng.integers(0, _TOPICS, count)]
    own = _unit(rng.standard_normal((count, DIMENSIONS)))
    return np.asarray(_unit(0.45 * shared + 0.63 * topics + 0.63 * own), dtype=np.float32)


def write_workspace(path: Path, count: int, sources: int) -> None:
    """Make a workspace of `count` passages in so many sources, all with vectors of the bundled model's id."""
    texts = made_passages(count)
    model_id = embedding_model_id()
    with Workspace.open(path) as workspace:
        for number in range(sources):
            add_source(workspace, f"Source {number + 1}", texts[number::sources])
        missing = workspace.texts_without_vectors(model_id)
        workspace.put_vectors(model_id, [key for key, _ in missing], unit_vectors(len(missing)))


def add_source(workspace: Workspace, title: str, texts: Sequence[str]) -> None:
    """Add a source of one paragraph a text, whose file is nowhere."""
    passages = []
    start = 0
    for number, text in enumerate(texts, start=1):
        passages.append(Passage(number, Kind.PARAGRAPH, text, (Span(start, start + len(text)),), 0, number))
        start += len(text) + 2
    document = Document(title, None, None, "text", "\n\n".join(texts), (Section("", 1),), tuple(passages))
    workspace.add_source(Path(f"/{title}.txt"), "00" * 32, document, 0, 0)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float64)
