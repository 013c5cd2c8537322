"""What an analyst asks: a claim or a pasted paragraph, with words that must occur in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_QUOTED = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”„]")
REMEMBERED = 50
"""Past questions a workspace keeps."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed.

    Attributes:
        text: What it means: all of it, without quotation marks and on one line.
        phrases: What a passage must contain, in small letters; what stood in quotation marks.
        owner: Whose passages are left out, where the question was taken from one; None for nobody's.
    """

    text: str
    phrases: tuple[str, ...] = ()
    owner: int | None = None

    def allows(self, passage: str) -> bool:
        """Whether a passage contains every phrase, in whatever case."""
        lowered = " ".join(passage.split()).casefold()
        return all(phrase in lowered for phrase in self.phrases)


def parse_question(typed: str) -> Question:
    """A question from what was typed or pasted; its text is empty where nothing was."""
    phrases = tuple(
        phrase for found in _QUOTED.findall(typed) if (phrase := " ".join(found.split()).casefold())
    )
    return Question(" ".join(re.sub(r"[\"“”„]", " ", typed).split()), phrases)


def remembered(past: Iterable[str], asked: str) -> tuple[str, ...]:
    """The past questions with one more, the newest first, each once."""
    return (asked, *(question for question in past if question != asked))[:REMEMBERED]
