"""Deciding by keys: the strip, what it stores, what the cards and the margin show, taking back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app import paths
from app.relations.relation import Finding, Relation
from app.ui.card import foot_note
from app.ui.reader_model import GLANCE_ROLE
from app.workspace.judgements import Judgement, Verdict
from tests.ui.conftest import Driver, WindowMaker


def decided(driver: Driver) -> Judgement | None:
    """What is kept about the first match."""
    return driver.matches[0].judgement


def stored(driver: Driver) -> tuple[Judgement, ...]:
    assert driver.desk.workspace is not None
    return driver.desk.workspace.judgements.all()


@pytest.mark.parametrize(
    ("letter", "verdict"),
    [
        ("A", Verdict.AGREES),
        ("C", Verdict.CONTRADICTS),
        ("Q", Verdict.QUALIFIES),
        ("R", Verdict.REPEATS),
        ("N", Verdict.NOT_RELEVANT),
        ("U", Verdict.UNSURE),
    ],
)
def test_enter_and_a_letter_judge_the_first_match(corpus: Driver, letter: str, verdict: Verdict) -> None:
    text, other = corpus.text, corpus.matches[0].passage.text
    corpus.press("Return")
    assert corpus.window.strip.isVisible()
    assert corpus.window.strip.hasFocus()
    corpus.press(letter)
    assert not corpus.window.strip.isVisible()
    assert corpus.focus is corpus.window.reader_view
    assert corpus.text == text, "the letter was no command of the window"
    (kept,) = stored(corpus)
    assert kept.verdict is verdict
    assert {side.text for side in kept.sides} == {text, other}
    assert decided(corpus) == kept


def test_the_card_in_focus_is_judged_and_told_apart(corpus: Driver) -> None:
    corpus.press("F6", "Down", "Return", "C")
    assert corpus.focus is corpus.window.matches_view
    judgement = corpus.matches[1].judgement
    assert judgement is not None
    assert judgement.verdict is Verdict.CONTRADICTS
    spoken = corpus.matches_model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "related, you: contradicts" in spoken
    assert "you:" not in corpus.matches_model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_pair_is_judged_from_both_sides(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("Return", "Q", "1")
    (other,) = (match for match in corpus.matches if match.passage.text == text)
    assert other.judgement is not None
    assert other.judgement.verdict is Verdict.QUALIFIES


def test_the_margin_shows_judged_passages(corpus: Driver) -> None:
    index = corpus.window.reader_view.currentIndex()
    assert index.data(GLANCE_ROLE) is None
    corpus.press("Return", "A")
    assert index.data(GLANCE_ROLE).verdict is Verdict.AGREES
    assert "you: agrees" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_esc_closes_without_deciding(corpus: Driver) -> None:
    corpus.press("Return", "Esc")
    assert not corpus.window.strip.isVisible()
    assert corpus.focus is corpus.window.reader_view
    assert stored(corpus) == ()
    corpus.press("J")
    assert not corpus.window.strip.isVisible()


def test_letters_that_decide_nothing_do_nothing(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("Return", "J", "S", "1", "P")
    assert corpus.window.strip.isVisible()
    assert corpus.text == text
    assert corpus.reading.matching.pinned is None
    corpus.press("Esc")


def test_a_note_is_written_and_then_the_letter(corpus: Driver) -> None:
    corpus.press("Return", "M")
    corpus.type("the dates differ; ask the archive")
    corpus.press("Return")
    assert corpus.window.strip.isVisible()
    corpus.press("C")
    judgement = decided(corpus)
    assert judgement is not None
    assert (judgement.verdict, judgement.note) == (Verdict.CONTRADICTS, "the dates differ; ask the archive")
    corpus.press("Return", "M")
    assert corpus.focus.property("text") == judgement.note
    corpus.press("Ctrl+A", "Backspace", "Return")
    assert not corpus.window.strip.isVisible(), "there is a verdict, so it is done"
    (kept,) = stored(corpus)
    assert kept.note == ""


def test_esc_leaves_the_note_as_it_was(corpus: Driver) -> None:
    corpus.press("Return", "M")
    corpus.type("half a thought")
    corpus.press("Esc")
    assert corpus.focus is corpus.window.strip
    corpus.press("Esc")
    assert stored(corpus) == ()


def test_labels_are_typed_once_and_then_chosen(corpus: Driver) -> None:
    corpus.press("Return", "L")
    corpus.type("training")
    corpus.press("Return", "Esc", "J", "Return", "L", "Down", "Return", "A")
    judgement = decided(corpus)
    assert judgement is not None
    assert judgement.labels == ("training",)
    assert len(stored(corpus)) == 2
    corpus.press("Return", "L")
    corpus.type("train")
    corpus.press("Down", "Return")
    judgement = decided(corpus)
    assert judgement is not None
    assert judgement.labels == (), "given again, it is taken away"


def test_a_passage_is_labelled_and_bookmarked(corpus: Driver) -> None:
    text = corpus.text
    corpus.press("L")
    corpus.type("scope")
    corpus.press("Return", "B")
    glance = corpus.window.reader_view.currentIndex().data(GLANCE_ROLE)
    assert (glance.is_bookmarked, glance.labels) == (True, ("scope",))
    assert corpus.text == text
    corpus.press("B", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert corpus.window.reader_view.currentIndex().data(GLANCE_ROLE) is None


def test_the_label_of_the_program_is_dismissed_and_back(
    corpus: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding(Relation.CONTRADICTS)
    monkeypatch.setattr("app.analysis.findings.Findings.of", lambda *_: found)
    corpus.press("J", "Return", "D")
    match = corpus.matches[0]
    assert match.finding is not None
    assert match.finding.relation is Relation.RELATED
    assert foot_note(match) == "label dismissed"
    assert corpus.matches[1].finding == found
    corpus.press("Ctrl+Z")
    assert corpus.matches[0].finding == found
    corpus.press("Ctrl+Shift+Z")
    assert corpus.matches[0].finding != found
    corpus.press("Return", "D")
    assert corpus.matches[0].finding == found


def test_what_the_program_says_comes_into_the_open_strip(
    corpus: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.analysis.findings.Findings.of", lambda *_: None)
    corpus.press("J", "Return")
    suggestion = corpus.window.strip._suggestion
    assert suggestion.text() == "program: not read yet"
    monkeypatch.setattr("app.analysis.findings.Findings.of", lambda *_: Finding(Relation.AGREES))
    corpus.desk.related.emit()
    assert suggestion.text() == "program: ● agrees"
    assert corpus.window.strip.hasFocus()
    corpus.press("D")
    assert decided(corpus) is not None


def test_a_long_note_is_shown_whole_on_the_card_in_focus(corpus: Driver) -> None:
    view = corpus.window.matches_view
    corpus.press("Return", "M")
    corpus.type("a long note " * 30)
    corpus.press("Return", "C", "F6")
    height = view.visualRect(view.model().index(0, 0)).height()
    corpus.press("Down")
    corpus.wait(lambda: view.visualRect(view.model().index(0, 0)).height() < height - 60)


def test_nothing_to_dismiss_is_said_and_the_strip_stays(corpus: Driver) -> None:
    corpus.press("Return", "D")
    assert corpus.window.strip.isVisible()
    assert stored(corpus) == ()
    corpus.press("Esc")


def test_decisions_are_taken_back_and_done_again_one_by_one(corpus: Driver) -> None:
    corpus.press("Ctrl+Z", "Return", "A", "Return", "C", "Return", "K", "Return", "Backspace")
    assert decided(corpus) is None
    told: list[tuple[Verdict | None, bool] | None] = []
    for _ in range(5):
        corpus.press("Ctrl+Z")
        judgement = decided(corpus)
        told.append(None if judgement is None else (judgement.verdict, judgement.is_kept))
    assert told == [
        (Verdict.CONTRADICTS, True),
        (Verdict.CONTRADICTS, False),
        (Verdict.AGREES, False),
        None,
        None,
    ]
    corpus.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    judgement = decided(corpus)
    assert judgement is not None
    assert judgement.verdict is Verdict.CONTRADICTS
    assert stored(corpus) == (judgement,)


def test_a_judgement_is_there_when_the_workspace_opens_again(
    corpus: Driver, make_window: WindowMaker
) -> None:
    corpus.press("Return", "R")
    corpus.window.close()
    again = make_window()
    again.open(paths.sample_corpus())
    judgement = decided(again)
    assert judgement is not None
    assert judgement.verdict is Verdict.REPEATS


def test_a_question_can_be_judged_too(corpus: Driver) -> None:
    corpus.press("/")
    corpus.type("The yearly meetings began in 2014.")
    corpus.press("Return")
    corpus.wait(lambda: corpus.reading.matching.asked)
    corpus.press("Return", "A")
    (kept,) = stored(corpus)
    assert [side.text for side in kept.sides if side.is_question] == ["The yearly meetings began in 2014."]
    assert decided(corpus) == kept


def test_walking_on_counts_what_was_seen(corpus: Driver) -> None:
    def detail() -> str:
        return corpus.reading.sources.rows[0].detail

    total = corpus.reading.sources.rows[0].detail.split()[2]
    assert detail() == f"1 of {total} passages seen"
    corpus.press("J", "J", "K")
    assert detail() == f"3 of {total} passages seen"
