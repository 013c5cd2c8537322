"""What the relation model is called, known without loading it."""

from __future__ import annotations

import json
from pathlib import Path

RULES = 1
"""Version of the rules around the model: one more with each change that can change a finding."""


def relation_model_id(folder: Path) -> str | None:
    """Name the model in `folder` and the rules that read it: findings of different ids are kept apart.

    None where there is no model, or its configuration cannot be read; then nothing is labelled.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return f"{config['model_id']}-rules{RULES}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
