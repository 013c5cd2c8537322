"""Counting word pieces as the bundled model does, without loading the model."""

from __future__ import annotations

from functools import lru_cache

from tokenizers import Tokenizer

from app.embedding.models import bundled_model_folder
from app.errors import ModelError


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    path = bundled_model_folder() / "tokenizer.json"
    if not path.is_file():
        raise ModelError(f"The embedding model lacks its tokenizer, {path}.", "Install the model again.")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def count_tokens(text: str) -> int:
    """Count the word pieces of a text, without the two marks the model adds.

    Raises:
        ModelError: The bundled model is missing.
    """
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)


def count_tokens_of_all(texts: list[str]) -> list[int]:
    """Count the word pieces of many texts at once; see `count_tokens`."""
    return [len(encoded.ids) for encoded in _tokenizer().encode_batch(texts, add_special_tokens=False)]
