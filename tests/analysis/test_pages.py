"""Original pages: which file, which boxes, which blocks; pictures that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.opening import open_paths
from app.analysis.pages import Pictures, blocks_on, has_pages, load_boxes, page_of, passage_at
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.errors import UnreadableFileError
from app.reading.document import Box
from app.workspace.records import StoredSource
from app.workspace.workspace import Workspace
from tests.analysis.ledger import MODEL, Ledger
from tests.conftest import FolderMaker, outliving_tests

PDF = Path(__file__).parent.parent / "reading" / "pdf" / "writer_report.pdf"
WIDTH = 300


@pytest.fixture(scope="module")
def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Ledger]]:
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ledger.txt")
    with ledger.engine() as engine, outliving_tests(request.config, engine):
        yield engine, ledger


@pytest.fixture
def engine(recorded: tuple[Engine, Ledger]) -> Engine:
    return recorded[0]


@pytest.fixture
def ledger(recorded: tuple[Engine, Ledger]) -> Ledger:
    recorded[1].clear()
    return recorded[1]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "desk.counterpoint") as opened:
        yield opened


def opened(workspace: Workspace, engine: Engine, *named: Path) -> StoredSource:
    """The last of the sources, once they are read."""
    run_to_end(engine, open_paths(workspace, engine, MODEL, named))
    return workspace.sources()[-1]


def copy(folder: FolderMaker) -> Path:
    return folder({"report.pdf": PDF.read_bytes()}) / "report.pdf"


def test_a_page_is_drawn_once(
    workspace: Workspace, engine: Engine, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = opened(workspace, engine, copy(folder))
    pictures = Pictures(engine)
    first = run_to_end(engine, pictures.draw(source, 2, WIDTH))
    assert (first.page, first.pages, first.width) == (2, 3, WIDTH)
    assert run_to_end(engine, pictures.draw(source, 2, WIDTH)) is first
    monkeypatch.setattr("app.analysis.pages.KEPT_BYTES", len(first.data))
    run_to_end(engine, pictures.draw(source, 1, WIDTH))
    assert run_to_end(engine, pictures.draw(source, 2, WIDTH)) is not first


def test_every_passage_of_a_pdf_has_its_boxes_on_its_page(
    workspace: Workspace, engine: Engine, ledger: Ledger, folder: FolderMaker
) -> None:
    source = opened(workspace, engine, copy(folder))
    ledger.clear()
    boxes = run_to_end(engine, load_boxes(workspace, engine, source))
    assert ledger.take("read") == []
    for passage in workspace.passages(source.id):
        assert boxes[passage.id]
        assert page_of(passage, boxes) == passage.page
        assert page_of(passage, {}) == passage.page


def test_an_old_workspace_has_its_source_read_once_more(
    workspace: Workspace, engine: Engine, ledger: Ledger, folder: FolderMaker
) -> None:
    source = opened(workspace, engine, copy(folder))
    kept = workspace.boxes(source.id)
    workspace._database.execute("UPDATE passages SET boxes = NULL")
    ledger.clear()
    for _ in range(2):
        assert run_to_end(engine, load_boxes(workspace, engine, source)) == kept
    assert ledger.take("read") == ["report.pdf"]


def test_an_old_workspace_that_is_only_read_keeps_nothing(
    tmp_path: Path, engine: Engine, folder: FolderMaker
) -> None:
    path = tmp_path / "old.counterpoint"
    with Workspace.open(path) as workspace:
        source = opened(workspace, engine, copy(folder))
        kept = workspace.boxes(source.id)
        workspace._database.execute("UPDATE passages SET boxes = NULL")
    path.chmod(0o444)
    with Workspace.open(path) as workspace:
        found = run_to_end(engine, load_boxes(workspace, engine, source))
        assert workspace.boxes(source.id) is None
    assert kept is not None
    assert {key: rounded(boxes) for key, boxes in found.items()} == kept


def test_a_file_that_changed_or_went_is_told(
    workspace: Workspace, engine: Engine, folder: FolderMaker
) -> None:
    path = copy(folder)
    source = opened(workspace, engine, path)
    path.touch()
    assert run_to_end(engine, Pictures(engine).draw(source, 1, WIDTH)).page == 1
    path.write_bytes(PDF.with_name("writer_book.pdf").read_bytes())
    workspace._database.execute("UPDATE passages SET boxes = NULL")
    with pytest.raises(UnreadableFileError, match=r"“report\.pdf” has changed since it was read"):
        run_to_end(engine, Pictures(engine).draw(source, 1, WIDTH))
    with pytest.raises(UnreadableFileError, match=r"“report\.pdf” has changed since it was read"):
        run_to_end(engine, load_boxes(workspace, engine, source))
    path.unlink()
    with pytest.raises(UnreadableFileError, match=r"“report\.pdf” is not there any more"):
        run_to_end(engine, Pictures(engine).draw(source, 1, WIDTH))


def rounded(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes as a workspace keeps them."""
    return tuple(
        Box(box.page, *(round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom)))
        for box in boxes
    )


def mail(attached: bytes) -> bytes:
    """A mail with a PDF attached."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"] = "ada@example.org", "ben@example.org"
    message["Date"], message["Subject"] = "Mon, 4 Mar 2024 10:00:00 +0000", "The report"
    message.set_content("Here is the report on the night trains that we spoke of on Friday.")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="night/report.pdf")
    return message.as_bytes()


@pytest.mark.parametrize("is_mailbox", [False, True], ids=["mail", "mailbox"])
def test_a_pdf_that_came_with_a_mail_has_pages(
    workspace: Workspace, engine: Engine, folder: FolderMaker, *, is_mailbox: bool
) -> None:
    start = b"From ada@example.org Mon Mar  4 10:00:00 2024\n" if is_mailbox else b""
    name = "post.mbox" if is_mailbox else "post.eml"
    path = folder({name: start + mail(PDF.read_bytes())}) / name
    source = opened(workspace, engine, path)
    assert has_pages(source)
    assert source.file == path
    assert run_to_end(engine, Pictures(engine).draw(source, 3, WIDTH)).pages == 3
    workspace._database.execute("UPDATE passages SET boxes = NULL")
    assert any(run_to_end(engine, load_boxes(workspace, engine, source)).values())


# Blocks


def line(page: int, left: float, top: float, right: float = 300.0) -> Box:
    return Box(page, left, top, right, top + 12)


def test_the_lines_of_a_column_are_one_block() -> None:
    lines = (line(1, 90, 100), line(1, 72, 116), line(1, 72, 132, 200), line(2, 72, 80))
    assert blocks_on(1, lines) == (Box(1, 72, 100, 300, 144),)
    assert blocks_on(2, lines) == (line(2, 72, 80),)
    assert blocks_on(3, lines) == ()


def test_a_passage_in_two_columns_has_two_blocks() -> None:
    lines = (line(1, 72, 700), line(1, 72, 716), line(1, 320, 80, 540), line(1, 320, 96, 540))
    assert blocks_on(1, lines) == (Box(1, 72, 700, 300, 728), Box(1, 320, 80, 540, 108))


def test_pieces_of_one_line_are_one_block() -> None:
    assert blocks_on(1, (line(1, 72, 100, 150), line(1, 160, 101, 300))) == (Box(1, 72, 100, 300, 113),)


def test_a_place_belongs_to_the_passage_that_stands_there() -> None:
    blocks = {7: (Box(1, 72, 100, 300, 144),), 8: (Box(1, 72, 140, 300, 160),)}
    assert passage_at(80, 110, blocks) == 7
    assert passage_at(80, 158, blocks) == 8
    assert passage_at(80, 143, blocks) == 8
    assert passage_at(80, 98, blocks) == 7
    assert passage_at(80, 90, blocks) is None
    assert passage_at(400, 110, blocks) is None
    assert passage_at(80, 110, {}) is None


@given(
    st.lists(
        st.builds(line, st.just(1), st.floats(0, 400), st.floats(0, 800), st.floats(400, 600)), max_size=8
    )
)
def test_blocks_cover_all_lines(lines: list[Box]) -> None:
    blocks = blocks_on(1, lines)
    assert len(blocks) <= len(lines)
    for box in lines:
        assert any(
            block.left <= box.left
            and block.top <= box.top
            and block.right >= box.right
            and block.bottom >= box.bottom
            for block in blocks
        )
