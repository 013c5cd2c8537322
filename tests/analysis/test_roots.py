"""What was opened and what was taken out, as the workspace records it."""

from __future__ import annotations

from pathlib import Path

from app.analysis.roots import Roots
from app.workspace.workspace import Workspace


def test_names_of_every_kind_are_kept(tmp_path: Path) -> None:
    odd = [Path("/a/two\nlines"), Path("/a/caf\udce9"), Path("/a/两国"), Path("/a/\u202eb")]
    with Workspace.open(tmp_path / "a.counterpoint") as workspace:
        roots = Roots(workspace)
        roots.open(odd)
        roots.remove(odd[1])
    with Workspace.open(tmp_path / "a.counterpoint") as workspace:
        again = Roots(workspace)
        assert again.opened == [odd[0], *odd[2:]]
        assert again.removed == [odd[1]]


def test_what_is_named_again_comes_back(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "a.counterpoint") as workspace:
        roots = Roots(workspace)
        roots.open([Path("/a"), Path("/b")])
        roots.remove(Path("/b"))
        roots.open([Path("/b")])
        assert (roots.opened, roots.removed) == ([Path("/a"), Path("/b")], [])
