"""The dialog that changes keys: a ready keymap to start from, and for each action keys of one's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import CounterpointError
from app.ui.action import Action, shown_key
from app.ui.bindings import Bindings
from app.ui.chooser import CHOICE_ROLE, Choice, ChoiceDelegate
from app.ui.keymap import READY, Keymap
from app.ui.labels import label
from app.ui.theme import Theme, Type

MOST_STROKES = 2
_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
}
HELP = "Enter: change a key. Delete: the ready keymap's key again. Esc: done."


class KeyCatcher(QLabel):
    """Takes the keys that are pressed: Enter keeps them, Backspace takes all away, Esc leaves."""

    caught = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("New keys")
        self._strokes: list[str] = []

    def start(self) -> None:
        """Wait for keys."""
        self._strokes = []
        self._show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a stroke."""
        key = Qt.Key(event.key())
        is_bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if key in _MODIFIERS:
            return
        if is_bare and key == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_bare and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.caught.emit(", ".join(self._strokes))
        elif is_bare and key == Qt.Key.Key_Backspace:
            self._strokes = []
            self._show()
        elif len(self._strokes) < MOST_STROKES:
            self._strokes.append(_stroke(event))
            self._show()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002 - Qt's signature
        """Tab is a key like the others here."""
        return False

    def _show(self) -> None:
        shown = " ".join(shown_key(stroke) for stroke in self._strokes) or "no key"
        self.setText(f"{shown}   (Enter keeps it, Backspace takes it away, Esc leaves all as it was)")


def _stroke(event: QKeyEvent) -> str:
    """Qt's portable name of what was pressed; a sign that needs Shift is named by itself."""
    typed = event.text()
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    if plain and typed.isprintable() and typed.strip() and not typed.isalpha():
        return QKeySequence(typed).toString()
    return QKeySequence(event.keyCombination()).toString()


class KeysDialog(QDialog):
    """Lists the actions with their keys; what is changed works at once.

    Args:
        parent: The window it stands over.
        bindings: The actions with their present keys.
        keymap: The present keymap.
        use: Takes a changed keymap; raises CounterpointError where it cannot be used.
        look: The colours and the zoom.
    """

    def __init__(
        self,
        parent: QWidget,
        bindings: Bindings,
        keymap: Keymap,
        use: Callable[[Keymap], None],
        look: tuple[Theme, Type],
    ) -> None:
        super().__init__(parent)
        theme, type_ = look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Change keys")
        self._bindings, self._keymap, self._use = bindings, keymap, use
        self._changing: Action | None = None
        self._base = QComboBox()
        self._base.setAccessibleName("Ready keymap")
        for name, told in READY.items():
            self._base.addItem(f"{name}: {told}", name)
        self._base.setCurrentIndex(list(READY).index(keymap.base))
        self._reset = QPushButton("All as the ready keymap has them")
        self._line = QLineEdit()
        self._line.setPlaceholderText("Type to find an action")
        self._line.setAccessibleName("Find an action")
        self._list = QListWidget()
        self._list.setAccessibleName("Actions and their keys")
        self._list.setItemDelegate(ChoiceDelegate(self._list, theme, type_))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._catcher = KeyCatcher()
        self._catcher.hide()
        self._told = label(HELP, "soft")
        self._told.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._base, 1)
        head.addWidget(self._reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        for widget in (self._line, self._list, self._catcher, self._told):
            column.addWidget(widget)
        self._base.activated.connect(
            lambda _: self._try(Keymap(str(self._base.currentData()), self._keymap.own))
        )
        self._reset.clicked.connect(lambda: self._try(Keymap(self._keymap.base)))
        self._reset.setAutoDefault(False)
        self._line.textChanged.connect(self._fill)
        self._list.itemActivated.connect(self._change)
        self._catcher.caught.connect(self._on_caught)
        self._catcher.left.connect(self._stop)
        self._fill()
        self._line.setFocus()
        self.resize(min(type_.px(640), parent.width() - 40), min(type_.px(560), parent.height() - 60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the line to the list; Delete gives an action its ready key again."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._line.hasFocus():
            self._list.setFocus()
        elif key == Qt.Key.Key_Delete and self._list.hasFocus() and self._list.currentItem() is not None:
            self._try(self._keymap.without(self._action_of(self._list.currentItem()).id))
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        row = max(0, self._list.currentRow())
        wanted = self._line.text().casefold().split()
        self._list.clear()
        for action in self._bindings.actions:
            told = f"{action.title.rstrip('…')} ({action.context.value})"
            if all(word in told.casefold() for word in wanted):
                keys = tuple(shown_key(key) for key in action.keys)
                item = QListWidgetItem(f"{told}: {', '.join(keys) or 'no key'}")
                item.setData(CHOICE_ROLE, Choice(told, keys, lambda: None))
                item.setData(Qt.ItemDataRole.UserRole, action.id)
                self._list.addItem(item)
        self._list.setCurrentRow(min(row, self._list.count() - 1))

    def _action_of(self, item: QListWidgetItem) -> Action:
        wanted = item.data(Qt.ItemDataRole.UserRole)
        return next(action for action in self._bindings.actions if action.id == wanted)

    def _change(self, item: QListWidgetItem) -> None:
        self._changing = self._action_of(item)
        self._told.setText(f"Press the keys for “{self._changing.title.rstrip('…')}”.")
        self._catcher.show()
        self._catcher.start()

    def _on_caught(self, key: str) -> None:
        if self._changing is not None:
            self._try(self._keymap.with_keys(self._changing.id, (key,) if key else ()))
        self._stop(keep_told=True)

    def _stop(self, *, keep_told: bool = False) -> None:
        self._changing = None
        self._catcher.hide()
        self._list.setFocus()
        if not keep_told:
            self._told.setText(HELP)

    def _try(self, keymap: Keymap) -> None:
        """Use a keymap, or say why it cannot be used."""
        try:
            self._use(keymap)
        except CounterpointError as error:
            self._told.setText(f"Not changed. {error}")
            self._base.setCurrentIndex(list(READY).index(self._keymap.base))
            return
        self._keymap = keymap
        self._told.setText("Changed.")
        self._fill()
