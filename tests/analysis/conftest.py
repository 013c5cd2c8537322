"""A workspace and the workers that fill it, with a ledger of what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.analysis.opening import Opened, open_paths
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.workspace.workspace import Workspace
from tests.analysis.ledger import MODEL, Ledger
from tests.conftest import outliving_tests


@dataclass(frozen=True)
class Desk:
    workspace: Workspace
    engine: Engine
    ledger: Ledger

    def open(self, *named: Path, first: Callable[[], int | None] = lambda: None, **more: Any) -> Opened:
        """Open, from a clear page of the ledger."""
        self.ledger.clear()
        steps = open_paths(self.workspace, self.engine, MODEL, named, first=first, **more)
        return run_to_end(self.engine, steps)

    def missing(self) -> list[str]:
        return [text for _, text in self.workspace.texts_without_vectors(MODEL)]


@pytest.fixture(scope="module")
def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Ledger]]:
    """One engine for the module: a worker takes half a second to start."""
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ledger.txt")
    with ledger.engine() as engine, outliving_tests(request.config, engine):
        yield engine, ledger


@pytest.fixture
def desk(recorded: tuple[Engine, Ledger], tmp_path: Path) -> Iterator[Desk]:
    with Workspace.open(tmp_path / "desk.counterpoint") as workspace:
        yield Desk(workspace, *recorded)
