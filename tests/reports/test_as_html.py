from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.relations.relation import Relation
from app.reports import html_style
from app.reports.as_html import render_html
from app.reports.comparison import Comparison, MatchRecord
from app.reports.shapes import SHAPES

VOID = {"meta"}


class Page(HTMLParser):
    """Reads a page strictly: every element closed in order; keeps elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.turned: list[tuple[str, bool]] = []
        self._isolates: list[bool] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self._isolates.append(tag in {"bdi", "title"} or dict(attrs).get("dir") == "auto")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._isolates.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))
        if "\u202e" in data:
            self.turned.append((data, any(self._isolates)))

    def said(self) -> str:
        """All text a reader sees, with single spaces."""
        return re.sub(r"\s+", " ", "".join(text for tag, text in self.texts if tag != "style"))


def test_sources_skipped_files_and_matches_are_told(comparison: Comparison) -> None:
    said = Page(render_html(comparison)).said()
    for expected in (
        "Comparison of 2 sources",
        "docs/scan.bin: The file holds no text.",
        "▲ contradicts",
        "= repeats",
        "“Ports”, par. 1",
        "reported: Chinese authorities",
        "opposed position",
        "the count is disputed",
        "closer than 97%",
        "closer than all",
        "– no counterpart",
        "2 matches · 1 source · 2 origins",
        "1 piece of furniture left out",
        "On meetings",
    ):
        assert expected in said
    assert "0.71" not in said
    assert "Sign in" not in said


def test_evidence_and_cues_are_marked_in_both_texts(comparison: Comparison) -> None:
    page = render_html(comparison)
    own, other = (
        '<u class="contradicts">They meet since </u>',
        '<u class="contradicts">The meetings began in </u>',
    )
    cue = '<u class="contradicts"><mark>{}</mark></u><u class="contradicts">.</u>'
    assert own + cue.format("2014") + ' <u class="contradicts">All is well.</u> Few know it.' in page
    assert "It is late. " + other + cue.format("2017") in page


def test_each_relation_has_its_word_shape_and_colour(comparison: Comparison) -> None:
    matches = tuple(
        MatchRecord(2, 5, rank, 0.5, 50, 1, relation) for rank, relation in enumerate(Relation, start=1)
    )
    page = render_html(replace(comparison, matches=matches))
    for relation, shape in SHAPES.items():
        assert f'<span class="tag {relation}">{shape} {relation}</span>' in page
        assert f".tag.{relation} {{ color: var(--{relation}); background: var(--{relation}-paper); }}" in page


def test_further_related_matches_are_folded_and_telling_ones_are_not(comparison: Comparison) -> None:
    relations = [*[Relation.RELATED] * 5, Relation.AGREES]
    matches = tuple(
        MatchRecord(2, 5, rank, 0.5, 50, 1, relation) for rank, relation in enumerate(relations, start=1)
    )
    page = render_html(replace(comparison, matches=matches))
    opened, folded = page.split("<details>")
    assert re.findall(r'<li class="match" value="(\d)"', opened) == ["1", "2", "3", "6"]
    assert re.findall(r'<li class="match" value="(\d)"', folded.split("</details>")[0]) == ["4", "5"]
    assert "2 more related" in folded


def test_links_lead_to_what_is_on_the_page(comparison: Comparison) -> None:
    elements = Page(render_html(comparison)).elements
    targets = {attributes["id"] for _, attributes in elements if "id" in attributes}
    links = [attributes["href"] for tag, attributes in elements if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links if link} <= targets
    assert max(Counter(a["id"] for _, a in elements if "id" in a).values()) == 1


def test_a_check_shows_claims_without_links(check: Comparison) -> None:
    page = Page(render_html(check))
    assert "claim 1The meetings began in 2014." in page.said().replace("\n", "")
    assert "Claims against 2 sources" in page.said()
    assert not [tag for tag, _ in page.elements if tag == "a"]


@pytest.mark.parametrize("sample", ["comparison", "check", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(sample: str, request: pytest.FixtureRequest) -> None:
    page = render_html(request.getfixturevalue(sample))
    parsed = Page(page)
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg"}
    for _, attributes in parsed.elements:
        assert not {"src", "style", "srcset", "action"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in page
    assert "@import" not in page
    assert {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
    } in [attributes for tag, attributes in parsed.elements if tag == "meta"]


def test_hostile_text_is_shown_as_text(hostile: Comparison) -> None:
    written = render_html(hostile)
    written.encode("utf-8")
    page = Page(written)
    said = page.said()
    assert "<script>alert('x')</script>" in said
    assert "&amp; # $i$" in said
    assert "\x00" not in said


def test_text_that_turns_its_direction_turns_nothing_beside_it(hostile: Comparison) -> None:
    turned = Page(render_html(hostile)).turned
    assert turned
    assert [text for text, is_isolated in turned if not is_isolated] == []


def test_dark_colours_are_those_of_the_same_names() -> None:
    sheet = html_style.style_sheet()
    light, dark = re.findall(r":root \{ (.*?) \}", sheet)
    assert re.findall(r"--([\w-]+):", light) == re.findall(r"--([\w-]+):", dark)
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet))
    assert used <= set(re.findall(r"--([\w-]+):", light))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_all_text_has_a_contrast_of_4_5() -> None:
    for block in re.findall(r":root \{ (.*?) \}", html_style.style_sheet()):
        colours = dict(re.findall(r"--([\w-]+):(#\w{6});", block))
        pairs = [
            (ink, paper) for ink in ("ink", "soft", "faint", "accent") for paper in ("background", "pane")
        ]
        pairs += [(relation.value, f"{relation.value}-paper") for relation in Relation]
        pairs += [("ink", "mark")]
        for ink, paper in pairs:
            high, low = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)
