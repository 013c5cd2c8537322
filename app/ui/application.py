"""The start of the window: fonts, look, desk, and what was open last."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from app import paths
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.limits import Limits
from app.errors import CounterpointError, ModelError, fault
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.keymap import Keymap, KeymapError
from app.ui.main_window import MainWindow
from app.ui.theme import load_fonts

log = logging.getLogger(__name__)


def run(named: Sequence[Path]) -> int:
    """Open the window on `named`, or on what was open last; Qt's exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Counterpoint")
    application.setDesktopFileName("counterpoint")
    application.setWindowIcon(QIcon(str(paths.resource("icons", "counterpoint.svg"))))
    load_fonts()
    settings = Settings.load(paths.config_folder())
    try:
        model_id = embedding_model_id(settings.model_folder)
    except ModelError as error:
        QMessageBox.critical(None, "Counterpoint", str(error))
        return 2
    engine = Engine(settings.model_folder, limits=Limits.of(settings))
    window = MainWindow(Desk(engine, model_id, largest=settings.largest_file), settings)
    sys.excepthook = partial(_report_fault, window)
    window.show()
    use_own_keys(window)
    QTimer.singleShot(0, lambda: open_first(window, list(named)))
    return application.exec()


def _report_fault(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log a fault of ours that reached Qt's event loop, and say so; the window goes on."""
    log.error("fault in the window", exc_info=(kind, error, trace))
    window.show_error(fault())


def use_own_keys(window: MainWindow) -> None:
    """Give the actions the keys that the analyst chose, or say why that cannot be."""
    try:
        keymap = Keymap.load(paths.config_folder())
        if keymap != window.keymap:  # the usual keys are there from the start
            window.rebind(keymap)
    except KeymapError as error:
        window.show_error(error)


def open_first(window: MainWindow, named: list[Path]) -> None:
    """Open what the command line names, else the last workspace if it is still there."""
    last = Path(window.settings.last_workspace) if window.settings.last_workspace else None
    if not named and last is not None and last.is_file():
        named = [last]
    if named:
        try:
            window.desk.open(named)
        except CounterpointError as error:
            window.show_error(error)
