from __future__ import annotations

import sys
from pathlib import Path

import pytest

from build_scripts import dev


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what the set-up depends on, and an environment with an interpreter."""
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n", encoding="utf-8")
    python = dev.venv_python(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


# The stamp


def test_a_fresh_checkout_is_not_set_up(checkout: Path) -> None:
    assert not dev.is_set_up(checkout, checkout / ".venv", "")


def test_the_stamp_tells_what_is_complete(checkout: Path) -> None:
    venv = checkout / ".venv"
    dev.record(checkout, venv, [""])
    assert dev.is_set_up(checkout, venv, "")
    assert not dev.is_set_up(checkout, venv, "dev")
    dev.record(checkout, venv, ["", "dev"])
    assert dev.is_set_up(checkout, venv, "dev")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_file_asks_for_a_new_set_up(checkout: Path, name: str) -> None:
    dev.record(checkout, checkout / ".venv", [""])
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not dev.is_set_up(checkout, checkout / ".venv", "")


def test_a_moved_checkout_asks_for_a_new_set_up(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dev.record(checkout, checkout / ".venv", [""])
    moved = checkout.rename(tmp_path_factory.mktemp("elsewhere") / "counterpoint")
    assert not dev.is_set_up(moved, moved / ".venv", "")


def test_a_lost_interpreter_asks_for_a_new_set_up(checkout: Path) -> None:
    dev.record(checkout, checkout / ".venv", [""])
    dev.venv_python(checkout / ".venv").unlink()
    assert not dev.is_set_up(checkout, checkout / ".venv", "")


# Versions


def test_the_version_of_one_package_is_found() -> None:
    constraints = "# torch==0\ntorch-geometric==1.0\ntorch==2.13.0\n"
    assert dev.pinned(constraints, "torch") == "2.13.0"
    assert dev.pinned(dev.CONSTRAINTS.read_text(encoding="utf-8"), "torch")
    with pytest.raises(dev.SetUpError, match="vision"):
        dev.pinned(constraints, "vision")


# The system


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_known(system: str, environment: dict[str, str], expected: bool) -> None:
    assert dev.has_display(environment, system) is expected


def test_qt_needs_the_libraries_of_the_screen_at_hand() -> None:
    plain = dev.needed_libraries({}, "linux")
    assert "libEGL.so.1" in plain
    assert "libxcb-cursor.so.0" not in plain
    assert "libxcb-cursor.so.0" in dev.needed_libraries({"DISPLAY": ":0"}, "linux")
    assert "libwayland-client.so.0" in dev.needed_libraries({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert dev.needed_libraries({"DISPLAY": ":0"}, "darwin") == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of Linux libraries")
def test_missing_libraries_are_those_the_loader_does_not_find() -> None:
    libraries = {"libc.so.6": "libc6", "libcounterpoint-none.so.1": "none"}
    assert dev.missing_libraries(libraries) == {"libcounterpoint-none.so.1": "none"}


def test_the_library_that_an_import_misses_is_named() -> None:
    error = "ImportError: libGL.so.1: cannot open shared object file: No such file or directory"
    assert dev.library_in_error(f"Traceback ...\n{error}\n") == "libGL.so.1"
    assert dev.library_in_error("ModuleNotFoundError: No module named 'PySide6'") is None


# The commands


def test_with_a_display_the_window_opens_on_the_paths() -> None:
    command = dev.run_command({"DISPLAY": ":0", "WAYLAND_DISPLAY": ""}, ["a.txt", "b c.md"])
    assert command[-4:] == ["-m", "app", "a.txt", "b c.md"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_samples_are_compared_into_a_report() -> None:
    command = dev.run_command({}, [])
    assert command[3:] == ["app", "compare", str(dev.SAMPLES), "--format", "html", "--output", "report.html"]
    assert dev.SAMPLES.is_dir()


def test_every_check_is_made_and_pytest_gets_the_arguments() -> None:
    commands = dict(dev.checks({}, ["-k", "reports"]))
    assert list(commands) == ["ruff check", "ruff format", "lint-imports", "mypy", "pytest"]
    assert commands["pytest"][-2:] == ["-k", "reports"]


def test_a_failed_check_neither_stops_the_others_nor_is_forgotten(capfd: pytest.CaptureFixture[str]) -> None:
    passing = [sys.executable, "-c", "print('second ran')"]
    failing = [sys.executable, "-c", "raise SystemExit(3)"]
    assert dev.run_checks([("first", failing), ("second", passing)], {}) == 1
    out = capfd.readouterr().out
    assert (
        out.index("== first") < out.index("== second") < out.index("second ran") < out.index("FAILED  first")
    )
    assert "passed  second" in out
    assert dev.run_checks([("second", passing)], {}) == 0


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0), (["build"], 2)])
def test_without_a_command_the_usage_is_told(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == code
    assert "dev.py run [PATH...]" in capsys.readouterr().out


def test_a_fault_of_the_set_up_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(extra: str = "") -> None:
        raise dev.SetUpError("Nothing to install with." + extra)

    monkeypatch.setattr(dev, "set_up", fail)
    assert dev.main(["run"]) == 1
    assert capsys.readouterr().out == "Nothing to install with.\n"
