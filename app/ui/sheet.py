"""Sheets of text over the window: all keys, files not read, about."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.ui.action import Action, Context, shown_key
from app.ui.theme import MONO, Theme, Type


class Sheet(QDialog):
    """A titled text to read; Esc or Enter closes it.

    Args:
        parent: The window it stands over.
        type_: The zoom.
        title: Its heading.
        html: Its text in Qt's subset of HTML.
    """

    def __init__(self, parent: QWidget, type_: Type, title: str, html: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        heading.setStyleSheet(f"font-size: {type_.px(17)}px;")
        text = QTextBrowser()
        text.setAccessibleName(title)
        text.setOpenLinks(False)
        text.setHtml(html)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(text, 1)
        column.addLayout(foot)
        self.resize(min(type_.px(760), parent.width() - 40), min(type_.px(600), parent.height() - 60))


def keys_html(actions: Sequence[Action], theme: Theme, type_: Type) -> str:
    """The key sheet: every action that has a key, by menu, in two columns."""
    cells = []
    for menu, group in groupby(actions, key=lambda action: action.menu):
        lines = "".join(_key_row(action, theme, type_) for action in _without_digits(list(group)))
        name = menu.value.replace("&", "")
        cells.append(
            f'<p style="color:{theme.faint}; font-size:{type_.px(11)}px"><b>{name.upper()}</b></p>'
            f'<table cellspacing="3" cellpadding="2">{lines}</table>'
        )
    left, right = cells[:2], cells[2:]
    return (
        '<table width="100%"><tr>'
        f'<td width="50%" valign="top">{"".join(left)}</td>'
        f'<td width="50%" valign="top">{"".join(right)}</td></tr></table>'
    )


def _without_digits(actions: list[Action]) -> list[tuple[tuple[str, ...], str]]:
    """Keys and title of each action with a key; the nine matches are one line."""
    lines: list[tuple[tuple[str, ...], str]] = []
    for action in actions:
        if action.id.startswith("go.match-"):
            if action.id == "go.match-1":
                lines.append((("1 – 9",), "Open a match in its own source"))
        elif action.keys:
            is_plain = action.context in (Context.WINDOW, Context.READING)
            where = "" if is_plain else f" ({action.context.value})"
            lines.append((tuple(shown_key(key) for key in action.keys), action.title.rstrip("…") + where))
    return lines


def _key_row(line: tuple[tuple[str, ...], str], theme: Theme, type_: Type) -> str:
    keys, title = line
    caps = " ".join(
        f"<span style=\"font-family:'{MONO}'; font-size:{type_.px(12)}px; "
        f'color:{theme.ink}; background-color:{theme.selection}">&nbsp;{escape(key)}&nbsp;</span>'
        for key in keys
    )
    return f'<tr><td align="right" width="{type_.px(130)}">{caps}</td><td>{escape(title)}</td></tr>'


def skipped_html(skipped: Sequence[tuple[str, str]], theme: Theme) -> str:
    """The files that were not read, each with its reason."""
    if not skipped:
        return "<p>Every file was read.</p>"
    return "".join(
        f'<p><b>{escape(path)}</b><br><span style="color:{theme.soft}">{escape(reason)}</span></p>'
        for path, reason in skipped
    )
