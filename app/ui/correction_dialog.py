"""A small dialog in which the analyst says what a source is, where its file does not or is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Type
from app.workspace.corrections import Correction

FIELDS = (("title", "Title"), ("author", "Author"), ("date", "Date"), ("party", "Speaks for"))


class CorrectionDialog(QDialog):
    """Title, author, date, speaking party; Enter keeps them, Esc leaves all as it was.

    Args:
        parent: The window.
        read: What the file says.
        known: What was corrected before.
        type_: The zoom.
    """

    corrected = Signal(object)

    def __init__(self, parent: QWidget, read: Correction, known: Correction, type_: Type) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What this source is")
        self._read = read
        form = QFormLayout()
        form.setSpacing(type_.px(9))
        self._lines: dict[str, QLineEdit] = {}
        for name, word in FIELDS:
            line = QLineEdit(_shown(read, known, name))
            line.setAccessibleName(word)
            line.setPlaceholderText(getattr(read, name) or "not known")
            line.setMinimumWidth(type_.px(380))
            self._lines[name] = line
            form.addRow(word, line)
        told = QLabel("Your words are kept when the file is read again; the file itself is never changed.")
        told.setProperty("role", "soft")
        told.setWordWrap(True)
        reset = QPushButton("As the file says")
        reset.clicked.connect(self._reset)
        keep = QPushButton("Keep")
        keep.setDefault(True)
        keep.clicked.connect(self._keep)
        foot = QHBoxLayout()
        foot.addWidget(reset)
        foot.addStretch(1)
        foot.addWidget(keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(told)
        column.addLayout(foot)
        self._lines["title"].selectAll()

    def _reset(self) -> None:
        for name, line in self._lines.items():
            line.setText(getattr(self._read, name) or "")

    def _keep(self) -> None:
        said = {name: " ".join(line.text().split()) for name, line in self._lines.items()}
        said["title"] = said["title"] or self._read.title or ""  # a source is never without a title
        self.accept()
        self.corrected.emit(
            Correction(**{name: _correction(text, getattr(self._read, name)) for name, text in said.items()})
        )


def _shown(read: Correction, known: Correction, name: str) -> str:
    corrected: str | None = getattr(known, name)
    return (getattr(read, name) or "") if corrected is None else corrected


def _correction(text: str, read: str | None) -> str | None:
    """What was typed, or None where it is what the file says."""
    return None if text == " ".join((read or "").split()) else text
