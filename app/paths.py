"""Where things live: resources beside the code (or in the bundle), data in the user's folders."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import platformdirs

_APP = "counterpoint"
HOME_VARIABLE = "COUNTERPOINT_HOME"
"""Environment variable that puts all stored data, settings and logs under one folder."""


def bundle_root() -> Path:
    """The folder that holds `resources/` and `seeds/`: the checkout, or the frozen bundle."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a file shipped in `resources/`."""
    return bundle_root().joinpath("resources", *parts)


def sample_corpus() -> Path:
    """The folder with the sample documents."""
    return bundle_root() / "seeds" / "summit"


_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_JOINERS = "\u200c\u200d\u00ad"
"""Signs without a shape that words and emoji are written with."""


def shown_name(name: str) -> str:
    """A file's name or path as it can be shown.

    Line ends, marks that turn the writing about and other signs that are not seen stand as escapes, so
    that no name can pass for another or break a line.
    """
    return "".join(
        sign.encode("unicode_escape").decode("ascii")
        if unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS
        else sign
        for sign in name
    )


def _user_folder(kind: str, default: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser() / kind if home else Path(default)


def data_folder() -> Path:
    """Where unnamed workspaces are kept."""
    return _user_folder("data", platformdirs.user_data_dir(_APP, appauthor=False))


def config_folder() -> Path:
    """Where settings and key bindings are kept."""
    return _user_folder("config", platformdirs.user_config_dir(_APP, appauthor=False))


def log_folder() -> Path:
    """Where logs are kept."""
    return _user_folder("log", platformdirs.user_log_dir(_APP, appauthor=False))


def stored_folders() -> tuple[Path, ...]:
    """Every folder the program writes to on its own account."""
    return data_folder(), config_folder(), log_folder()
