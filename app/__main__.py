"""`python -m app`: the same as the command `counterpoint`."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from app.cli import main


def _give_streams() -> None:
    """On Windows a program without a console has no streams; what is written then goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end


if __name__ == "__main__":
    _give_streams()
    multiprocessing.freeze_support()
    sys.exit(main())
