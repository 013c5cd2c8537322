"""Blocks to passages: numbers, cuts and places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.blocks import Piece, cut_pieces, edit_pieces, spans_of
from app.reading.document import MAX_TOKENS, Document, Kind, Span
from app.reading.markdown import read_markdown
from app.reading.passages import build_document, cut_points
from app.reading.plain import read_plain
from tests.reading.counting import count_word_pieces, count_words
from tests.reading.texts import DOCUMENTS, LAYOUTS


def assert_sound(document: Document) -> None:
    """Every visible character stands in one passage, and every passage says what stands there."""
    seen = [0] * len(document.text)
    for passage in document.passages:
        assert passage.text == passage.text.strip() != ""
        assert "\n" not in passage.text
        assert 0 <= passage.section < len(document.sections)
        for span in passage.spans:
            assert 0 <= span.start < span.end <= len(document.text)
            for position in range(span.start, span.end):
                seen[position] += 1
        below = "".join(document.text[span.start : span.end] for span in passage.spans)
        assert is_within("".join(passage.text.split()).replace("|", ""), below)
    for position, character in enumerate(document.text):
        if not character.isspace():
            assert seen[position] == 1, position
    assert [passage.position for passage in document.passages] == list(range(1, len(document.passages) + 1))


def is_within(shown: str, text: str) -> bool:
    """Whether the characters shown stand in the text in this order, whatever stands between."""
    characters = iter(text)
    return all(character in characters for character in shown)


def read(text: str) -> Document:
    return build_document(read_plain(text, count_words), "file", count_words)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_lost_or_doubled(name: str, layout: str) -> None:
    extract = read_plain(LAYOUTS[layout](DOCUMENTS[name]), count_word_pieces)
    assert_sound(build_document(extract, "file", count_word_pieces))


LINES = st.sampled_from(
    [
        "",
        "",
        "  ",
        "The Price of Mud",
        "The committee met in the old customs house and spoke for three hours about the mud-",
        "house and about the inter-",
        "national price of it, which is too high.",
        "> quoted words of somebody else",
        ">",
        "  • an item of a list",
        "12. a number",
        "Sign in",
        "By Ann Lee",
        "March 4, 2021",
        "spacer",
        "* * *",
        "7",
        "a\tb\tc",
        "Item   Budget   Spent",
        "\f",
        "\fPapers of the Harbour Desk",
        "\u200b",
        "“Quoted.” — Ann Lee",
        "民主的道路",
        "**bold** and [a link](https://a.example) and `code`",
        "# Heading #",
        "Heading",
        "=======",
        "| a | b |",
        "|---|---|",
        "```",
        "<div>words</div>",
        "[ref]: https://a.example",
        "---",
        "1. item",
        "   more of it",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_any_plain_text_keeps_every_character(lines: list[str]) -> None:
    assert_sound(read("\n".join(lines)))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_any_markdown_keeps_every_character(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert_covered(build_document(read_markdown(text, count_words), "file", count_words))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*_`[]()!<>&;#-=~|\\ \n\t.1>:\"'\f", max_size=80))
def test_any_signs_are_markdown(text: str) -> None:
    assert_covered(build_document(read_markdown(text, count_words), "file", count_words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_characters_are_plain_text(text: str) -> None:
    clean = "\n".join(text.splitlines())
    assert_sound(read(clean))


def assert_covered(document: Document) -> None:
    seen = [0] * len(document.text)
    for passage in document.passages:
        assert "\n" not in passage.text
        for span in passage.spans:
            for position in range(span.start, span.end):
                seen[position] += 1
    for position, character in enumerate(document.text):
        if not character.isspace():
            assert seen[position] == 1, (position, character)


def test_a_long_paragraph_is_cut_at_sentence_ends_into_about_equal_parts() -> None:
    sentence = "The committee met again in the old customs house and spoke about the mud. "
    document = read(sentence * 40)
    parts = document.passages
    assert [passage.part for passage in parts] == [1, 2, 3]
    assert {passage.paragraph for passage in parts} == {1}
    assert all(passage.text.endswith("mud.") for passage in parts)
    counts = [count_words(passage.text) for passage in parts]
    assert max(counts) <= MAX_TOKENS
    assert max(counts) - min(counts) <= 2 * count_words(sentence)
    assert_sound(document)


def test_a_sentence_too_long_is_cut_at_words() -> None:
    document = read("mud " * 600 + "end.")
    assert len(document.passages) == 3
    assert all(count_words(passage.text) <= MAX_TOKENS for passage in document.passages)
    assert_sound(document)


def test_a_text_without_spaces_is_cut_at_characters() -> None:
    text = "民主" * 300
    document = build_document(read_plain(text, len), "file", len)
    assert all(len(passage.text) <= MAX_TOKENS for passage in document.passages)
    assert "".join(passage.text for passage in document.passages) == text


def test_letters_that_are_several_tokens_are_counted() -> None:
    text = "파이썬은 배우기 쉽고 강력한 언어입니다. " * 8
    assert len(text) <= MAX_TOKENS < count_word_pieces(text)
    document = build_document(read_plain(text, count_word_pieces), "file", count_word_pieces)
    assert all(count_word_pieces(passage.text) <= MAX_TOKENS for passage in document.passages)


@pytest.mark.parametrize("length", [0, 1, 253, 254, 255, 508, 509])
def test_no_part_is_longer_than_the_limit(length: int) -> None:
    text = " ".join(["mud"] * length)
    cuts = cut_points(text, count_words)
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert max(count_words(part) for part in parts) <= MAX_TOKENS
    assert len(parts) == max(1, -(-length // MAX_TOKENS))


def test_furniture_within_a_paragraph_leaves_two_spans() -> None:
    text = "The committee met in the old customs house and\n\nPage 3 of 9\n\nspoke about the mud."
    document = read(text)
    assert [passage.kind for passage in document.passages] == [Kind.PARAGRAPH, Kind.FURNITURE]
    paragraph = document.passages[0]
    assert paragraph.text == "The committee met in the old customs house and spoke about the mud."
    assert [text[span.start : span.end] for span in paragraph.spans] == [
        "The committee met in the old customs house and",
        "spoke about the mud.",
    ]


def test_paragraphs_count_content_only() -> None:
    document = read(
        "The Price of Mud\n\nSign in\n\nThe committee met in the old customs house.\n\nSign in\n\nIt left."
    )
    assert [(passage.kind, passage.paragraph) for passage in document.passages] == [
        (Kind.HEADING, 0),
        (Kind.FURNITURE, 0),
        (Kind.PARAGRAPH, 1),
        (Kind.FURNITURE, 1),
        (Kind.PARAGRAPH, 2),
    ]
    assert document.passages[-1].locator == "par. 2"


def test_pieces_are_cut_with_their_ranges() -> None:
    pieces = (
        Piece("inter", 0, 5),
        Piece("", 5, 6),
        Piece("national", 7, 15),
        Piece(" ", 15, 15),
        Piece("court", 20, 25),
    )
    first, second = cut_pieces(pieces, [8])
    assert "".join(piece.text for piece in first) == "internat"[:8]
    assert spans_of(first, "inter-\nnational" + "x" * 20) == (Span(0, 10),)
    assert spans_of(second, "inter-\nnational" + "x" * 20) == (Span(10, 15), Span(20, 25))


def test_edited_pieces_still_cover_what_they_stood_for() -> None:
    edited = edit_pieces((Piece("a **b** c", 10, 19),), [(2, 4, ""), (5, 7, "")])
    assert "".join(piece.text for piece in edited) == "a b c"
    assert spans_of(edited, " " * 10 + "a **b** c") == (Span(10, 19),)
