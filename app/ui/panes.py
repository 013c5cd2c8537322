"""The three panes of the window: sources, reader, matches."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.chips import Chips
from app.ui.find_bar import FindBar
from app.ui.labels import label
from app.ui.matches_view import MatchesView
from app.ui.matching import Matching
from app.ui.original import Original
from app.ui.page_view import PageView
from app.ui.reader_view import ReaderView
from app.ui.reading import Reading
from app.ui.sources_view import SourcesView
from app.ui.strip import Strip
from app.ui.theme import Theme, Type

STRIP_DELAY = 200
"""Milliseconds after which marks that came in are shown on the strip, many at once."""


class _Pane(QWidget):
    """A column of widgets without gaps, styled by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)


class SourcesPane(_Pane):
    """The list of sources under its caption."""

    def __init__(self, reading: Reading, theme: Theme, type_: Type) -> None:
        super().__init__("sources")
        self.view = SourcesView(reading.sources, theme, type_)
        self.view.rowOpened.connect(reading.open_row)
        caption = label("SOURCES", "caption")
        caption.setContentsMargins(18, 16, 8, 8)
        self._column.addWidget(caption)
        self._column.addWidget(self.view, 1)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self.view.dress(theme, type_)


class ReaderPane(_Pane):
    """The text, or the original page, with its overview strip, and the find bar over it."""

    def __init__(self, reading: Reading, original: Original, theme: Theme, type_: Type) -> None:
        super().__init__("reader")
        self._reading = reading
        self._original = original
        self.view = ReaderView(reading.reader, theme, type_)
        self.page_view = PageView(original, reading.matching.marks, theme, type_)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.page_view)
        self.find_bar = FindBar(reading.reader)
        self._strip = Strip(theme, type_)
        self._strip_soon = QTimer(self, singleShot=True, interval=STRIP_DELAY)
        self._strip_soon.timeout.connect(self._show_strip)
        text = QHBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._stack, 1)
        text.addWidget(self._strip)
        self._column.addWidget(self.find_bar)
        self._column.addLayout(text, 1)
        reading.passageChanged.connect(self.view.select)
        reading.changed.connect(self._strip_soon.start)
        reading.matching.marked.connect(self._strip_soon.start)
        self.view.passageChosen.connect(reading.select)
        self._strip.passageChosen.connect(reading.select)
        self.find_bar.needleChanged.connect(self.view.mark)
        self.find_bar.passageFound.connect(reading.select)
        self.find_bar.closed.connect(self.focus_text)
        self.page_view.passageChosen.connect(reading.select)
        original.changed.connect(self._show_original)
        reading.matching.marked.connect(self.page_view.show_marks)

    def focus_text(self) -> None:
        """Put the focus on the text, or on the page that stands in its place."""
        (self.page_view if self._original.is_shown else self.view).setFocus()

    def _show_original(self) -> None:
        """Show the page where one is wanted, else the text; the focus goes with it."""
        views: tuple[QWidget, QWidget] = (self.view, self.page_view)
        shown, other = views[:: 1 if self._stack.currentIndex() == 0 else -1]
        if (other is self.page_view) == self._original.is_shown:
            had_focus = shown.hasFocus()
            self._stack.setCurrentWidget(other)
            if had_focus:
                other.setFocus()

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self.view.dress(theme, type_)
        self.page_view.dress(theme, type_)
        self._strip.dress(theme, type_)

    def _show_strip(self) -> None:
        self._strip.show_ticks(self._reading.ticks)


class MatchesPane(_Pane):
    """The matches under their head: what they are closest to, how many, which relations."""

    def __init__(self, reading: Reading, theme: Theme, type_: Type) -> None:
        super().__init__("matches")
        self._matching: Matching = reading.matching
        self.view = MatchesView(self._matching.matches, theme, type_)
        self.chips = Chips()
        self._title = label("", "title")
        self._summary = label("", "soft")
        self._state = label("", "soft")
        self._state.setWordWrap(True)
        self._state.setContentsMargins(16, 4, 12, 8)
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 14, 10)
        head.addWidget(self._title)
        head.addSpacing(12)
        head.addStretch(1)
        head.addWidget(self._summary)
        self._column.addLayout(head)
        for part in (self.chips, self._state):
            self._column.addWidget(part)
        self._column.addWidget(self.view, 1)
        self._matching.changed.connect(self._show)
        self.chips.chosen.connect(self._matching.choose)
        self.view.matchOpened.connect(reading.open_match)
        self._show()

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self.view.dress(theme, type_)

    def _show(self) -> None:
        matching = self._matching
        self._title.setText(matching.title)
        self._summary.setText(matching.summary)
        self._state.setText(matching.state)
        self._state.setVisible(bool(matching.state))
        self.chips.show_counts(matching.counts, matching.filter.relation)
