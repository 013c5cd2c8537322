"""What the actions do: each a plain function on the window, raising what a person should read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from app import paths
from app.analysis.files import WORKSPACE_SUFFIX
from app.analysis.filters import Filter
from app.analysis.pages import has_pages
from app.errors import CounterpointError
from app.paths import shown_name
from app.relations.relation import Relation
from app.ui.theme import MAX_ZOOM, MIN_ZOOM

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

WORKSPACE_FILTER = "Counterpoint workspace (*.counterpoint)"


def open_folder(window: MainWindow) -> None:
    """Ask for a folder and open it."""
    chosen = QFileDialog.getExistingDirectory(window, "Open a folder", window.settings.start_folder)
    if chosen:
        window.desk.open([Path(chosen)])


def open_files(window: MainWindow) -> None:
    """Ask for files and open them."""
    chosen, _ = QFileDialog.getOpenFileNames(window, "Open files", window.settings.start_folder)
    if chosen:
        window.desk.open([Path(name) for name in chosen])


def add_files(window: MainWindow) -> None:
    """Ask for files and add them to the workspace."""
    chosen, _ = QFileDialog.getOpenFileNames(window, "Add files", window.settings.start_folder)
    if chosen:
        window.desk.add([Path(name) for name in chosen])


def open_samples(window: MainWindow) -> None:
    """Open the sample corpus."""
    window.desk.open([paths.sample_corpus()])


def save_as(window: MainWindow) -> None:
    """Ask for a place and keep the workspace there."""
    chosen, _ = QFileDialog.getSaveFileName(
        window, "Save workspace as", window.settings.start_folder, WORKSPACE_FILTER
    )
    if not chosen:
        return
    path = Path(chosen)
    if not chosen.endswith(WORKSPACE_SUFFIX):
        path = Path(chosen + WORKSPACE_SUFFIX)
        if path.exists():  # the dialog has asked about the other name only
            raise CounterpointError(
                f"{path.name} is there already.", "Choose it to replace it, or another name."
            )
    window.desk.save_as(path)


def remove_source(window: MainWindow) -> None:
    """Take the source being read out of the workspace; the file stays."""
    if window.desk.reading is not None:
        window.desk.remove_source(window.desk.reading)


def reread(window: MainWindow) -> None:
    """Read what has changed on disk since the workspace was opened."""
    window.desk.reread()


def unlock(window: MainWindow) -> None:
    """Ask for the passwords of files that are listed because they need one."""
    workspace = window.desk.workspace
    if workspace is None or not window.desk.following.lock_all(workspace):
        window.foot_bar.say("No file needs a password.")


def cancel(window: MainWindow) -> None:
    """End what is running after its current batch."""
    window.desk.cancel()


def quit_program(window: MainWindow) -> None:
    """Close the window."""
    window.close()


def toggle_furniture(window: MainWindow) -> None:
    """Fold furniture into one line, or show all of it."""
    window.reading.toggle_furniture()


def turn_furniture(window: MainWindow) -> None:
    """Make the selected block furniture with all its copies, or furniture text."""
    window.reading.turn_furniture()


def toggle_original(window: MainWindow) -> None:
    """Show the original page in place of the text, or the text again."""
    source = window.reading.source
    if source is not None and not has_pages(source):
        window.foot_bar.say(f"{shown_name(source.path.name)} has no pages to show: only a PDF has.")
        return
    window.original.toggle()


def toggle_split(window: MainWindow) -> None:
    """Let the sections of the source being read count as sources of their own, or not."""
    if window.desk.reading is not None:
        window.desk.split(window.desk.reading)


def zoom(window: MainWindow, by: int) -> None:
    """Make all text larger or smaller; 0 goes back to 100%."""
    wanted = 100 if by == 0 else window.settings.zoom + by
    window.set_zoom(max(MIN_ZOOM, min(MAX_ZOOM, wanted)))


def switch_theme(window: MainWindow) -> None:
    """Change between light and dark."""
    window.switch_theme()


def walk(window: MainWindow, by: int) -> None:
    """Select the next or previous passage."""
    window.reading.walk(by)


def first_passage(window: MainWindow) -> None:
    """Select the first passage of the source."""
    window.reading.select_end(first=True)


def last_passage(window: MainWindow) -> None:
    """Select the last passage of the source."""
    window.reading.select_end(first=False)


def walk_sources(window: MainWindow, by: int) -> None:
    """Read the next or previous source."""
    window.reading.walk_sources(by)


def open_match(window: MainWindow, number: int) -> None:
    """Go to a match in its own source."""
    window.reading.open_match(number - 1)


def walk_relation(window: MainWindow, by: int, relation: Relation) -> None:
    """Select the next or previous passage that something contradicts, or agrees with."""
    if not window.reading.walk_marked(by, lambda mark: mark.relation is relation):
        _say_none(window, by, f"passage that something {relation.value}")


def walk_uncorroborated(window: MainWindow, by: int) -> None:
    """Select the next or previous passage without a counterpart."""
    if not window.reading.walk_marked(by, lambda mark: not mark.has_counterpart):
        _say_none(window, by, "passage without a counterpart")


def _say_none(window: MainWindow, by: int, what: str) -> None:
    where = "further on" if by > 0 else "before this one"
    window.foot_bar.say(f"No {what} {where}; {window.reading.coverage}.")


def pin(window: MainWindow) -> None:
    """Keep these matches while reading on, or let them follow again."""
    is_pinned = window.reading.matching.pin()
    window.foot_bar.say("Pinned: these matches stay." if is_pinned else "The matches follow again.")


def follow(window: MainWindow) -> None:
    """Show the matches of the selected passage again, whatever was pinned, asked or filtered."""
    window.ask_line.clear()
    window.reading.matching.follow()


def choose_relation(window: MainWindow) -> None:
    """Show only one relation after the other, then all again."""
    window.chips.step()


def choose_source(window: MainWindow) -> None:
    """Show only the matches of one source after the other, then all again."""
    window.reading.matching.choose_by(Filter.next_source)


def choose_kind(window: MainWindow) -> None:
    """Show only one kind of passage after the other, then all again."""
    window.reading.matching.choose_by(Filter.next_kind)


def choose_closer(window: MainWindow, by: int) -> None:
    """Show only matches above a higher, or lower, percentile."""
    window.reading.matching.choose_by(lambda chosen, _: chosen.closer(by))


def fold_copies(window: MainWindow) -> None:
    """Show passages that copy one another as one match, or one by one."""
    window.reading.matching.choose_by(lambda chosen, _: replace(chosen, is_folded=not chosen.is_folded))


def ask(window: MainWindow) -> None:
    """Put the focus where a question is typed."""
    window.ask_line.open()


def ask_passage(window: MainWindow) -> None:
    """Put the selected passage where a question is typed, to be cut down or changed."""
    passage = window.reading.passage
    if passage is not None:
        window.ask_line.setText(passage.text)
        window.ask_line.open()


def ask_sentence(window: MainWindow) -> None:
    """Ask the first sentence of the selected passage alone, then the next; after the last, all of it."""
    if not window.reading.matching.ask_sentence():
        window.foot_bar.say("All of the passage again.")


def back(window: MainWindow) -> None:
    """Go back along the trail."""
    window.reading.back()


def forward(window: MainWindow) -> None:
    """Go forward along the trail."""
    window.reading.forward()


def cycle_panes(window: MainWindow, by: int) -> None:
    """Move the focus to the next or previous pane."""
    window.cycle_panes(by)


def find(window: MainWindow) -> None:
    """Open the find bar."""
    window.find_bar.open()


def find_again(window: MainWindow, by: int) -> None:
    """Go to the next or previous occurrence."""
    window.find_bar.step(by)


def copy_quote(window: MainWindow) -> None:
    """Copy the selected passage (or the match in focus) with its source and place."""
    quote = window.quote_in_focus()
    if quote:
        QApplication.clipboard().setText(quote)
        window.foot_bar.say("Copied with its place.")
