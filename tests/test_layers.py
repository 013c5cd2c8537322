"""Only the window knows Qt, and only the inference process knows torch: tried, not only declared."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from app.paths import bundle_root

BLOCKED = """
    import importlib, importlib.abc, pkgutil, sys

    class Refuse(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] in {blocked!r}:
                raise ImportError(name + " is asked for")

    sys.meta_path.insert(0, Refuse())
    import app
    modules = [module.name for module in pkgutil.walk_packages(app.__path__, "app.")]
"""
MODELS = ("torch", "sentence_transformers", "transformers", "onnxruntime", "scipy", "sklearn")


def run(blocked: tuple[str, ...], program: str) -> str:
    """Run a program in a fresh interpreter that lacks some packages; what it printed."""
    source = textwrap.dedent(BLOCKED).format(blocked=blocked) + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=bundle_root(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_but_the_window_works_without_qt_and_without_models() -> None:
    printed = run(
        ("PySide6", "shiboken6", *MODELS),
        """
        for name in modules:
            if not name.startswith("app.ui"):
                importlib.import_module(name)
        print(len([name for name in sys.modules if name.startswith("app.")]))
        """,
    )
    assert int(printed) > 50


def test_the_command_line_answers_without_qt() -> None:
    printed = run(
        ("PySide6", "shiboken6", *MODELS),
        """
        from app.cli import main
        try:
            main(["--version"])
        except SystemExit as end:
            assert end.code == 0
        """,
    )
    assert printed.startswith("counterpoint ")


def test_the_windows_process_never_loads_a_model() -> None:
    run(
        MODELS,
        """
        for name in modules:
            if name.startswith("app.ui"):
                importlib.import_module(name)
        """,
    )


def test_the_guard_guards() -> None:
    run(
        ("PySide6",),
        """
        try:
            importlib.import_module("app.ui.theme")
        except ImportError as error:
            assert "PySide6" in str(error)
        else:
            raise SystemExit("PySide6 was let through")
        """,
    )
