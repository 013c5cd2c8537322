"""Opening an original in the program that the system has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.errors import CounterpointError
from app.paths import shown_name

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def open_outside(window: MainWindow) -> None:
    """Open the source being read in the system's own program, and say where the passage stands in it.

    The place is said, not passed on: many programs take "#page=3" for part of the file's name.

    Raises:
        CounterpointError: The file is gone, or the system has no program for it.
    """
    source, passage = window.reading.source, window.reading.passage
    if source is None:
        return
    path = source.file
    name, folder = shown_name(path.name), shown_name(str(path.parent))
    if not path.is_file():
        raise CounterpointError(f"“{name}” is not there any more.", f"Look for it in {folder}.")
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise CounterpointError(
            f"The system has no program for “{name}”, or it did not start.",
            f"The file is in {folder}.",
        )
    place = f": the passage is at {passage.locator}." if passage is not None else "."
    window.foot_bar.say(f"Opened {name}{place}")
