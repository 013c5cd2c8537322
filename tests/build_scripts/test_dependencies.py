from __future__ import annotations

import ast
import re
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from build_scripts import dev

PROJECT = tomllib.loads(dev.PYPROJECT.read_text(encoding="utf-8"))
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
PROGRAM = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines
]
LINES = dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
PINS = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in LINES if "==" in line}
OURS = {"app", "build_scripts", "tests"}
FOR_TYPES_ONLY = {"_typeshed"}


def names(requirements: list[Requirement]) -> set[NormalizedName]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def imported(folder: Path) -> dict[str, str]:
    """Top-level packages of others that a folder imports, each with a file that does."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for top in (module.split(".")[0] for module in modules):
                if top not in sys.stdlib_module_names | OURS | FOR_TYPES_ONLY:
                    found.setdefault(top, str(path.relative_to(dev.ROOT)))
    return found


@pytest.mark.parametrize("requirement", [*BUILD, *PROGRAM, *EXTRAS], ids=str)
def test_every_dependency_has_a_recorded_version_that_it_allows(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def test_recorded_versions_are_exact_fit_every_index_and_stand_once_each() -> None:
    pins = [line for line in LINES if not line.startswith("#")]
    assert [line for line in pins if line.count("==") != 1 or "+" in line] == []
    assert len(pins) == len(PINS)
    assert pins == sorted(pins, key=str.lower)


def test_what_the_dependencies_need_is_recorded_too() -> None:
    reached: set[NormalizedName] = set()
    waiting = names([*BUILD, *PROGRAM, *EXTRAS])
    while waiting:
        name = waiting.pop()
        reached.add(name)
        # A package of an extra that is not installed here cannot be asked.
        with suppress(PackageNotFoundError):
            needed = [Requirement(line) for line in requires(name) or []]
            waiting |= names([one for one in needed if not one.marker or one.marker.evaluate({"extra": ""})])
            waiting -= reached
    assert reached - PINS.keys() == set()


@pytest.mark.parametrize(
    ("folder", "declared"),
    [("app", PROGRAM), ("build_scripts", [*PROGRAM, *EXTRAS]), ("tests", [*PROGRAM, *EXTRAS])],
)
def test_what_is_imported_is_declared(folder: str, declared: list[Requirement]) -> None:
    distributions = packages_distributions()
    # torch and PySide6's helper come with a package that is declared, in the version that one asks for.
    allowed = names(declared) | {"torch", "shiboken6"}
    missing = {
        module: path
        for module, path in imported(dev.ROOT / folder).items()
        if not {canonicalize_name(name) for name in distributions.get(module, [])} & allowed
    }
    assert missing == {}


def test_what_is_declared_for_the_program_is_used_in_it() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (dev.ROOT / "app").rglob("*.py"))
    used = {
        canonicalize_name(name)
        for module, found in packages_distributions().items()
        if re.search(rf"\b{re.escape(module)}\b", code)
        for name in found
    }
    assert names(PROGRAM) - used == set()


@pytest.mark.parametrize("name", sorted(names([*BUILD, *PROGRAM, *EXTRAS])))
def test_what_a_dependency_earns_is_told(name: str) -> None:
    guide = (dev.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"\n| `{name}` | " in guide
