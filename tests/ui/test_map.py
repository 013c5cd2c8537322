"""The map of all sources, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QAbstractItemModelTester

from app import paths
from app.errors import CounterpointError
from app.relations.relation import Relation
from app.ui import view_commands
from app.ui.map_model import CELL_ROLE
from app.ui.views import View
from tests.conftest import FolderMaker
from tests.ui.conftest import LONG_PATIENCE, Driver, WindowMaker

SUMMIT = "The first of these annual party summits was held in {}."
THREE = {
    "one.txt": f"{SUMMIT.format(2017)}\n\nThe bakers of the town asked for a lower price of flour.",
    "two.txt": f"{SUMMIT.format(2014)}\n\nA lighthouse was built on the cape in the autumn.",
    "three.txt": f"{SUMMIT.format(2014)}\n\nNobody has counted the swans on the pond since spring.",
}


@pytest.fixture
def mapped(corpus: Driver) -> Driver:
    """The map of the sample corpus."""
    corpus.press("M")
    assert corpus.window.view is View.MAP
    corpus.wait(lambda: corpus.window.source_map.searched)
    return corpus


def test_every_two_sources_meet_in_one_cell(mapped: Driver) -> None:
    assert mapped.desk.workspace is not None
    sources = mapped.desk.workspace.sources()
    cells = mapped.window.source_map.cells
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    QAbstractItemModelTester(cells, mode, mapped.window)
    QAbstractItemModelTester(mapped.window.source_map.alone, mode, mapped.window)
    met = [
        cells.parties(cells.index(row, column))
        for row in range(cells.rowCount())
        for column in range(cells.columnCount())
    ]
    pairs = {frozenset((one.owner, other.owner)) for one, other in filter(None, met)}
    assert len(pairs) == len([pair for pair in met if pair]) == len(sources) * (len(sources) - 1) // 2
    assert all(len(pair) == 2 for pair in pairs)


def test_arrows_move_and_enter_opens_the_two_and_escape_comes_back(mapped: Driver) -> None:
    window = mapped.window
    assert window.map_view.table.hasFocus()
    mapped.press("Down", "Down", "Right")
    index = window.map_view.table.currentIndex()
    assert (index.row(), index.column()) == (2, 1)
    parties = window.source_map.cells.parties(index)
    assert parties is not None
    mapped.press("Return")
    passages = window.comparing.passages
    assert passages is not None
    assert [passage.owner for passage in passages] == [party.owner for party in parties]
    mapped.press("Escape")
    assert window.map_view.isVisible()
    mapped.press("Escape")
    assert window.reader_view.isVisible()


def test_the_empty_half_cannot_be_entered(mapped: Driver) -> None:
    mapped.press("Right", "Right", "Return")
    assert mapped.window.view is View.COMPARING
    mapped.press("Escape")
    index = mapped.window.map_view.table.currentIndex()
    assert mapped.window.source_map.cells.parties(index) is not None


def test_what_one_source_says_alone_is_listed_and_read(make_window: WindowMaker, folder: FolderMaker) -> None:
    driver = make_window()
    driver.open(folder(THREE))
    driver.press("M")
    source_map = driver.window.source_map
    driver.wait(lambda: source_map.searched)
    listed = [source_map.alone.index(row).data() for row in range(source_map.alone.rowCount())]
    assert any("swans" in text for text in listed), listed
    assert not any("annual party summits" in text for text in listed)
    assert "searched 6 passages of 3 sources" in source_map.searched
    driver.press("U")
    driver.press("Return")
    assert driver.window.view is View.READING
    assert driver.text in listed[0]


def test_the_map_is_written_as_a_picture(mapped: Driver, tmp_path: Path) -> None:
    window = mapped.window
    svg, png = tmp_path / "map.svg", tmp_path / "map.png"
    view_commands.write_map(window, svg)
    view_commands.write_map(window, png)
    renderer = QSvgRenderer(str(svg))
    assert renderer.isValid()
    assert window.source_map.cells.overview.parties[1].title[:12] in svg.read_text(encoding="utf-8")
    image = QImage(str(png))
    assert image.size() == renderer.viewBox().size() * 2
    with pytest.raises(CounterpointError, match="no picture's name"):
        view_commands.write_map(window, tmp_path / "map.doc")
    with pytest.raises(CounterpointError, match="could not be written"):
        view_commands.write_map(window, tmp_path / "gone" / "map.png")
    with pytest.raises(CounterpointError, match="could not be written"):
        view_commands.write_map(window, tmp_path / "gone" / "map.svg")


def test_without_sources_there_is_no_map(empty: Driver) -> None:
    empty.press("M")
    assert empty.window.view is View.READING


class TestWithRelations:
    """With the model there."""

    pytestmark = pytest.mark.skipif(
        not paths.resource("models", "relations", "config.json").is_file(),
        reason="the relation model is not here",
    )

    @pytest.fixture
    def without_relations(self) -> None:
        """Not here: the model is there."""

    def test_cells_count_what_was_read_and_a_dismissed_label_no_more(
        self, make_window: WindowMaker, folder: FolderMaker
    ) -> None:
        driver = make_window()
        driver.open(folder(THREE))
        driver.press("M")
        cells = driver.window.source_map.cells
        driver.wait(
            lambda: cells.overview.total[Relation.CONTRADICTS] == 2 and not driver.desk.is_relating,
            LONG_PATIENCE,
        )
        assert cells.overview.total[Relation.REPEATS] == 1
        first = cells.index(0, 0)
        assert first.data(CELL_ROLE)[Relation.CONTRADICTS] == 1
        assert "1 contradiction" in first.data(Qt.ItemDataRole.AccessibleTextRole)
        driver.press("Return", "Return", "D", "Escape")
        assert driver.window.view is View.MAP
        assert cells.overview.total[Relation.CONTRADICTS] == 0, "the two that are contradicted are copies"

    def test_the_list_of_sources_counts_what_was_found_in_each(
        self, make_window: WindowMaker, folder: FolderMaker
    ) -> None:
        driver = make_window()
        driver.open(folder(THREE))
        rows = driver.reading.sources
        driver.wait(lambda: any(row.told for row in rows.rows), LONG_PATIENCE)
        driver.press("Shift+J", "Shift+J", "Shift+J")
        driver.wait(
            lambda: (
                {row.title: row.told for row in rows.rows if row.section is None}["one"]
                == ((Relation.CONTRADICTS, 2),)
            ),
            LONG_PATIENCE,
        )
        spoken = rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "2 contradicts" in spoken
