from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from app.engine.engine import Engine
from app.engine.requests import Role
from tests.engine.stand_in import make

Started = Callable[[], list[BaseProcess]]


@pytest.fixture
def stand_in() -> Iterator[Engine]:
    """An engine whose two workers do the stand-in's requests."""
    with Engine(handlers={Role.INFERENCE: make, Role.READER: make}) as engine:
        yield engine


@pytest.fixture
def started() -> Started:
    """Tells which processes were started since; those of other tests' engines run on."""
    before = multiprocessing.active_children()
    return lambda: [child for child in multiprocessing.active_children() if child not in before]


@pytest.fixture
def gate(tmp_path: Path) -> Callable[[str], Path]:
    """Makes named pipes: who opens one waits for the other side."""

    def named(name: str) -> Path:
        path = tmp_path / name
        os.mkfifo(path)
        return path

    return named
