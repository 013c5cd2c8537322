"""A workspace in a temporary place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a workspace may be made."""
    return tmp_path / "desk.counterpoint"


@pytest.fixture
def workspace(place: Path) -> Iterator[Workspace]:
    """A new workspace."""
    with Workspace.open(place) as opened:
        yield opened
