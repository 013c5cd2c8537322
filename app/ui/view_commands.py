"""What the actions of comparing and of the map do, each a plain function on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.relations.relation import Relation
from app.ui.map_picture import MapPicture
from app.ui.views import View

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

PICTURE_FILTER = "Vector picture (*.svg);;Picture (*.png)"


def compare(window: MainWindow) -> None:
    """Put the match in focus beside the passage it is a match of; from there, go back to reading."""
    if window.view is not View.READING:
        read(window)
        return
    subject, match = window.reading.matching.subject, window.matches_view.match_in_focus()
    if subject is None or match is None:
        window.foot_bar.say("Select a passage that has matches: the first, or the one in focus, is compared.")
        return
    window.comparing.open(subject, match.passage)
    if window.comparing.is_open:
        window.show_view(View.COMPARING)


def compare_parties(window: MainWindow, one: int, other: int) -> None:
    """Put two sources side by side, by their owners, what tells most in focus."""
    window.comparing.open_parties(one, other)
    if window.comparing.is_open:
        window.show_view(View.COMPARING)


def leave_compare(window: MainWindow) -> None:
    """Go back to where the two sources were opened from: reading, or the map."""
    window.show_view(window.came_from)


def show_map(window: MainWindow) -> None:
    """Show what every two sources say to each other; from there, go back to reading."""
    if window.view is View.MAP or not window.reading.sources.rows:
        read(window)
    else:
        window.show_view(View.MAP)


def read(window: MainWindow) -> None:
    """Go back to reading where it was left."""
    window.show_view(View.READING)


def read_passage(window: MainWindow, passage: int) -> None:
    """Go to a passage, wherever it is."""
    window.show_view(View.READING)
    window.reading.visit(passage)


def walk_alone(window: MainWindow, by: int) -> None:
    """Go to the next or previous passage of the map's list."""
    window.map_view.walk_alone(by)


def export_map(window: MainWindow) -> None:
    """Ask for a place and write the map there as a picture."""
    start = str(Path(window.settings.start_folder) / f"{window.desk.name} map.svg")
    chosen, _ = QFileDialog.getSaveFileName(window, "Export the map", start, PICTURE_FILTER)
    if chosen:
        write_map(window, Path(chosen))


def write_map(window: MainWindow, path: Path) -> None:
    """Write the map as a picture.

    Raises:
        CounterpointError: The place cannot be written to, or its name is no picture's.
    """
    MapPicture(window.source_map.cells.overview, window.desk.name, *window.look).save(path)
    window.foot_bar.say(f"Written to {path.name}.")


def walk_links(window: MainWindow, by: int, relation: Relation | None = None) -> None:
    """Go to the next or previous pair of the two sources, or to one of a relation."""
    comparing = window.comparing
    found = comparing.walk(by, lambda link: link.is_told if relation is None else link.relation is relation)
    if not found:
        where = "further on" if by > 0 else "before this one"
        what = "pair that tells something" if relation is None else f"pair that {relation.value}"
        window.foot_bar.say(f"No {what} {where}.")


def walk_parties(window: MainWindow, by: int) -> None:
    """Put the next or previous source on the second side."""
    window.comparing.walk_parties(by)


def read_side(window: MainWindow, side: int) -> None:
    """Go on reading one of the two sources at the passage in focus."""
    passages = window.comparing.passages
    if passages is not None:
        read_passage(window, passages[side].id)


def lock_scrolling(window: MainWindow) -> None:
    """Let the two texts scroll together, or each alone."""
    is_locked = window.compare_view.toggle_lock()
    window.foot_bar.say("The texts scroll together." if is_locked else "The texts scroll each alone.")
