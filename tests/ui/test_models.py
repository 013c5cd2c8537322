"""The three models, watched by Qt's own tester while they are used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.ui.reader_model import ReaderModel, RowKind, rows_of
from app.ui.sources_model import SourceRow
from app.ui.wording import counted
from tests.ui.conftest import Driver


@pytest.fixture
def watched(corpus: Driver) -> Iterator[Driver]:
    """The corpus with a tester on each model; what one finds is a warning, and so fails the test."""
    models: tuple[QAbstractItemModel, ...] = (
        corpus.reading.sources,
        corpus.reading.reader,
        corpus.matches_model,
    )
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    yield corpus
    for tester in testers:
        tester.deleteLater()


def test_models_stay_sound_through_all_that_changes_them(watched: Driver) -> None:
    watched.press("J", "Shift+J", "2", "F", "Alt+Left", "F", "Shift+K", "Shift+K", "Shift+K", "S")
    watched.press("Ctrl+Backspace", "J", "S")
    assert watched.matches_model.rowCount() > 0
    watched.desk.open([watched.desk.workspace.sources()[0].path] if watched.desk.workspace else [])
    watched.settle()
    assert watched.reading.sources.rowCount() == 1
    assert watched.matches_model.rowCount() == 0


def test_rows_that_stay_are_repainted_and_not_made_again(corpus: Driver) -> None:
    model = corpus.reading.sources
    resets: list[int] = []
    changes: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, *_: changes.append(first.row()))
    first, *others = model.rows
    model.show((SourceRow(first.source, first.section, first.title, "embedding… 1 of 9", 0.1), *others))
    assert changes == [0]
    model.show(tuple(others))
    assert resets == [1]


def test_passages_and_furniture_can_be_selected_and_all_rows_can_be_heard(corpus: Driver) -> None:
    corpus.press("F")
    model = corpus.reading.reader
    assert {row.kind for row in model.rows} >= {RowKind.TITLE, RowKind.PASSAGE, RowKind.FURNITURE}
    for number, row in enumerate(model.rows):
        index = model.index(number)
        selectable = bool(model.flags(index) & Qt.ItemFlag.ItemIsSelectable)
        assert selectable == (row.kind in (RowKind.PASSAGE, RowKind.FURNITURE))
        assert row.text in index.data(Qt.ItemDataRole.AccessibleTextRole)
    for model_ in (corpus.matches_model, corpus.reading.sources):
        for number in range(model_.rowCount()):
            spoken = model_.index(number).data(Qt.ItemDataRole.AccessibleTextRole)
            assert len(spoken) > 10


def test_a_heading_that_repeats_the_title_is_shown_once(corpus: Driver) -> None:
    workspace = corpus.desk.workspace
    assert workspace is not None
    for source in workspace.sources():
        rows = rows_of(source.title, "", workspace.passages(source.id), folded=False)
        assert [row.text for row in rows[:2]].count(source.title) == 1


def test_no_index_gives_nothing() -> None:
    model = ReaderModel()
    assert model.rowCount() == 0
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.row_of(7) is None


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "source", "0 sources"),
        (1, "match", "1 match"),
        (2, "match", "2 matches"),
        (1234, "file", "1,234 files"),
    ],
)
def test_numbers_come_with_their_nouns(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said
