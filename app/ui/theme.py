"""The look: colours of both themes, bundled fonts, sizes that follow the zoom, and the style sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from app import paths
from app.relations.relation import Relation

SERIF = "Noto Serif"
SANS = "Inter"
MONO = "Noto Mono"
MIN_ZOOM, MAX_ZOOM = 60, 200


@dataclass(frozen=True, slots=True)
class Tint:
    """The colour of a relation on its background."""

    ink: str
    paper: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, all as `#rrggbb`."""

    name: str
    background: str
    pane: str
    ink: str
    soft: str
    faint: str
    line: str
    selection: str
    accent: str
    mark: str
    contradicts: Tint
    agrees: Tint
    repeats: Tint
    related: Tint

    def tint(self, relation: Relation) -> Tint:
        """The colours of a relation."""
        tints = {
            Relation.CONTRADICTS: self.contradicts,
            Relation.AGREES: self.agrees,
            Relation.REPEATS: self.repeats,
            Relation.RELATED: self.related,
        }
        return tints[relation]


LIGHT = Theme(
    name="light",
    background="#f6f5f2",
    pane="#fffefb",
    ink="#1d1f23",
    soft="#5c6068",
    faint="#676b73",
    line="#e4e1da",
    selection="#eef1fb",
    accent="#3b4cca",
    mark="#fff0b8",
    contradicts=Tint("#b3261e", "#fbe9e6"),
    agrees=Tint("#0b6e62", "#e3f3ef"),
    repeats=Tint("#6a5a00", "#f5eecb"),
    related=Tint("#4b5563", "#eceef1"),
)
DARK = Theme(
    name="dark",
    background="#16181c",
    pane="#1d2025",
    ink="#e8e6e1",
    soft="#a9adb5",
    faint="#969ba4",
    line="#2d3138",
    selection="#252b45",
    accent="#8ea0ff",
    mark="#5a4a10",
    contradicts=Tint("#ff8a7a", "#3a1d1a"),
    agrees=Tint("#5fd0bf", "#17322e"),
    repeats=Tint("#e2c85a", "#332d12"),
    related=Tint("#b3bac4", "#2a2e35"),
)

NO_COUNTERPART_SHAPE = "–"
BOOKMARK_SHAPE = "⚑"


def load_fonts() -> None:
    """Register the bundled fonts with Qt, so that all machines look alike."""
    for path in sorted(paths.resource("fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))


class Type:
    """Fonts and distances at a zoom in percent: everything drawn asks here for its size."""

    def __init__(self, zoom: int) -> None:
        self.zoom = max(MIN_ZOOM, min(MAX_ZOOM, zoom))

    def px(self, size: float) -> int:
        """A size in pixels, scaled."""
        return max(1, round(size * self.zoom / 100))

    def serif(self, size: float, *, bold: bool = False, italic: bool = False) -> QFont:
        """The font of texts."""
        return self._font(SERIF, size, QFont.Weight.Bold if bold else QFont.Weight.Normal, italic=italic)

    def sans(self, size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of everything around texts."""
        return self._font(SANS, size, weight)

    def mono(self, size: float) -> QFont:
        """The font of key caps."""
        return self._font(MONO, size, QFont.Weight.Normal)

    def _font(self, family: str, size: float, weight: QFont.Weight, *, italic: bool = False) -> QFont:
        font = QFont(family)
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        font.setItalic(italic)
        return font


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for whatever the style sheet leaves to Qt."""
    colours = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.background),
        (role.WindowText, theme.ink),
        (role.Base, theme.pane),
        (role.AlternateBase, theme.background),
        (role.Text, theme.ink),
        (role.PlaceholderText, theme.faint),
        (role.Button, theme.background),
        (role.ButtonText, theme.ink),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.pane),
        (role.ToolTipBase, theme.pane),
        (role.ToolTipText, theme.ink),
        (role.Link, theme.accent),
    ):
        colours.setColor(which, QColor(colour))
    return colours


def style_sheet(theme: Theme, type_: Type) -> str:
    """The style sheet of the whole window."""
    px = type_.px
    return f"""
* {{ font-family: "{SANS}"; font-size: {px(13)}px; }}
QMainWindow, QDialog, #sources, #matches, #topBar, #footBar {{
    background: {theme.background}; color: {theme.ink}; }}
#topBar {{ border-bottom: 1px solid {theme.line}; }}
#footBar {{ border-top: 1px solid {theme.line}; }}
#strip {{ background: {theme.pane}; border-top: 2px solid {theme.accent}; }}
#footBar QLabel {{ color: {theme.soft}; font-size: {px(12)}px; }}
#compare, #map {{ background: {theme.pane}; }}
#footBar #offer {{ background: transparent; border: none; color: {theme.accent}; font-size: {px(12)}px;
    padding: 0; }}
#reader {{ background: {theme.pane}; border-left: 1px solid {theme.line};
    border-right: 1px solid {theme.line}; }}
QLabel {{ color: {theme.ink}; background: transparent; }}
QLabel[role="caption"] {{ color: {theme.faint}; font-size: {px(11)}px; }}
QLabel[role="soft"] {{ color: {theme.soft}; font-size: {px(12)}px; }}
QLabel[role="title"] {{ font-weight: 600; }}
QListView {{ background: transparent; border: none; outline: none; color: {theme.ink}; }}
QListView::item {{ border: none; }}
QMenuBar {{ background: transparent; color: {theme.soft}; spacing: 0; }}
QMenuBar::item {{ padding: {px(4)}px {px(8)}px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {theme.selection}; color: {theme.ink}; }}
QMenu {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line}; padding: 5px; }}
QMenu::item {{ padding: {px(5)}px {px(26)}px {px(5)}px {px(12)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.selection}; color: {theme.ink}; }}
QMenu::item:disabled {{ color: {theme.faint}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
QLineEdit {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line}; border-radius: 8px;
    padding: {px(5)}px {px(11)}px; selection-background-color: {theme.accent};
    selection-color: {theme.pane}; }}
QLineEdit:focus {{ border: 2px solid {theme.accent}; padding: {px(5) - 1}px {px(11) - 1}px; }}
QPushButton {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line};
    border-radius: 7px; padding: {px(5)}px {px(14)}px; }}
QPushButton:hover {{ background: {theme.selection}; }}
QPushButton:focus {{ border: 2px solid {theme.accent}; padding: {px(5) - 1}px {px(14) - 1}px; }}
QPushButton:default {{ background: {theme.accent}; color: {theme.pane}; border-color: {theme.accent}; }}
QPushButton[role="chip"] {{ background: transparent; color: {theme.soft}; font-size: {px(12)}px;
    border-radius: {px(9)}px; padding: {px(2)}px {px(10)}px; }}
QPushButton[role="chip"]:checked {{
    background: {theme.ink}; color: {theme.pane}; border-color: {theme.ink}; }}
QPushButton[role="chip"]:focus {{ border: 2px solid {theme.accent}; padding: {px(2) - 1}px {px(10) - 1}px; }}
QProgressBar {{ background: {theme.line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 2px; }}
QTableView {{ background: transparent; border: none; outline: none; }}
QTableCornerButton::section {{ background: transparent; border: none; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; border: none; color: {theme.soft};
    font-size: {px(12)}px; padding: 0 {px(6)}px; }}
QSplitter::handle {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {theme.line}; border-radius: {px(3)}px; min-height: 30px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {theme.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; height: 0; width: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
QScrollBar::handle:horizontal {{
    background: {theme.line}; border-radius: {px(3)}px; min-width: 30px; margin: 2px; }}
QScrollBar::handle:horizontal:hover {{ background: {theme.faint}; }}
QToolTip {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line}; padding: 4px; }}
QTextBrowser {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line};
    border-radius: 8px; }}
"""
