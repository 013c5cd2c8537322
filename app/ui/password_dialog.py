"""Asks for the passwords of files, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.paths import shown_name
from app.ui.following import Following
from app.ui.theme import Type

KEPT = "It is kept until you quit, and stored nowhere."
WRONG = "That password does not fit. Try another one."


class PasswordDialog(QDialog):
    """A line to type the password in, unseen; Enter opens the file, Esc leaves it out.

    Args:
        parent: The window it stands over.
        type_: The zoom.
        path: The file.
        is_again: Whether another password was tried.
        answer: Is told what was typed; nothing where the file is to be left out.
    """

    def __init__(
        self, parent: QWidget, type_: Type, path: Path, *, is_again: bool, answer: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Password")
        heading = QLabel(f"“{shown_name(path.name)}” needs a password")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        heading.setProperty("role", "title")
        heading.setToolTip(shown_name(str(path)))
        told = QLabel(WRONG if is_again else KEPT)
        told.setProperty("role", "soft")
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setAccessibleName(f"Password of {shown_name(path.name)}")
        self._line.setAccessibleDescription(told.text())
        read = QPushButton("Read it")
        read.setDefault(True)
        read.clicked.connect(self.accept)
        leave = QPushButton("Leave it out")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(read)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(self._line)
        column.addWidget(told)
        column.addLayout(foot)
        self.setFixedWidth(min(type_.px(440), parent.width() - 40))
        self.finished.connect(lambda result: answer(self._line.text() if result else ""))
        self._line.setFocus()


class PasswordAsker:
    """Asks for one password after the other, over a window.

    Args:
        window: The window.
        following: Tells which files are locked.
        type_: The zoom, when it is asked.
        unlock: Takes the answer.
    """

    def __init__(
        self, window: QWidget, following: Following, type_: Callable[[], Type], unlock: Callable[[str], None]
    ) -> None:
        self._window, self._following, self._type, self._unlock = window, following, type_, unlock
        self._is_open = False
        following.locked.connect(self.ask)

    def ask(self) -> None:
        """Ask about the next file, if there is one and no other is asked about."""
        waiting = self._following.next_locked
        if waiting is None or self._is_open:
            return
        path, is_again = waiting
        self._is_open = True
        PasswordDialog(self._window, self._type(), path, is_again=is_again, answer=self._answer).open()

    def _answer(self, password: str) -> None:
        self._is_open = False
        self._unlock(password)
        self.ask()
