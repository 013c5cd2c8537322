"""The real window over the real engine, driven by keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.analysis.files import workspace_for
from app.analysis.matches import Match, Matcher
from app.analysis.opening import open_paths
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import Steps, run_to_end
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.matches_model import MatchesModel
from app.ui.theme import load_fonts
from app.workspace.workspace import Workspace
from tests.conftest import SharedEngine

PATIENCE = 10_000
"""Milliseconds after which the window has failed to answer; a pass never depends on them."""
LONG_PATIENCE = 180_000
"""Milliseconds after which a job has failed to end."""


class Driver:
    """A window and the hands on its keyboard."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.desk = window.desk
        self.reading = window.reading
        self._qtbot = qtbot

    def wait(self, condition: Callable[[], object], patience: int = PATIENCE) -> None:
        """Wait until a condition holds."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=patience)

    def settle(self) -> None:
        """Wait until nothing is running."""
        self.wait(lambda: not self.desk.is_busy, LONG_PATIENCE)

    def open(self, *named: Path) -> None:
        """Open files and folders and wait until all is embedded."""
        self.desk.open(named)
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys by Qt's portable names where the focus is."""
        for key in keys:
            QTest.keySequence(self.focus, QKeySequence(key))

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        QTest.keyClicks(self.focus, text)

    @property
    def focus(self) -> QWidget:
        """The widget that gets the keys: in the dialog where one is on show."""
        top = self.dialog or self.window
        top.activateWindow()  # what a window manager does when a dialog opens or closes
        self.wait(top.isActiveWindow)
        return top.focusWidget() or top

    @property
    def dialog(self) -> QDialog | None:
        """The dialog on show."""
        shown = [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]
        return shown[-1] if shown else None

    @property
    def text(self) -> str:
        """The selected passage's text, as the reader has it highlighted."""
        passage = self.reading.passage
        return passage.text if passage else ""

    @property
    def matches_model(self) -> MatchesModel:
        """The model of the cards."""
        model = self.window.matches_view.model()
        assert isinstance(model, MatchesModel)
        return model

    @property
    def matches(self) -> tuple[Match, ...]:
        """The matches as the cards show them."""
        return self.matches_model.matches

    @property
    def title(self) -> str:
        """The title of the source being read."""
        return self.reading.source.title if self.reading.source else ""


WindowMaker = Callable[..., Driver]


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> QApplication:
    """The application with the program's own fonts."""
    load_fonts()
    return qapp


@pytest.fixture
def without_relations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that lacks the relation model: reading pairs takes longer than most tests."""
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: None)


@pytest.fixture
def make_window(
    fonts: QApplication,  # noqa: ARG001 - loaded before any text is laid out
    without_relations: None,  # noqa: ARG001 - see there
    engine: SharedEngine,
    qtbot: QtBot,
) -> Iterator[WindowMaker]:
    """Shows a window: on the shared engine and in the light theme, unless told otherwise."""
    made: list[MainWindow] = []

    def make(settings: Settings | None = None, on: Engine | None = None) -> Driver:
        desk = Desk(on or engine, embedding_model_id())
        window = MainWindow(desk, settings or Settings(theme="light"))
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Driver(window, qtbot)

    yield make
    for window in made:
        window.close()
        window.deleteLater()
        window.desk.deleteLater()


@pytest.fixture
def empty(make_window: WindowMaker) -> Driver:
    """A window on nothing."""
    return make_window()


@pytest.fixture(scope="session")
def embedded_corpus(engine: SharedEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the sample corpus, read and embedded once."""
    path = tmp_path_factory.mktemp("corpus") / "summit.counterpoint"
    model_id = embedding_model_id()

    def work(workspace: Workspace) -> Steps[None]:
        yield from open_paths(workspace, engine, model_id, [paths.sample_corpus()])
        yield from Matcher(workspace, model_id).draw_scale()

    with Workspace.open(path) as workspace:
        run_to_end(engine, work(workspace))
    return path


@pytest.fixture
def corpus(make_window: WindowMaker, embedded_corpus: Path) -> Driver:
    """A window on the sample corpus, which was opened before."""
    place = workspace_for([paths.sample_corpus()])
    place.parent.mkdir(parents=True)
    shutil.copy(embedded_corpus, place)
    driver = make_window()
    driver.open(paths.sample_corpus())
    return driver
