"""Asking, pinning, and showing one relation alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from app.reading.sentences import split_sentences
from app.workspace.workspace import Workspace
from tests.ui.conftest import LONG_PATIENCE, Driver

HEALTH = "How much of a rural patient's costs does health insurance pay back?"


def says(driver: Driver, words: str) -> bool:
    return any(words in label.text() for label in driver.window.findChildren(QLabel) if label.isVisible())


def is_asked(driver: Driver, text: str) -> bool:
    asked = driver.reading.matching.asked
    return asked is not None and asked.question.text == text


def ask(driver: Driver, question: str) -> None:
    driver.press("/")
    assert isinstance(driver.focus, QLineEdit)
    driver.type(question)
    before = driver.matches
    driver.press("Return")
    driver.wait(lambda: says(driver, "Closest to your question") and driver.matches != before, LONG_PATIENCE)


def test_a_question_is_answered_by_the_passages_closest_to_it(corpus: Driver) -> None:
    text, matches = corpus.text, corpus.matches
    ask(corpus, HEALTH)
    assert any("Rural patients" in match.passage.text for match in corpus.matches[:3])
    assert corpus.text == text, "what is read stays"
    corpus.press("Escape")
    assert corpus.matches == matches


def test_a_match_of_a_question_opens_in_its_source(corpus: Driver) -> None:
    ask(corpus, HEALTH)
    match = corpus.matches[0]
    corpus.window.reader_view.setFocus()
    corpus.press("1")
    assert corpus.text == match.passage.text


def test_quoted_words_must_occur(corpus: Driver) -> None:
    ask(corpus, 'views on "soybeans"')
    assert corpus.matches
    assert all("soybeans" in match.passage.text.casefold() for match in corpus.matches)
    ask(corpus, '"zzyzx" in the desert')
    assert corpus.matches == ()
    assert says(corpus, "Nothing in these sources has all of the quoted words.")


def test_letters_in_a_question_are_letters(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("/")
    corpus.type("jkJKfs12?n/")
    assert isinstance(corpus.focus, QLineEdit)
    assert corpus.focus.text() == "jkJKfs12?n/"
    assert corpus.text == text
    corpus.press("Escape")
    assert corpus.window.reader_view.hasFocus()


def test_past_questions_come_back_with_up_and_are_kept(corpus: Driver) -> None:
    ask(corpus, HEALTH)
    ask(corpus, "soybeans")
    corpus.press("/", "Up", "Up")
    assert isinstance(corpus.focus, QLineEdit)
    assert corpus.focus.text() == HEALTH
    corpus.press("Down")
    assert corpus.focus.text() == "soybeans"
    assert corpus.desk.workspace is not None
    path = corpus.desk.workspace.path
    corpus.window.close()
    with Workspace.open(path) as workspace:
        assert (workspace.meta("questions") or "").splitlines() == ["soybeans", HEALTH]


def test_an_empty_question_asks_nothing(corpus: Driver) -> None:
    matches = corpus.matches
    corpus.press("/", "Space", "Return")
    assert not says(corpus, "Closest to your question")
    assert corpus.matches == matches


def test_pinned_matches_stay_while_reading_on(corpus: Driver) -> None:
    matches = corpus.matches
    corpus.press("P", "J", "J")
    assert corpus.matches == matches
    assert says(corpus, "Closest to the pinned passage")
    corpus.press("P")
    assert corpus.matches != matches
    assert says(corpus, "Closest in other sources")


def test_removing_the_source_of_a_pin_lets_go_of_it(corpus: Driver) -> None:
    corpus.press("P", "Ctrl+Backspace")
    assert corpus.text
    assert corpus.matches
    assert not says(corpus, "pinned")


def test_without_relations_read_there_is_nothing_to_choose_among(corpus: Driver) -> None:
    matches = corpus.matches
    corpus.press("R")
    assert set(corpus.matches) <= set(matches)
    assert corpus.dialog is None


def test_a_sentence_of_the_passage_is_asked_alone_then_the_next(corpus: Driver) -> None:
    corpus.press("J", "J")
    matching, passage = corpus.reading.matching, corpus.reading.passage
    assert passage is not None
    sentences = [passage.text[span.start : span.end] for span in split_sentences(passage.text)]
    assert len(sentences) > 1
    for sentence in sentences:
        corpus.press(".")
        corpus.wait(partial(is_asked, corpus, sentence))
        assert matching.title == "Closest to the sentence"
        assert all(match.passage.owner != passage.owner for match in corpus.matches)
    corpus.press(".")
    assert matching.asked is None
    corpus.press(".")
    corpus.wait(lambda: matching.asked)
    corpus.press("J")
    assert matching.asked is None
    assert matching.subject == corpus.reading.passage


def test_the_passage_can_be_cut_down_in_the_line(corpus: Driver) -> None:
    corpus.press("J")
    text = corpus.text
    corpus.press("Q")
    assert corpus.window.ask_line.text() == text
    corpus.press("End")
    corpus.type(" more")
    corpus.press("Return")
    corpus.wait(lambda: corpus.reading.matching.asked)
    assert corpus.reading.matching.past_questions[0].endswith(" more")


def test_the_trail_is_seen_and_returned_to(corpus: Driver) -> None:
    start = corpus.text
    corpus.press("1", "Shift+J", "T")
    assert corpus.dialog is not None
    (shown,) = corpus.dialog.findChildren(QListWidget)
    assert shown.count() == 3
    assert start[:20] in shown.item(2).text()
    corpus.press("Down", "Down", "Return")
    corpus.wait(lambda: corpus.dialog is None)
    assert corpus.text == start
