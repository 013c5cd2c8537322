"""Settings: kept as TOML, forgiving of slips by hand."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import FILE_NAME, RECENT_LIMIT, Settings

ALL = Settings(
    theme="dark",
    zoom=140,
    reduced_motion=True,
    embedding_model="/models/other",
    reader_memory_mb=512,
    reader_seconds=10,
    largest_file_mb=50,
    last_workspace="/home/a/“desk”.counterpoint",
    recent=("/home/a/\\odd\nname", "/home/b"),
)


def write(folder: Path, text: str) -> Settings:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return Settings.load(folder)


def test_every_setting_outlives_a_run(tmp_path: Path) -> None:
    assert all(getattr(ALL, field.name) != field.default for field in fields(Settings))
    ALL.save(tmp_path / "new" / "folder")
    assert Settings.load(tmp_path / "new" / "folder") == ALL


def test_saving_leaves_one_file(tmp_path: Path) -> None:
    Settings().save(tmp_path)
    ALL.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert Settings.load(tmp_path) == ALL


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert Settings.load(tmp_path) == Settings()
    assert Settings.load(tmp_path / "not there") == Settings()


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b"= = ="])
def test_a_file_that_is_no_toml_gives_the_defaults_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert Settings.load(tmp_path) == Settings()
    assert "settings not read" in caplog.text
    assert (tmp_path / FILE_NAME).read_bytes() == content


@pytest.mark.parametrize(
    "slip",
    [
        'zoom = "big"',
        "zoom = true",
        "zoom = 1.5",
        "theme = 3",
        "recent = [1, 2]",
        'recent = "a"',
        "reader_seconds = 0",
        "reader_memory_mb = -1",
    ],
)
def test_a_value_of_the_wrong_type_costs_only_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, slip: str
) -> None:
    settings = write(tmp_path, f"reduced_motion = true\n{slip}\n")
    assert settings == Settings(reduced_motion=True)
    assert slip.split(maxsplit=1)[0] in caplog.text


def test_settings_of_another_version_are_passed_over(tmp_path: Path) -> None:
    assert write(tmp_path, "wings = 2\nzoom = 90\n[table]\nx = 1\n") == Settings(zoom=90)


def test_recent_paths_are_newest_first_each_once_and_not_too_many() -> None:
    settings = Settings()
    for number in range(RECENT_LIMIT + 5):
        settings = settings.with_recent(f"/{number}")
    settings = settings.with_recent("/9")
    assert settings.recent[:3] == ("/9", "/14", "/13")
    assert len(settings.recent) == len(set(settings.recent)) == RECENT_LIMIT
