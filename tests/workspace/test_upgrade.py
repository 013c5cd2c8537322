"""A newer program over an older one: workspaces and settings of released versions keep all they hold.

`formats/version_N.sql` are workspaces of two sources as schema N wrote them. They are never made anew: with
them a change to a migration that was released is found out.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.relations.relation import Finding, Relation
from app.settings import FILE_NAME, Settings
from app.workspace import Workspace, content_hash
from app.workspace.judgements import Verdict
from app.workspace.migrations import LATEST
from tests.workspace.samples import MODEL, unit_vectors

FORMATS = sorted((Path(__file__).parent / "formats").glob("version_*.sql"))
TEXTS = ("The talks opened on Monday.", "The talks did not open on Monday.")


@pytest.fixture(params=FORMATS, ids=lambda path: path.stem)
def older(request: pytest.FixtureRequest, place: Path) -> tuple[int, Path]:
    """A workspace of an older program, and its version."""
    file: Path = request.param
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(file.read_text(encoding="utf-8"))
    (version,) = re.findall(r"\d+", file.stem)
    return int(version), place


def test_a_workspace_of_an_older_program_keeps_all_that_it_holds(older: tuple[int, Path]) -> None:
    version, path = older
    first, second = map(content_hash, TEXTS)
    for _ in range(2):  # brought up to date, and opened again
        with Workspace.open(path) as workspace:
            sources = workspace.sources()
            assert [source.title for source in sources] == ["Source 1", "Source 2"]
            assert [source.is_split for source in sources] == [False, True]
            passages = [passage for source in sources for passage in workspace.passages(source.id)]
            assert tuple(passage.text for passage in passages) == TEXTS
            index = workspace.load_index(MODEL)
            vectors = [index.vector(passage.id) for passage in passages]
            assert all((one == other).all() for one, other in zip(vectors, unit_vectors(2), strict=True))
            assert [file.reason for file in workspace.skipped()] == ["Not text."]
            if version >= 2:
                assert workspace.finding("nli", first, second) == Finding(Relation.CONTRADICTS)
            if version >= 5:
                (judgement,) = workspace.judgements.all()
                assert judgement.verdict is Verdict.CONTRADICTS
                assert (judgement.note, judgement.is_kept) == ("seen in the minutes", True)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATEST,)


def test_settings_of_an_older_program_are_kept_and_what_is_new_has_its_default(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(
        'theme = "dark"\nzoom = 130\nlast_workspace = "/w/a.counterpoint"\nrecent = ["/docs"]\nold = 1\n',
        encoding="utf-8",
    )
    assert Settings.load(tmp_path) == Settings(
        theme="dark", zoom=130, last_workspace="/w/a.counterpoint", recent=("/docs",)
    )
