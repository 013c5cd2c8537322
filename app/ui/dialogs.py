"""What opens over the window: the palette, lists to choose from, sheets to read, keys to change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import paths
from app.analysis.licences import Component, components
from app.errors import CounterpointError
from app.ui import texts
from app.ui.action import Context, shown_key
from app.ui.chooser import Choice, Chooser
from app.ui.help_page import help_html
from app.ui.keymap import Keymap
from app.ui.keys_dialog import KeysDialog
from app.ui.sheet import Sheet, keys_html, skipped_html

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def show_palette(window: MainWindow) -> None:
    """Open the command palette: every action, with its keys."""
    choices = [
        Choice(
            action.title.rstrip("…"),
            tuple(shown_key(key) for key in action.keys[:1]),
            partial(window.bindings.trigger, action.id),
        )
        for action in window.bindings.actions
        if not action.context.is_apart
        and action.id != "help.palette"
        and action.context is not Context.READER
    ]
    _choose(window, "Type a command", choices)


def open_recent(window: MainWindow) -> None:
    """Choose among what was opened lately."""
    choices = [
        Choice(name, (), partial(window.guard, partial(window.desk.open, [Path(name)])))
        for name in window.settings.recent
    ]
    if choices:
        _choose(window, "Open recent", choices)
    else:
        window.foot_bar.say("Nothing was opened yet.")


def show_licences(window: MainWindow) -> None:
    """List what the program is made of, each with its licence to read."""
    choices = [
        Choice(
            " ".join(filter(None, (part.name, part.version))),
            (part.licence,),
            partial(_show_licence, window, part),
        )
        for part in components()
    ]
    _choose(window, "Licences", choices)


def _show_licence(window: MainWindow, part: Component) -> None:
    _read(window, part.name, texts.licence_html(part))


def show_trail(window: MainWindow) -> None:
    """Choose among the places visited, the latest first."""
    places = window.reading.visited()
    if places:
        choices = [Choice(told, (), partial(window.reading.return_to, number)) for number, told in places]
        _choose(window, "Where you have been", choices)
    else:
        window.foot_bar.say("Nothing was visited yet.")


def show_keys(window: MainWindow) -> None:
    """Show the key sheet."""
    _read(window, "All keys", keys_html(window.bindings.actions, *window.look))


def show_help(window: MainWindow) -> None:
    """Show how to work with the program, with the present keys."""
    _read(window, "Help", help_html(window.bindings.actions, *window.look))


def show_skipped(window: MainWindow) -> None:
    """List the files that were not read, with reasons."""
    theme, _ = window.look
    _read(window, "Files not read", skipped_html(window.desk.skipped, theme))


def show_about(window: MainWindow) -> None:
    """Show the version, the licence and where data is kept."""
    _read(window, "About Counterpoint", texts.about_html())


def change_keys(window: MainWindow) -> None:
    """Open the dialog that changes keys."""
    KeysDialog(window, window.bindings, window.keymap, partial(keep_keys, window), window.look).open()


def keep_keys(window: MainWindow, keymap: Keymap) -> None:
    """Give the actions the keys of a keymap, now and at the next start.

    Raises:
        CounterpointError: It cannot be used, or not be kept; nothing has changed then.
    """
    window.bindings.check(keymap)
    try:
        keymap.save(paths.config_folder())
    except OSError as error:
        raise CounterpointError(
            f"The keys could not be saved: {error.strerror}.", "Look at the settings folder that About names."
        ) from error
    window.rebind(keymap)


def _choose(window: MainWindow, prompt: str, choices: list[Choice]) -> None:
    Chooser(window, *window.look, prompt, choices).open()


def _read(window: MainWindow, title: str, html: str) -> None:
    _, type_ = window.look
    Sheet(window, type_, title, html).open()
