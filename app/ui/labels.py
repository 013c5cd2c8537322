"""Labels in the roles that the style sheet knows."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel


def label(text: str, role: str) -> QLabel:
    """A label in one of the style sheet's roles."""
    made = QLabel(text)
    made.setProperty("role", role)
    return made
