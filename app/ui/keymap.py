"""Which keys the actions have: a ready keymap, and what the analyst changed of it in one TOML file."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Self

from PySide6.QtGui import QKeySequence

from app import paths
from app.errors import CounterpointError
from app.settings import write_toml
from app.ui.action import Action, shown_key

log = logging.getLogger(__name__)

FILE_NAME = "keys.toml"
DEFAULT = "vim"
READY: Mapping[str, str] = {
    "vim": "letters, as in vim",
    "arrows": "arrows and function keys, letters for the rest",
    "screen-reader": "no bare letters, safe with screen readers",
}
"""The ready keymaps by name, each with what it is like."""

Keys = Mapping[str, tuple[str, ...]]
"""Qt's portable names of keys, by the id of the action they belong to."""


class KeymapError(CounterpointError):
    """A keymap that cannot be used: an unknown action, a key that is none, or two actions on one key."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """A ready keymap with changes.

    Attributes:
        base: Name of the ready one.
        own: The keys of the actions that the analyst changed; none at all is allowed.
    """

    base: str = DEFAULT
    own: Keys = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the keymap in `folder`; a missing file is the default.

        Raises:
            KeymapError: It is no TOML, or names no ready keymap, or a value has another form.
        """
        path = folder / FILE_NAME
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise KeymapError(f"{path} cannot be read: {error}.", _REMEDY) from error
        base = table.get("base", DEFAULT)
        if base not in READY:
            raise KeymapError(f"{path} names no ready keymap: {base}.", f"There are {', '.join(READY)}.")
        return cls(base, _keys_in(table, path))

    def save(self, folder: Path) -> None:
        """Write the keymap to `folder`, replacing the file in one step.

        Raises:
            OSError: The folder cannot be written.
        """
        table = {"base": self.base, "keys": {id_: list(keys) for id_, keys in sorted(self.own.items())}}
        write_toml(folder / FILE_NAME, table)

    def with_keys(self, id_: str, keys: tuple[str, ...]) -> Self:
        """This keymap with other keys for one action."""
        return replace(self, own={**self.own, id_: keys})

    def without(self, id_: str) -> Self:
        """This keymap with the ready one's keys for one action."""
        return replace(self, own={known: keys for known, keys in self.own.items() if known != id_})

    def bind(self, actions: Sequence[Action]) -> tuple[Action, ...]:
        """The actions with the keys of this map.

        Raises:
            KeymapError: An action is unknown, a key is none, or two actions that meet share a key.
        """
        keys = {**_ready(self.base), **self.own}
        known = {action.id for action in actions}
        for id_, chosen in keys.items():
            if id_ not in known:
                raise KeymapError(f"There is no action {id_}.", _REMEDY)
            for key in chosen:
                if QKeySequence(key).toString() != key or not key:
                    raise KeymapError(
                        f"{key} is no key, given for {id_}.", "Keys look like J, Shift+J or Ctrl+K."
                    )
        bound = tuple(replace(action, keys=keys.get(action.id, action.keys)) for action in actions)
        for key, one, other in clashes(bound):
            titles = " and ".join(f"“{action.title.rstrip('…')}”" for action in (one, other))
            raise KeymapError(
                f"{shown_key(key)} cannot belong to both {titles}.", "Choose another key for one."
            )
        return bound


_REMEDY = "Mend it or delete it; the usual keys work meanwhile."


def clashes(actions: Iterable[Action]) -> Iterator[tuple[str, Action, Action]]:
    """Each key that two actions share where both work, a key that begins another's chord among them."""
    sequences = [(action, [(key, _strokes(key)) for key in action.keys]) for action in actions]
    for (one, keys), (other, others) in combinations(sequences, 2):
        if not one.context.meets(other.context):
            continue
        for key, strokes in keys:
            for _, taken in others:
                shorter = min(len(strokes), len(taken))
                if strokes[:shorter] == taken[:shorter]:
                    yield key, one, other


def _strokes(key: str) -> tuple[str, ...]:
    return tuple(QKeySequence(key).toString().split(", "))


def _ready(name: str) -> Keys:
    path = paths.resource("keymaps", f"{name}.toml")
    return _keys_in(tomllib.loads(path.read_text(encoding="utf-8")), path)


def _keys_in(table: dict[str, Any], path: Path) -> Keys:
    keys = table.get("keys", {})
    if not isinstance(keys, dict) or not all(
        isinstance(chosen, list) and all(isinstance(key, str) for key in chosen) for chosen in keys.values()
    ):
        raise KeymapError(f"{path} gives an action something else than a list of keys.", _REMEDY)
    return {id_: tuple(chosen) for id_, chosen in keys.items()}
