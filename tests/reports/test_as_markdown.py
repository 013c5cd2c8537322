from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.reports.as_markdown import escape, render_markdown
from app.reports.comparison import Comparison

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def test_sources_skipped_files_and_matches_are_told(comparison: Comparison) -> None:
    written = render_markdown(comparison)
    assert "# Comparison of 2 sources\n" in written
    assert "| An open letter |  | 2021-12-09 | 2 | docs/1.txt |" in written
    assert "- docs/scan.bin: The file holds no text." in written
    assert "### “Ports”, p. 3, par. 2\n\n> They meet since 2014." in written
    assert (
        "1. **▲ contradicts** · A report, “Ports”, par. 1 · closer than 97% · the count is disputed"
        in written
    )
    assert "   - “The meetings began in 2017.” (reported: Chinese authorities)\n" in written
    assert "   - other date: 2014 / 2017\n" in written
    assert "   - opposed position\n" in written
    assert "> Nobody else says this.\n\n– no counterpart\n" in written


def test_no_raw_similarity_and_no_furniture(comparison: Comparison) -> None:
    written = render_markdown(comparison)
    assert "0.7" not in written
    assert "Sign in" not in written


def test_that_no_relation_was_read_is_told(comparison: Comparison) -> None:
    silent = replace(comparison, generator=replace(comparison.generator, relation_model=None))
    assert "No relation model was at hand" in render_markdown(silent)
    assert "No relation model was at hand" not in render_markdown(comparison)


def test_a_check_lists_each_claim(check: Comparison) -> None:
    written = render_markdown(check)
    assert "### Claim 1\n\n> The meetings began in 2014.\n\n1. **○ related** · A report" in written
    assert "no counterpart" not in written


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, with (brackets) - and 12.5%", "plain, with (brackets) - and 12.5%"),
        ("Q&A", "Q&A"),
        ("a &lt; b", r"a \&lt; b"),
        ("*a* _b_ `c` [d](e) <f> | ~~g~~ $h$", r"\*a\* \_b\_ \`c\` \[d](e) \<f> \| \~\~g\~\~ \$h\$"),
        ("back\\slash", r"back\\slash"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("> quote", r"\> quote"),
        ("===", r"\==="),
        ("12. item", r"12\. item"),
        ("3) item", r"3\) item"),
        ("1990 was", "1990 was"),
        ("two\n\n- lines\r\n", "two - lines"),
        ("1 #", r"1 \#"),
        ("\x00\udce9", "\ufffd\ufffd"),
        ("\u202eturned", "\u202eturned\u202c"),
        ("\u2067a\u2069 \u202ab", "\u2067a\u2069 \u202ab\u202c"),
        ("", ""),
    ],
)
def test_text_is_never_markup(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_hostile_text_keeps_the_form_of_the_report(hostile: Comparison, comparison: Comparison) -> None:
    written = render_markdown(hostile)
    written.encode("utf-8")
    assert not re.search(r"(?<!\\)<", written)
    assert not re.search(r"(?<!\\)\[g", written)
    rows = [line for line in written.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}

    def headings(text: str) -> list[str]:
        return re.findall(r"^#+(?= )", text, re.MULTILINE)

    assert headings(written) == headings(render_markdown(comparison))


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from(list("ab1 9.)*_`[]()<>|~&;#+-=:!\\\"'\n\tlt/hp$")), max_size=30))
def test_a_markdown_reader_shows_the_text_as_it_was(text: str) -> None:
    shown = re.sub(r"\s+", " ", text).strip()
    for before in ("", "> ", "### ", "1. "):
        lines = [token for token in READER.parse(before + escape(text)) if token.type == "inline"]
        assert "".join(map(_shown, lines)) == shown


def _shown(line: Token) -> str:
    """The text of a line; markup in it is named, which makes it differ from any text."""
    return "".join(
        child.content if child.type in ("text", "text_special") else f"\0{child.type}"
        for child in line.children or []
    )
