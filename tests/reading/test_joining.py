"""Lines joined to running text, and the hyphens at their ends."""

import pytest

from app.reading.joining import HyphenJoiner, join_lines
from app.reading.lines import split_lines
from tests.reading.counting import count_word_pieces, count_words


def join(text: str) -> str:
    joiner = HyphenJoiner(text, count_word_pieces)
    return "".join(piece.text for piece in join_lines(split_lines(text), joiner))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("an inter-\nnational court", "an international court"),
        ("the whole-\nprocess view", "the whole-process view"),
        ("on December 9-\n10, 2021", "on December 9-10, 2021"),
        ("a geo-\nstrategy for all", "a geo-strategy for all"),
        ("obviously anti-\ndemocratic", "obviously anti-democratic"),
        ("the imple-\nmentation", "the implementation"),
        ("a Sino-\nAmerican talk", "a Sino-American talk"),
        ("by e-\nmail", "by e-mail"),
        ("party-\nto-party talks", "party-to-party talks"),
        ("a state-of-\nthe-art mill", "a state-of-the-art mill"),
        ("the so-\ncalled plan", "the so-called plan"),
        ("multi-\nlateral talks", "multilateral talks"),
        ("short-\nand long-term aims", "short- and long-term aims"),
        ("soft\u00ad\nware", "software"),
        ("the plan -\nif it is one", "the plan - if it is one"),
        ("in peace—\nand in war", "in peace—and in war"),
        ("wind and/\nor water", "wind and/or water"),
        ("two\nwords", "two words"),
        ("民主的\n道路", "民主的道路"),
    ],
)
def test_lines_are_joined_as_a_reader_would(lines: str, joined: str) -> None:
    assert join(lines) == joined


def test_the_text_itself_decides_before_the_word_list() -> None:
    joiner = HyphenJoiner("The inter-national style. A whole\nprocess. The wholeprocess.", count_word_pieces)
    assert joiner.keeps("an inter-", "national court")
    assert not joiner.keeps("the whole-", "process view")


def test_without_a_word_list_a_word_is_made_whole() -> None:
    assert not HyphenJoiner("", count_words).keeps("the imple-", "mentation of it")


def test_every_character_keeps_its_place() -> None:
    text = "an inter-\n  national court"
    pieces = list(join_lines(split_lines(text), HyphenJoiner(text, count_word_pieces)))
    covered = {position for piece in pieces for position in range(piece.start, piece.end)}
    assert covered >= {position for position, character in enumerate(text) if not character.isspace()}
    for piece in pieces:
        if piece.text.strip():
            assert text[piece.start : piece.end] == piece.text
