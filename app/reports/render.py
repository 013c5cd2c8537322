"""The table of report formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.reports import findings_csv, findings_html, findings_json, findings_markdown
from app.reports.as_csv import render_csv
from app.reports.as_html import render_html
from app.reports.as_json import render_json
from app.reports.as_markdown import render_markdown
from app.reports.comparison import Comparison
from app.reports.findings import FindingsReport


def _docx(comparison: Comparison) -> bytes:
    from app.reports.as_docx import render_docx  # noqa: PLC0415 - python-docx takes the window's time

    return render_docx(comparison)


def _findings_docx(report: FindingsReport) -> bytes:
    from app.reports.findings_docx import render_docx  # noqa: PLC0415 - python-docx takes the window's time

    return render_docx(report)


FORMATS: Mapping[str, Callable[[Comparison], str | bytes]] = MappingProxyType(
    {
        "json": render_json,
        "csv": render_csv,
        "md": render_markdown,
        "html": render_html,
        "docx": _docx,
    }
)
"""Each format's name on the command line, which is a file's ending too, and what writes it."""

FINDINGS_FORMATS: Mapping[str, Callable[[FindingsReport], str | bytes]] = MappingProxyType(
    {
        "html": findings_html.render_html,
        "docx": _findings_docx,
        "md": findings_markdown.render_markdown,
        "csv": findings_csv.render_csv,
        "json": findings_json.render_json,
    }
)
"""What writes findings in each format."""


def render(comparison: Comparison, format_name: str) -> bytes:
    """A comparison in one of the `FORMATS`, as a file holds it: text is UTF-8.

    Raises:
        KeyError: The name is not in the table.
    """
    return _as_bytes(FORMATS[format_name](comparison))


def render_findings(report: FindingsReport, format_name: str) -> bytes:
    """Findings in one of the `FINDINGS_FORMATS`, as a file holds it: text is UTF-8.

    Raises:
        KeyError: The name is not in the table.
    """
    return _as_bytes(FINDINGS_FORMATS[format_name](report))


def _as_bytes(written: str | bytes) -> bytes:
    return written if isinstance(written, bytes) else written.encode()
