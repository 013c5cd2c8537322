"""The reader of e-books (EPUB): the chapters in reading order, each a section."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from app.errors import UnreadableFileError
from app.reading.archive import Archive
from app.reading.blocks import Extract
from app.reading.document import Kind, TokenCounter
from app.reading.docx import CONTENTS
from app.reading.flow import Found, infer_headings, judge, lay_out, tidy
from app.reading.html import decode_page
from app.reading.metadata import read_date
from app.reading.xhtml import read_page

_MOST_CHAPTERS = 5000
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def read_epub(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of an e-book.

    Args:
        data: The file.
        name: Its name, for messages.
        count_tokens: Counts the model's tokens.

    Raises:
        UnreadableFileError: If it is damaged or encrypted.
    """
    archive = Archive(data, name)
    package_name = _package_name(archive)
    package = archive.xml(package_name) if package_name else None
    if package is None:
        raise UnreadableFileError(f"“{name}” is damaged: it has no list of its chapters.")
    found: list[Found] = []
    chapter = 0
    for member, is_contents in _spine(package, posixpath.dirname(package_name)):
        content = archive.read(member)
        if content is None:
            continue
        blocks = judge(read_page(decode_page(content)).found)
        if is_contents:
            blocks = [replace(block, kind=Kind.FURNITURE, level=0, reason=CONTENTS) for block in blocks]
        blocks = infer_headings(blocks, count_tokens)
        chapter += any(block.kind.is_matched for block in blocks)
        found.extend(_place(blocks, chapter))
    return lay_out(
        "epub",
        found,
        count_tokens,
        title=_told(package, "title"),
        author=_told(package, "creator") or None,
        date=_date(_told(package, "date")),
    )


def _place(blocks: list[Found], chapter: int) -> list[Found]:
    """Gives the blocks of a chapter their places and its heading the level of a chapter."""
    placed: list[Found] = []
    paragraph = 0
    top = min((block.level for block in blocks if block.level), default=1)
    for block in blocks:
        paragraph += block.kind.is_matched and not block.place
        place = f"{block.place or f'par. {paragraph}'}"
        level = block.level - top + 1 if block.level else 0
        placed.append(replace(block, level=level, place=f"chapter {chapter}, {place}" if chapter else ""))
    return placed


def _package_name(archive: Archive) -> str:
    container = archive.xml("META-INF/container.xml")
    if container is not None:
        for element in container.iter("{*}rootfile"):
            if path := element.get("full-path"):
                return str(path)
    return next((member for member in archive.names if member.endswith(".opf")), "")


def _spine(package: etree._Element, folder: str) -> list[tuple[str, bool]]:
    """The members that hold the chapters, in order, and whether one is the table of contents."""
    items = {item.get("id", ""): item for item in package.iter("{*}item")}
    members: list[tuple[str, bool]] = []
    seen: set[str] = set()
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or "html" not in item.get("media-type", "html"):
            continue
        path = unquote(item.get("href", "").partition("#")[0])
        member = posixpath.normpath(posixpath.join(folder, path))
        if member not in seen and len(members) < _MOST_CHAPTERS:
            seen.add(member)
            members.append((member, "nav" in item.get("properties", "").split()))
    return members


def _told(package: etree._Element, name: str) -> str:
    texts = [
        tidy(element.text or "") for element in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    ]
    return ", ".join(dict.fromkeys(filter(None, texts if name == "creator" else texts[:1])))


def _date(text: str) -> str | None:
    found = _DATE.match(text)
    return found[0] if found else read_date(text)
