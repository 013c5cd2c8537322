"""The reader of web pages (HTML): the main text as text, all else as furniture."""

from __future__ import annotations

import re
import socket
from dataclasses import replace

from lxml import etree

from app.reading.blocks import Extract
from app.reading.decode import NotTextError, decode
from app.reading.document import Kind, TokenCounter
from app.reading.flow import Found, lay_out, tidy
from app.reading.metadata import read_date
from app.reading.mojibake import mend
from app.reading.xhtml import Page, declared_encoding, read_page

OUTSIDE = "outside the main text"
LINKS = "links"

_DEEPEST = 200  # elements within one another, for the library that finds the main text recurses
_LARGEST = 50_000  # elements
_SEARCHED = 200_000  # characters of a main text in which blocks that are no line of it are looked for
_LEAST_SHARE = 0.4  # of a page's prose: a main text of less is none
_MOSTLY_LINKED = 0.7
_NO_WORDS = re.compile(r"[\W_]+")
_PARTICULARS = {
    "title": ("og:title", "dc.title", "citation_title", "twitter:title"),
    "author": ("author", "dc.creator", "citation_author", "article:author", "parsely-author"),
    "date": (
        "article:published_time", "dc.date", "dcterms.date", "dc.date.issued", "citation_publication_date",
        "datepublished", "date", "created", "pubdate",
    ),
}  # fmt: skip
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_html(
    data: bytes, count_tokens: TokenCounter, *, encoding: str | None = None, name: str = "html"
) -> Extract:
    """Finds the blocks of a web page.

    Args:
        data: The page.
        count_tokens: Counts the model's tokens.
        encoding: Its encoding, where what carried the page tells it.
        name: Short name of the format.

    Raises:
        NotTextError: If the bytes are no text.
    """
    page = read_page(decode_page(data, encoding))
    title, author, date = _particulars(page.root)
    return lay_out(name, find_main(page), count_tokens, title=title, author=author, date=date)


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """The text of a page, in the encoding it was sent in, or names, or else seems to have.

    Raises:
        NotTextError: If the bytes are no text.
    """
    named = encoding or declared_encoding(data)
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        # Pages that call themselves Latin-1 are in Windows-1252, as browsers know.
        named = "cp1252" if named.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else named
        try:
            text = data.decode(named)
        except (LookupError, UnicodeError):
            pass
        else:
            if "\x00" not in text:
                return mend(text)
    try:
        return mend(decode(data))
    except NotTextError:
        return mend(decode(data.replace(b"\x00", b"")))


def find_main(page: Page) -> list[Found]:
    """The blocks of a page; those outside its main text become furniture, none is lost."""
    found = [
        replace(block, kind=Kind.FURNITURE, level=0, reason=LINKS)
        if share >= _MOSTLY_LINKED and block.kind in (Kind.PARAGRAPH, Kind.LIST) and not block.place
        else block
        for block, share in zip(page.found, page.linked, strict=True)
    ]
    main = _main_text(page)
    prose = [index for index, block in enumerate(found) if block.kind != Kind.FURNITURE]
    lines = frozenset(map(_key, main.split("\n")))
    whole = _key(main) if len(main) < _SEARCHED else ""
    inside = [index for index in prose if (key := _key(found[index].text)) and (key in lines or key in whole)]
    length = sum(len(found[index].text) for index in prose)
    if not inside or sum(len(found[index].text) for index in inside) < _LEAST_SHARE * length:
        return found
    # Between its first and its last paragraph nothing is left out: a lost one costs more.
    first, last = inside[0], inside[-1]
    while first > 0 and found[first - 1].kind == Kind.HEADING:
        first -= 1
    return [
        block
        if first <= index <= last or block.kind == Kind.FURNITURE or block.place or block.level == 1
        else replace(block, kind=Kind.FURNITURE, level=0, reason=OUTSIDE)
        for index, block in enumerate(found)
    ]


def _main_text(page: Page) -> str:
    """The main text as the library finds it; empty where it finds none."""
    if page.root is None or not _is_modest(page.root):
        return ""
    # A helper opens a socket when it is imported, to learn whether there is IPv6. None is ever opened here.
    socket.has_ipv6 = False
    # Its helper justext needs lxml_html_clean, which old versions of pip do not fetch by themselves.
    from trafilatura import bare_extraction  # noqa: PLC0415 # slow to import, and for pages only

    result = bare_extraction(
        page.text,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    return str(getattr(result, "text", None) or "")


def _is_modest(root: etree._Element) -> bool:
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST or count > 2 * _LARGEST:
            return False
    return True


def _key(text: str) -> str:
    return _NO_WORDS.sub("", text).casefold()


def _particulars(root: etree._Element | None) -> tuple[str, str | None, str | None]:
    """Title, author and date as the page's head tells."""
    if root is None:
        return "", None, None
    told: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := tidy(element.get("content", "")):
            told.setdefault(key.lower(), content)
    title, author, date = (
        next((told[key] for key in keys if key in told), "") for keys in _PARTICULARS.values()
    )
    titles = [tidy("".join(map(str, element.itertext()))) for element in root.iter("h1")]
    shown = next(root.iter("title"), None)
    if not title and shown is not None:
        title = tidy("".join(map(str, shown.itertext())))
    # The page's title often carries the site's name behind that of the article.
    title = next((text for text in titles if text and title.startswith(text)), title)
    if author.startswith("http"):
        author = ""
    moment = next(root.iter("time"), None)
    if not date and moment is not None:
        date = moment.get("datetime", "")
    iso = _ISO_DATE.match(date)
    return title, author or None, iso[0] if iso else read_date(date)
