"""What Counterpoint is made of, and under which licences it comes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app import __version__
from app.paths import bundle_root, resource

FOLDER = "licences"
INDEX = "index.json"
"""In the bundle, `resources/licences/index.json` lists what was built in: name, version, licence, file."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part by others, or Counterpoint itself.

    Attributes:
        name: What it is called.
        version: Its version; empty where it has none.
        licence: The licence's short name.
        path: A file with the licence's text.
    """

    name: str
    version: str
    licence: str
    path: Path

    def text(self) -> str:
        """The licence's text."""
        return self.path.read_text(encoding="utf-8", errors="replace")


def components() -> tuple[Component, ...]:
    """Counterpoint, its fonts and its models; in an installed program also every library in it."""
    folder = resource(FOLDER)
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except OSError:
        index = []  # a checkout: each library lies in the environment with its own licence
    listed = (Component(one["name"], one["version"], one["licence"], folder / one["file"]) for one in index)
    ours = (
        Component("Counterpoint", __version__, "Apache-2.0", bundle_root() / "LICENSE"),
        Component("Fonts: Inter, Noto Serif, Noto Mono", "", "OFL-1.1", resource("fonts", "LICENSE.txt")),
        Component("Embedding model: all-MiniLM-L6-v2", "", "Apache-2.0", bundle_root() / "LICENSE"),
        Component("Relation model", "", "see its card", resource("models", "relations", "README.md")),
    )
    return (*ours, *listed)
