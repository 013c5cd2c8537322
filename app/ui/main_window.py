"""The window: where the panes stand, what the keys reach, how it looks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import paths
from app.errors import CounterpointError
from app.relations.relation import Relation
from app.settings import Settings
from app.ui import commands, texts, view_commands
from app.ui.actions import ACTIONS, Action, Context
from app.ui.ask_line import AskLine
from app.ui.bindings import Bindings
from app.ui.card import Place
from app.ui.compare_view import CompareView
from app.ui.comparing import Comparing
from app.ui.desk import Desk
from app.ui.foot_bar import FootBar
from app.ui.hints import EMPTY_HINTS, HINTS, with_keys
from app.ui.judgement_strip import JudgementStrip
from app.ui.judging import Judging
from app.ui.key_button import KeyDeed
from app.ui.keymap import Keymap
from app.ui.labels import label
from app.ui.map_view import MapView
from app.ui.matches_view import MatchesView
from app.ui.original import Original
from app.ui.password_dialog import PasswordAsker
from app.ui.reading import Reading
from app.ui.reading_view import ReadingView
from app.ui.sheet import Sheet
from app.ui.source_map import SourceMap
from app.ui.sources_view import SourcesView
from app.ui.theme import DARK, LIGHT, Theme, Type, palette, style_sheet
from app.ui.views import View

log = logging.getLogger(__name__)

TITLE_BAR = 30
"""Pixels left for the frame that the system draws around the window."""


class MainWindow(QMainWindow):
    """Lays out the panes over one desk and connects them with it."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self.desk = desk
        self.reading = Reading(desk)
        self.comparing = Comparing(desk, self)
        self.source_map = SourceMap(desk, self.reading.matching, self)
        self.judging = Judging(desk, self.reading)
        self.original = Original(desk, self.reading)
        self.view = self.came_from = View.READING
        self.settings = settings
        self._theme = self._wanted_theme()
        self._type = Type(settings.zoom)
        self.setWindowTitle("Counterpoint")
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry().size() - QSize(0, TITLE_BAR)
        self.resize(QSize(1440, 900).boundedTo(room))
        self.setMinimumSize(720, 480)
        self.bindings = Bindings(ACTIONS, self._run, self)
        self.keymap = Keymap()
        self._build()
        self._place_actions()
        self._asker = PasswordAsker(self, desk.following, lambda: self._type, desk.unlock)
        self._connect()
        self._dress()
        self.show_view(View.READING)

    # Layout

    def _build(self) -> None:
        theme, type_ = self._theme, self._type
        self._reading_view = ReadingView(self.reading, self.original, theme, type_)
        sources, reader, matches = (
            self._reading_view.sources,
            self._reading_view.reader,
            self._reading_view.matches,
        )
        self.sources_view, self.matches_view, self.chips = sources.view, matches.view, matches.chips
        self.reader_view, self.page_view, self.find_bar = reader.view, reader.page_view, reader.find_bar
        self.ask_line = AskLine()
        self.foot_bar = FootBar(theme, type_)
        self.strip = JudgementStrip(self.judging, self.keys_of(Context.STRIP), self.guard, theme, type_)
        self.compare_view = CompareView(self.comparing, theme, type_)
        self._stage = QStackedWidget()
        self.map_view = MapView(self.source_map, theme, type_)
        self._stages = {
            View.READING: self._reading_view,
            View.COMPARING: self.compare_view,
            View.MAP: self.map_view,
        }
        for stage in self._stages.values():
            self._stage.addWidget(stage)
        self.ask_line.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_top_bar())
        column.addWidget(self._stage, 1)
        column.addWidget(self.strip)
        column.addWidget(self.foot_bar)
        body = QWidget()
        body.setLayout(column)
        self.setCentralWidget(body)
        self._panes: Mapping[View, tuple[QWidget, ...]] = {
            View.READING: self._reading_view.panes,
            View.COMPARING: self.compare_view.sides,
            View.MAP: (self.map_view.table, self.map_view.alone),
        }

    def _build_top_bar(self) -> QWidget:
        self._menus = QMenuBar()
        self._menus.setNativeMenuBar(False)
        self._workspace_name = label("", "soft")
        bar = QWidget()
        bar.setObjectName("topBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(14)
        row.addWidget(label("Counterpoint", "title"))
        row.addWidget(self._menus)
        row.addStretch(1)
        row.addWidget(self.ask_line, 6)
        row.addStretch(1)
        row.addWidget(self._workspace_name)
        return bar

    def keys_of(self, context: Context) -> list[KeyDeed]:
        """The actions whose keys live only in one place."""
        return self.bindings.deeds(context, lambda action: partial(action.handler, self))

    def _place_actions(self) -> None:
        self.bindings.place(
            self._menus,
            {
                Context.READER: (self.reader_view, self.page_view),
                Context.PANES: self._panes[View.READING],
                Context.PAIRS: (self.reader_view, self.page_view, self.matches_view),
            },
        )

    def _connect(self) -> None:
        desk, reading, welcome = self.desk, self.reading, self._reading_view.welcome
        reading.changed.connect(self._show_state)
        self.comparing.opened.connect(self._show_state)
        self.comparing.changed.connect(self._show_state)
        self.judging.changed.connect(self.comparing.refresh)
        self.map_view.partiesOpened.connect(
            lambda one, other: view_commands.compare_parties(self, one, other)
        )
        self.map_view.passageOpened.connect(lambda passage: view_commands.read_passage(self, passage))
        self.ask_line.asked.connect(self._ask)
        self.ask_line.left.connect(self._stop_asking)
        desk.left.connect(self._show_state)
        self.bindings.chords.begun.connect(self.foot_bar.say)
        self.bindings.changed.connect(self._on_rebound)
        desk.progressed.connect(self.foot_bar.show_progress)
        desk.noticed.connect(self.foot_bar.say)
        self.judging.said.connect(self.foot_bar.say)
        for signal in (self.judging.opened, self.judging.closed):
            signal.connect(lambda: self.matches_view.show_judged(self.judging.judged))
        desk.failed.connect(self.show_error)
        desk.opened.connect(self._remember)
        self.matches_view.focused.connect(self._show_evidence)
        self.foot_bar.cancelled.connect(desk.cancel)
        self.foot_bar.accepted.connect(desk.reread)
        self.foot_bar.follow(desk.following, partial(self.bindings.shown_key, "file.reread"))
        welcome.folderWanted.connect(lambda: self.guard(lambda: commands.open_folder(self)))
        welcome.samplesWanted.connect(lambda: self.guard(lambda: commands.open_samples(self)))

    # What is shown

    def _show_state(self) -> None:
        is_empty = not self.reading.sources.rows
        if is_empty != self._reading_view.is_empty:
            self._reading_view.show_empty(is_empty=is_empty)
            self.ask_line.setVisible(not is_empty)
            if not is_empty:
                self._reading_view.reader.focus_text()  # else the line that has just come has the keys
        is_shown = {View.COMPARING: self.comparing.is_open, View.MAP: not is_empty}
        if not is_shown.get(self.view, True):
            self.show_view(View.READING)
        hints = EMPTY_HINTS if is_empty else HINTS[self.view]
        self.foot_bar.show_hints(with_keys(hints, self.bindings.actions))
        comparing = self.view is View.COMPARING
        self.foot_bar.show_standing(self.comparing.standing if comparing else self.reading.standing)
        self._workspace_name.setText(self.desk.name)
        self.setWindowTitle(f"{self.desk.name} – Counterpoint" if self.desk.name else "Counterpoint")
        self.ask_line.remember(self.reading.matching.past_questions)
        panes = self._panes[View.READING]
        if not is_empty and not any(pane.hasFocus() for pane in panes) and self.focusWidget() is None:
            self._reading_view.reader.focus_text()

    def show_view(self, view: View) -> None:
        """Show the sources as they are read, two side by side, or the map; only its keys work there."""
        if view is not self.view:
            self.came_from = self.view
        self.view = view
        self._stage.setCurrentWidget(self._stages[view])
        self.comparing.is_shown = view is View.COMPARING
        self.source_map.is_shown = view is View.MAP
        self.reading.matching.is_shown = view is View.READING
        self.bindings.enable(view)
        if view is not View.COMPARING:
            self.comparing.leave()
        if view is View.READING:
            self.reading.matching.follow_up()
            self._reading_view.reader.focus_text()
        elif view is View.MAP:
            self.source_map.open()
            self.map_view.table.setFocus()
        self._show_state()

    def _ask(self, typed: str) -> None:
        self.show_view(View.READING)
        self.reading.matching.ask(typed)
        self.ask_line.remember(self.reading.matching.past_questions)
        self._focus(self.matches_view)

    def _stop_asking(self) -> None:
        self.reading.matching.follow()
        self._reading_view.reader.focus_text()

    def _show_evidence(self) -> None:
        sentence = self.reading.matching.sentence
        if sentence is not None:
            self.reader_view.show_place(Place((sentence.start, sentence.end), ()), Relation.RELATED)
        else:
            self.reader_view.show_evidence(self.matches_view.match_in_focus())

    def cycle_panes(self, by: int) -> None:
        """Move the focus to the next or previous pane on show."""
        shown = [pane for pane in self._panes[self.view] if pane.isVisible()]
        if not shown:
            return
        at = next((number for number, pane in enumerate(shown) if pane.hasFocus()), -1 if by > 0 else 0)
        self._focus(shown[(at + by) % len(shown)])

    def _focus(self, pane: QWidget) -> None:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(pane, (MatchesView, SourcesView)) and not pane.currentIndex().isValid():
            pane.setCurrentIndex(pane.model().index(0, 0))

    def quote_in_focus(self) -> str:
        """The match in focus, or else the selected passage, as a citation; empty where there is none."""
        if self.matches_view.hasFocus():
            return self.reading.quote_of_match(self.matches_view.currentIndex().row())
        return self.reading.quote()

    def show_error(self, error: CounterpointError) -> None:
        """Show what happened and what to do."""
        log.warning("%s", type(error).__name__)
        Sheet(self, self._type, "That did not work", texts.error_html(error)).open()

    @property
    def look(self) -> tuple[Theme, Type]:
        """The colours and the zoom."""
        return self._theme, self._type

    # Running actions

    def _run(self, action: Action) -> None:
        self.guard(lambda: action.handler(self))

    def guard(self, work: Callable[[], None]) -> None:
        """Run what the analyst asked for; a fault of the surroundings is shown, never swallowed."""
        try:
            work()
        except CounterpointError as error:
            self.show_error(error)

    # Keys

    def rebind(self, keymap: Keymap) -> None:
        """Give the actions the keys of a keymap.

        Raises:
            KeymapError: It cannot be used; the keys stay as they are.
        """
        self.bindings.bind(keymap)
        self.keymap = keymap

    def _on_rebound(self) -> None:
        self.strip.bind(self.keys_of(Context.STRIP))
        self._show_state()

    # Look and settings

    def set_zoom(self, zoom: int) -> None:
        """Set all text to `zoom` percent."""
        self._keep(replace(self.settings, zoom=zoom))
        self._type = Type(zoom)
        self._dress()

    def switch_theme(self) -> None:
        """Change between light and dark."""
        self._theme = LIGHT if self._theme is DARK else DARK
        self._keep(replace(self.settings, theme=self._theme.name))
        self._dress()

    def _wanted_theme(self) -> Theme:
        if self.settings.theme == "system":
            is_dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if is_dark else LIGHT
        return DARK if self.settings.theme == "dark" else LIGHT

    def _dress(self) -> None:
        QApplication.setPalette(palette(self._theme))
        self.setStyleSheet(style_sheet(self._theme, self._type))
        for part in (self._reading_view, self.compare_view, self.map_view, self.strip, self.foot_bar):
            part.dress(self._theme, self._type)

    def _remember(self, opened: list[str], workspace: str) -> None:
        settings = replace(self.settings, last_workspace=workspace)
        for path in opened:
            settings = settings.with_recent(path)
        self._keep(settings)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            settings.save(paths.config_folder())
        except OSError as error:
            log.warning("settings not saved: %s", error)
            self.foot_bar.say("Settings could not be saved; they last until you quit.")

    # Qt events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add dropped files and folders; where nothing is open, open them."""
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if dropped:
            event.acceptProposedAction()
            self.guard(lambda: self.desk.add(dropped))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs and close the workspace."""
        self.desk.close()
        super().closeEvent(event)
