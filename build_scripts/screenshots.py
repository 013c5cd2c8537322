"""Pictures of the real window in both themes and at two sizes, for the README and before a release.

    .venv/bin/python build_scripts/screenshots.py FOLDER

opens the sample documents in a window that needs no display and writes one PNG a view.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt  # noqa: E402 - the platform is chosen first
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app import paths  # noqa: E402
from app.embedding.models import embedding_model_id  # noqa: E402
from app.engine.engine import Engine  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.ui import dialogs, findings_commands, judging_commands  # noqa: E402
from app.ui.desk import Desk  # noqa: E402
from app.ui.main_window import MainWindow  # noqa: E402
from app.ui.source_map import GROWING  # noqa: E402
from app.ui.theme import load_fonts  # noqa: E402

SIZES = (QSize(1280, 720), QSize(1920, 1080))
THEMES = ("light", "dark")
PATIENCE = 180_000
"""Milliseconds for everything to be embedded and related."""

TURN = 20
CONTRADICTIONS = 2
"""How many contradictions on the passage stands that the pictures show."""
PRINTED = "03-*"
"""The sample that is shown as a PDF."""


def main() -> int:
    """Write the pictures; 0 if all of them could be taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    load_fonts()
    for theme in THEMES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as home:  # each window is the first on its machine
                os.environ[paths.HOME_VARIABLE] = home
                _take_all(application, folder, theme, size)
    return 0


def _take_all(application: QApplication, folder: Path, theme: str, size: QSize) -> None:
    with _window(theme, size) as window:
        suffix = f"{theme}-{size.width()}x{size.height()}.png"

        def take(name: str, widget: QWidget | None = None) -> None:
            application.processEvents()
            (widget or window).grab().save(str(folder / f"{name}-{suffix}"))

        take("welcome")
        window.desk.open([paths.sample_corpus()])
        _wait_until(lambda: not window.desk.is_busy)
        QTest.keyClick(window.reader_view, Qt.Key.Key_J)
        _wait_until(lambda: window.desk.is_relating)
        _wait_until(lambda: not window.desk.is_relating)
        for _ in range(CONTRADICTIONS):
            QTest.keyClick(window.reader_view, Qt.Key.Key_N)
        QTest.qWait(TURN)
        take("reading")
        window.cycle_panes(1)
        QTest.keyClick(window.matches_view, Qt.Key.Key_Down)
        take("match")
        _judge(window, take)
        deciding: list[tuple[str, Callable[[], None]]] = [
            ("findings", lambda: findings_commands.show_findings(window)),
            ("correct", lambda: judging_commands.correct(window)),
        ]
        _take_dialogs(application, window, deciding, take)
        window.cycle_panes(-1)
        window.matches_view.setCurrentIndex(window.matches_view.model().index(0, 0))
        QTest.keyClick(window.reader_view, Qt.Key.Key_C)
        _wait_until(lambda: all(link.finding is not None for link in window.comparing.links))
        QTest.qWait(TURN)
        take("compare")
        QTest.keyClick(window.compare_view.sides[0], Qt.Key.Key_Escape)
        QTest.keyClick(window.reader_view, Qt.Key.Key_M)
        _wait_until(lambda: bool(window.source_map.searched) and not window.desk.is_relating)
        QTest.qWait(GROWING + TURN)
        take("map")
        QTest.keyClick(window.map_view.table, Qt.Key.Key_Escape)
        _take_dialogs(
            application,
            window,
            [
                ("palette", partial(dialogs.show_palette, window)),
                ("keys", partial(dialogs.show_keys, window)),
            ],
            take,
        )
        _show_original(window, take)


def _take_dialogs(
    application: QApplication,
    window: MainWindow,
    shown: Sequence[tuple[str, Callable[[], None]]],
    take: Callable[[str, QWidget], None],
) -> None:
    for name, show in shown:
        show()
        application.processEvents()
        dialog = application.activeModalWidget()
        if dialog is not None:
            take(name, dialog)
            dialog.close()
    window.activateWindow()  # as a window manager does
    _wait_until(window.isActiveWindow)


def _judge(window: MainWindow, take: Callable[[str], None]) -> None:
    """Decide about some pairs, as an analyst does, and take the strip and what it leaves."""
    keys = Qt.Key
    cards = window.matches_view
    for letter in (keys.Key_C, keys.Key_Q):
        QTest.keyClick(cards, keys.Key_Return)
        QTest.keyClick(window.strip, letter)
        QTest.keyClick(cards, keys.Key_Return)
        take("strip")
        QTest.keyClick(window.strip, keys.Key_M)
        line = QApplication.focusWidget() or window
        QTest.keyClick(line, keys.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(line, "Two starting dates; the report has the better source.")
        QTest.keyClick(line, keys.Key_Return)
        QTest.keyClick(cards, keys.Key_Down)
    QTest.keyClick(cards, keys.Key_B)
    take("judged")


def _show_original(window: MainWindow, take: Callable[[str], None]) -> None:
    """Open the samples with one of them as a PDF, and take its original page and some furniture."""
    keys = Qt.Key
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "summit")
        shutil.copytree(paths.sample_corpus(), folder)
        (text,) = folder.glob(f"{PRINTED}.txt")
        _print(text)
        window.desk.open([folder])
        _wait_until(lambda: not window.desk.is_busy)
        while window.reading.source is None or window.reading.source.format != "pdf":
            QTest.keyClick(window.reader_view, keys.Key_J, Qt.KeyboardModifier.ShiftModifier)
        for _ in range(3):
            QTest.keyClick(window.reader_view, keys.Key_J)
        _wait_until(lambda: window.desk.is_relating)
        _wait_until(lambda: not window.desk.is_relating)
        QTest.keyClick(window.reader_view, keys.Key_O)
        _wait_until(lambda: window.original.picture is not None)
        QTest.keyClick(window.page_view, keys.Key_N)
        _wait_until(lambda: getattr(window.original.picture, "page", 0) == window.original.page)
        QTest.qWait(TURN)
        take("page")
        QTest.keyClick(window.page_view, keys.Key_O)
        QTest.keyClick(window.reader_view, keys.Key_F)
        QTest.keyClick(window.reader_view, keys.Key_X)
        QTest.qWait(TURN)
        take("furniture")
        QTest.keyClick(window.reader_view, keys.Key_X)
        QTest.keyClick(window.reader_view, keys.Key_F)


def _print(text: Path) -> None:
    """Put a PDF in the place of a plain text."""
    document = QTextDocument(text.read_text(encoding="utf-8"))
    document.setDefaultFont(QFont("Noto Serif", 11))
    writer = QPdfWriter(str(text.with_suffix(".pdf")))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    document.print_(writer)
    text.unlink()


@contextmanager
def _window(theme: str, size: QSize) -> Iterator[MainWindow]:
    window = MainWindow(Desk(Engine(), embedding_model_id()), Settings(theme=theme))
    window.resize(size)
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def _wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(PATIENCE // TURN):
        if condition():
            return
        QTest.qWait(TURN)
    raise TimeoutError("The window did not get ready in time.")


if __name__ == "__main__":
    sys.exit(main())
