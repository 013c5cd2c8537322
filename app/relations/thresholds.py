"""From which probabilities on a relation is shown: chosen for one model's weights and kept beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "thresholds.json"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities, each chosen on `dev` so that at least four in five of what is shown are right.

    The defaults suit a well-trained model. `build_scripts/evaluate_relations.py --choose` measures a model
    and writes its own, with the figures that chose them.

    Attributes:
        contradicts: Contradiction, both directions combined.
        cued: The same, where a rule finds a number, date, negation or opposite that differs.
        same_but: The same, where two claims are one and the same apart from such a difference.
        agrees: Entailment in the better direction.
        position: Opposition of stance, in the weaker direction.
    """

    contradicts: float = 0.9
    cued: float = 0.6
    same_but: float = 0.3
    agrees: float = 0.85
    position: float = 0.9


def read_thresholds(folder: Path, model_id: str) -> Thresholds:
    """The thresholds kept in a model's folder; the defaults where they are absent or another model's.

    Raises:
        ValueError: If the file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return Thresholds()
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["model_id"] != model_id:
        return Thresholds()
    return Thresholds(**{field.name: float(content[field.name]) for field in fields(Thresholds)})


def write_thresholds(thresholds: Thresholds, folder: Path, model_id: str, figures: Mapping[str, str]) -> None:
    """Keep thresholds in the folder of the model they were chosen for, with the figures that chose them."""
    rounded = {name: round(value, 3) for name, value in asdict(thresholds).items()}
    text = json.dumps({"model_id": model_id, **rounded, "figures": dict(figures)}, indent=2)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
