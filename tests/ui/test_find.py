"""Finding words in the source being read."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from tests.ui.conftest import Driver


def count(corpus: Driver) -> str:
    return corpus.window.find_bar.findChildren(QLabel)[-1].text()


def holding(corpus: Driver, word: str) -> list[str]:
    return [
        row.text for row in corpus.reading.reader.rows if row.is_selectable and word in row.text.casefold()
    ]


def test_enter_and_shift_enter_go_through_the_passages_and_esc_closes(corpus: Driver) -> None:
    wanted = holding(corpus, "china")
    assert len(wanted) > 2
    corpus.press("Ctrl+F")
    assert isinstance(corpus.focus, QLineEdit)
    corpus.type("China")
    assert count(corpus) == f"{len(wanted)} passages"
    met = []
    for _ in wanted:
        corpus.press("Return")
        met.append(corpus.text)
    assert met == wanted
    corpus.press("Return")
    assert corpus.text == wanted[0], "round the end"
    corpus.press("Shift+Return")
    assert corpus.text == wanted[-1]
    corpus.press("Escape")
    assert not corpus.window.find_bar.isVisible()
    assert corpus.window.reader_view.hasFocus()
    assert corpus.text == wanted[-1]


def test_letters_typed_into_it_are_letters(corpus: Driver) -> None:
    text, rows = corpus.text, corpus.reading.reader.rows
    corpus.press("Ctrl+F")
    corpus.type("jk JK fs 12 gg ?")
    assert isinstance(corpus.focus, QLineEdit)
    assert corpus.focus.text() == "jk JK fs 12 gg ?"
    assert corpus.text == text
    assert corpus.reading.reader.rows == rows
    assert corpus.dialog is None
    assert count(corpus) == "not found"


def test_f3_goes_on_from_the_text(corpus: Driver) -> None:
    wanted = holding(corpus, "russia")
    assert len(wanted) > 1
    corpus.press("Ctrl+F")
    corpus.type("russia")
    corpus.press("F3", "F3")
    assert corpus.text == wanted[1]
    corpus.press("Shift+F3")
    assert corpus.text == wanted[0]


def test_ctrl_f_again_keeps_the_word_and_selects_it(corpus: Driver) -> None:
    corpus.press("Ctrl+F")
    corpus.type("russia")
    corpus.press("Escape", "Ctrl+F")
    assert isinstance(corpus.focus, QLineEdit)
    assert corpus.focus.selectedText() == "russia"


def test_it_looks_in_the_source_that_is_read_now(corpus: Driver) -> None:
    corpus.press("Ctrl+F")
    corpus.type("soybeans")
    assert count(corpus) == "not found"
    corpus.press("Escape")
    while corpus.title != "Press Review: Two Summits, Many Voices":
        corpus.press("Shift+J")
    corpus.press("F3")
    assert "soybeans" in corpus.text
