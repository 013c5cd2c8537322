"""Small documents and vectors for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.reading.document import Document, Kind, Passage, Section, Span
from app.workspace import Workspace

MODEL = "mini@1"
D = 4


def document(texts: Sequence[str], title: str = "Title", sections: Sequence[Section] = ()) -> Document:
    """A document of one paragraph a text; with sections, the passages are shared out among them."""
    held = tuple(sections) or (Section("", 0),)
    passages = tuple(
        Passage(
            position=number,
            kind=Kind.PARAGRAPH,
            text=text,
            spans=(Span(10 * number, 10 * number + 5),),
            section=(number - 1) * len(held) // max(1, len(texts)),
            paragraph=number,
        )
        for number, text in enumerate(texts, start=1)
    )
    return Document(title, None, None, "text", "\n\n".join(texts), held, passages)


def add(workspace: Workspace, name: str, texts: Sequence[str], sections: Sequence[Section] = ()) -> int:
    """Add a document of these texts under a path of this name."""
    return workspace.add_source(Path("/docs") / name, "ab" * 32, document(texts, name, sections), 100, 5)


def unit_vectors(count: int, seed: int = 0, dimensions: int = D) -> NDArray[np.float32]:
    """Random rows of unit length."""
    rows = np.random.default_rng(seed).standard_normal((count, dimensions))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def embed(workspace: Workspace, source: int | None = None, seed: int = 0) -> int:
    """Give every text that lacks one a vector, and tell how many did."""
    missing = workspace.texts_without_vectors(MODEL, source)
    workspace.put_vectors(MODEL, [key for key, _ in missing], unit_vectors(len(missing), seed))
    return len(missing)
