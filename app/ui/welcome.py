"""What an empty window says: three lines and two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import SERIF, Type


class Welcome(QWidget):
    """Shown where nothing is open."""

    folderWanted = Signal()  # noqa: N815 - Qt's naming
    samplesWanted = Signal()  # noqa: N815 - Qt's naming

    def __init__(self, type_: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel("Read one document beside what the others say.")
        self._lines = [
            QLabel("Open a folder of documents about the same matter, or drop files here."),
            QLabel("Walk through one with j and k; the closest passages of the others stand beside it."),
            QLabel("Nothing leaves this machine. Press ? for all keys."),
        ]
        folder = QPushButton("Open a folder   Ctrl O")
        folder.setDefault(True)
        folder.clicked.connect(self.folderWanted)
        samples = QPushButton("Open the sample documents")
        samples.clicked.connect(self.samplesWanted)
        buttons = QHBoxLayout()
        buttons.addWidget(folder)
        buttons.addWidget(samples)
        buttons.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(self._title)
        for line in self._lines:
            line.setProperty("role", "lead")
            line.setWordWrap(True)
            inner.addWidget(line)
        inner.addSpacing(14)
        inner.addLayout(buttons)
        frame = QWidget()
        frame.setLayout(inner)
        frame.setMaximumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 120)
        column.addStretch(1)
        column.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.dress(type_)

    def dress(self, type_: Type) -> None:
        """Take on a zoom."""
        self._title.setStyleSheet(f'font-family: "{SERIF}"; font-weight: 600; font-size: {type_.px(22)}px;')
