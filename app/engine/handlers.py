"""Makes each worker's handler. What a handler needs is imported in its worker only, never in the window."""

from __future__ import annotations

import gc
from pathlib import Path

from app.engine.worker import Handler

_SELDOM = 50_000, 20, 20
"""When the collector runs in the reader: what parsers make is many and seldom circular."""


def make_reader() -> Handler:
    """The reader's handler."""
    from app.engine.reader import read  # noqa: PLC0415 - parsers

    gc.set_threshold(*_SELDOM)
    return read


def make_inference(model_folder: Path | None = None) -> Handler:
    """The inference worker's handler; each model is loaded at its first use.

    Args:
        model_folder: The sentence-transformers model to embed with; the bundled one if None.
    """
    from app.engine.inference import Inference  # noqa: PLC0415 - models

    return Inference(model_folder)
