from __future__ import annotations

import pytest

from app.relations.language import reads_english


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is open for all of the ships that came in from the north this week.",
        "Harbour open",
        "2014",
        "",
    ],
)
def test_english(text: str) -> None:
    assert reads_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafen ist für alle Schiffe offen, die in dieser Woche aus dem Norden gekommen sind.",
        "Le port est ouvert à tous les navires qui sont arrivés du nord cette semaine avec du bois.",
        "Гавань открыта для всех кораблей.",
        "港口对所有船只开放。",
    ],
)
def test_other_languages(text: str) -> None:
    assert not reads_english(text)
