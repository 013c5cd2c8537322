from __future__ import annotations

import pytest

from app.relations.overlap import repeats

TEXT = (
    "The harbour board said on June 13 that 795 ships had called in spring, that exports rose, and that the "
    "new cranes are not yet in use; the gates open at noon, and the men work on."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The harbour", "The Harbour"),
        (" said ", " stated "),
        ("new cranes", "cranes"),
        (", and that", " and that"),
        ("at noon", "from noon"),
        ("work", "follow"),
    ],
)
def test_a_copy_with_small_changes_repeats(old: str, new: str) -> None:
    other = TEXT.replace(old, new)
    assert other != TEXT
    assert repeats(TEXT, other)
    assert repeats(other, TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("795", "975"),
        ("June 13", "June 14"),
        ("rose", "fell"),
        ("are not yet", "are yet"),
        ("ships", "boats"),
        ("gates open", "gates close"),
    ],
)
def test_a_copy_with_a_telling_change_does_not_repeat(old: str, new: str) -> None:
    other = TEXT.replace(old, new)
    assert other != TEXT
    assert not repeats(TEXT, other)
    assert not repeats(other, TEXT)


def test_a_copy_inside_a_longer_passage_repeats() -> None:
    assert repeats(TEXT, f"Read this first. {TEXT} There were no questions.")


def test_a_copied_half_sentence_does_not_repeat() -> None:
    assert not repeats("The harbour board said on June 13.", TEXT)


def test_short_texts_repeat_only_word_for_word() -> None:
    assert repeats("No harbour", "No harbour.")
    assert not repeats("No harbour", "The harbour")
    assert not repeats("", "")


def test_very_long_texts_repeat_only_word_for_word() -> None:
    long = " ".join(f"word{number}" for number in range(5_000))
    assert repeats(long, long.upper())
    assert not repeats(long, long.replace("word17 ", "other "))
