"""Reading: the sources, the text, and what stands beside it, in three columns."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.ui.original import Original
from app.ui.panes import MatchesPane, ReaderPane, SourcesPane
from app.ui.reading import Reading
from app.ui.theme import Theme, Type
from app.ui.welcome import Welcome


class ReadingView(QSplitter):
    """The three panes; while nothing is open, the welcome page in place of all of them.

    Attributes:
        sources: The pane at the left.
        reader: The pane in the middle.
        matches: The pane at the right.
        welcome: What an empty window shows.
    """

    def __init__(self, reading: Reading, original: Original, theme: Theme, type_: Type) -> None:
        super().__init__()
        self.sources = SourcesPane(reading, theme, type_)
        self.reader = ReaderPane(reading, original, theme, type_)
        self.matches = MatchesPane(reading, theme, type_)
        self.welcome = Welcome(type_)
        self._type = type_
        self._middle = QStackedWidget()
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self.reader)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for pane, stretch in ((self.sources, 0), (self._middle, 1), (self.matches, 0)):
            self.addWidget(pane)
            self.setStretchFactor(self.count() - 1, stretch)
        for pane in (self.sources, self.matches):
            pane.hide()

    @property
    def is_empty(self) -> bool:
        """Whether the welcome page is on show."""
        return self._middle.currentWidget() is self.welcome

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What takes the keys, in the order of the columns."""
        return self.sources.view, self.reader.view, self.reader.page_view, self.matches.view

    def show_empty(self, *, is_empty: bool) -> None:
        """Show the welcome page, or the panes."""
        self._middle.setCurrentWidget(self.welcome if is_empty else self.reader)
        for pane in (self.sources, self.matches):
            pane.setVisible(not is_empty)
        self._share_width()

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._type = type_
        self.welcome.dress(type_)
        for pane in (self.sources, self.reader, self.matches):
            pane.dress(theme, type_)
        self._share_width()

    def _share_width(self) -> None:
        width, px = self.window().width(), self._type.px
        sides = round(min(px(248), width * 0.2)), round(min(px(452), width * 0.34))
        self.setSizes([sides[0], width - sum(sides), sides[1]])
