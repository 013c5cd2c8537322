"""Two sources side by side, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app import paths
from app.relations.relation import Relation
from app.ui.views import View
from app.workspace.judgements import Verdict
from tests.conftest import FolderMaker
from tests.ui.conftest import LONG_PATIENCE, Driver, WindowMaker

LINES = [f"The harbour master wrote in his book on day {day} that the ice was thick.\n" for day in range(40)]
DIFFERING = "The first of these annual party summits was held in {}."
THREE = {
    "one.txt": "\n".join([*LINES, DIFFERING.format(2017), *LINES[:5]]),
    "two.txt": "\n".join([DIFFERING.format(2014), *LINES]),
    "three.txt": "The bakers of the town asked for a lower price of flour.",
}


@pytest.fixture
def comparing(corpus: Driver) -> Driver:
    """The sample corpus with the first match beside its passage."""
    corpus.press("J", "C")
    assert corpus.window.view is View.COMPARING
    return corpus


def panes(driver: Driver) -> tuple[QWidget, ...]:
    return driver.window.compare_view.sides


def test_c_puts_the_first_match_beside_its_passage_and_escape_goes_back(corpus: Driver) -> None:
    corpus.press("J")
    passage, match = corpus.reading.passage, corpus.matches[0]
    corpus.press("C")
    assert corpus.window.compare_view.isVisible()
    assert corpus.window.comparing.passages == (passage, match.passage)
    assert "between these two" in corpus.window.comparing.standing
    corpus.press("Escape")
    assert corpus.window.reader_view.isVisible()
    assert corpus.window.reader_view.hasFocus()
    assert corpus.reading.passage == passage


def test_keys_of_reading_do_nothing_beside_and_come_back(comparing: Driver) -> None:
    passage = comparing.reading.passage
    comparing.press("Shift+J", "P", "F")
    assert comparing.reading.passage == passage
    comparing.press("C", "J")
    assert comparing.window.view is View.READING
    assert comparing.reading.passage != passage


def test_braces_put_another_source_on_the_right(comparing: Driver) -> None:
    assert comparing.desk.workspace is not None
    before = comparing.window.comparing.passages
    assert before is not None
    seen = set()
    for _ in comparing.desk.workspace.sources()[1:]:
        comparing.press("}")
        passages = comparing.window.comparing.passages
        if passages is not None:
            assert passages[0].source == before[0].source
            seen.add(passages[1].source)
    assert before[0].source not in seen
    assert len(seen) > 1
    comparing.press("{", "}")
    assert comparing.window.comparing.passages is not None


@pytest.mark.parametrize(("key", "side"), [("1", 0), ("2", 1)])
def test_a_digit_reads_on_in_a_side_and_back_returns(comparing: Driver, key: str, side: int) -> None:
    start = comparing.reading.passage
    passages = comparing.window.comparing.passages
    assert passages is not None
    comparing.press(key)
    assert comparing.window.view is View.READING
    assert comparing.reading.passage == passages[side]
    comparing.press("Alt+Left")
    assert comparing.reading.passage == start


def test_the_pair_in_focus_stands_at_one_height_and_the_lock_keeps_the_offset(
    make_window: WindowMaker, folder: FolderMaker
) -> None:
    driver = make_window()
    driver.open(folder(THREE))
    driver.press("J", "J", "J", "J", "J", "J", "J", "J", "J", "C")
    passages = driver.window.comparing.passages
    assert passages is not None
    left, right = driver.window.compare_view.sides
    tops = [side.place_of(passage.id).top() for side, passage in zip((left, right), passages, strict=True)]
    assert tops[0] == tops[1]
    bars = left.verticalScrollBar(), right.verticalScrollBar()
    offset = bars[1].value() - bars[0].value()
    bars[0].setValue(bars[0].value() + 40)
    assert bars[1].value() - bars[0].value() == offset - 40
    driver.press("S")
    bars[0].setValue(bars[0].value() + 40)
    assert bars[1].value() - bars[0].value() == offset - 40
    bars[1].setValue(bars[1].value() - 60)
    assert bars[1].value() - bars[0].value() == offset - 40
    driver.press("S")
    bars[0].setValue(bars[0].value() + 10)
    assert bars[1].value() - bars[0].value() == offset - 50


def test_the_pair_in_focus_is_judged_by_the_letters_of_the_strip(comparing: Driver) -> None:
    passages = comparing.window.comparing.passages
    assert passages is not None
    comparing.press("Return", "Q")
    assert comparing.window.view is View.COMPARING
    comparing.press("Return")
    judgement = comparing.window.judging.judgement
    assert judgement is not None
    assert judgement.verdict is Verdict.QUALIFIES
    assert comparing.window.comparing.passages == passages


def test_without_a_match_it_says_so(make_window: WindowMaker, folder: FolderMaker) -> None:
    driver = make_window()
    driver.open(folder({"one.txt": "The bakers asked for flour."}))
    driver.press("C")
    assert driver.window.view is View.READING


def test_a_source_that_goes_ends_the_comparison(comparing: Driver) -> None:
    passages = comparing.window.comparing.passages
    assert passages is not None
    comparing.desk.remove_source(passages[1].source)
    assert comparing.window.view is View.READING


class TestWithRelations:
    """With the model there."""

    pytestmark = pytest.mark.skipif(
        not paths.resource("models", "relations", "config.json").is_file(),
        reason="the relation model is not here",
    )

    @pytest.fixture
    def without_relations(self) -> None:
        """Not here: the model is there."""

    def test_n_goes_to_the_contradiction_whose_words_are_marked(
        self, make_window: WindowMaker, folder: FolderMaker
    ) -> None:
        driver = make_window()
        driver.open(folder(THREE))
        driver.press("C")
        comparing = driver.window.comparing
        driver.wait(lambda: all(link.finding is not None for link in comparing.links), LONG_PATIENCE)
        driver.press("N")
        passages = comparing.passages
        assert passages is not None
        assert [passage.text[-5:] for passage in passages] == ["2017.", "2014."]
        assert comparing.current is not None
        assert comparing.current.relation is Relation.CONTRADICTS
        assert "▲ 1" in comparing.standing
        driver.press("N")
        assert comparing.passages == passages
