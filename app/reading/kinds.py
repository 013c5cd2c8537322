"""Which kind of file one is: by its content first, by its suffix second.

The window asks it which files can be read, so nothing here needs a parser.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "word",
    ".odt": "odt",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".epub": "epub",
    ".eml": "eml",
    ".mbox": "mbox",
    ".csv": "csv",
    ".tsv": "tsv",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
}
SUFFIXES = frozenset(_BY_SUFFIX)
"""The suffixes of the files that can be read, in small letters."""

_HEAD = 4096
_PDF = re.compile(rb"%PDF-\d")
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{\\rtf")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_TEXT_LIKE = frozenset(("text", "word", "html", "mhtml", "eml", "rtf", None))
_HTML = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,40}):[ \t]")
_MAILBOX = re.compile(r"From \S+.*\b\d\d:\d\d.*\b\d{4}\b")


def is_supported(path: Path) -> bool:
    """Whether a file's name says that it can be read."""
    return path.suffix.lower() in SUFFIXES


def find_kind(data: bytes, suffix: str) -> str | None:
    """The kind of a file.

    Args:
        data: Its content.
        suffix: The suffix of its name, with its dot.

    Returns:
        The name of the format, "word" for the binary format of old Word files, or None if the kind is
        unknown.
    """
    named = _BY_SUFFIX.get(suffix.lower())
    found = _kind_of_bytes(data)
    if not found and named in _TEXT_LIKE:
        found = _kind_of_text(_decode_head(data[:_HEAD]))
        if not found and named in ("word", "rtf"):
            return "text"
    return found or named


def _kind_of_bytes(data: bytes) -> str | None:
    if _PDF.search(data, 0, 1024):
        return "pdf"
    if _RTF.match(data):
        return "rtf"
    if data.startswith(_IMAGES):
        return "image"
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    return "word" if data.startswith(_OLE) else None


def _kind_of_zip(data: bytes) -> str | None:
    # The first member of an e-book or an OpenDocument text is its media type, stored as it is.
    head = data[:200]
    if b"application/epub+zip" in head:
        return "epub"
    if b"application/vnd.oasis.opendocument.text" in head:
        return "odt"
    if b"word/document.xml" in data:
        return "docx"
    if b"META-INF/container.xml" in data:
        return "epub"
    return None


def _decode_head(head: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="replace")
    return head.decode("latin-1")


def _kind_of_text(head: str) -> str | None:
    text = head.lstrip()
    if _HTML.match(text):
        return "html"
    lines = text.split("\n")
    if _MAILBOX.match(lines[0]) and len(lines) > 1 and _FIELD.match(lines[1]):
        return "mbox"
    names = _field_names(lines)
    if "mime-version" in names and "multipart/related" in head.lower():
        return "mhtml"
    if {"from", "date"} <= names and names & {"message-id", "received", "mime-version"}:
        return "eml"
    return None


def _field_names(lines: list[str]) -> set[str]:
    """The names of the fields with which a message begins."""
    names: set[str] = set()
    for line in lines:
        found = _FIELD.match(line)
        if found:
            names.add(found["name"].lower())
        elif not names or not line.startswith((" ", "\t")):
            break
    return names
