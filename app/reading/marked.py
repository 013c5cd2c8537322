"""The readers of formats with mark-up of their own, each imported when a file of its kind is read."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import UnreadableFileError
from app.reading.blocks import Extract
from app.reading.decode import NotTextError
from app.reading.document import TokenCounter

MarkedReader = Callable[[bytes, str, TokenCounter], Extract]


def _guard(reader: MarkedReader) -> MarkedReader:
    """What a damaged or hostile file makes a parser raise becomes one sentence for a person."""

    def read(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
        try:
            return reader(data, name, count_tokens)
        except (UnreadableFileError, NotTextError, ImportError):
            raise
        except Exception as error:
            raise UnreadableFileError(
                f"“{name}” is damaged and could not be read.", "Get a complete copy and open that."
            ) from error

    return read


def _docx(data: bytes, name: str, _: TokenCounter) -> Extract:
    from app.reading.docx import read_docx  # noqa: PLC0415

    return read_docx(data, name)


def _html(data: bytes, _name: str, _: TokenCounter) -> Extract:
    from app.reading.html import read_html  # noqa: PLC0415

    return read_html(data)


def _word(_data: bytes, name: str, _: TokenCounter) -> Extract:
    raise UnreadableFileError(
        f"“{name}” was not read: it is an old Word file, or one protected by a password.",
        "Save it as DOCX without a password and open that.",
    )


READERS: dict[str, MarkedReader] = {
    kind: _guard(reader) for kind, reader in {"docx": _docx, "html": _html, "word": _word}.items()
}
"""By the name of the kind."""
