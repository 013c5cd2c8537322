"""What a run needs to go on where it stopped."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from build_scripts.relation_training.schedule import Schedule

Weights = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands: passes done, the next batch of this pass, and pairs seen in all."""

    passes: int = 0
    batch: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Weights, optimiser, random state, position in the corpus and schedule."""

    model: Weights
    optimizer: Weights
    random_state: torch.Tensor
    position: Position
    schedule: Schedule


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint beside the old one, then take its place in one step."""
    partial = path.with_name(path.name + ".part")
    content = {
        "model": checkpoint.model,
        "optimizer": checkpoint.optimizer,
        "random_state": checkpoint.random_state,
        **asdict(checkpoint.position),
        "schedule": asdict(checkpoint.schedule),
    }
    with partial.open("wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint that `save_checkpoint` wrote."""
    content = torch.load(path, weights_only=True)
    return Checkpoint(
        content["model"],
        content["optimizer"],
        content["random_state"],
        Position(content["passes"], content["batch"], content["seen"]),
        Schedule(**content["schedule"]),
    )
