"""The readers of formats with mark-up of their own, each imported when a file of its kind is read."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import UnreadableFileError
from app.reading.blocks import Extract
from app.reading.decode import NotTextError, decode
from app.reading.document import TokenCounter
from app.reading.mojibake import mend

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


def _docx(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.docx import read_docx  # noqa: PLC0415

    return read_docx(data, name, count_tokens)


def _odt(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.odt import read_odt  # noqa: PLC0415

    return read_odt(data, name, count_tokens)


def _rtf(data: bytes, _name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.rtf import read_rtf  # noqa: PLC0415

    return read_rtf(data, count_tokens)


def _html(data: bytes, _name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.html import read_html  # noqa: PLC0415

    return read_html(data, count_tokens)


def _epub(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.epub import read_epub  # noqa: PLC0415

    return read_epub(data, name, count_tokens)


def _eml(data: bytes, _name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.mail import read_mail  # noqa: PLC0415

    return read_mail(data, count_tokens).extract


def _mbox(data: bytes, _name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.mail import read_mailbox  # noqa: PLC0415

    return read_mailbox(data, count_tokens)


def _mhtml(data: bytes, _name: str, count_tokens: TokenCounter) -> Extract:
    from app.reading.mail import read_saved_page  # noqa: PLC0415

    return read_saved_page(data, count_tokens)


def _csv(data: bytes, _name: str, _: TokenCounter) -> Extract:
    from app.reading.table import read_table  # noqa: PLC0415

    return read_table(mend(decode(data)), "csv")


def _tsv(data: bytes, _name: str, _: TokenCounter) -> Extract:
    from app.reading.table import read_table  # noqa: PLC0415

    return read_table(mend(decode(data)), "tsv")


def _word(_data: bytes, name: str, _: TokenCounter) -> Extract:
    raise UnreadableFileError(
        f"“{name}” was not read: it is an old Word file, or one protected by a password.",
        "Save it as DOCX without a password and open that.",
    )


READERS: dict[str, MarkedReader] = {
    kind: _guard(reader)
    for kind, reader in {
        "docx": _docx,
        "odt": _odt,
        "rtf": _rtf,
        "html": _html,
        "epub": _epub,
        "eml": _eml,
        "mbox": _mbox,
        "mhtml": _mhtml,
        "csv": _csv,
        "tsv": _tsv,
        "word": _word,
    }.items()
}
"""By the name of the kind."""
