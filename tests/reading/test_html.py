"""Web pages and e-books: the main text as text, all else as furniture, nothing lost."""

from __future__ import annotations

import re

import pytest

from app.reading.cues import FOOTER, NAVIGATION
from app.reading.document import Document, Kind
from app.reading.html import LINKS, OUTSIDE
from app.reading.read import read_data
from app.reading.xhtml import ASIDE, CODE, FORM, HIDDEN
from tests.reading.archives import epub_of
from tests.reading.counting import count_words

PAGE = """<!DOCTYPE html><html><head><title>Ferry stays - The Orla News</title>
<meta property="article:published_time" content="2024-05-08T10:00:00Z">
<meta name="author" content="Mira Solheim">
<script>var hidden = "secret script";</script><style>p { color: red }</style></head><body>
<header><a href="/">The Orla News</a><nav><ul><li><a href="/n">News</a></li></ul></nav></header>
<main><article><h1>Ferry stays</h1><p>The council of Sandvik voted on Thursday to keep the ferry for two more
years, by nine votes to four,<br>after a debate of <b>five</b> hours.</p>
<p>The difference is not hard to explain. Sandvik has the shops, and it fears for them; the eastern shore has
the road, and it hopes for a wider one.</p><h2>What comes next</h2>
<ul><li>The boat will be inspected in June by an engineer from outside the county.</li></ul>
<blockquote><p>“I am seventy-eight and I do not drive,” said one passenger.</p></blockquote>
<table><tr><th>Group</th><th>Share</th></tr><tr><td>Pupils</td><td>31 percent</td></tr></table>
<p>The union answers that a smaller electric boat could be leased for 1.2 million a year, crew included.</p>
<p hidden>Not shown to readers.</p></article>
<aside><h3>Related</h3><p>Bridge closed again by wind</p></aside></main>
<div><h3>From around the county</h3><div><a href="/x">The bus that nobody wanted on the Orla</a></div>
<p>Last week new numbers were published, and they were lower.</p></div>
<footer><p>Orla Press, Quay Street 4</p><form><label>Newsletter</label></form></footer></body></html>"""


def _read(page: str | bytes) -> Document:
    return read_data(page.encode() if isinstance(page, str) else page, "page.html", count_words)


def test_the_main_text_is_told_from_the_rest() -> None:
    document = _read(PAGE)
    told = {passage.text: passage.reason or passage.kind.value for passage in document.passages}
    assert told == {
        "The Orla News": LINKS,
        "News": NAVIGATION,
        "Ferry stays": "heading",
        (
            "The council of Sandvik voted on Thursday to keep the ferry for two more years, by nine votes to"
            " four, after a debate of five hours."
        ): "paragraph",
        (
            "The difference is not hard to explain. Sandvik has the shops, and it fears for them; the eastern"
            " shore has the road, and it hopes for a wider one."
        ): "paragraph",
        "What comes next": "heading",
        "The boat will be inspected in June by an engineer from outside the county.": "list",
        "“I am seventy-eight and I do not drive,” said one passenger.": "quote",
        "Group | Share": "table",
        "Pupils | 31 percent": "table",
        (
            "The union answers that a smaller electric boat could be leased for 1.2 million a year,"
            " crew included."
        ): "paragraph",
        "Not shown to readers.": HIDDEN,
        "Related": ASIDE,
        "Bridge closed again by wind": ASIDE,
        "From around the county": OUTSIDE,
        "The bus that nobody wanted on the Orla": LINKS,
        "Last week new numbers were published, and they were lower.": OUTSIDE,
        "Orla Press, Quay Street 4": FOOTER,
        "Newsletter": FOOTER,
    }
    assert (document.title, document.author, document.date) == ("Ferry stays", "Mira Solheim", "2024-05-08")


def test_no_word_of_a_page_is_lost() -> None:
    body = re.sub(r"(?s)<script.*?</script>|<style.*?</style>|<title.*?</title>|<[^>]*>", " ", PAGE)
    shown = " ".join(passage.text for passage in _read(PAGE).passages)
    assert sorted(shown.replace("|", " ").split()) == sorted(body.split())


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    page = PAGE.replace(
        "<head>",
        '<head><base href="http://orla.example/"><link rel="stylesheet" href="http://orla.example/a.css">'
        '<meta http-equiv="refresh" content="0; url=http://orla.example/b">',
    ).replace(
        "<h1>", '<img src="http://orla.example/c.png"><iframe src="http://orla.example/d"></iframe><h1>'
    )
    assert _read(page).passages == _read(PAGE).passages


def test_forms_and_two_breaks() -> None:
    document = _read(
        "<p>One line.<br><br>Another line.</p><button>Send it</button><pre><code>let x = 1</code></pre>"
    )
    assert [(passage.text, passage.reason) for passage in document.passages][:3] == [
        ("One line.", ""),
        ("Another line.", ""),
        ("Send it", FORM),
    ]
    assert document.passages[-1].reason == CODE


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "table><tr><td", "ul><li"])
def test_deep_nesting_loses_no_word(tag: str) -> None:
    deep = f"<{tag}>" * 100_000
    document = _read(f"<html><body><p>The first words.</p>{deep}The innermost words.</body></html>")
    assert "The first words." in document.text
    assert "The innermost words." in document.text


def test_entities_are_not_expanded_and_files_not_read() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<html><body><p>Fair &amp; square &b; &f;</p></body></html>"
    )
    text = _read(page).text
    assert "Fair & square" in text
    assert "haha" not in text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1251", "windows-1251"),
        ("gb18030", "gb18030"),
        ("shift_jis", "Shift_JIS"),
        ("utf-16", ""),
        ("utf-8", ""),
    ],
)
def test_a_page_is_read_in_the_encoding_it_names(encoding: str, declared: str) -> None:
    words = {"cp1251": "Паром остаётся", "gb18030": "渡轮继续运行", "shift_jis": "フェリーは続く"}.get(
        encoding, "Färja “ännu”"
    )
    meta = f'<meta charset="{declared}">' if declared else ""
    document = _read(
        f"<!DOCTYPE html><html><head>{meta}</head><body><p>{words}</p></body></html>".encode(encoding)
    )
    assert [passage.text for passage in document.passages] == [words]


def test_an_unknown_encoding_is_not_believed() -> None:
    assert "The ferry." in _read('<html><meta charset="no-such-thing"><p>The ferry.</p></html>').text


def test_the_chapters_of_a_book_are_sections_with_their_own_count() -> None:
    chapter = "<html><body><h2>{0}</h2><p>{0}, first paragraph.</p><p>{0}, second one.</p></body></html>"
    document = read_data(epub_of(chapter.format("Water"), chapter.format("Wind")), "book.epub", count_words)
    assert (document.title, document.author, document.date) == ("The Orla Book", "Mira Solheim", "2024-05-17")
    assert [(section.title, section.level) for section in document.sections] == [("Water", 1), ("Wind", 1)]
    assert [passage.locator for passage in document.passages if passage.kind == Kind.PARAGRAPH] == [
        "chapter 1, par. 1",
        "chapter 1, par. 2",
        "chapter 2, par. 1",
        "chapter 2, par. 2",
    ]


def test_a_page_that_leaves_out_its_outer_tags_is_read() -> None:
    inner = PAGE[PAGE.index("<main>") : PAGE.index("</body>")]
    bare = _read(f"<!doctype html><meta charset=utf-8><title>Ferry stays</title>{inner}")
    whole = _read(f"<!doctype html><html><head><title>Ferry stays</title></head><body>{inner}</body></html>")
    assert [(passage.kind, passage.text) for passage in bare.passages] == [
        (passage.kind, passage.text) for passage in whole.passages
    ]
    assert bare.title == whole.title
