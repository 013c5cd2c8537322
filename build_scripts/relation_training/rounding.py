"""Weights on few levels, so that twelve layers fit where six did.

The matrices keep 31 levels a row (five bits), the table of words 15 levels for every 64 numbers (four bits).
While the learning rate falls, the model is trained with its weights rounded: the rounded ones compute, the
exact ones learn (Jacob et al. 2018, "Quantization and training of neural networks for efficient
integer-arithmetic-only inference"; the gradient passes straight through, Bengio et al. 2013).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from build_scripts.relation_training.model import RelationModel

LEVELS = 15
"""The largest number that a matrix's weight is stored as; the smallest is its negative."""
TABLE_LEVELS = 7
TABLE_BLOCK = 64


def scales(rows: Tensor, levels: int) -> Tensor:
    """What the stored number 1 stands for in each row of (n, d); (n, 1), above 0.

    Weights far from the others are not cut off: at 10,000 pairs, cutting at four times a row's root mean
    square left 87% of the labels as they were, five bits alone 94%.
    """
    return rows.abs().amax(dim=1, keepdim=True).clamp(min=torch.finfo(torch.float32).tiny) / levels


def rounded(weights: Tensor, levels: int = LEVELS) -> Tensor:
    """The weights (n, d) on the levels that they are stored in, row by row; again, it changes nothing."""
    step = scales(weights, levels)
    return (weights / step).round() * step


def rounded_table(table: Tensor) -> Tensor:
    """A table (n, d) on the levels that it is stored in."""
    return rounded(table.reshape(-1, TABLE_BLOCK), TABLE_LEVELS).reshape(table.shape)


def matrices(model: nn.Module) -> dict[str, nn.Linear]:
    """The layers whose weights are stored in few bits, by name: all but those that give the few logits."""
    return {
        name: layer
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear) and not name.endswith("out_proj")
    }


class Rounding:
    """Lends a model its rounded weights.

    The table of words is taken as it is when this is made: it is not trained.
    """

    def __init__(self, model: RelationModel) -> None:
        table = model.mpnet.embeddings.word_embeddings.weight
        self._fixed = {table: rounded_table(table.data)}
        self._matrices = [layer.weight for layer in matrices(model).values()]

    @contextmanager
    def lent(self) -> Iterator[None]:
        """For a while, the model computes with its rounded weights; gradients go to the exact ones."""
        exact = {weight: weight.data for weight in (*self._fixed, *self._matrices)}
        try:
            self.settle()
            yield
        finally:
            for weight, values in exact.items():
                weight.data = values

    def settle(self) -> None:
        """Replace the exact weights by the rounded ones for good."""
        for weight, values in self._fixed.items():
            weight.data = values
        for weight in self._matrices:
            weight.data = rounded(weight.data)
