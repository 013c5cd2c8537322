"""A program killed in the middle of writing leaves a file that opens with all that was finished."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.workspace import Workspace
from tests.workspace.samples import MODEL

WRITER = """
import sys
from pathlib import Path
from app.workspace import Workspace
from tests.workspace.samples import MODEL, add, document, embed

workspace = Workspace.open(Path(sys.argv[1]))
stage = sys.argv[2]
texts = [f"text {number} " * 40 for number in range(900)]
add(workspace, "done.txt", texts)
embed(workspace)
if stage == "steps":
    steps = workspace.add_source_in_steps(Path("/docs/half.txt"), "00", document(texts[::-1]), 1, 1)
    next(steps)
    next(steps)
if stage == "transaction":
    database = workspace._database
    database.execute("PRAGMA cache_spill = 1")
    database.execute("PRAGMA cache_size = 1")
    database.execute("BEGIN IMMEDIATE")
    database.execute("DELETE FROM vectors")
    database.execute("UPDATE texts SET text = 'half a change'")
print("now", flush=True)
number = 0
while stage == "running":
    number += 1
    add(workspace, f"more {number}.txt", [f"{number} " + text for text in texts[:50]])
    embed(workspace)
    print(number, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("stage", ["idle", "steps", "transaction", "running"])
def test_a_killed_writer_leaves_a_file_that_opens(place: Path, stage: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), stage],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(4 if stage == "running" else 1)]
        writer.kill()
    finished = int(told[-1]) if stage == "running" else 0
    assert told[0] == "now\n"
    assert place.with_name(place.name + "-wal").exists()
    with Workspace.open(place) as workspace:
        assert workspace._database.row("PRAGMA integrity_check") == ("ok",)
        names = [source.path.name for source in workspace.sources()]
        assert names[: finished + 1] == ["done.txt", *(f"more {n}.txt" for n in range(1, finished + 1))]
        assert "half.txt" not in names
        assert all(source.passages in (900, 50) for source in workspace.sources())
        assert len(workspace.load_index(MODEL)) >= 900 + 50 * finished
        assert workspace.passages(1)[899].text.startswith("text 899")
    assert [file.name for file in place.parent.iterdir()] == [place.name]
