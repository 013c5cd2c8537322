"""Longer texts the window shows, as Qt's subset of HTML."""

from __future__ import annotations

from html import escape

from app import __version__, paths
from app.errors import CounterpointError


def about_html() -> str:
    """Version, licence, and where data is kept."""
    folders = "".join(f"<li>{escape(str(folder))}</li>" for folder in paths.stored_folders())
    return (
        f"<p><b>Counterpoint {escape(__version__)}</b></p>"
        "<p>Read one document beside what the others say about the same matter. "
        "Works offline: no document, question or setting leaves this machine.</p>"
        f"<p>What the program keeps lies in</p><ul>{folders}</ul>"
        "<p><code>counterpoint delete-data</code> removes all of it; "
        "your documents are never written to.</p>"
        "<p>Licence: Apache-2.0. Fonts: Inter, Noto Serif, Noto Mono (SIL Open Font License 1.1).</p>"
    )


def error_html(error: CounterpointError) -> str:
    """What happened, and what to do."""
    return f"<p>{escape(error.happened)}</p><p>{escape(error.remedy)}</p>"
