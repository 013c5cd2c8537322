"""Where passages stand on pages: kept to a tenth of a point, and mended in an old workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.reading.document import Box, Document
from app.workspace import Workspace
from app.workspace.boxes import decode_boxes, encode_boxes
from tests.workspace.samples import document

EDGE = st.integers(-20_000, 200_000).map(lambda tenths: tenths / 10)
BOX = st.builds(Box, st.integers(1, 9999), EDGE, EDGE, EDGE, EDGE)


@given(st.lists(BOX, max_size=4).map(tuple))
def test_boxes_come_back_as_they_were(boxes: tuple[Box, ...]) -> None:
    assert decode_boxes(encode_boxes(boxes)) == boxes


def paged(texts: list[str]) -> Document:
    """A document whose passages stand below one another, the last one on two pages."""
    read = document(texts)
    passages = [
        replace(
            passage, boxes=(Box(1, 72.0, 100.0 * passage.position, 300.5, 100.0 * passage.position + 12),)
        )
        for passage in read.passages
    ]
    last = passages[-1]
    passages[-1] = replace(last, boxes=(*last.boxes, Box(2, 72.0, 60.0, 200.0, 72.0)))
    return replace(read, passages=tuple(passages), format="pdf")


def test_the_boxes_of_a_source_are_kept(workspace: Workspace) -> None:
    read = paged(["one", "two"])
    source = workspace.add_source(Path("/docs/a.pdf"), "ab" * 32, read, 100, 5)
    stored = workspace.passages(source)
    assert workspace.boxes(source) == {
        kept.id: passage.boxes for kept, passage in zip(stored, read.passages, strict=True)
    }


def test_a_source_without_pages_has_passages_without_boxes(workspace: Workspace) -> None:
    source = workspace.add_source(Path("/docs/a.txt"), "ab" * 32, document(["one"]), 100, 5)
    (passage,) = workspace.passages(source)
    assert workspace.boxes(source) == {passage.id: ()}


def test_boxes_that_were_not_kept_are_told_apart_and_can_be_added(workspace: Workspace) -> None:
    read = paged(["one", "same", "same"])
    source = workspace.add_source(Path("/docs/a.pdf"), "ab" * 32, read, 100, 5)
    workspace._database.execute("UPDATE passages SET boxes = NULL")
    assert workspace.boxes(source) is None
    workspace.put_boxes(source, read.passages)
    kept = workspace.boxes(source)
    assert kept is not None
    assert list(kept.values()) == [passage.boxes for passage in read.passages]


def test_a_passage_that_is_read_otherwise_now_has_no_boxes(workspace: Workspace) -> None:
    source = workspace.add_source(Path("/docs/a.pdf"), "ab" * 32, document(["one", "two"]), 100, 5)
    workspace.put_boxes(source, paged(["one", "and two"]).passages)
    kept = workspace.boxes(source)
    assert kept is not None
    assert [len(boxes) for boxes in kept.values()] == [1, 0]
