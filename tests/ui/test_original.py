"""The original page: shown by a key, marked, walked and turned; what has none says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtTest import QTest

from app.analysis.files import workspace_for
from app.analysis.opening import open_paths
from app.analysis.pages import page_of
from app.embedding.models import embedding_model_id
from app.engine.jobs import run_to_end
from app.ui.page_view import PAGE_WIDTH
from app.workspace.workspace import Workspace
from tests.conftest import FolderMaker, SharedEngine
from tests.ui.conftest import LONG_PATIENCE, Driver, WindowMaker

FOLDER = Path(__file__).parent.parent / "reading" / "pdf"
REPORT, BOOK = FOLDER / "writer_report.pdf", FOLDER / "writer_book.pdf"
PASSWORD = "north star"  # noqa: S105 - of a test document
PLAIN = "The harbour froze in January and no ship left it.\n\nThe mayor asked for coal."


@pytest.fixture(scope="session")
def read_once(engine: SharedEngine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with a PDF and a plain text, and its workspace, read and embedded."""
    folder = tmp_path_factory.mktemp("paged")
    (folder / "a.pdf").write_bytes(REPORT.read_bytes())
    (folder / "b.txt").write_text(PLAIN)
    path = tmp_path_factory.mktemp("kept") / "paged.counterpoint"
    with Workspace.open(path) as workspace:
        run_to_end(engine, open_paths(workspace, engine, embedding_model_id(), [folder]))
    return folder, path


@pytest.fixture
def paged(empty: Driver, read_once: tuple[Path, Path]) -> Iterator[Driver]:
    """A window on a PDF, its first page shown, and a plain text."""
    folder, kept = read_once
    place = workspace_for([folder])
    place.parent.mkdir(parents=True)
    shutil.copy(kept, place)
    empty.open(folder)
    empty.press("O")
    empty.wait(lambda: empty.window.original.picture)
    yield empty
    shutil.copy2(REPORT, folder / "a.pdf")


def page(driver: Driver) -> int:
    """The page on show."""
    picture = driver.window.original.picture
    return picture.page if picture is not None else 0


def picture_width(driver: Driver) -> int:
    """Of the page on show, in pixels as drawn."""
    picture = driver.window.original.picture
    return picture.width if picture is not None else 0


def come_to(driver: Driver, wanted: int) -> None:
    driver.wait(lambda: page(driver) == wanted)


def tint(driver: Driver) -> str:
    """The colour of the paper in the first corner of the selected passage's mark."""
    view = driver.window.page_view
    place = view._place(view._selected_blocks()[0])
    shown = view.viewport().grab().toImage()
    return QColor(shown.pixel(round(place.left()) + 3, round(place.top()) + 3)).name()


def test_one_key_shows_the_page_and_takes_it_back(paged: Driver) -> None:
    window = paged.window
    assert window.page_view.isVisible()
    assert window.page_view.hasFocus()
    assert not window.reader_view.isVisible()
    assert window.page_view.accessibleName() == f"Page 1 of 3. {paged.text}"
    paged.press("O")
    assert window.reader_view.isVisible()
    assert window.reader_view.hasFocus()


def test_the_page_is_drawn_in_the_pixels_of_the_screen(paged: Driver) -> None:
    view = paged.window.page_view
    paged.wait(lambda: picture_width(paged) == view.page_rect.width())
    assert min(PAGE_WIDTH, view.viewport().width()) * 0.9 < view.page_rect.width() <= view.viewport().width()


def test_walking_turns_the_pages_and_keeps_the_mark_in_sight(paged: Driver) -> None:
    original, view = paged.window.original, paged.window.page_view
    seen = []
    for _ in range(30):
        passage = paged.reading.passage
        assert passage is not None
        come_to(paged, passage.page or 0)
        place = view._place(original.blocks[passage.id][0])
        assert 0 <= place.top() < view.viewport().height()
        assert tint(paged) != "#ffffff"
        seen.append(page(paged))
        paged.press("J")
    assert set(seen) == {1, 2, 3}
    assert seen == sorted(seen)
    paged.press("Home")
    come_to(paged, 1)


def test_page_keys_scroll_and_then_turn(paged: Driver) -> None:
    selected = paged.text
    for _ in range(9):
        paged.press("PgDown")
        come_to(paged, paged.window.original.page)
    assert page(paged) == 3
    for _ in range(9):
        paged.press("PgUp")
        come_to(paged, paged.window.original.page)
    assert page(paged) == 1
    assert paged.text == selected
    paged.press("PgDown", "PgDown", "PgDown")
    paged.press("J")
    come_to(paged, 1)


def test_a_click_selects_the_passage_that_stands_there(paged: Driver) -> None:
    view, original = paged.window.page_view, paged.window.original
    keys = [key for key in original.blocks if key in paged.reading._matched]
    for key in keys[1:4]:
        place = view._place(original.blocks[key][0])
        where = QPoint(round(place.center().x()), round(place.top()) + 8)
        if view.viewport().rect().contains(where):
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
            assert paged.reading.passage is not None
            assert paged.reading.passage.id == key
    before = paged.text
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.page_rect.topLeft().toPoint())
    assert paged.text == before


def test_the_zoom_of_the_text_is_the_zoom_of_the_page(paged: Driver) -> None:
    view = paged.window.page_view
    before = view.page_rect.width()
    paged.press("Ctrl++", "Ctrl++")
    assert view.page_rect.width() > 1.1 * before  # the panes beside it grow too
    paged.wait(lambda: picture_width(paged) == view.page_rect.width())


def test_the_paper_is_dimmed_in_the_dark_theme(paged: Driver) -> None:
    view = paged.window.page_view
    corner = (view.page_rect.topLeft() + QPointF(6, 6)).toPoint()
    assert QColor(view.viewport().grab().toImage().pixel(corner)).name() == "#ffffff"
    paged.press("Ctrl+Shift+L")
    assert QColor(view.viewport().grab().toImage().pixel(corner)).lightness() < 215


def test_a_source_without_pages_is_shown_as_text_and_says_so(paged: Driver) -> None:
    window = paged.window
    paged.press("Shift+J")
    assert window.reader_view.isVisible()
    assert window.reader_view.hasFocus()
    paged.press("O")
    assert window.foot_bar._status.text() == "b.txt has no pages to show: only a PDF has."
    assert window.reader_view.isVisible()
    paged.press("Shift+J")
    assert window.page_view.isVisible()
    come_to(paged, 1)


def test_a_file_that_is_gone_says_so_and_can_be_tried_again(paged: Driver) -> None:
    window = paged.window
    assert paged.reading.source is not None
    path = paged.reading.source.path
    kept = path.read_bytes()
    path.unlink()
    paged.press("PgDown", "PgDown", "PgDown")
    paged.wait(lambda: window.original.message)
    assert window.original.message.startswith("“a.pdf” is not there any more.")
    assert window.page_view.accessibleName().startswith("“a.pdf” is not there any more.")
    assert not window.page_view.grab().isNull()
    path.write_bytes(kept)
    paged.press("O", "O")
    paged.wait(lambda: window.original.picture)
    assert window.original.message == ""


def test_leaving_the_workspace_shows_nothing_of_it(paged: Driver, folder: FolderMaker) -> None:
    paged.open(folder({"c.pdf": BOOK.read_bytes()}, "other"))
    original = paged.window.original
    paged.wait(lambda: original.picture)
    passage = paged.reading.passage
    assert passage is not None
    assert passage.id in original.blocks
    assert page_of(passage, original.blocks) == page(paged)


def test_the_focus_moves_through_the_page_as_through_the_text(paged: Driver) -> None:
    window = paged.window
    for pane in (window.matches_view, window.sources_view, window.page_view):
        paged.press("F6")
        assert pane.hasFocus()


def answer(driver: Driver, password: str) -> None:
    """Type a password where one is asked for."""
    driver.wait(lambda: driver.dialog, LONG_PATIENCE)
    asked = driver.dialog
    driver.type(password)
    driver.press("Return")
    driver.wait(lambda: driver.dialog is not asked)


def test_the_page_of_a_locked_file_asks_for_its_password_once_a_session(
    empty: Driver, folder: FolderMaker, make_window: WindowMaker
) -> None:
    place = folder({"locked.pdf": (FOLDER / "locked.pdf").read_bytes()})
    empty.desk.open([place])
    answer(empty, PASSWORD)
    empty.settle()
    empty.press("O")
    empty.wait(lambda: empty.window.original.picture, LONG_PATIENCE)
    empty.window.close()
    again = make_window()
    again.open(place)
    again.press("O")
    answer(again, "not it")
    answer(again, PASSWORD)
    again.wait(lambda: again.window.original.picture, LONG_PATIENCE)
    assert again.window.original.message == ""


# In the system's own program


class Handler(QObject):
    """Stands for the system: takes files, and may refuse them."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Note the file."""
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def system(fonts: object) -> Iterator[Handler]:  # noqa: ARG001 - the application
    handler = Handler()
    QDesktopServices.setUrlHandler("file", handler, cast("bytes", "take"))
    yield handler
    QDesktopServices.unsetUrlHandler("file")


def test_the_original_opens_in_its_own_program_and_the_place_is_said(paged: Driver, system: Handler) -> None:
    paged.press("Shift+O")
    assert paged.reading.source is not None
    assert system.opened == [paged.reading.source.path]
    assert paged.window.foot_bar._status.text() == "Opened a.pdf: the passage is at p. 1, par. 1."


def test_an_original_that_is_gone_is_told(paged: Driver, system: Handler) -> None:
    assert paged.reading.source is not None
    paged.reading.source.path.unlink()
    paged.press("Shift+O")
    assert paged.dialog is not None
    paged.dialog.close()
    assert system.opened == []
