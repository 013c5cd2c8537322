"""Opening a PDF file, and what it says of itself: title, author, date, outline."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import islice

import pypdfium2  # type: ignore[import-untyped] # the package carries no type information
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from app.errors import PasswordNeededError, UnreadableFileError
from app.reading.metadata import is_name

_MOST_ENTRIES = 5000  # of an outline that are looked at
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|unbenannt|sans titre"
    r"|document\d*$|layout \d|print(?:ing)?$|title$|about:blank|https?://|file:)|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pub|pptx?|xlsx?|html?|tex|dvi|ps|txt|wpd|pages)$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin(?:istrator)?|owner|author|unknown|anonymous|default|root|guest|windows|microsoft.*"
    r"|hp|dell|pc|test|none|n/?a|.*@.*|.*\d.*|\S*\\\S*)$",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a file says of itself, as far as it is sensible.

    Attributes:
        title: Empty where there is none.
        author: A person or a body, or None.
        date: When it was made, ISO 8601, or None.
        outline: For each entry its page from 1, its level from 1 and its title.
    """

    title: str
    author: str | None
    date: str | None
    outline: tuple[tuple[int, int, str], ...]


def open_pdf(data: bytes, name: str, password: str | None) -> pypdfium2.PdfDocument:
    """Opens a PDF file.

    Raises:
        PasswordNeededError: If the password is missing or another one.
        UnreadableFileError: If the file is damaged.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD:
            if password is None:
                raise PasswordNeededError(
                    f"“{name}” needs a password.", "It is asked for in the window and in a terminal."
                ) from error
            raise PasswordNeededError(
                f"“{name}” needs a password, and the one that was given does not fit.",
                "Try another password.",
            ) from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableFileError(
                f"“{name}” is encrypted in a way that cannot be read.",
                "Save a copy without protection and open that.",
            ) from error
        raise damaged(name) from error
    if len(document) < 1:
        document.close()
        raise UnreadableFileError(f"“{name}” is empty: it has no pages.")
    return document


def damaged(name: str) -> UnreadableFileError:
    """The error that tells of a damaged file."""
    return UnreadableFileError(
        f"“{name}” is damaged or no PDF file at all.", "Open it in a PDF program and save it anew."
    )


def read_particulars(document: pypdfium2.PdfDocument) -> Particulars:
    """Title, author, date and outline as the file records them."""
    return Particulars(
        _sensible_title(_entry(document, "Title")),
        _sensible_author(_entry(document, "Author")),
        _date(_entry(document, "CreationDate")),
        tuple(_outline(document)),
    )


def _entry(document: pypdfium2.PdfDocument, key: str) -> str:
    text = str(document.get_metadata_value(key))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _sensible_title(title: str) -> str:
    if len(title) < 4 or len(title) > 300 or _NO_TITLE.match(title) or not any(map(str.isalpha, title)):
        return ""
    return title if " " in title or title.isalpha() else ""


def _sensible_author(author: str) -> str | None:
    if not 3 <= len(author) <= 120 or _NO_AUTHOR.match(author):
        return None
    return author if " " in author or is_name(author) else None


def _date(entry: str) -> str | None:
    found = _DATE.match(entry)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date.isoformat() if year >= _FIRST_YEAR else None


def _outline(document: pypdfium2.PdfDocument) -> list[tuple[int, int, str]]:
    entries: list[tuple[int, int, str]] = []
    for bookmark in islice(document.get_toc(), _MOST_ENTRIES):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        title = " ".join(str(bookmark.get_title()).split())
        if index is not None and title:
            entries.append((index + 1, bookmark.level + 1, title))
    return entries
