"""The reader of Word files (DOCX).

It reads the file's XML itself: the text of tracked insertions, content controls, text boxes and
footnotes is not in the paragraphs that the usual library gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.errors import UnreadableFileError
from app.reading.archive import Archive
from app.reading.blocks import Extract
from app.reading.cues import FOOTER, HEADER
from app.reading.document import Kind, TokenCounter
from app.reading.flow import Found, lay_out, tidy

CONTENTS = "table of contents"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "txbxContent")}
    | {f"{_MC}Fallback"}
)
_SPACES = frozenset(f"{_W}{name}" for name in ("tab", "br", "cr", "ptab"))
_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_QUOTE = re.compile(r"quot|block text", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|table of figures)\b", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?:untitled|document\d*|microsoft word\b.*|.*\.docx?)$", re.IGNORECASE)
_LONGEST_CHAIN = 20  # styles that rest on one another
_DEEPEST_OUTLINE = 8  # level 9 stands for body text


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph's style says of it; level 0 is that of a title."""

    level: int | None = None
    name: str = ""
    is_list: bool = False


def read_docx(data: bytes, name: str, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of a Word file; tracked changes count as accepted.

    Args:
        data: The file.
        name: Its name, for messages.
        count_tokens: Counts the model's tokens.

    Raises:
        UnreadableFileError: If it is damaged or no Word file.
    """
    archive = Archive(data, name)
    root = _part(archive, "word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise UnreadableFileError(f"“{name}” is damaged: it holds no Word document.")
    reader = _Reader(archive, counts_pages=next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None)
    reader.read(body)
    found = [
        *_margins(archive, "header", HEADER),
        *reader.found,
        *_margins(archive, "footer", FOOTER),
    ]
    core = archive.xml("docProps/core.xml")
    title = _property(core, "title")
    if _NO_TITLE.match(title):
        title = ""
    date = _property(core, "created") or _property(core, "modified")
    return lay_out(
        "docx",
        found,
        count_tokens,
        title=title or reader.title,
        author=_property(core, "creator") or None,
        date=date[:10] or None,
    )


def _part(archive: Archive, member: str) -> etree._Element | None:
    root = archive.xml(member)
    if root is not None and isinstance(root.tag, str) and _STRICT in root.tag:
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.replace("{" + _STRICT + "}", _W)
            for key, value in element.attrib.items():
                if _STRICT in key:
                    element.set(str(key).replace("{" + _STRICT + "}", _W), value)
    return root


def _property(core: etree._Element | None, name: str) -> str:
    if core is None:
        return ""
    for element in core:
        if isinstance(element.tag, str) and etree.QName(element).localname == name:
            return tidy(element.text or "")
    return ""


def _margins(archive: Archive, part: str, reason: str) -> Iterator[Found]:
    """The running headers or footers, each once."""
    seen: set[str] = set()
    for member in archive.names:
        if re.fullmatch(rf"word/{part}\d*\.xml", member):
            root = _part(archive, member)
            for paragraph in root.iter(f"{_W}p") if root is not None else ():
                text = tidy("".join(_runs(paragraph)))
                if text and text not in seen:
                    seen.add(text)
                    yield Found(Kind.FURNITURE, text, reason=reason)


def _value(element: etree._Element | None, path: str) -> str | None:
    child = element.find(path) if element is not None else None
    return child.get(f"{_W}val", "") if child is not None else None


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph as shown once all tracked changes are accepted."""
    for child in paragraph:
        tag = child.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _SPACES:
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _runs(child)


class _Reader:
    """Walks through the body and gathers its blocks."""

    def __init__(self, archive: Archive, *, counts_pages: bool) -> None:
        self.found: list[Found] = []
        self.title = ""
        self._styles = _read_styles(_part(archive, "word/styles.xml"))
        self._notes = {
            (part, note.get(f"{_W}id")): note
            for part in ("footnote", "endnote")
            for note in _children(_part(archive, f"word/{part}s.xml"), part)
        }
        self._note_number = 0
        self._page = 1 if counts_pages else None
        self._held = ""  # text before a paragraph mark whose deletion is tracked

    def read(self, parent: etree._Element) -> None:
        """Gathers the blocks under an element."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._read_table(child)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                self.read(child)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{_W}pPr")
        text = self._held + "".join(_runs(paragraph))
        self._held = ""
        self._turn_page(paragraph, before_text=True)
        if properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None:
            self._held = text
        elif text.strip():
            self._add(text, properties)
        self._turn_page(paragraph, before_text=False)
        self._add_boxes(paragraph)
        self._add_notes(paragraph)

    def _turn_page(self, paragraph: etree._Element, *, before_text: bool) -> None:
        """Counts the page breaks before a paragraph's first word, or those after it."""
        if self._page is None:
            return
        begun = False
        for element in paragraph.iter(f"{_W}t", f"{_W}lastRenderedPageBreak"):
            if element.tag == f"{_W}t":
                begun = begun or bool((element.text or "").strip())
            elif begun != before_text:
                self._page += 1

    def _add(self, text: str, properties: etree._Element | None) -> None:
        style = self._styles.get(_value(properties, f"{_W}pStyle") or "", _Style())
        outline = _value(properties, f"{_W}outlineLvl")
        level = style.level
        if outline is not None and outline.isdecimal():
            level = int(outline) + 1 if int(outline) <= _DEEPEST_OUTLINE else None
        number = _value(properties, f"{_W}numPr/{_W}numId")
        is_list = number != "0" if number is not None else style.is_list
        if _CONTENTS.match(style.name):
            self.found.append(Found(Kind.FURNITURE, text, page=self._page, reason=CONTENTS))
        elif level is not None:
            if level == 0 and not self.title:
                self.title = tidy(text)
            # Below a title stands everything else; without one the first headings are the top.
            level += bool(self.title)
            self.found.append(Found(Kind.HEADING, text, level=max(level, 1), page=self._page))
        else:
            kind = Kind.LIST if is_list else Kind.QUOTE if _QUOTE.search(style.name) else Kind.PARAGRAPH
            self.found.append(Found(kind, text, page=self._page))

    def _read_table(self, table: etree._Element) -> None:
        for row in _children(table, "tr"):
            cells = _children(row, "tc")
            if len(cells) == 1:  # a frame around text, not a table
                self.read(cells[0])
                continue
            self._turn_page(row, before_text=True)
            texts = [
                " ".join(tidy("".join(_runs(paragraph))) for paragraph in cell.iter(f"{_W}p"))
                for cell in cells
            ]
            text = " | ".join(filter(None, map(tidy, texts)))
            self.found.append(Found(Kind.TABLE, text, page=self._page))
            self._turn_page(row, before_text=False)
            self._add_notes(row)

    def _add_boxes(self, paragraph: etree._Element) -> None:
        """Adds the text boxes that are anchored in a paragraph, each of which the file holds twice."""
        for box in paragraph.iter(f"{_W}txbxContent"):
            if next(box.iterancestors(f"{_MC}Fallback", f"{_W}txbxContent"), None) is None:
                self.read(box)

    def _add_notes(self, element: etree._Element) -> None:
        for reference in element.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"):
            part = etree.QName(reference).localname.removesuffix("Reference")
            note = self._notes.pop((part, reference.get(f"{_W}id")), None)
            if note is None:
                continue
            self._note_number += 1
            for paragraph in note.iter(f"{_W}p"):
                text = "".join(_runs(paragraph))
                place = f"note {self._note_number}"
                self.found.append(Found(Kind.PARAGRAPH, text, page=self._page, place=place))


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of a name, also those within content controls and tracked changes."""
    if parent is None:
        return []
    children: list[etree._Element] = []
    for child in parent:
        if child.tag == f"{_W}{name}":
            children.append(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            children.extend(_children(child, name))
    if name == "tr":
        children = [row for row in children if row.find(f"{_W}trPr/{_W}del") is None]
    return children


def _read_styles(root: etree._Element | None) -> dict[str, _Style]:
    elements = {style.get(f"{_W}styleId", ""): style for style in _children(root, "style")}
    return {key: _resolve_style(key, elements) for key in elements}


def _resolve_style(key: str, elements: dict[str, etree._Element]) -> _Style:
    """What a style says, by itself or through those that it rests on."""
    level: int | None = None
    is_list = False
    names: list[str] = []
    following: str | None = key
    for _ in range(_LONGEST_CHAIN):
        element = elements.get(following or "")
        if element is None:
            break
        names.append(_value(element, f"{_W}name") or "")
        heading = _HEADING.match(names[-1])
        outline = _value(element, f"{_W}pPr/{_W}outlineLvl")
        if level is None and outline is not None and outline.isdecimal():
            level = int(outline) + 1 if int(outline) <= _DEEPEST_OUTLINE else None
        if level is None and heading:
            level = int(heading[1])
        if level is None and names[-1].lower() == "title":
            level = 0
        is_list = is_list or element.find(f"{_W}pPr/{_W}numPr/{_W}numId") is not None
        following = _value(element, f"{_W}basedOn")
    telling = next((name for name in names if _QUOTE.search(name) or _CONTENTS.match(name)), "")
    return _Style(level, telling, is_list and level is None)
