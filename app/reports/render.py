"""The table of report formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.reports.as_csv import render_csv
from app.reports.as_html import render_html
from app.reports.as_json import render_json
from app.reports.as_markdown import render_markdown
from app.reports.comparison import Comparison

FORMATS: Mapping[str, Callable[[Comparison], str]] = MappingProxyType(
    {"json": render_json, "csv": render_csv, "md": render_markdown, "html": render_html}
)
"""Each format's name on the command line and what writes it."""


def render(comparison: Comparison, format_name: str) -> str:
    """A comparison in one of the `FORMATS`: text to be written as UTF-8 with its line ends as they are.

    Raises:
        KeyError: The name is not in the table.
    """
    return FORMATS[format_name](comparison)
