from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app import __version__, release
from app.release import Release, this_release


def test_a_bundle_names_the_commit_that_was_written_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / release.RECORD
    record.write_text(json.dumps({"version": "9.8", "commit": "abc", "date": "2026-01-02"}), encoding="utf-8")
    monkeypatch.setattr(release, "resource", tmp_path.joinpath)
    assert this_release() == Release("9.8", "abc", "2026-01-02")
    assert str(this_release()) == "9.8 (commit abc, 2026-01-02)"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_checkout_names_its_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        person = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *person, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    git("commit", "--allow-empty", "--message", "first", "--date", "2026-01-02T00:00:00Z")
    monkeypatch.setattr(release, "bundle_root", lambda: tmp_path)
    assert len(this_release().commit) >= 10
    assert this_release().date.count("-") == 2


def test_elsewhere_the_version_is_known_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "bundle_root", lambda: tmp_path)
    assert this_release() == Release(__version__)
    assert str(this_release()) == __version__
