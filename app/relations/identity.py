"""What the relation model is called, known without loading it."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

from app.relations.thresholds import read_thresholds

RULES = 7
"""Version of the rules around the model: one more with each change that can change a finding."""


def relation_model_id(folder: Path) -> str | None:
    """Name the model in `folder`, its thresholds and the rules that read it.

    Findings of different ids are kept apart.

    None where there is no model, or its configuration cannot be read; then nothing is labelled.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        thresholds = read_thresholds(folder, config["model_id"])
        digest = blake2b(repr(thresholds).encode(), digest_size=3).hexdigest()
        return f"{config['model_id']}-rules{RULES}-{digest}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
