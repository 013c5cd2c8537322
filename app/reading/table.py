"""The reader of tables (CSV, TSV): each row a passage that names its columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from app.reading.blocks import Extract
from app.reading.document import Kind
from app.reading.flow import Found, lay_out, tidy

COLUMN_NAMES = "column names"

_SAMPLE = 200  # lines
_SEPARATORS = ",;\t|"
_NUMBER = re.compile(r"[-+]?[\d.,\s%]+")


def read_table(text: str, name: str) -> Extract:
    """Finds the rows of a table.

    Args:
        text: The file's text.
        name: Short name of the format: "csv" or "tsv".
    """
    separator = "\t" if name == "tsv" else find_separator(text)
    rows = _rows(text, separator)
    first = next((index for index, row in enumerate(rows) if any(map(tidy, row))), 0)
    columns = [tidy(cell) for cell in rows[first]] if rows else []
    is_named = len(rows) > first + 1 and all(map(_may_name, columns)) and len(set(columns)) == len(columns)
    found: list[Found] = []
    for number, row in enumerate(rows, start=1):
        place = f"row {number}"
        cells = [tidy(cell) for cell in row]
        if is_named and number == first + 1:
            found.append(Found(Kind.FURNITURE, " | ".join(cells), place=place, reason=COLUMN_NAMES))
            continue
        if is_named:
            names = columns + [f"Column {index + 1}" for index in range(len(columns), len(cells))]
            cells = [f"{name}: {cell}" if cell else "" for name, cell in zip(names, cells, strict=False)]
        found.append(Found(Kind.TABLE, " | ".join(filter(None, cells)), place=place))
    return lay_out(name, found)


def find_separator(text: str) -> str:
    """The sign between the cells: the one that most lines hold equally often."""
    lines = [line for line in text.split("\n")[:_SAMPLE] if line.strip()]
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(len(row) - 1 for row in _rows("\n".join(lines), separator))
        counts.pop(0, None)
        if counts and (agreeing := counts.most_common(1)[0][1] / len(lines)) > most:
            best, most = separator, agreeing
    return best


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:  # a quote that is never closed
        return [line.split(separator) for line in text.split("\n")]


def _may_name(cell: str) -> bool:
    return bool(cell) and len(cell) <= 100 and not _NUMBER.fullmatch(cell)
