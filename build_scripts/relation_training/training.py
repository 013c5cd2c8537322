"""The training loop: both tasks, checkpoints, and distillation from a teacher where there is one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from build_scripts.relation_training.batches import (
    BATCH_PAIRS,
    UNLABELLED,
    Example,
    collate,
    encode_pairs,
    plan_batches,
)
from build_scripts.relation_training.checkpoint import Checkpoint, Position, load_checkpoint, save_checkpoint
from build_scripts.relation_training.corpus import draw_pass
from build_scripts.relation_training.draws import seeded
from build_scripts.relation_training.model import RelationModel
from build_scripts.relation_training.pairs import Pair, Task
from build_scripts.relation_training.rounding import Rounding
from build_scripts.relation_training.schedule import Schedule

LABEL_SMOOTHING = 0.03
WEIGHT_DECAY = 0.01
MAX_GRADIENT_NORM = 1.0
TEMPERATURE = 2.0
TEACHER_WEIGHT = 0.7
LOOK_WEIGHT = 0.3
SECONDS_BETWEEN_CHECKPOINTS = 600
BATCHES_BETWEEN_REPORTS = 100
BATCHES_BETWEEN_CHECKS = 500

LATEST = "checkpoint.pt"
STABLE = "stable.pt"
"""The last checkpoint before the decay, from which a run can be made longer."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run is made of; `folder` takes its checkpoints, the lowest `frozen` layers are not trained."""

    folder: Path
    tokenizer: Path
    corpus: Sequence[Pair]
    checks: dict[Task, list[Example]]
    schedule: Schedule
    learning_rate: float
    seed: int
    teacher: RelationModel | None = None
    frozen: int = 0


def train(model: RelationModel, run: Run, *, finish: int | None, stopped: Callable[[], bool]) -> int:
    """Train until the schedule's end, going on from the folder's checkpoint where there is one.

    While the rate falls the weights are rounded as they will be stored; see `rounding`.

    A run that was to end before `run.schedule` does, also one that was finished early, goes on from its
    stable phase.

    Args:
        model: Changed in place.
        run: The corpus, schedule and folder.
        finish: Begin the decay now and end after this many pairs, or go on with a decay that has begun.
        stopped: Asked after each batch; a run that is told to stop writes a checkpoint first.

    Returns:
        How many pairs the model has seen.
    """
    trainer = _Trainer(model, run)
    trainer.resume(finish)
    _log.info("at %s, %s", trainer.position, trainer.schedule)
    while not trainer.ended and trainer.train_pass(stopped):
        pass
    if trainer.ended:
        Rounding(model).settle()
    return trainer.position.seen


class _Trainer:
    """A run under way."""

    def __init__(self, model: RelationModel, run: Run) -> None:
        self._model, self._run = model, run
        model.freeze(run.frozen)
        self._rounding = Rounding(model)
        self._trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._trained, lr=run.learning_rate, weight_decay=WEIGHT_DECAY, fused=True
        )
        self._saved = time.monotonic()
        self.position = Position()
        self.schedule = run.schedule
        torch.manual_seed(run.seed)

    @property
    def ended(self) -> bool:
        return self.position.seen >= self.schedule.end

    def resume(self, finish: int | None) -> None:
        """Take up the folder's checkpoint and settle when the run decays."""
        latest, stable = self._run.folder / LATEST, self._run.folder / STABLE
        if latest.exists():
            checkpoint = load_checkpoint(latest)
            self.schedule = checkpoint.schedule
            if finish is None and self._run.schedule.end > self.schedule.end:
                self.schedule = self._run.schedule
                if stable.exists():
                    checkpoint = load_checkpoint(stable)
                    stable.unlink()
            self._model.load_state_dict(checkpoint.model)
            self._optimizer.load_state_dict(checkpoint.optimizer)
            torch.set_rng_state(checkpoint.random_state)
            self.position = checkpoint.position
        if finish is not None:
            self.schedule = self.schedule.finish(self.position.seen, finish)

    def train_pass(self, stopped: Callable[[], bool]) -> bool:
        """Train on the rest of a pass; whether it was not stopped."""
        passes, first, seen = self.position.passes, self.position.batch, self.position.seen
        rng = seeded(self._run.seed, f"pass {passes}")
        examples = encode_pairs(draw_pass(self._run.corpus, rng), self._run.tokenizer)
        batches = plan_batches(examples, rng)
        _log.info("pass %d: %d pairs in %d batches", passes, len(examples), len(batches))
        meter = _Meter()
        for number, places in enumerate(batches[first:], first + 1):
            if self.schedule.decay_from <= seen and not (self._run.folder / STABLE).exists():
                self._save(STABLE)
            batch = [examples[place] for place in places]
            meter.add(self._step(batch, self.schedule.factor(seen)), batch)
            seen += len(batch)
            self.position = Position(passes, number, seen)
            if number % BATCHES_BETWEEN_REPORTS == 0:
                _log.info("%s, rate x%.3f, %s", self.position, self.schedule.factor(seen), meter.report())
                meter = _Meter()
            if number % BATCHES_BETWEEN_CHECKS == 0 or self.ended:
                self._check()
            halted = stopped()
            if halted or self.ended or time.monotonic() - self._saved > SECONDS_BETWEEN_CHECKPOINTS:
                self._save(LATEST)
            if halted or self.ended:
                return not halted
        self.position = Position(passes + 1, 0, seen)
        return True

    def _step(self, batch: Sequence[Example], factor: float) -> float:
        task = batch[0].task
        ids, mask, labels = collate(batch)
        self._model.train()
        teacher = self._run.teacher
        taught = None if teacher is None else _taught(teacher, task, ids, mask)
        self._optimizer.zero_grad()
        with self._weights():
            with torch.autocast("cpu", torch.bfloat16):
                inference, stance, look = self._model(ids, mask)
            if task == "nli":
                loss = relation_loss(inference.float(), labels, taught)
                loss = loss + LOOK_WEIGHT * relation_loss(look.float(), labels, taught)
            else:
                loss = relation_loss(stance.float(), labels, taught)
            # A batch of long texts holds few pairs; each pair weighs the same.
            torch.autograd.backward(loss * (len(batch) / BATCH_PAIRS))
        for group in self._optimizer.param_groups:
            group["lr"] = self._run.learning_rate * factor
        nn.utils.clip_grad_norm_(self._trained, MAX_GRADIENT_NORM)
        self._optimizer.step()
        return loss.item()

    def _weights(self) -> AbstractContextManager[None]:
        """The weights that compute at this place of the run: once the rate falls, rounded ones."""
        rounded = self.position.seen >= self.schedule.decay_from
        return self._rounding.lent() if rounded else nullcontext()

    def _save(self, name: str) -> None:
        checkpoint = Checkpoint(
            self._model.state_dict(),
            self._optimizer.state_dict(),
            torch.get_rng_state(),
            self.position,
            self.schedule,
        )
        save_checkpoint(checkpoint, self._run.folder / name)
        self._saved = time.monotonic()
        _log.info("%s written at %s", name, self.position)

    def _check(self) -> None:
        with self._weights():
            for task, examples in self._run.checks.items():
                _log.info("%s: %s dev accuracy %.3f", self.position, task, accuracy(self._model, examples))


def accuracy(model: RelationModel, examples: Sequence[Example]) -> float:
    """The share of examples whose label the model gives."""
    right = 0
    model.eval()
    for batch in plan_batches(examples, None):
        ids, mask, labels = collate([examples[place] for place in batch])
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits = model.task_logits(examples[batch[0]].task, ids, mask)
        right += int((logits.argmax(1) == labels).sum())
    return right / len(examples)


class _Meter:
    """Loss and speed since the last report."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.pairs = 0
        self.losses: dict[Task, list[float]] = {"nli": [], "stance": []}

    def add(self, loss: float, batch: Sequence[Example]) -> None:
        self.pairs += len(batch)
        self.losses[batch[0].task].append(loss)

    def report(self) -> str:
        means = ", ".join(f"{task} loss {sum(of) / len(of):.3f}" for task, of in self.losses.items() if of)
        return f"{means}, {self.pairs / (time.monotonic() - self.started):.1f} pairs/s"


def _taught(teacher: RelationModel, task: Task, ids: Tensor, mask: Tensor) -> Tensor:
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        return teacher.task_logits(task, ids, mask).float()


def relation_loss(logits: Tensor, labels: Tensor, taught: Tensor | None) -> Tensor:
    """Cross-entropy; with a teacher, mostly its softened distribution (Hinton et al. 2015)."""
    labelled = bool((labels != UNLABELLED).any())
    own = functional.cross_entropy(logits, labels, label_smoothing=LABEL_SMOOTHING) if labelled else None
    if taught is None:
        if own is None:
            raise ValueError("Unlabelled pairs need a teacher.")
        return own
    soft = functional.kl_div(
        functional.log_softmax(logits / TEMPERATURE, dim=1),
        functional.log_softmax(taught / TEMPERATURE, dim=1),
        reduction="batchmean",
        log_target=True,
    )
    soft = soft * TEMPERATURE**2
    return soft if own is None else TEACHER_WEIGHT * soft + (1 - TEACHER_WEIGHT) * own
