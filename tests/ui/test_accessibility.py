"""What a screen reader meets: a name and a role on everything that takes keys, in every view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.settings import Settings
from app.ui.theme import MAX_ZOOM
from app.ui.views import View
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver, WindowMaker


def reached(driver: Driver) -> list[QWidget]:
    """The visible widgets that can have the focus, in the dialog where one is on show."""
    top = driver.dialog or driver.window
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def nameless(driver: Driver) -> list[str]:
    """What takes keys without saying what it is."""
    found = []
    for widget in reached(driver):
        interface = QAccessible.queryAccessibleInterface(widget)
        name, role = interface.text(QAccessible.Text.Name), interface.role()
        is_group = role is QAccessible.Role.Client and interface.childCount() > 0
        if not name.strip() or (role in (QAccessible.Role.NoRole, QAccessible.Role.Client) and not is_group):
            found.append(f"{widget!r} {name!r} {role}")
    return found


@pytest.mark.parametrize("key", ["", "Return", "C", "M", "O", "Ctrl+F", "Ctrl+K", "?", "F1", "D", "I", "T"])
def test_everything_that_takes_keys_says_what_it_is(corpus: Driver, key: str) -> None:
    corpus.press("J", *([key] if key else []))
    assert reached(corpus)
    assert nameless(corpus) == []


def test_the_welcome_page_says_what_it_offers(empty: Driver) -> None:
    assert reached(empty)
    assert nameless(empty) == []


def test_rows_are_read_out_whole(corpus: Driver) -> None:
    corpus.press("J")
    for view in (corpus.window.sources_view, corpus.window.reader_view, corpus.window.matches_view):
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        told = [
            model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
        ]
        assert told
        assert all(told), view


def test_tab_reaches_every_pane_and_the_focus_is_seen(corpus: Driver) -> None:
    window = corpus.window
    panes = {window.sources_view, window.reader_view, window.matches_view}
    met = set()
    for _ in range(30):
        corpus.press("Tab")
        met.add(corpus.focus)
    assert panes <= met
    for pane in panes:
        window.reader_view.setFocus() if pane is not window.reader_view else window.sources_view.setFocus()
        before = pane.grab().toImage()
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        assert pane.grab().toImage() != before, pane


def test_at_the_largest_zoom_on_a_small_screen_nothing_is_cut(
    make_window: WindowMaker, folder: FolderMaker
) -> None:
    driver = make_window(Settings(theme="light", zoom=MAX_ZOOM))
    driver.window.resize(1280, 720)
    driver.open(
        folder(
            {
                "one.txt": "The bakers asked for flour in spring.",
                "two.txt": "In spring bakers asked for flour.",
            }
        )
    )
    for key, view in (("J", View.READING), ("C", View.COMPARING), ("C", View.READING), ("M", View.MAP)):
        driver.press(key)
        assert driver.window.view is view
        for widget in reached(driver):
            assert widget.width() > 0, widget
            corner = widget.mapTo(driver.window, widget.rect().bottomRight())
            assert driver.window.rect().contains(corner), (view, widget)


def test_text_from_right_to_left_is_shown_and_walked(make_window: WindowMaker, folder: FolderMaker) -> None:
    arabic = "اجتمع مجلس المدينة ثلاث مرات للحديث عن ثمن الخبز في الشتاء."
    driver = make_window()
    driver.open(folder({"one.txt": arabic, "two.txt": f"{arabic}\n\nThe council met three times."}))
    assert driver.text == arabic
    assert driver.matches
    driver.press("C")
    assert driver.window.view is View.COMPARING
