"""The reader of OpenDocument texts (ODT).

It reads the file's XML itself, within the bounds of `archive`: text boxes, notes and tracked changes
need their place among the paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.errors import UnreadableFileError
from app.reading.archive import Archive
from app.reading.blocks import Extract
from app.reading.cues import FOOTER, HEADER
from app.reading.document import Kind, TokenCounter
from app.reading.docx import CONTENTS
from app.reading.flow import Found, lay_out, tidy

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = f"{{{_NAMES}office:1.0}}"
_STYLE = f"{{{_NAMES}style:1.0}}"
_TEXT = f"{{{_NAMES}text:1.0}}"
_TABLE = f"{{{_NAMES}table:1.0}}"
_DRAW = f"{{{_NAMES}drawing:1.0}}"
_META = f"{{{_NAMES}meta:1.0}}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_INDEXES = frozenset(
    f"{_TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "alphabetical-index",
    )
)
_DROPPED = frozenset(
    (
        f"{_TEXT}tracked-changes",  # holds what was deleted
        f"{_TEXT}note",
        f"{_DRAW}text-box",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TEXT}ruby-text",
    )
)
_MOST_SPACES = 100
_LONGEST_CHAIN = 20  # styles that rest on one another


def read_odt(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of an OpenDocument text; tracked changes count as accepted.

    Args:
        data: The file.
        name: Its name, for messages.
        count_tokens: Counts the model's tokens.

    Raises:
        UnreadableFileError: If it is damaged or no text document.
    """
    archive = Archive(data, name)
    root = archive.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise UnreadableFileError(f"“{name}” is damaged: it holds no OpenDocument text.")
    styles = archive.xml("styles.xml")
    reader = _Reader(
        {**_style_names(styles), **_style_names(root)},
        counts_pages=next(body.iter(f"{_TEXT}soft-page-break"), None) is not None,
    )
    reader.read(body)
    meta = archive.xml("meta.xml")
    author = _meta(meta, f"{_META}initial-creator") or _meta(meta, f"{_DUBLIN}creator")
    date = _meta(meta, f"{_META}creation-date") or _meta(meta, f"{_DUBLIN}date")
    return lay_out(
        "odt",
        [*_margins(styles, "header", HEADER), *reader.found, *_margins(styles, "footer", FOOTER)],
        count_tokens,
        title=_meta(meta, f"{_DUBLIN}title") or reader.title,
        author=author or None,
        date=date[:10] or None,
    )


def _meta(meta: etree._Element | None, tag: str) -> str:
    element = next(meta.iter(tag), None) if meta is not None else None
    return tidy(element.text or "") if element is not None else ""


def _margins(styles: etree._Element | None, part: str, reason: str) -> Iterator[Found]:
    """The running headers or footers, each once."""
    if styles is None:
        return
    seen: set[str] = set()
    for margin in styles.iter(*(f"{_STYLE}{part}{which}" for which in ("", "-left", "-first"))):
        for paragraph in margin.iter(f"{_TEXT}p", f"{_TEXT}h"):
            text = tidy("".join(_runs(paragraph)))
            if text and text not in seen:
                seen.add(text)
                yield Found(Kind.FURNITURE, text, reason=reason)


def _style_names(root: etree._Element | None) -> dict[str, tuple[str, str]]:
    """For each paragraph style its shown name and the style that it rests on."""
    if root is None:
        return {}
    return {
        style.get(f"{_STYLE}name", ""): (
            style.get(f"{_STYLE}display-name", style.get(f"{_STYLE}name", "")),
            style.get(f"{_STYLE}parent-style-name", ""),
        )
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}family") == "paragraph"
    }


def _runs(element: etree._Element) -> Iterator[str]:
    """The text under an element as shown, without its notes and text boxes."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _DROPPED:
            if tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
            elif tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                yield " "
            else:
                yield from _runs(child)
        yield child.tail or ""


class _Reader:
    """Walks through the body and gathers its blocks."""

    def __init__(self, styles: dict[str, tuple[str, str]], *, counts_pages: bool) -> None:
        self.found: list[Found] = []
        self.title = ""
        self._styles = styles
        self._page = 1 if counts_pages else None
        self._note_number = 0

    def read(self, parent: etree._Element, kind: Kind = Kind.PARAGRAPH, reason: str = "") -> None:
        """Gathers the blocks under an element, which are of a kind unless their style tells another."""
        for child in parent:
            tag = child.tag
            if tag == f"{_TEXT}soft-page-break":
                self._page = (self._page or 1) + 1
            elif tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self._read_paragraph(child, kind, reason)
            elif tag == f"{_TEXT}list":
                self.read(child, Kind.LIST, reason)
            elif tag == f"{_TABLE}table":
                self._read_table(child, reason)
            elif tag in _INDEXES:
                self.read(child, Kind.FURNITURE, CONTENTS)
            elif isinstance(tag, str) and tag not in _DROPPED:
                self.read(child, kind, reason)

    def _read_paragraph(self, paragraph: etree._Element, kind: Kind, reason: str) -> None:
        text = "".join(_runs(paragraph))
        names = self._names(paragraph.get(f"{_TEXT}style-name", ""))
        level = 0
        if reason:
            kind = Kind.FURNITURE
        elif paragraph.tag == f"{_TEXT}h":
            outline = paragraph.get(f"{_TEXT}outline-level", "1")
            # Below a title stands everything else; without one the first headings are the top.
            level = max(1, int(outline) if outline.isdecimal() else 1) + bool(self.title)
            kind = Kind.HEADING
        elif "title" in names:
            self.title = self.title or tidy(text)
            level, kind = 1, Kind.HEADING
        elif kind == Kind.PARAGRAPH and any("quot" in name for name in names):
            kind = Kind.QUOTE
        self.found.append(Found(kind, text, level=level, page=self._page, reason=reason))
        self._read_inside(paragraph)

    def _read_inside(self, element: etree._Element) -> None:
        """Reads the notes, text boxes and page breaks within a paragraph or a row."""
        for item in element.iter(f"{_TEXT}note-body", f"{_DRAW}text-box", f"{_TEXT}soft-page-break"):
            if item.tag == f"{_TEXT}soft-page-break":
                self._page = (self._page or 1) + 1
            elif item.tag == f"{_DRAW}text-box":
                if next(item.iterancestors(f"{_DRAW}text-box", f"{_TEXT}note-body"), None) is None:
                    self.read(item)
            elif next(item.iterancestors(f"{_TEXT}note-body"), None) is None:
                self._note_number += 1
                place = f"note {self._note_number}"
                for paragraph in item.iter(f"{_TEXT}p", f"{_TEXT}h"):
                    text = "".join(_runs(paragraph))
                    self.found.append(Found(Kind.PARAGRAPH, text, page=self._page, place=place))

    def _read_table(self, table: etree._Element, reason: str) -> None:
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table"), None) is not table:
                continue  # of a table within the table: its text stands in the cell around it
            cells = row.findall(f"{_TABLE}table-cell")
            if len(cells) == 1:  # a frame around text, not a table
                self.read(cells[0], reason=reason)
                continue
            texts = [
                " ".join("".join(_runs(paragraph)) for paragraph in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
                for cell in cells
            ]
            kind = Kind.FURNITURE if reason else Kind.TABLE
            text = " | ".join(filter(None, map(tidy, texts)))
            self.found.append(Found(kind, text, page=self._page, reason=reason))
            self._read_inside(row)

    def _names(self, style: str) -> set[str]:
        """The shown names of a style and of those that it rests on, in small letters."""
        names: set[str] = set()
        for _ in range(_LONGEST_CHAIN):
            if style not in self._styles:
                break
            name, style = self._styles[style]
            names.add(name.lower())
        return names
