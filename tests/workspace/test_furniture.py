"""Furniture that recurs or is chosen: kept by text, followed by kinds, counts, vectors and the index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import WorkspaceError
from app.reading.document import Document, Kind
from app.workspace import Workspace, content_hash
from tests.workspace.samples import MODEL, add, document, embed

LINE = "Read more in our newsletter."


def kinds(workspace: Workspace, source: int) -> list[Kind]:
    return [passage.kind for passage in workspace.passages(source)]


def indexed(workspace: Workspace) -> set[str]:
    return {workspace.passage(number).text for number in workspace.load_index(MODEL).passages.tolist()}


def with_furniture(texts: list[str], *furniture: int) -> Document:
    """A document in which the reader took some passages, by position, for furniture."""
    read = document(texts)
    passages = tuple(
        replace(passage, kind=Kind.FURNITURE, reason="sign-in line", paragraph=passage.position - 1)
        if passage.position in furniture
        else passage
        for passage in read.passages
    )
    return replace(read, passages=passages)


def put(workspace: Workspace, name: str, read: Document) -> int:
    return workspace.add_source(Path("/docs") / name, "cd" * 32, read, 100, 5)


def number_of(workspace: Workspace, source: int, text: str) -> int:
    blocks = workspace.blocks(source)
    return next(
        number for number, held in workspace.texts(block.text for block in blocks).items() if held == text
    )


def test_a_choice_holds_for_all_copies_now_and_later(workspace: Workspace) -> None:
    one, two = add(workspace, "a", ["one", LINE]), add(workspace, "b", [LINE, "two"])
    embed(workspace)
    assert LINE in indexed(workspace)
    assert workspace.choose_furniture(content_hash(LINE), is_furniture=True) == 2
    three = add(workspace, "c", ["three", LINE])
    for source, place in ((one, 1), (two, 0), (three, 1)):
        passage = workspace.passages(source)[place]
        assert (passage.kind, passage.reason) == (Kind.FURNITURE, "your choice")
        assert kinds(workspace, source).count(Kind.PARAGRAPH) == 1
    assert [source.passages for source in workspace.sources()] == [1, 1, 1]
    embed(workspace)
    assert indexed(workspace) == {"one", "two", "three"}


def test_the_opposite_choice_undoes_it_and_embeds_nothing_anew(workspace: Workspace) -> None:
    one = add(workspace, "a", ["one", LINE])
    embed(workspace)
    before = workspace.load_index(MODEL).passages.tolist()
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    workspace.choose_furniture(content_hash(LINE), is_furniture=False)
    assert kinds(workspace, one) == [Kind.PARAGRAPH] * 2
    assert workspace.texts_without_vectors(MODEL) == ()
    assert sorted(workspace.load_index(MODEL).passages.tolist()) == sorted(before)
    assert workspace._database.rows("SELECT * FROM choices") == []


def test_furniture_made_text_is_a_paragraph_with_a_place_of_its_own(workspace: Workspace) -> None:
    source = put(workspace, "a", with_furniture([LINE, "one", "Sign in."], 1, 3))
    embed(workspace)
    assert workspace.count_matched() == 1
    for text in (LINE, "Sign in."):
        workspace.choose_furniture(content_hash(text), is_furniture=False)
    first, _, last = workspace.passages(source)
    assert (first.kind, first.reason, first.locator) == (Kind.PARAGRAPH, "", "before par. 1")
    assert last.locator == "after par. 2"
    assert [text for _, text in workspace.texts_without_vectors(MODEL)] == [LINE, "Sign in."]
    embed(workspace)
    assert indexed(workspace) == {LINE, "one", "Sign in."}
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    first = workspace.passages(source)[0]
    assert (first.kind, first.reason, first.locator) == (Kind.FURNITURE, "sign-in line", "par. 0")


def test_a_text_that_is_furniture_in_one_source_and_text_in_another_goes_one_way(
    workspace: Workspace,
) -> None:
    one = put(workspace, "a", with_furniture([LINE, "one"], 1))
    two = add(workspace, "b", [LINE, "two"])
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    assert kinds(workspace, one)[0] is kinds(workspace, two)[0] is Kind.FURNITURE
    workspace.choose_furniture(content_hash(LINE), is_furniture=False)
    assert kinds(workspace, one)[0] is kinds(workspace, two)[0] is Kind.PARAGRAPH


def test_a_heading_stays_a_heading(workspace: Workspace) -> None:
    read = document([LINE, "one"])
    heading = replace(read.passages[0], kind=Kind.HEADING)
    source = put(workspace, "a", replace(read, passages=(heading, read.passages[1])))
    assert workspace.choose_furniture(content_hash(LINE), is_furniture=True) == 0
    assert kinds(workspace, source) == [Kind.HEADING, Kind.PARAGRAPH]


def test_what_recurs_says_in_how_many_sources_it_stands(workspace: Workspace) -> None:
    one, two = add(workspace, "a", ["one", LINE]), add(workspace, "b", [LINE, "two"])
    embed(workspace)
    assert workspace.set_recurring({number_of(workspace, one, LINE): 2})
    assert workspace.passages(two)[0].reason == "stands in 2 sources"
    assert indexed(workspace) == {"one", "two"}
    assert workspace.set_recurring({})
    assert indexed(workspace) == {"one", "two", LINE}
    assert not workspace.set_recurring({})


def test_a_choice_goes_before_what_recurs(workspace: Workspace) -> None:
    one = add(workspace, "a", ["one", LINE])
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    workspace.choose_furniture(content_hash(LINE), is_furniture=False)
    workspace.set_recurring({number_of(workspace, one, LINE): 4})
    workspace.choose_furniture(content_hash(LINE), is_furniture=False)
    assert kinds(workspace, one)[1] is Kind.PARAGRAPH
    workspace.set_recurring({})
    workspace.set_recurring({number_of(workspace, one, LINE): 5})
    assert kinds(workspace, one)[1] is Kind.PARAGRAPH


def test_a_choice_outlives_its_sources_and_the_window(place: Path) -> None:
    with Workspace.open(place) as workspace:
        one = add(workspace, "a", ["one", LINE])
        workspace.choose_furniture(content_hash(LINE), is_furniture=True)
        workspace.remove_source(one)
    with Workspace.open(place) as workspace:
        two = add(workspace, "b", [LINE, "two"])
        assert kinds(workspace, two) == [Kind.FURNITURE, Kind.PARAGRAPH]


def test_blocks_are_as_read_whatever_was_chosen(workspace: Workspace) -> None:
    source = put(workspace, "a", with_furniture(["Sign in.", "one", LINE], 1))
    before = workspace.blocks(source)
    assert [block.length for block in before] == [3, len(LINE)]
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    assert workspace.blocks(source) == before


def test_a_turn_reaches_an_index_whose_sources_changed_since(workspace: Workspace) -> None:
    one = add(workspace, "a", ["one", LINE])
    embed(workspace)
    workspace.load_index(MODEL)
    add(workspace, "b", [LINE, "two"])
    embed(workspace)
    workspace.set_split(one, is_split=True)
    workspace.choose_furniture(content_hash(LINE), is_furniture=True)
    workspace.choose_furniture(content_hash(LINE), is_furniture=False)
    index = workspace.load_index(MODEL)
    assert len(index) == 4
    assert {index.owner(passage.id) for passage in workspace.passages(one)} == {
        section.owner for section in workspace.sections(one)
    }


def test_a_read_only_workspace_refuses_a_choice(place: Path) -> None:
    with Workspace.open(place) as workspace:
        add(workspace, "a", [LINE])
    place.chmod(0o444)
    with Workspace.open(place) as workspace, pytest.raises(WorkspaceError, match="read-only"):
        workspace.choose_furniture(content_hash(LINE), is_furniture=True)
