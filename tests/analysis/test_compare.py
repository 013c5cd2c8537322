"""Comparisons follow what the analyst, or recurrence, made furniture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.analysis.compare import compare
from app.analysis.matches import Matcher
from app.analysis.opening import open_paths
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.reading.document import Kind
from app.reports.comparison import Comparison
from app.workspace.records import content_hash
from app.workspace.workspace import Workspace
from tests.analysis.ledger import MODEL, Ledger
from tests.conftest import FolderMaker, outliving_tests

HARBOUR = "The harbour froze in January and no ship left it for three weeks, so that coal came over land."
ICE = "Ice closed the harbour in January, and no ship could leave it before the middle of the next month."
SPRING = "The harbour opened again in March, and the ships that had waited left it within a single day."
LETTER = "Every week we write to our readers of the harbour."


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ledger.txt")
    with ledger.engine() as engine, outliving_tests(request.config, engine):
        yield engine


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: None)
    with Workspace.open(tmp_path / "desk.counterpoint") as opened:
        yield opened


def compared(workspace: Workspace, engine: Engine, *named: Path) -> Comparison:
    run_to_end(engine, open_paths(workspace, engine, MODEL, named))
    return run_to_end(engine, compare(workspace, Matcher(workspace, MODEL), engine, 10))


def kinds(comparison: Comparison, text: str) -> set[Kind]:
    return {passage.kind for passage in comparison.passages if passage.text == text}


def matched(comparison: Comparison) -> set[str]:
    texts = {passage.id: passage.text for passage in comparison.passages}
    return {texts[number] for match in comparison.matches for number in (match.passage, match.other)}


def test_what_recurs_is_listed_as_furniture_and_not_matched(
    workspace: Workspace, engine: Engine, folder: FolderMaker
) -> None:
    texts = {"a.txt": HARBOUR, "b.txt": ICE, "c.txt": SPRING}
    place = folder({name: f"{text}\n\n{LETTER}" for name, text in texts.items()})
    comparison = compared(workspace, engine, place)
    assert kinds(comparison, LETTER) == {Kind.FURNITURE}
    assert matched(comparison) == {HARBOUR, ICE, SPRING}
    assert [source.passages for source in comparison.sources] == [1, 1, 1]


def test_what_was_chosen_is_kept_for_the_next_comparison(
    workspace: Workspace, engine: Engine, folder: FolderMaker
) -> None:
    place = folder({"a.txt": f"{HARBOUR}\n\n{LETTER}", "b.txt": f"{ICE}\n\n{LETTER}"})
    assert LETTER in matched(compared(workspace, engine, place))
    workspace.choose_furniture(content_hash(LETTER), is_furniture=True)
    comparison = compared(workspace, engine, place)
    assert kinds(comparison, LETTER) == {Kind.FURNITURE}
    assert matched(comparison) == {HARBOUR, ICE}


def test_what_was_chosen_to_be_text_stays_text_however_often_it_recurs(
    workspace: Workspace, engine: Engine, folder: FolderMaker
) -> None:
    texts = {"a.txt": HARBOUR, "b.txt": ICE, "c.txt": SPRING}
    place = folder({name: f"{text}\n\n{LETTER}" for name, text in texts.items()})
    assert LETTER not in matched(compared(workspace, engine, place))
    workspace.choose_furniture(content_hash(LETTER), is_furniture=False)
    folder({"d.txt": f"The mayor of the town asked the capital for coal and for bread.\n\n{LETTER}"})
    comparison = compared(workspace, engine, place)
    assert kinds(comparison, LETTER) == {Kind.PARAGRAPH}
    assert LETTER in matched(comparison)
