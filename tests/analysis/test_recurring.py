"""Furniture that learns: what recurs at the edges goes, what is copied or quoted stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.analysis.recurring import learn_furniture
from app.engine.jobs import Job, JobState
from app.reading.document import Document, Kind, Passage, Section, Span
from app.workspace.workspace import Workspace

OFFER = "Sign up to our morning letter and read it before breakfast."
NOTICE = (
    "This message and all that is attached to it are meant for the person named above alone. Whoever has it "
    "by mistake is asked to tell the sender, to delete it and to keep what it says to themselves."
)
BUTTON = "Read more"
LEAD = (
    "The harbour froze in January and no ship left it for three weeks, the longest time since records began, "
    "so that coal had to be brought over land."
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "learned.counterpoint") as opened:
        yield opened


def own(name: str, count: int) -> list[str]:
    """Paragraphs that no other source has."""
    return [
        f"In {name} the council met for the {number} time and spoke of the price of bread and of the ice, "
        f"which had closed the harbour of {name} again, and of what the {number} ship would bring."
        for number in range(count)
    ]


def add(workspace: Workspace, name: str, texts: Sequence[str], kind: Kind = Kind.PARAGRAPH) -> int:
    """Add a source; `kind` is that of the passages that are not its own."""
    mine = set(own(name, 99))
    passages = tuple(
        Passage(number, Kind.PARAGRAPH if text in mine else kind, text, (Span(0, 1),), 0, number)
        for number, text in enumerate(texts, start=1)
    )
    document = Document(name, None, None, "text", "", (Section("", 0),), passages)
    return workspace.add_source(Path("/docs") / name, name.encode().hex(), document, 1, 1)


def learn(workspace: Workspace) -> bool:
    job = Job(learn_furniture(workspace))
    while job.state is JobState.RUNNING:
        job.step()
    return job.result


def furniture(workspace: Workspace) -> dict[str, str]:
    """What is furniture, with its reason."""
    return {
        passage.text: passage.reason
        for source in workspace.sources()
        for passage in workspace.passages(source.id)
        if passage.kind is Kind.FURNITURE
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [(OFFER, 0), (OFFER, 2), (OFFER, 7), (NOTICE, 8), (NOTICE, 7), (BUTTON, 4)],
    ids=["short-first", "short-third", "short-near-end", "long-last", "long-last-but-one", "line-within"],
)
def test_what_stands_where_furniture_stands_is_learned(workspace: Workspace, text: str, place: int) -> None:
    for name in ("a", "b", "c", "d"):
        texts = own(name, 8)
        texts.insert(place, text)
        add(workspace, name, texts)
    assert learn(workspace)
    assert furniture(workspace) == {text: "stands in 4 sources"}


@pytest.mark.parametrize(
    ("text", "place"),
    [(OFFER, 4), (NOTICE, 0), (NOTICE, 4), (LEAD, 0), ("“We shall not yield.”", 0), ("Coal, he said:", 4)],
    ids=["short-within", "long-first", "long-within", "lead", "quotation", "open-line-within"],
)
def test_what_might_be_content_stays(workspace: Workspace, text: str, place: int) -> None:
    for name in ("a", "b", "c", "d"):
        texts = own(name, 8)
        texts.insert(place, text)
        add(workspace, name, texts)
    assert not learn(workspace)
    assert furniture(workspace) == {}


def test_two_sources_are_not_enough(workspace: Workspace) -> None:
    for name in ("a", "b"):
        add(workspace, name, [*own(name, 4), OFFER])
    assert not learn(workspace)


def test_copies_of_one_document_keep_all_their_text(workspace: Workspace) -> None:
    report = [*own("report", 6), OFFER]
    for name in ("a", "b", "c", "d"):
        add(workspace, name, report)
    assert not learn(workspace)


def test_what_several_took_from_one_report_stays(workspace: Workspace) -> None:
    report = own("report", 3)
    for name in ("a", "b", "c", "d"):
        add(workspace, name, [*own(name, 5), *report])
    assert not learn(workspace)


def test_copies_count_as_one_source(workspace: Workspace) -> None:
    report = [*own("report", 6), OFFER]
    for name in ("a", "b"):
        add(workspace, name, report)
    add(workspace, "c", [*own("c", 6), OFFER])
    assert not learn(workspace)
    add(workspace, "d", [*own("d", 6), OFFER])
    assert learn(workspace)
    assert furniture(workspace) == {OFFER: "stands in 4 sources"}


@pytest.mark.parametrize("kind", [Kind.QUOTE, Kind.TABLE])
def test_what_is_quoted_or_a_row_of_a_table_anywhere_stays(workspace: Workspace, kind: Kind) -> None:
    for name in ("a", "b", "c"):
        add(workspace, name, [*own(name, 4), OFFER])
    add(workspace, "d", [*own("d", 4), OFFER], kind)
    assert not learn(workspace)


def test_several_lines_of_furniture_do_not_hide_one_another(workspace: Workspace) -> None:
    lines = [f"Line {number} of what the publisher says of itself." for number in range(9)]
    for name in ("a", "b", "c"):
        add(workspace, name, [*own(name, 4), *lines])
    learn(workspace)
    assert list(furniture(workspace)) == lines


def test_what_recurs_no_longer_is_text_again(workspace: Workspace) -> None:
    ids = [add(workspace, name, [*own(name, 4), OFFER]) for name in ("a", "b", "c")]
    assert learn(workspace)
    assert not learn(workspace)
    workspace.remove_source(ids[0])
    assert learn(workspace)
    assert furniture(workspace) == {}


def test_the_sections_of_a_split_source_count(workspace: Workspace) -> None:
    sections = tuple(Section(f"Article {name}", 1) for name in "abc")
    passages = tuple(
        Passage(9 * at + number, Kind.PARAGRAPH, text, (Span(0, 1),), at, number)
        for at, name in enumerate("abc")
        for number, text in enumerate([*own(name, 4), OFFER], start=1)
    )
    document = Document("Review", None, None, "text", "", sections, passages)
    source = workspace.add_source(Path("/docs/review"), "ab", document, 1, 1)
    assert not learn(workspace)
    workspace.set_split(source, is_split=True)
    assert learn(workspace)


def test_the_analyst_has_the_last_word(workspace: Workspace) -> None:
    ids = [add(workspace, name, [*own(name, 4), OFFER]) for name in ("a", "b", "c")]
    learn(workspace)
    offer = workspace.passages(ids[0])[-1]
    workspace.choose_furniture(offer.content_hash, is_furniture=False)
    add(workspace, "d", [*own("d", 4), OFFER])
    assert not learn(workspace)
    assert furniture(workspace) == {}


def test_a_read_only_workspace_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kept.counterpoint"
    with Workspace.open(path) as workspace:
        for name in ("a", "b", "c"):
            add(workspace, name, [*own(name, 4), OFFER])
    path.chmod(0o444)
    with Workspace.open(path) as workspace:
        assert not learn(workspace)
