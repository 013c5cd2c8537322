"""The log: one rotating file in the user's log folder. It holds names of files, never their text."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from app import paths

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log() -> None:
    """Send warnings and errors of this process to the log; without a place for it, go on without."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            paths.log_folder() / "counterpoint.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
