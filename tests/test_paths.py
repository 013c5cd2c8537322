"""Where things live."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app import paths


def test_resources_and_samples_are_in_the_checkout() -> None:
    assert (paths.bundle_root() / "pyproject.toml").is_file()
    assert paths.resource("fonts", "LICENSE.txt").is_file()
    assert len(list(paths.sample_corpus().iterdir())) == 8


def test_a_frozen_program_looks_in_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons") == tmp_path / "resources" / "icons"
    assert paths.sample_corpus() == tmp_path / "seeds" / "summit"


def test_one_variable_moves_all_that_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "elsewhere"))
    stored = paths.stored_folders()
    assert stored == (paths.data_folder(), paths.config_folder(), paths.log_folder())
    assert len(set(stored)) == 3
    assert {folder.parent for folder in stored} == {tmp_path / "elsewhere"}


def test_without_it_the_folders_are_the_systems_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for folder in paths.stored_folders():
        assert "counterpoint" in folder.parts or sys.platform in ("win32", "darwin")
        assert home in folder.parents or sys.platform == "win32"


def test_asking_makes_no_folder(home: Path) -> None:
    paths.stored_folders()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A report (2).pdf", "A report (2).pdf"),
        ("两国.txt", "两国.txt"),
        ("два \u0306.txt", "два \u0306.txt"),
        ("two\nlines\t.txt", "two\\nlines\\t.txt"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("a\u2066b\u2069\u200f.txt", "a\\u2066b\\u2069\\u200f.txt"),
        ("caf\udce9.txt", "caf\\udce9.txt"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
    ],
)
def test_names_are_shown_without_what_is_not_seen(name: str, shown: str) -> None:
    assert paths.shown_name(name) == shown
