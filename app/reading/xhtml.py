"""Blocks from HTML: every word of the page, in reading order, as text or as furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from app.reading.cues import CAPTION, FOOTER, HEADER, NAVIGATION
from app.reading.document import Kind
from app.reading.flow import Found, tidy
from app.reading.words import word_set

HIDDEN = "hidden on the page"
FORM = "form"
ASIDE = "beside the text"
CODE = "code"
SIGNATURE = "signature"

# Not the head as a whole: where a page leaves its tags out, the parser puts the text into the head.
_SKIPPED = word_set("script style template noscript svg math title iframe object canvas audio video")
_BREAKING = word_set(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol option p",
    "pre section select summary table tbody td textarea tfoot th thead tr ul",
)
_FURNITURE = {
    "nav": NAVIGATION,
    "footer": FOOTER,
    "aside": ASIDE,
    "form": FORM,
    "button": FORM,
    "select": FORM,
    "textarea": FORM,
    "figcaption": CAPTION,
    "dialog": FORM,
}
_WRITTEN = {"header": HEADER, "footer": FOOTER}  # the title of what LibreOffice writes above and below
_ROLES = {"navigation": NAVIGATION, "contentinfo": FOOTER, "complementary": ASIDE, "search": FORM}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE = re.compile(r"(?:sd)?(?:foot|end)note(?!_?anc|ref)s?[-_]?\d*$|fn[-:_]?\d+$", re.IGNORECASE)
_NOTE_CALL = re.compile(r"(?:foot|end)note(?:anc|ref|sym|-ref)|\bfnref|noteref|footnote-back", re.IGNORECASE)
_QUOTED_MAIL = re.compile(r"\b(?:gmail_quote|moz-cite-prefix|yahoo_quoted)\b")
_SIGNED = re.compile(r"\b(?:gmail_signature|moz-signature)\b")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_PARTS = 3  # paragraphs of a table's cell; what holds more is a page laid out as a table
_TAG = re.compile(r"<[^<>]*>")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """What a page of HTML holds.

    Attributes:
        found: Its blocks.
        linked: For each block the share of its characters that are links.
        root: The root of its tree, or None where its nesting is too deep for one.
        text: The page itself.
    """

    found: list[Found]
    linked: list[float]
    root: etree._Element | None
    text: str


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names in its first kilobytes."""
    head = data[:4096]
    named = _XML_DECLARED.match(head.lstrip()) or _DECLARED.search(head)
    return named[1].decode("ascii") if named else None


def read_page(text: str) -> Page:
    """Finds the blocks of a page; nothing that it refers to is fetched."""
    parser = etree.HTMLParser(
        no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None or any("depth" in error.message for error in parser.error_log):
        # No tree holds such a page, but its words can be read.
        bare = [Found(Kind.PARAGRAPH, part) for part in _TAG.sub("\n\n", text).split("\n\n") if part.strip()]
        return Page(bare, [0.0] * len(bare), None, text)
    walker = _Walker()
    walker.walk(root)
    return Page(walker.found, walker.linked, root, text)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for the text at a place, handed down from the elements around it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    reason: str = ""
    note: int = 0
    is_linked: bool = False
    is_preformatted: bool = False


@dataclass(slots=True)
class _Walker:
    """Walks through a tree without recursion and gathers its blocks."""

    found: list[Found] = field(default_factory=list)
    linked: list[float] = field(default_factory=list)
    _buffer: list[str] = field(default_factory=list)
    _link_characters: int = 0
    _cells: list[str] | None = None
    _row: etree._Element | None = None
    _open: list[_Setting] = field(default_factory=lambda: [_Setting()])
    _notes: int = 0

    def walk(self, root: etree._Element) -> None:
        """Gathers all blocks under an element."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
            is_skipped = not tag or tag in _SKIPPED or (tag in ("a", "sup") and _is_note_call(element))
            if event == "start":
                if is_skipped:
                    walk.skip_subtree()
                else:
                    self._start(tag, element)
                    self._add(element.text)
                continue
            if not is_skipped:
                self._end(tag, element)
            self._add(element.tail)
        self._flush()

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._buffer.append("\n")
        if tag in _BREAKING:
            self._flush()
        if tag == "tr" and self._row is None and _is_data(element):
            self._row, self._cells = element, []
        setting = _within(self._open[-1], tag, element)
        if setting.note < 0:
            self._notes += 1
            setting = replace(setting, note=self._notes)
        self._open.append(setting)

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag in _BREAKING:
            self._flush()
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append("\t")
        setting = self._open.pop()
        if element is self._row and self._cells is not None:
            cells = "".join(self._cells).split("\t")
            self._row, self._cells = None, None
            text = " | ".join(filter(None, map(tidy, cells)))
            self._yield(replace(setting, kind=Kind.TABLE, level=0), text)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        setting = self._open[-1]
        self._buffer.append(text if setting.is_preformatted else text.replace("\n", " "))
        if setting.is_linked:
            self._link_characters += len(tidy(text))

    def _flush(self) -> None:
        text = "".join(self._buffer)
        self._buffer.clear()
        if self._cells is not None:
            self._cells.append(f" {tidy(text)} ")
        elif text.strip():
            setting = self._open[-1]
            # Two breaks on end divide paragraphs as a blank line does.
            parts = [text] if setting.kind == Kind.HEADING else re.split(r"\n[^\S\n]*\n", text)
            for part in parts:
                self._yield(setting, tidy(part))
        self._link_characters = 0

    def _yield(self, setting: _Setting, text: str) -> None:
        if setting.note:
            text = text.removeprefix(str(setting.note)).lstrip(" .)")
        if not text:
            return
        kind = Kind.FURNITURE if setting.reason else setting.kind
        level = setting.level if kind == Kind.HEADING else 0
        place = f"note {setting.note}" if setting.note and not setting.reason else ""
        self.found.append(Found(kind, text, level=level, place=place, reason=setting.reason))
        self.linked.append(min(1.0, self._link_characters / len(text)))


def _within(outer: _Setting, tag: str, element: etree._Element) -> _Setting:
    """The setting of an element's text; its note is -1 where a note begins with it."""
    reason = outer.reason or _reason_of(tag, element)
    kind, level, note = outer.kind, outer.level, outer.note
    names = element.get("class", "")
    if tag in _HEADINGS:
        kind, level = Kind.HEADING, int(tag[1])
    elif tag == "blockquote" or (tag == "div" and _QUOTED_MAIL.search(names)):
        kind = Kind.QUOTE
    elif tag in ("li", "dd") and kind != Kind.QUOTE:
        kind = Kind.LIST
    if not note and tag in ("div", "aside", "li", "section", "p") and _is_note(element):
        note = -1
        reason = outer.reason
    return _Setting(
        kind,
        level,
        reason,
        note,
        outer.is_linked or tag == "a",
        outer.is_preformatted or tag == "pre",
    )


def _reason_of(tag: str, element: etree._Element) -> str:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return HIDDEN
    if _SIGNED.search(element.get("class", "")):
        return SIGNATURE
    if tag == "pre" and len(element) == 1 and element[0].tag == "code" and not (element.text or "").strip():
        return CODE
    if tag == "div" and element.get("title") in _WRITTEN:
        return _WRITTEN[element.get("title", "")]
    return _FURNITURE.get(tag) or _ROLES.get(element.get("role", "").lower(), "")


def _is_note(element: etree._Element) -> bool:
    kinds = " ".join(str(value) for key, value in element.items() if str(key).endswith(("type", "role")))
    return bool(_NOTE.match(element.get("id", "")) or re.search(r"\b(?:foot|end)note\b", kinds))


def _is_note_call(element: etree._Element) -> bool:
    return any(_NOTE_CALL.search(str(value)) for key, value in element.items() if key != "href")


def _is_data(row: etree._Element) -> bool:
    """Whether a table's row holds data, and not paragraphs of the page."""
    cells = row.findall("td") + row.findall("th")
    if len(cells) < 2 or next(row.iter("table", *_HEADINGS), None) is not None:
        return False
    return all(len(cell.findall("p")) <= _MOST_PARTS for cell in cells)
