"""Vectors by content and model: what is missing, what the index holds, the scale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.matching import PercentileScale, VectorIndex
from app.reading.document import Document, Kind, Passage, Section
from app.workspace import Workspace, content_hash
from app.workspace.indices import Indices
from tests.workspace.samples import MODEL, D, add, embed, unit_vectors


def test_missing_texts_come_once_in_reading_order_and_by_source(workspace: Workspace) -> None:
    first = add(workspace, "a.txt", ["z", "y", "z"])
    second = add(workspace, "b.txt", ["x", "y"])
    missing = workspace.texts_without_vectors(MODEL)
    assert [text for _, text in missing] == ["z", "y", "x"]
    assert missing[0][0] == content_hash("z")
    assert [text for _, text in workspace.texts_without_vectors(MODEL, second)] == ["x", "y"]
    embed(workspace, first)
    assert [text for _, text in workspace.texts_without_vectors(MODEL)] == ["x"]
    assert len(workspace.texts_without_vectors("another model")) == 3


def test_headings_and_furniture_are_neither_embedded_nor_in_the_index(workspace: Workspace) -> None:
    kinds = list(Kind)
    passages = tuple(
        Passage(number, kind, f"{kind} text", (), 0, 1) for number, kind in enumerate(kinds, start=1)
    )
    held = Document("T", None, None, "text", "", (Section("", 0),), passages)
    number = workspace.add_source(Path("/docs/a.txt"), "00", held, 1, 1)
    matched = {passage.id for passage in workspace.passages(number) if passage.kind.is_matched}
    assert embed(workspace) == len(matched) == 4
    assert set(workspace.load_index(MODEL).passages.tolist()) == matched


def test_opening_the_same_files_again_embeds_nothing(place: Path) -> None:
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["one", "two"])
        embed(workspace)
    with Workspace.open(place) as workspace:
        add(workspace, "a.txt", ["one", "two"])
        add(workspace, "moved.txt", ["two", "one"])
        assert workspace.texts_without_vectors(MODEL) == ()
        add(workspace, "a.txt", ["one", "changed", "two"])
        assert [text for _, text in workspace.texts_without_vectors(MODEL)] == ["changed"]


def test_the_index_holds_the_vectors_to_the_last_bit_and_copies_share_one(workspace: Workspace) -> None:
    first = add(workspace, "a.txt", ["one", "two"])
    second = add(workspace, "b.txt", ["two"])
    vectors = unit_vectors(2)
    workspace.put_vectors(MODEL, [content_hash("one"), content_hash("two")], vectors)
    index = workspace.load_index(MODEL)
    one, two = workspace.passages(first)
    (copy,) = workspace.passages(second)
    assert index.passages.tolist() == [one.id, two.id, copy.id]
    assert index.owners.tolist() == [first, first, second]
    assert (index.vector(one.id) == vectors[0]).all()
    assert (index.vector(copy.id) == index.vector(two.id)).all()
    assert index.search_passage(two.id, 1)[0].passage == copy.id
    kept = workspace.vector(MODEL, two.id)
    assert kept is not None
    assert (kept == vectors[1]).all()
    assert workspace.vector("another model", two.id) is None


def contents(index: VectorIndex) -> dict[int, tuple[int, bytes]]:
    return {
        passage: (owner, index.vector(passage).tobytes())
        for passage, owner in zip(index.passages.tolist(), index.owners.tolist(), strict=True)
    }


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "split", "embed", "embed some", "look"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=14,
)


@settings(max_examples=15, deadline=None)
@given(changes=CHANGES)
@example(changes=[("add", 0, 3), ("embed some", 0, 0), ("look", 0, 0), ("embed", 0, 0), ("look", 0, 0)])
@example(changes=[("add", 0, 2), ("embed", 0, 0), ("add", 1, 2), ("look", 0, 0), ("split", 0, 0)])
@example(changes=[("add", 0, 2), ("embed", 0, 0), ("look", 0, 0), ("add", 0, 3), ("remove", 0, 0)])
def test_an_index_kept_up_to_date_is_the_index_made_afresh(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, int]]
) -> None:
    with Workspace.open(tmp_path_factory.mktemp("desk") / "desk.counterpoint") as workspace:
        for change, which, count in changes:
            present = [source.id for source in workspace.sources()]
            if change == "add":
                texts = [f"text {number + which}" for number in range(count)]  # some in several sources
                add(workspace, f"{which}.txt", texts, (Section("A", 1), Section("B", 1)))
            elif change == "remove" and present:
                workspace.remove_source(present[which % len(present)])
            elif change == "split" and present:
                workspace.set_split(present[which % len(present)], is_split=bool(count % 2))
            elif change == "embed":
                embed(workspace, seed=which)
            elif change == "embed some":
                (missing,) = workspace.texts_without_vectors(MODEL)[:1] or [(b"", "")]
                workspace.put_vectors(MODEL, [missing[0]], unit_vectors(1, which))
            elif change == "look":
                fresh = Indices(workspace._database).load(MODEL)
                assert contents(workspace.load_index(MODEL)) == contents(fresh)
        fresh = Indices(workspace._database).load(MODEL)
        assert contents(workspace.load_index(MODEL)) == contents(fresh)
        shown = {
            passage.id: passage.owner
            for source in workspace.sources()
            for passage in workspace.passages(source.id)
            if workspace.vector(MODEL, passage.id) is not None
        }
        assert {passage: owner for passage, (owner, _) in contents(fresh).items()} == shown


def test_an_index_given_out_stays_as_it_was(workspace: Workspace) -> None:
    number = add(workspace, "a.txt", ["one", "two"])
    embed(workspace)
    before = workspace.load_index(MODEL)
    assert workspace.load_index(MODEL) is before
    add(workspace, "b.txt", ["three"])
    embed(workspace)
    assert len(workspace.load_index(MODEL)) == 3
    workspace.remove_source(number)
    assert len(workspace.load_index(MODEL)) == 1
    assert len(before) == 2


def test_a_text_keeps_the_vector_it_has(workspace: Workspace) -> None:
    add(workspace, "a.txt", ["one"])
    for seed in (1, 2):
        workspace.put_vectors(MODEL, [content_hash("one")], unit_vectors(1, seed))
    assert (workspace.load_index(MODEL).vector(1) == unit_vectors(1, 1)[0]).all()


def test_articles_of_a_split_source_meet(workspace: Workspace) -> None:
    number = add(workspace, "a.txt", ["one", "two", "three", "four"], (Section("A", 1), Section("B", 1)))
    embed(workspace)
    passages = workspace.passages(number)
    assert workspace.load_index(MODEL).search_passage(passages[0].id, 9) == ()
    workspace.set_split(number, is_split=True)
    hits = workspace.load_index(MODEL).search_passage(passages[0].id, 9)
    assert {hit.passage for hit in hits} == {passages[2].id, passages[3].id}
    first = workspace.passage(passages[0].id)
    assert workspace.load_index(MODEL).owner(first.id) == first.owner


def test_the_vectors_of_a_text_that_is_gone_are_passed_over(workspace: Workspace) -> None:
    add(workspace, "a.txt", ["one"])
    workspace.put_vectors(MODEL, [content_hash("one"), content_hash("gone")], unit_vectors(2))
    assert workspace._database.row("SELECT count(*) FROM vectors") == (1,)


def test_vectors_that_do_not_fit_are_refused_and_nothing_is_kept(workspace: Workspace) -> None:
    add(workspace, "a.txt", ["one", "two"])
    keys = [content_hash("one"), content_hash("two")]
    with pytest.raises(ValueError, match=r"2 texts.*\(1, 4\)"):
        workspace.put_vectors(MODEL, keys, unit_vectors(1))
    with pytest.raises(ValueError, match=r"length 3\.0"):
        workspace.put_vectors(MODEL, keys, unit_vectors(2) * np.float32(3))
    with pytest.raises(ValueError, match="nan"):
        workspace.put_vectors(MODEL, keys, unit_vectors(2) * np.float32(np.nan))
    assert len(workspace.texts_without_vectors(MODEL)) == 2
    embed(workspace)
    with pytest.raises(ValueError, match=f"{D + 1} dimensions.*{D}"):
        workspace.put_vectors(MODEL, keys, unit_vectors(2, dimensions=D + 1))
    assert len(workspace.load_index(MODEL)) == 2


def test_no_vectors_are_no_fault(workspace: Workspace) -> None:
    workspace.put_vectors(MODEL, [], np.empty((0, D), np.float32))
    assert len(workspace.load_index(MODEL)) == 0


def test_the_scale_is_kept_by_model(place: Path) -> None:
    scale = PercentileScale(count=7, floor=0.25, values=np.array([0.5, 0.75], dtype=np.float32))
    with Workspace.open(place) as workspace:
        assert workspace.scale(MODEL) is None
        workspace.set_scale(MODEL, scale)
    with Workspace.open(place) as workspace:
        kept = workspace.scale(MODEL)
        assert kept is not None
        assert kept.to_bytes() == scale.to_bytes()
        assert workspace.scale("another model") is None
        workspace._database.execute("UPDATE scales SET scale = X'00'")
        assert workspace.scale(MODEL) is None
