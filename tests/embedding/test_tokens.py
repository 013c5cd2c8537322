from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.embedding.tokens import count_tokens, count_tokens_of_all


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("", 0), ("hello world", 2), ("Hello, world!", 4), ("unwrapped", 4), ("don't", 3), ("民主", 2)],
)
def test_counts_word_pieces_without_the_models_marks(text: str, pieces: int) -> None:
    assert count_tokens(text) == pieces


def test_long_texts_are_counted_to_their_end() -> None:
    assert count_tokens("word " * 3000) == 3000


@pytest.mark.parametrize(
    "text",
    [
        "  two  spaces ",
        "a \u0301b cafe\u0301 Zürich",
        "one\ttwo\nthree\x1cfour\u2028five\xa0six",
        "民主 是 好 的 [SEP] [MASK] x",
        "x" * 300 + " " + "y" * 50,
        "co-operation \u200bzero\u00adsoft",
    ],
)
def test_a_text_has_the_pieces_of_its_words(text: str) -> None:
    assert [count_tokens(text), count_tokens(text)] == count_tokens_of_all([text]) * 2


@given(st.text())
def test_any_text_has_the_pieces_of_its_words(text: str) -> None:
    assert [count_tokens(text)] == count_tokens_of_all([text])


def test_many_texts_are_counted_as_one_by_one() -> None:
    texts = ["one", "two words", "", "three more words"]
    assert count_tokens_of_all(texts) == [count_tokens(text) for text in texts]
