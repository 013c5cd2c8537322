"""The judgement strip: the keys that decide about one pair, a line for a note or a label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.relations.relation import Relation
from app.reports.shapes import SHAPES, VERDICT_SHAPES
from app.ui import drawing
from app.ui.flow import Flow
from app.ui.judging import Judging
from app.ui.key_button import KeyButton, KeyDeed
from app.ui.theme import Theme, Type
from app.workspace.judgements import Judgement, Side, Verdict

LABELS_SHOWN = 8
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class _Mode(Enum):
    """What the strip takes: letters, a note, or a label."""

    LETTERS = auto()
    NOTE = auto()
    LABEL = auto()


class _Elided(QLabel):
    """A label of one line that ends in an ellipsis where it is too long."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self.palette().color(self.foregroundRole()).name()
        drawing.line(painter, QRectF(self.rect()), self.text(), self.font(), ink)
        painter.end()


class _Line(QLineEdit):
    """The line of the strip; Enter keeps, Up and Down choose, Esc leaves."""

    entered = Signal(str)
    left = Signal()
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class JudgementStrip(QWidget):
    """A narrow strip over the foot bar; while it is open, letters decide and do nothing else.

    Args:
        judging: What is being judged.
        keys: What each key of the strip does.
        guard: Runs a deed and shows what goes wrong.
        theme: The colours.
        type_: The zoom.
    """

    def __init__(
        self,
        judging: Judging,
        keys: Sequence[KeyDeed],
        guard: Callable[[Callable[[], None]], None],
        theme: Theme,
        type_: Type,
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._judging = judging
        self._guard = guard
        self._mode = _Mode.LETTERS
        self._came_from: QWidget | None = None
        self._chosen = -1
        self._theme, self._type = theme, type_
        self._deeds: dict[str, Callable[[], None]] = {}
        self._buttons: dict[str, KeyButton] = {}
        self._pair = _Elided()
        self._pair.setProperty("role", "soft")
        self._pair.setTextFormat(Qt.TextFormat.PlainText)
        self._suggestion = QLabel()
        self._suggestion.setProperty("role", "soft")
        self._letters = QWidget()
        self._letter_flow = Flow(self._letters)
        self._letter_flow.setContentsMargins(0, 0, 0, 0)
        self.bind(keys)
        self._line = _Line()
        self._line.entered.connect(lambda text: self._guard(lambda: self._enter(text)))
        self._line.left.connect(self._leave_line)
        self._line.stepped.connect(self._step)
        self._line.textEdited.connect(lambda _: self._show_labels(-1))
        self._pair.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._suggestion.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._labels = QWidget()
        self._label_flow = Flow(self._labels)
        self._label_flow.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self._pair, 1)
        head.addSpacing(type_.px(16))
        head.addWidget(self._suggestion)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 9, 16, 9)
        column.setSpacing(7)
        column.addLayout(head)
        for part in (self._letters, self._line, self._labels):
            column.addWidget(part)
        self.hide()
        judging.opened.connect(self._open)
        judging.closed.connect(self._close)
        judging.changed.connect(self._show)

    def bind(self, keys: Sequence[KeyDeed]) -> None:
        """Take these keys, a button each."""
        for button in self._buttons.values():
            self._letter_flow.removeWidget(button)
            button.deleteLater()
        self._deeds = {QKeySequence(key.key).toString(): key.deed for key in keys}
        self._buttons = {}
        for key in keys:
            if key.id in self._buttons:
                continue
            button = KeyButton(key.shown, key.word, self._theme, self._type)
            button.clicked.connect(lambda _=False, deed=key.deed: self._guard(deed))
            self._buttons[key.id] = button
            self._letter_flow.addWidget(button)

    def dress(self, theme: Theme, type_: Type) -> None:
        """Take on a theme and a zoom."""
        self._theme, self._type = theme, type_
        for button in self._buttons.values():
            button.dress(theme, type_)

    # Opening and closing

    def _open(self) -> None:
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self._mode = _Mode.LETTERS
        subject = self._judging.subject
        self.show()
        if subject is not None and subject.other is None:
            self.open_labels()
        else:
            self._show()
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _close(self) -> None:
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        self.hide()
        if self._came_from is not None and had_focus:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None

    def open_note(self) -> None:
        """Let a note be written."""
        self._mode = _Mode.NOTE
        judgement = self._judging.judgement
        self._line.setPlaceholderText("Note; Enter keeps it, Esc goes back")
        self._line.setAccessibleName("Note")
        self._line.setText("" if judgement is None else judgement.note)
        self._show()
        self._line.setFocus()

    def open_labels(self) -> None:
        """Let a label be written or chosen."""
        self._mode = _Mode.LABEL
        self._line.setPlaceholderText("Label; Down chooses one used before, Enter gives it or takes it away")
        self._line.setAccessibleName("Label")
        self._line.clear()
        self._show()
        self._line.setFocus()

    def _leave_line(self) -> None:
        subject = self._judging.subject
        if subject is None or subject.other is None:
            self._judging.close()
            return
        self._mode = _Mode.LETTERS
        self._show()
        self.setFocus()

    def _enter(self, text: str) -> None:
        mode, self._mode = self._mode, _Mode.LETTERS
        if mode is _Mode.NOTE:
            self._judging.write_note(text)
        else:
            offered = self._offered()
            self._judging.label(offered[self._chosen] if 0 <= self._chosen < len(offered) else text)
        if self._judging.subject is not None:
            self._leave_line()

    # What is shown

    def _show(self) -> None:
        subject = self._judging.subject
        if subject is None:
            return
        is_letters = self._mode is _Mode.LETTERS
        self._letters.setVisible(is_letters)
        self._line.setVisible(not is_letters)
        self._pair.setText(_place(subject.one) + (f"  ↔  {_place(subject.other)}" if subject.other else ""))
        self.setAccessibleName(f"Judgement of {self._pair.text()}")
        judgement = self._judging.judgement
        if judgement is not None:
            finding = subject.finding
            self._suggestion.setText(_suggestion(judgement, None if finding is None else finding.relation))
            self._show_decided(judgement)
        else:
            self._suggestion.clear()
        self._show_labels(-1)

    def _show_decided(self, judgement: Judgement) -> None:
        for verdict in Verdict:
            self._buttons[f"verdict.{verdict.name.lower()}"].setChecked(judgement.verdict is verdict)
        self._buttons["verdict.note"].setChecked(bool(judgement.note))
        self._buttons["verdict.label"].setChecked(bool(judgement.labels))
        self._buttons["verdict.keep"].setChecked(judgement.is_kept)
        self._buttons["verdict.dismiss"].setChecked(judgement.dismissed is not None)

    def _offered(self) -> list[str]:
        """The labels used before that fit what is typed."""
        typed = self._line.text().strip().casefold()
        return [label for label in self._judging.recent_labels if typed in label.casefold()][:LABELS_SHOWN]

    def _step(self, by: int) -> None:
        if self._mode is _Mode.LABEL:
            self._show_labels(max(-1, min(len(self._offered()) - 1, self._chosen + by)))

    def _show_labels(self, chosen: int) -> None:
        """Show the labels used before, one of them chosen."""
        self._chosen = chosen
        while (item := self._label_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        offered = self._offered() if self._mode is _Mode.LABEL else []
        for number, label in enumerate(offered):
            word = f"✓ {label}" if label in self._judging.labels else label
            button = KeyButton("", word, self._theme, self._type)
            button.setChecked(number == chosen)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, label=label: self._guard(lambda: self._choose(label)))
            self._label_flow.addWidget(button)
        self._labels.setVisible(bool(offered))

    def _choose(self, label: str) -> None:
        self._chosen = -1
        self._enter(label)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim every plain key while the letters decide, so that none runs a command of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._mode is _Mode.LETTERS
            and not event.modifiers() & ~_PLAIN
            and event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_F6)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide."""
        deed = None
        if self._mode is _Mode.LETTERS:
            deed = self._deeds.get(QKeySequence(event.keyCombination()).toString())
        if deed is None:
            super().keyPressEvent(event)
        else:
            self._guard(deed)


def _place(side: Side) -> str:
    return f"{side.title}, {side.locator}" if side.locator else f"{side.title}: {side.text}"


def _suggestion(judgement: Judgement, relation: Relation | None) -> str:
    said = "program: not read yet" if relation is None else f"program: {SHAPES[relation]} {relation.value}"
    if judgement.dismissed is not None:
        said += " (dismissed)"
    if judgement.verdict is None:
        return said
    return f"{said}   ·   you: {VERDICT_SHAPES[judgement.verdict]} {judgement.verdict.value}"
