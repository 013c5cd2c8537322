"""A measured value beside its target and a peer, and how figures are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Self

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        name: What was measured.
        value: The median of several runs, unless the name says otherwise.
        unit: Of `value`, `target` and `peer_value`; a unit "... a second" is the better the larger, any
            other the better the smaller.
        target: What `value` should reach; None where there is none.
        peer: What else was measured in the same run, in turn with it; empty for nothing.
        peer_value: Its value.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    peer: str = ""
    peer_value: float | None = None

    @classmethod
    def of_runs(cls, name: str, runs: Sequence[float], unit: str, target: float | None = None) -> Self:
        """The median of several runs."""
        return cls(name, median(runs), unit, target)

    @property
    def ratio(self) -> float | None:
        """`value` by `peer_value`; None without a peer, or with one of 0."""
        return self.value / self.peer_value if self.peer_value else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        if self.unit.endswith(" a second"):
            return self.value >= self.target
        return self.value <= self.target


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` percent of `values` do not exceed."""
    return float(np.percentile(values, share))


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table, one a line, under a line of headings."""
    head = ("", "value", "unit", "target", "", "peer", "ratio", "peer is")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    left = (0, 2, 4, 7)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write_json(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as a list of objects: the fields of `Figure` and `ratio`, null where there is none.

    Raises:
        OSError: The file cannot be written.
    """
    records = [{**asdict(figure), "peer": figure.peer or None, "ratio": figure.ratio} for figure in figures]
    path.write_text(json.dumps(records, indent=2) + "\n", encoding="utf-8")


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        _number(figure.value),
        figure.unit,
        _number(figure.target),
        {None: "", True: "met", False: "MISSED"}[figure.is_met],
        _number(figure.peer_value),
        _number(figure.ratio),
        figure.peer,
    )


def _number(value: float | None) -> str:
    """Three significant digits, whole numbers from 100 on."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
