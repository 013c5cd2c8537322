"""The bar at the foot: the keys that matter now, what is running, what is offered, what is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from app.engine.jobs import Progress
from app.ui import drawing
from app.ui.following import Following
from app.ui.remaining import Remaining
from app.ui.theme import Theme, Type

MESSAGE_TIME = 5000
"""Milliseconds for which a passing message is shown."""


class KeyHints(QWidget):
    """Key caps with a word each, as many as fit."""

    def __init__(self, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: Sequence[tuple[tuple[str, ...], str]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.dress(theme, type_)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        self.updateGeometry()
        self.update()

    def show_hints(self, hints: Sequence[tuple[tuple[str, ...], str]]) -> None:
        """Show these keys, each with what it does."""
        self._hints = hints
        self.setAccessibleName(", ".join(f"{' '.join(keys)}: {word}" for keys, word in hints))
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for a key cap, as wide as there is room."""
        return QSize(self._type.px(80), self._type.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hints from the left until one does not fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._type.sans(12)
        px = self._type.px
        left = 0.0
        for keys, word in self._hints:
            caps = sum(
                max(drawing.width_of(key, self._type.mono(11)) + px(9), px(18)) + px(4) for key in keys
            )
            width = caps + drawing.width_of(word, font) + px(20)
            if left + width > self.width():
                break
            for key in keys:
                left += drawing.key_cap(painter, self._theme, self._type, QPointF(left, 0), key) + px(4)
            label = QRectF(left + px(2), 0, drawing.width_of(word, font) + 2, px(19))
            drawing.line(painter, label, word, font, self._theme.soft)
            left = label.right() + px(16)
        painter.end()


class FootBar(QWidget):
    """Hints at the left, progress in the middle, what is open at the right."""

    cancelled = Signal()
    accepted = Signal()

    def __init__(self, theme: Theme, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footBar")
        self._hints = KeyHints(theme, type_)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("quiet")
        self._cancel.clicked.connect(self.cancelled)
        self._offer = QPushButton()
        self._offer.setObjectName("offer")
        self._offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._offer.clicked.connect(self.accepted)
        self._offer.hide()
        self._status = QLabel()
        self._standing = ""
        self._remaining = Remaining()
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.timeout.connect(lambda: self._status.setText(self._standing))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(10)
        row.addWidget(self._hints, 1)
        for widget in (self._stage, self._bar, self._cancel, self._offer, self._status):
            row.addWidget(widget)
        self.show_progress(None)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._hints.dress(theme, type_)

    def show_hints(self, hints: Sequence[tuple[tuple[str, ...], str]]) -> None:
        """Show the keys that matter now."""
        self._hints.show_hints(hints)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far a job is; None hides the bar."""
        for widget in (self._stage, self._bar, self._cancel):
            widget.setVisible(progress is not None)
        if progress is not None:
            self._bar.setMaximum(max(1, progress.total))
            self._bar.setValue(progress.done)
            told = f"{progress.stage}… {progress.done} of {progress.total}"
            left = self._remaining.words(progress)
            self._stage.setText(f"{told}, {left}" if left else told)

    def follow(self, following: Following, key: Callable[[], str]) -> None:
        """Offer what has changed on disk, with the key that reads it."""

        def show() -> None:
            self._offer.setText(f"{following.offer}: {key()} reads them")
            self._offer.setVisible(bool(following.offer))

        following.noticed.connect(show)

    def show_standing(self, text: str) -> None:
        """Show what is open, until further notice."""
        self._standing = text
        if not self._clear.isActive():
            self._status.setText(text)

    def say(self, text: str) -> None:
        """Show a passing message."""
        self._status.setText(text)
        self._clear.start(MESSAGE_TIME)
