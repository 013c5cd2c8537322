"""What every test stands on: a home of its own, no real screen needed, nothing left over."""

from __future__ import annotations

import gc
import itertools
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.engine.engine import Engine
from app.engine.requests import Role

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# transformers lets the threads that it loads weights with end by themselves, now and then after the test.
os.environ.setdefault("HF_DEACTIVATE_ASYNC_LOAD", "1")

HOMES = ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")

FolderMaker = Callable[..., Path]


class SharedEngine(Engine):
    """The real engine for many tests, so that the model is loaded once: closing a window leaves it on."""

    def close(self) -> None:
        """Nothing: a job that ends cancels its requests by itself, and the workers stay for the next test."""

    def end(self) -> None:
        """Really close."""
        super().close()


SHARED = pytest.StashKey[list[Engine]]()


def workers_of(engine: Engine) -> dict[int | None, Role]:
    """The worker processes an engine runs now, by process id."""
    return {lane.process.pid: role for role, lane in engine._lanes.items() if lane.process}


@contextmanager
def outliving_tests(config: pytest.Config, engine: Engine) -> Iterator[None]:
    """Within, the workers of an engine are no leak of the test that happens to start them."""
    shared = config.stash.setdefault(SHARED, [])
    shared.append(engine)
    yield
    shared.remove(engine)


def pytest_configure(config: pytest.Config) -> None:
    """Let pass what the offscreen platform, and it alone, says of every dialog."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        config.addinivalue_line("qt_log_ignore", r"^This plugin does not support propagateSizeHints\(\)$")


@pytest.fixture(scope="session", autouse=True)
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """Empty folders, one after the other; the first is the home of fixtures of a whole session."""
    place = tmp_path_factory.mktemp("homes")
    homes = (place / str(number) for number in itertools.count())
    with pytest.MonkeyPatch.context() as patch:
        _move_home(patch, next(homes))
        yield homes


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test; all that the program stores goes below it."""
    folder = next(_homes)
    _move_home(monkeypatch, folder)
    return folder


def _move_home(patch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir()
    for name in HOMES:
        patch.setenv(name, str(folder))
    patch.setenv(paths.HOME_VARIABLE, str(folder / "counterpoint"))


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Iterator[SharedEngine]:
    """The real engine, shared by all tests."""
    shared = SharedEngine()
    with outliving_tests(request.config, shared):
        yield shared
    shared.end()


@pytest.fixture
def folder(tmp_path: Path) -> FolderMaker:
    """Makes a folder of documents: `folder({"one.txt": "text"})`; bytes are written as they are."""

    def make(files: dict[str, str | bytes], name: str = "documents") -> Path:
        place = tmp_path / name
        for file, content in files.items():
            path = place / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        place.mkdir(exist_ok=True)
        return place

    return make


@pytest.fixture(autouse=True)
def _nothing_left_over(request: pytest.FixtureRequest, home: Path) -> Iterator[None]:  # noqa: ARG001 - first
    """Fail a test that leaves a thread, a process, a window or a running timer behind."""
    uses_qt = "qapp" in request.fixturenames
    threads, children = set(threading.enumerate()), _children(request.config)
    handlers, windows = list(logging.getLogger().handlers), set(_windows() if uses_qt else ())
    yield
    for handler in [handler for handler in logging.getLogger().handlers if handler not in handlers]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    left = [
        *(f"thread {thread.name}" for thread in set(threading.enumerate()) - threads),
        *(f"process {name}" for name in _children(request.config) - children),
    ]
    if uses_qt:
        left += [f"window {window!r}" for window in set(_windows()) - windows]
        left += [f"timer of {timer.parent()!r}" for timer in _running_timers()]
    assert not left, f"left over: {left}"


def _children(config: pytest.Config) -> set[tuple[str, int | None]]:
    expected = {pid for engine in config.stash.get(SHARED, []) for pid in workers_of(engine)}
    running = multiprocessing.active_children()
    return {(child.name, child.pid) for child in running if child.pid not in expected}


def _windows() -> list[Any]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return list(QApplication.topLevelWidgets())


def _running_timers() -> list[Any]:
    """The active timers that Python knows; asked by type, since lazy objects of libraries warn otherwise."""
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [found for found in gc.get_objects() if issubclass(type(found), QTimer)]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]
