"""Zoom, themes, and that both are kept; colours that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from app import paths
from app.relations.relation import Relation
from app.reports.shapes import SHAPES
from app.settings import Settings
from app.ui import drawing
from app.ui.theme import DARK, LIGHT, MAX_ZOOM, MIN_ZOOM, Theme, Type, palette
from tests.ui.conftest import Driver, WindowMaker

LEGIBLE = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    shade = QColor(colour)
    red, green, blue = (linear(part) for part in (shade.redF(), shade.greenF(), shade.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts_on_grounds(theme: Theme) -> list[tuple[str, str, str]]:
    """What is written on what, as the views and the style sheet draw it."""
    told = {
        "ink": (theme.background, theme.pane, theme.selection, theme.mark),
        "soft": (theme.background, theme.pane, theme.selection),
        "faint": (theme.background, theme.pane, theme.selection),
        "accent": (theme.background, theme.pane),
        "pane": (theme.accent,),
    }
    pairs = [(name, getattr(theme, name), ground) for name, grounds in told.items() for ground in grounds]
    return pairs + [(kind.value, theme.tint(kind).ink, theme.tint(kind).paper) for kind in Relation]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_its_ground(theme: Theme) -> None:
    low = [
        (name, ground, round(contrast(colour, ground), 2))
        for name, colour, ground in texts_on_grounds(theme)
        if contrast(colour, ground) < LEGIBLE
    ]
    assert not low


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marked_words_are_in_ink_whatever_the_text_around_them(corpus: Driver, theme: Theme) -> None:
    differing = drawing.evidence_marks(theme, Relation.CONTRADICTS, (0, 9), [(2, 4)])[1]
    view = corpus.window.reader_view
    view.dress(theme, Type(100))
    view.mark("China")
    (found,) = view._delegate._find_marks("In China")
    for mark in (differing, found):
        assert mark.format.background().color().name() == theme.mark
        assert mark.format.foreground().color().name() == theme.ink


def test_a_relation_never_rests_on_its_colour_alone() -> None:
    assert len({SHAPES[relation] for relation in Relation}) == len(Relation)


def test_zoom_changes_the_text_and_is_kept(corpus: Driver) -> None:
    view = corpus.window.reader_view
    before = view.visualRect(view.currentIndex()).height()
    corpus.press("Ctrl++", "Ctrl+=", "Ctrl++")
    assert corpus.window.settings.zoom == 130
    corpus.wait(lambda: view.visualRect(view.currentIndex()).height() > before)
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert Settings.load(paths.config_folder()).zoom == 130
    corpus.press("Ctrl+-")
    assert corpus.window.settings.zoom == 120
    corpus.press("Ctrl+0")
    assert corpus.window.settings.zoom == 100
    corpus.wait(lambda: view.visualRect(view.currentIndex()).height() == before)


def test_zoom_stops_at_its_ends(corpus: Driver) -> None:
    corpus.press(*["Ctrl++"] * 15)
    assert corpus.window.settings.zoom == MAX_ZOOM
    corpus.press(*["Ctrl+-"] * 20)
    assert corpus.window.settings.zoom == MIN_ZOOM


def test_the_theme_changes_and_is_kept(corpus: Driver, make_window: WindowMaker) -> None:
    def ground(driver: Driver) -> str:
        view, window = driver.window.reader_view, driver.window
        place = view.viewport().mapTo(window, view.viewport().rect().bottomLeft())
        return window.grab().toImage().pixelColor(place.x() + 2, place.y() - 2).name()

    assert ground(corpus) == LIGHT.pane
    corpus.press("Ctrl+Shift+L")
    assert ground(corpus) == DARK.pane
    kept = Settings.load(paths.config_folder())
    assert kept.theme == "dark"
    corpus.press("Ctrl+Shift+L")
    assert ground(corpus) == LIGHT.pane

    again = make_window(kept)
    again.open(paths.sample_corpus() / "05-memo.md")
    assert ground(again) == DARK.pane


def test_the_palette_of_qt_follows_the_theme() -> None:
    for theme in (LIGHT, DARK):
        assert palette(theme).windowText().color().name() == theme.ink
        assert palette(theme).base().color().name() == theme.pane


def test_settings_that_cannot_be_kept_are_said_and_last_until_the_end(empty: Driver, home: Path) -> None:
    (home / "counterpoint").mkdir()
    (home / "counterpoint" / "config").write_text("in the way")
    empty.press("Ctrl++")
    assert empty.window.settings.zoom == 110
    assert empty.dialog is None
