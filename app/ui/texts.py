"""Longer texts the window shows, as Qt's subset of HTML."""

from __future__ import annotations

from html import escape

from app import paths
from app.analysis.licences import Component
from app.errors import CounterpointError
from app.release import this_release


def about_html() -> str:
    """Version, licence, and where data is kept."""
    folders = "".join(f"<li>{escape(str(folder))}</li>" for folder in paths.stored_folders())
    return (
        f"<p><b>Counterpoint {escape(str(this_release()))}</b></p>"
        "<p>Read one document beside what the others say about the same matter. "
        "Works offline: no document, question or setting leaves this machine.</p>"
        f"<p>What the program keeps lies in</p><ul>{folders}</ul>"
        "<p><code>counterpoint delete-data</code> removes all of it; "
        "your documents are never written to.</p>"
        "<p>Licence: Apache-2.0. Fonts: Inter, Noto Serif, Noto Mono (SIL Open Font License 1.1). "
        "The command Licences lists every part.</p>"
    )


def licence_html(part: Component) -> str:
    """The text of a licence."""
    return f'<pre style="white-space: pre-wrap">{escape(part.text())}</pre>'


def error_html(error: CounterpointError) -> str:
    """What happened, and what to do."""
    return f"<p>{escape(error.happened)}</p><p>{escape(error.remedy)}</p>"
