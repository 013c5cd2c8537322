"""Sources, sections and passages: written in steps, shown whole, kept by path and content."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.reading.document import Document, Kind, Passage, Section, Span
from app.workspace import SkippedFile, Workspace, content_hash
from tests.workspace.samples import MODEL, add, document, embed

ARTICLES = (Section("", 0), Section("One", 1), Section("One, part", 2), Section("Two", 1))


def test_what_was_read_comes_out_as_it_went_in(workspace: Workspace) -> None:
    held = Document(
        title="A report",
        author="A. Writer",
        date="2021-12-05",
        format="markdown",
        text="...",
        sections=(Section("Opening", 1), Section("Second", 2)),
        passages=(
            Passage(1, Kind.HEADING, "Opening", (Span(2, 9),), 0, 0),
            Passage(2, Kind.QUOTE, "“So it is.”", (Span(11, 20), Span(40, 52)), 1, 1, part=2, page=3),
            Passage(3, Kind.FURNITURE, "Sign in", (Span(60, 67),), 1, 1, reason="sign-in line"),
        ),
    )
    number = workspace.add_source(Path("/docs/report.md"), "cd" * 32, held, 1234, 99)
    (source,) = workspace.sources()
    assert (source.id, source.path, source.sha256) == (number, Path("/docs/report.md"), "cd" * 32)
    assert (source.title, source.author, source.date) == ("A report", "A. Writer", "2021-12-05")
    assert (source.format, source.size, source.modified) == ("markdown", 1234, 99)
    assert source.added.endswith("+00:00")
    assert source.passages == 1
    assert source.is_split is False
    assert [(s.index, s.title, s.level) for s in workspace.sections(number)] == [
        (0, "Opening", 1),
        (1, "Second", 2),
    ]
    heading, quote, furniture = workspace.passages(number)
    assert (heading.kind, heading.section_title) == (Kind.HEADING, "Opening")
    assert (quote.position, quote.kind, quote.text) == (2, Kind.QUOTE, "“So it is.”")
    assert quote.spans == (Span(11, 20), Span(40, 52))
    assert (quote.section, quote.section_title) == (1, "Second")
    assert (quote.paragraph, quote.part, quote.page) == (1, 2, 3)
    assert quote.locator == held.passages[1].locator
    assert quote.content_hash == content_hash("“So it is.”")
    assert (quote.source, quote.owner) == (number, number)
    assert furniture.reason == "sign-in line"
    assert workspace.passage(quote.id) == quote
    assert workspace.count_matched() == 1


def test_a_file_read_again_keeps_its_id_and_switch_and_replaces_its_passages(workspace: Workspace) -> None:
    first = add(workspace, "a.txt", ["one", "two"])
    other = add(workspace, "b.txt", ["three"])
    workspace.set_split(first, is_split=True)
    old = workspace.passages(first)
    assert add(workspace, "a.txt", ["two", "four", "five"]) == first
    assert [source.id for source in workspace.sources()] == [first, other]
    assert workspace.sources()[0].is_split
    assert [passage.text for passage in workspace.passages(first)] == ["two", "four", "five"]
    assert not {passage.id for passage in workspace.passages(first)} & {passage.id for passage in old}
    with pytest.raises(KeyError):
        workspace.passage(old[0].id)
    assert workspace.count_matched() == 4


def test_a_source_shows_only_when_its_last_step_is_done(workspace: Workspace) -> None:
    add(workspace, "a.txt", ["before"])
    revision = workspace.revision
    texts = [f"text {number}" for number in range(1000)]
    steps = workspace.add_source_in_steps(Path("/docs/a.txt"), "00", document(texts), 1, 1)
    count = 0
    for _ in steps:
        count += 1
        assert [passage.text for passage in workspace.passages(1)] == ["before"]
        assert workspace.revision == revision
        workspace.set_meta("place", str(count))  # other work goes on between the steps
    assert count > 3
    assert [passage.text for passage in workspace.passages(1)] == texts
    assert workspace.revision > revision


def test_a_source_left_half_written_leaves_no_trace(place: Path) -> None:
    with Workspace.open(place) as workspace:
        steps = workspace.add_source_in_steps(Path("/docs/a.txt"), "00", document(["x"] * 700), 1, 1)
        next(steps)
        next(steps)
        steps.close()
        assert workspace.sources() == ()
    with Workspace.open(place) as workspace:
        for table in ("readings", "passages", "sections", "texts"):
            assert workspace._database.row(f"SELECT count(*) FROM {table}") == (0,)  # noqa: S608


def test_a_document_without_passages_is_a_source(workspace: Workspace) -> None:
    number = add(workspace, "empty.txt", [])
    assert workspace.passages(number) == ()
    assert workspace.sources()[0].passages == 0


def test_removing_a_source_hides_it_and_keeps_the_rest(workspace: Workspace) -> None:
    first = add(workspace, "a.txt", ["shared", "alone"])
    second = add(workspace, "b.txt", ["shared"])
    gone = workspace.passages(first)[0]
    workspace.remove_source(first)
    assert [source.id for source in workspace.sources()] == [second]
    assert workspace.passages(first) == ()
    assert workspace.sections(first) == ()
    assert Path("/docs/a.txt") not in {source.path for source in workspace.sources()}
    with pytest.raises(KeyError):
        workspace.passage(gone.id)
    with pytest.raises(KeyError):
        workspace.remove_source(first)


def test_ids_are_never_given_twice(workspace: Workspace) -> None:
    first = add(workspace, "a.txt", ["one"])
    passage = workspace.passages(first)[0].id
    workspace.remove_source(first)
    second = add(workspace, "a.txt", ["one"])
    assert second > first
    assert workspace.passages(second)[0].id > passage


def test_the_sections_of_a_split_source_own_their_passages_by_article(workspace: Workspace) -> None:
    number = add(workspace, "a.txt", ["intro", "one", "part", "two"], ARTICLES)
    other = add(workspace, "b.txt", ["else"])
    assert {passage.owner for passage in workspace.passages(number)} == {number}
    workspace.set_split(number, is_split=True)
    intro, one, part, two = (passage.owner for passage in workspace.passages(number))
    assert one == part
    assert len({intro, one, two, number, other, workspace.passages(other)[0].owner}) == 5
    assert [section.owner for section in workspace.sections(number)] == [intro, one, part, two]
    assert [section.article for section in workspace.sections(number)] == [0, 1, 1, 2]
    workspace.set_split(number, is_split=False)
    assert {passage.owner for passage in workspace.passages(number)} == {number}
    with pytest.raises(KeyError):
        workspace.set_split(99, is_split=True)


def test_each_change_of_sources_moves_the_revision_and_nothing_else_does(workspace: Workspace) -> None:
    seen = [workspace.revision]
    number = add(workspace, "a.txt", ["one"])
    seen.append(workspace.revision)
    workspace.set_split(number, is_split=True)
    seen.append(workspace.revision)
    embed(workspace)
    workspace.set_meta("a", "b")
    workspace.set_skipped(SkippedFile(Path("/x"), "why"))
    assert workspace.revision == seen[-1]
    workspace.remove_source(number)
    seen.append(workspace.revision)
    assert seen == sorted(set(seen))


def test_a_skipped_file_is_listed_until_it_is_read(workspace: Workspace) -> None:
    workspace.set_skipped(SkippedFile(Path("/docs/b.bin"), "binary"))
    workspace.set_skipped(SkippedFile(Path("/docs/a.txt"), "empty"))
    workspace.set_skipped(SkippedFile(Path("/docs/a.txt"), "unreadable"))
    assert workspace.skipped() == (
        SkippedFile(Path("/docs/a.txt"), "unreadable"),
        SkippedFile(Path("/docs/b.bin"), "binary"),
    )
    add(workspace, "a.txt", ["now it can be read"])
    assert [file.path.name for file in workspace.skipped()] == ["b.bin"]
    workspace.clear_skipped()
    assert workspace.skipped() == ()


@pytest.mark.parametrize(
    "name", ["plain.txt", "mit Umlaut ä.txt", "new\nline.txt", "odd\udcff.txt", "报告.md"]
)
def test_any_name_a_disk_can_have_is_kept(workspace: Workspace, name: str) -> None:
    add(workspace, name, ["text"])
    workspace.set_skipped(SkippedFile(Path("/other") / name, "why"))
    assert workspace.sources()[0].path == Path("/docs") / name
    assert Path("/docs") / name in {source.path for source in workspace.sources()}
    assert workspace.skipped()[0].path == Path("/other") / name


def test_text_with_lone_surrogates_and_nul_is_kept_as_far_as_it_can_be(workspace: Workspace) -> None:
    number = add(workspace, "a.txt", ["bad \udc80 one", "nul \0 inside"])
    assert [passage.text for passage in workspace.passages(number)] == ["bad � one", "nul \0 inside"]
    assert workspace.passages(number)[0].content_hash == content_hash("bad \udc80 one")


def test_the_content_hash_is_of_the_text_alone() -> None:
    assert content_hash("a") == content_hash("a")
    assert content_hash("a") != content_hash("A")
    assert len(content_hash("")) == 16


def test_meta_keeps_the_last_value(place: Path) -> None:
    with Workspace.open(place) as workspace:
        assert workspace.meta("place") is None
        workspace.set_meta("place", "1")
        workspace.set_meta("place", "2")
    with Workspace.open(place) as workspace:
        assert workspace.meta("place") == "2"


def test_the_close_deletes_what_no_source_needs_and_keeps_what_is_shared(place: Path) -> None:
    with Workspace.open(place) as workspace:
        first = add(workspace, "a.txt", ["shared", "only a"])
        add(workspace, "b.txt", ["shared", "only b"])
        embed(workspace)
        workspace.remove_source(first)
        add(workspace, "a.txt", ["shared", "only a"])
        assert workspace.texts_without_vectors(MODEL) == ()  # still there, for a second thought
        workspace.remove_source(workspace.sources()[-1].id)
    assert b"only a" not in place.read_bytes()
    with Workspace.open(place) as workspace:
        assert len(workspace.load_index(MODEL)) == 2
        assert workspace._database.row("SELECT count(*) FROM texts") == (2,)
        assert workspace._database.row("SELECT count(*) FROM vectors") == (2,)
