"""Markdown to blocks."""

from textwrap import dedent

import pytest

from app.reading.document import Document, Kind
from app.reading.markdown import read_markdown
from app.reading.marks import find_marks
from app.reading.passages import build_document
from tests.reading.counting import count_words


def read(text: str) -> Document:
    return build_document(read_markdown(dedent(text), count_words), "file", count_words)


def shown(text: str) -> list[tuple[str, str]]:
    return [(passage.kind.value, passage.text) for passage in read(text).passages]


def strip(text: str, references: tuple[str, ...] = ()) -> str:
    stripped, end = "", 0
    for start, stop, replacement in find_marks(text, references):
        stripped += text[end:start] + replacement
        end = stop
    return stripped + text[end:]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Mud** is *dear* and __gravel__ _too_", "Mud is dear and gravel too"),
        ("***all*** of ~~it~~ them", "all of it them"),
        ("5 * 3 = 15 and snake_case_name", "5 * 3 = 15 and snake_case_name"),
        ("*unclosed", "*unclosed"),
        ("[the paper](https://a.example/b_c_d) says", "the paper says"),
        ('[the paper](https://a.example/x_(y) "A title") says', "the paper says"),
        ("[the paper][paper] and [it][none]", "the paper and [it][none]"),
        ("[**bold**](x) link", "bold link"),
        ("an ![old quay](quay.png) here", "an old quay here"),
        ("a `code * mark` there", "a code * mark there"),
        ("<https://a.example>", "https://a.example"),
        ("R&amp;D &lt;5 &copy; &nosuch;", "R&D <5 © &nosuch;"),
        (r"1\. and \*stars\*", "1. and *stars*"),
        ("a<br>b <em>c</em> <!-- d -->e", "a b c e"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("a note[^1] here", "a note here"),
        ("[1] is no link", "[1] is no link"),
        ("**bold**, then", "bold, then"),
        ("(*Agence Port*)", "(Agence Port)"),
    ],
)
def test_marks_are_left_out(marked: str, plain: str) -> None:
    assert strip(marked, ("PAPER",)) == plain


def test_blocks_have_their_kinds() -> None:
    text = """
        # The Price of Mud

        The committee met in the
        *old* customs house.

        - one
        - two,
          and a half

        1. first
        2) second

        > Nothing is as dear
        > as mud.

        | Item | Price |
        |------|------:|
        | Mud  | 12    |

        ```python
        print("mud")
        ```

        ---

        The end.
        """
    assert [pair for pair in shown(text) if pair[0] != "furniture"] == [
        ("heading", "The Price of Mud"),
        ("paragraph", "The committee met in the old customs house."),
        ("list", "one"),
        ("list", "two, and a half"),
        ("list", "1. first"),
        ("list", "2) second"),
        ("quote", "Nothing is as dear as mud."),
        ("table", "Item | Price"),
        ("table", "Mud | 12"),
        ("paragraph", "The end."),
    ]


def test_what_is_no_text_is_furniture_with_a_reason() -> None:
    text = """
        ![quay](quay.png)

        Sign in

        ~~~
        code
        ~~~

        [ref]: https://a.example

        Words.
        """
    assert [passage.reason for passage in read(text).passages] == [
        "image",
        "sign-in line",
        "code",
        "bare link",
        "",
    ]


def test_front_matter_tells_title_author_and_date() -> None:
    text = """\
        ---
        title: "Mud: a Survey"
        author:
          - Ann Lee
          - Bo Chen
        date: 4 March 2021
        tags: [mud, gravel]
        ---

        Mud is dear.
        """
    document = read(text)
    assert (document.title, document.author, document.date) == (
        "Mud: a Survey",
        "Ann Lee, Bo Chen",
        "2021-03-04",
    )
    assert document.passages[0].reason == "front matter"
    assert [passage.text for passage in document.passages if passage.kind == Kind.PARAGRAPH] == [
        "Mud is dear."
    ]


def test_text_between_two_rules_is_no_front_matter() -> None:
    text = "---\nMud is dear, and nobody knows why.\n\n---\n\nGravel is not.\n"
    assert [passage.text for passage in read(text).passages if passage.kind != Kind.FURNITURE] == [
        "Mud is dear, and nobody knows why.",
        "Gravel is not.",
    ]


def test_both_styles_of_headings_make_sections_with_their_levels() -> None:
    text = """
        The Price of Mud
        ================

        Mud is dear.

        Who pays
        --------

        ### In winter ###

        Nobody does.
        """
    assert [(section.title, section.level) for section in read(text).sections] == [
        ("The Price of Mud", 1),
        ("Who pays", 2),
        ("In winter", 3),
    ]


def test_several_first_level_headings_are_articles() -> None:
    text = "# Mud\n\nIt is dear.\n\n## Price\n\nTwelve.\n\n# Gravel\n\nIt is not.\n"
    assert [(section.title, section.level) for section in read(text).sections] == [
        ("Mud", 1),
        ("Price", 2),
        ("Gravel", 1),
    ]


def test_signed_headings_under_one_title_are_articles() -> None:
    article = "## {}\n\n*By {}*\n\nThe committee met in the old customs house.\n\n### Later\n\nIt left.\n\n"
    text = "# Press Review\n\n" + article.format("Mud", "Ann Lee") + article.format("Gravel", "Bo Day")
    assert [section.title for section in read(text).sections if section.level == 1] == [
        "Press Review",
        "Mud",
        "Gravel",
    ]


def test_spans_lead_back_to_the_source() -> None:
    text = "> **Mud** is\n> [dear](https://a.example) &amp; wet.\n"
    passage = read(text).passages[0]
    assert passage.text == "Mud is dear & wet."
    assert [text[span.start : span.end] for span in passage.spans] == [text.strip()]


def test_words_within_html_are_text_and_comments_are_not() -> None:
    assert shown("<div>\nMud is <b>dear</b>.\n</div>\n\n<!-- note to self -->\n") == [
        ("paragraph", "Mud is dear."),
        ("furniture", "<!-- note to self -->"),
    ]
