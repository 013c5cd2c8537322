"""The program's own window, built in this process for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.theme import load_fonts

SIZE = (1440, 900)


@contextmanager
def open_window() -> Iterator[MainWindow]:
    """The window, on show and painted, with nothing open; closed at the end."""
    application = QApplication([])
    load_fonts()
    window = MainWindow(Desk(Engine(), embedding_model_id()), Settings())
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window):
        raise RuntimeError("the window did not become active")
    try:
        yield window
    finally:
        window.close()
        application.processEvents()


def settle(window: MainWindow) -> None:
    """Let the event loop run until nothing is left to do in the background."""
    while window.desk.is_busy:
        QCoreApplication.processEvents()
