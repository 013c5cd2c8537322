from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.analysis import licences
from app.analysis.licences import components


def test_a_checkout_names_itself_its_fonts_and_its_models() -> None:
    parts = {part.name: part for part in components()}
    assert "Apache License" in parts["Counterpoint"].text()
    assert all(part.text().strip() for part in parts.values())


def test_an_installed_program_names_every_library_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / licences.FOLDER
    folder.mkdir()
    part = {"name": "numpy", "version": "1", "licence": "BSD", "file": "numpy.txt", "kind": "python"}
    (folder / licences.INDEX).write_text(json.dumps([part]), encoding="utf-8")
    (folder / "numpy.txt").write_text("as you like", encoding="utf-8")
    monkeypatch.setattr(licences, "resource", tmp_path.joinpath)
    assert (components()[-1].name, components()[-1].text()) == ("numpy", "as you like")
