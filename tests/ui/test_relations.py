"""Relations in the window, read by the real model while nobody waits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app import paths
from app.engine.engine import Engine
from app.relations.relation import Relation
from app.ui.reader_model import MARK_ROLE
from tests.conftest import FolderMaker, workers_of
from tests.ui.conftest import LONG_PATIENCE, Driver, WindowMaker

pytestmark = pytest.mark.skipif(
    not paths.resource("models", "relations", "config.json").is_file(),
    reason="the relation model is not here",
)

TWO = {
    "one.txt": "The council of the town met three times to speak of the price of bread.\n\n"
    "The first of these annual party summits was held in 2017.",
    "two.txt": "The council of the town met three times to speak of the price of bread.\n\n"
    "The first of these annual party summits was held in 2014.",
}


@pytest.fixture
def without_relations() -> None:
    """Not here: the model is there."""


def all_read(driver: Driver) -> bool:
    return bool(driver.matches) and all(match.finding is not None for match in driver.matches)


def test_relations_come_onto_the_cards_and_n_walks_to_a_contradiction(
    make_window: WindowMaker, folder: FolderMaker
) -> None:
    place = folder(TWO)
    driver = make_window()
    driver.open(place)
    driver.wait(lambda: all_read(driver), LONG_PATIENCE)
    first = driver.matches[0]
    assert first.finding is not None
    assert first.finding.relation is Relation.REPEATS
    spoken = driver.matches_model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "repeats" in spoken

    view = driver.window.reader_view
    driver.wait(lambda: view.model().index(view.model().rowCount() - 1, 0).data(MARK_ROLE), LONG_PATIENCE)
    driver.press("N")
    assert driver.text.endswith("2017.")
    driver.wait(lambda: all_read(driver), LONG_PATIENCE)
    (other,) = (match for match in driver.matches if match.passage.text.endswith("2014."))
    assert other.finding is not None
    assert other.finding.relation is Relation.CONTRADICTS
    (evidence,) = other.finding.evidence
    assert evidence.text == driver.text
    assert evidence.other_text == other.passage.text
    assert [driver.text[slice(*cue.span)] for cue in evidence.cues] == ["2017"]
    driver.press("N")
    assert driver.text.endswith("2017."), "there is no further one"
    matches = driver.matches
    driver.window.close()

    with Engine() as engine:
        again = make_window(on=engine)
        again.open(place)
        again.press("J")
        assert again.matches == matches, "what was read is kept"
        again.wait(lambda: all_read(again))
        assert workers_of(engine) == {}
