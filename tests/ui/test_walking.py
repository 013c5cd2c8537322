"""Reading by keys: passages, sources, matches, panes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.reading.document import Kind
from app.ui.reader_model import RowKind
from tests.conftest import FolderMaker
from tests.ui.conftest import Driver

REVIEW = "Press Review: Two Summits, Many Voices"


@pytest.mark.parametrize(("onward", "back"), [("J", "K"), ("Down", "Up")])
def test_keys_walk_through_the_passages(corpus: Driver, onward: str, back: str) -> None:
    first, matches = corpus.text, corpus.matches
    corpus.press(onward)
    second = corpus.text
    assert second != first
    assert corpus.matches != matches
    corpus.press(onward)
    assert corpus.text not in (first, second)
    corpus.press(back, back)
    assert corpus.text == first
    assert corpus.matches == matches
    corpus.press(back)
    assert corpus.text == first, "the first passage is the end"


def test_the_selection_is_what_the_reader_draws_and_is_in_sight(corpus: Driver) -> None:
    view = corpus.window.reader_view
    bar = view.verticalScrollBar()
    for _ in range(8):
        corpus.press("J")
        index, room = view.currentIndex(), view.viewport().height()
        assert index.data() == corpus.text
        rect = view.visualRect(index)
        assert view.viewport().rect().contains(rect)
        assert rect.bottom() + 40 < room or bar.value() == bar.maximum(), "a line after it can be read too"


def test_walking_meets_only_what_is_matched_and_all_of_it(corpus: Driver) -> None:
    shown = [row.text for row in corpus.reading.reader.rows if row.passage and row.passage.kind.is_matched]
    met = [corpus.text]
    for _ in range(len(shown) + 3):
        corpus.press("J")
        if corpus.text != met[-1]:
            met.append(corpus.text)
    assert met == shown


def test_home_and_end(corpus: Driver) -> None:
    first = corpus.text
    corpus.press("End")
    last = corpus.text
    corpus.press("J")
    assert corpus.text == last != first
    corpus.press("Home")
    assert corpus.text == first
    corpus.press("Shift+G")
    assert corpus.text == last
    corpus.press("G, G")
    assert corpus.text == first


def test_capital_j_and_k_walk_through_the_sources_and_round(corpus: Driver) -> None:
    titles = [row.title for row in corpus.reading.sources.rows if row.section is None]
    met = [corpus.title]
    for _ in titles:
        corpus.press("Shift+J")
        met.append(corpus.title)
    assert met == [*titles, titles[0]]
    corpus.press("Shift+K")
    assert corpus.title == titles[-1]


def test_a_source_with_nothing_to_match_is_read_beside_no_matches(empty: Driver, folder: FolderMaker) -> None:
    ice = "Ice closed the harbour in January."
    empty.open(folder({"a.txt": "The harbour froze in January.", "b.txt": ice, "c.md": "# Just a title\n"}))
    empty.press("Shift+J", "Shift+J")
    assert empty.title == "Just a title"
    assert empty.text == ""
    assert empty.matches == ()
    assert [row.title for row in empty.reading.sources.rows if row.is_current] == ["Just a title"]
    empty.press("J", "1", "Ctrl+C", "Shift+K")
    assert empty.text == ice


def test_a_source_remembers_where_it_was_read(corpus: Driver) -> None:
    corpus.press("J", "J", "J")
    text = corpus.text
    corpus.press("Shift+J", "J", "Shift+K")
    assert corpus.text == text


@pytest.mark.parametrize("number", range(1, 10))
def test_a_digit_opens_that_match_in_its_own_source(corpus: Driver, number: int) -> None:
    match = corpus.matches[number - 1]
    corpus.press(str(number))
    assert corpus.text == match.passage.text
    assert corpus.title == match.source.title
    assert corpus.window.reader_view.currentIndex().data() == match.passage.text


def test_back_and_forward_along_the_trail(corpus: Driver) -> None:
    corpus.press("J")
    start = corpus.text
    corpus.press("1")
    middle = corpus.text
    texts = [match.passage.text for match in corpus.matches]
    corpus.press(str(1 + next(row for row, text in enumerate(texts) if text != start)))
    end = corpus.text
    assert len({start, middle, end}) == 3
    corpus.press("Alt+Left")
    assert corpus.text == middle
    corpus.press("Alt+Left")
    assert corpus.text == start
    corpus.press("Alt+Left")
    assert corpus.text == start
    corpus.press("Alt+Right", "Alt+Right", "Alt+Right")
    assert corpus.text == end
    corpus.press("Alt+Left", "Alt+Left", "3")
    other = corpus.text
    corpus.press("Alt+Right")
    assert corpus.text == other, "a new way forgets the old one"


def test_f6_goes_round_the_panes_both_ways(corpus: Driver) -> None:
    window = corpus.window
    ring = [window.reader_view, window.matches_view, window.sources_view, window.reader_view]
    assert corpus.focus is ring[0]
    for pane in ring[1:]:
        corpus.press("F6")
        assert corpus.focus is pane
    for pane in reversed(ring[:-1]):
        corpus.press("Shift+F6")
        assert corpus.focus is pane


def test_tab_reaches_every_pane(corpus: Driver) -> None:
    met = set()
    for _ in range(8):
        corpus.press("Tab")
        met.add(corpus.focus)
    window = corpus.window
    assert {window.reader_view, window.matches_view, window.sources_view} <= met


def test_arrows_in_the_matches_choose_a_card_and_ctrl_enter_opens_it(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("F6", "Down", "Down")
    assert corpus.text == text, "the passage stays while the cards are walked through"
    row = corpus.window.matches_view.currentIndex().row()
    assert row == 2
    match = corpus.matches[row]
    corpus.press("Ctrl+Return")
    assert corpus.text == match.passage.text


def test_ctrl_enter_in_the_text_opens_the_first_match(corpus: Driver) -> None:
    match = corpus.matches[0]
    corpus.press("Ctrl+Return")
    assert corpus.text == match.passage.text


def test_arrows_in_the_sources_choose_one_and_enter_reads_it(corpus: Driver) -> None:
    corpus.press("Shift+F6", "Down", "Return")
    assert corpus.focus is corpus.window.sources_view
    assert corpus.title == corpus.reading.sources.rows[1].title != ""


def test_a_section_opens_at_its_first_passage(corpus: Driver) -> None:
    while corpus.title != REVIEW:
        corpus.press("Shift+J")
    (row,) = (
        number for number, row in enumerate(corpus.reading.sources.rows) if row.title == "The Hospital Bill"
    )
    view = corpus.window.sources_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, 0))
    corpus.press("Return")
    assert corpus.text.startswith("Officials in Beijing like their government to be measured")
    assert corpus.reading.sources.rows[row].is_current


def test_letters_are_commands_in_every_pane(corpus: Driver) -> None:
    for _ in range(3):
        corpus.press("F6")
        before = corpus.text
        corpus.press("J")
        assert corpus.text != before


def test_f_folds_furniture_and_shows_it(corpus: Driver) -> None:
    def kinds() -> list[RowKind]:
        return [row.kind for row in corpus.reading.reader.rows]

    text = corpus.text
    assert RowKind.FOLD in kinds()
    assert RowKind.FURNITURE not in kinds()
    corpus.press("F")
    assert RowKind.FOLD not in kinds()
    shown = [row.text for row in corpus.reading.reader.rows if row.kind is RowKind.FURNITURE]
    assert any("meridian-review.example" in line for line in shown)
    assert corpus.text == text
    assert corpus.window.reader_view.currentIndex().data() == text
    corpus.press("F")
    assert RowKind.FURNITURE not in kinds()


def test_s_lets_the_articles_of_a_collection_meet(corpus: Driver) -> None:
    while corpus.title != REVIEW:
        corpus.press("Shift+J")

    def meetings() -> set[tuple[str, str]]:
        """Which article meets which, over all passages of the collection."""
        corpus.press("Home")
        found, text = set(), ""
        while corpus.text != text:
            text, passage = corpus.text, corpus.reading.passage
            assert passage is not None
            found |= {
                (passage.section_title, match.passage.section_title)
                for match in corpus.matches
                if match.source.title == REVIEW
            }
            corpus.press("J")
        return found

    assert not meetings()
    corpus.press("S")
    assert meetings()
    assert all(one != other for one, other in meetings())
    assert any("sections apart" in row.detail for row in corpus.reading.sources.rows)
    corpus.press("S")
    assert not meetings()


def test_ctrl_c_copies_the_passage_with_its_place(corpus: Driver) -> None:
    corpus.press("J", "Ctrl+C")
    copied = QApplication.clipboard().text()
    passage = corpus.reading.passage
    assert passage is not None
    words, told = copied.split("\n")
    assert words == f"“{passage.text}”"
    for part in (corpus.title, passage.locator, "01-ambassadors-op-ed.txt", "Viktor Saranin", "Lu Wenbo"):
        assert part in told


def test_ctrl_c_in_the_matches_copies_the_match_in_focus(corpus: Driver) -> None:
    corpus.press("F6", "Down", "Ctrl+C")
    match = corpus.matches[1]
    copied = QApplication.clipboard().text()
    assert match.passage.text in copied
    assert match.source.path.name in copied
    assert match.passage.locator in copied


def test_a_passage_with_a_vector_always_has_its_own_text_left_out(corpus: Driver) -> None:
    passage = corpus.reading.passage
    assert passage is not None
    assert passage.kind is Kind.PARAGRAPH
    assert passage.id not in {match.passage.id for match in corpus.matches}
