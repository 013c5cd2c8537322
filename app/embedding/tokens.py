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


_known: dict[str, int] = {"": 0}
_MOST_KNOWN = 100_000
_LONGEST_KNOWN = 40


def count_tokens(text: str) -> int:
    """Count the word pieces of a text, without the two marks the model adds.

    The model divides a text at its spaces before all else, so that the pieces of a text are those of its
    words, and of the words of a document most have been counted before.

    Raises:
        ModelError: The bundled model is missing.
    """
    words = text.split(" ")
    new = [word for word in set(words) if word not in _known]
    if not new:
        return sum(map(_known.__getitem__, words))
    counts = dict(zip(new, count_tokens_of_all(new), strict=True))
    total = sum(counts[word] if word in counts else _known[word] for word in words)
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    _known.update((word, count) for word, count in counts.items() if len(word) <= _LONGEST_KNOWN)
    return total


def count_tokens_of_all(texts: list[str]) -> list[int]:
    """Count the word pieces of many texts at once; see `count_tokens`."""
    return [len(encoded.ids) for encoded in _tokenizer().encode_batch(texts, add_special_tokens=False)]
