"""Reading, filtering and making training pairs."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from build_scripts.relation_training.corpus import build_corpus, draw_pass
from build_scripts.relation_training.draws import seeded
from build_scripts.relation_training.facts import (
    change_direction,
    change_negation,
    change_number,
    make_fact_pairs,
    shorten,
)
from build_scripts.relation_training.mining import Vectors, mine_neutral_pairs
from build_scripts.relation_training.pairs import (
    Pair,
    drop_scene_contradictions,
    drop_unlicensed,
    overlap,
    read_pairs,
    reread_pairs,
    write_pairs,
)

HARBOUR = "The harbour handled 1,250 ships in 2014, which was more than any other port of the coast."


def nli(first: str, second: str, label: str = "neutral", source: str = "some.train") -> Pair:
    return Pair(first, second, label, source, "nli")


def write_rows(path: Path, rows: list[dict[str, str]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def figures(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", text)


def test_both_forms_of_rows_are_read(tmp_path: Path) -> None:
    rows = [
        {"premise": "A", "hypothesis": "B", "label": "entailment", "source": "s"},
        {"a": "C" * 5000, "b": "D"},
    ]
    first, second = read_pairs(write_rows(tmp_path / "rows.jsonl.gz", rows), "nli")
    assert first == Pair("A", "B", "entailment", "s", "nli")
    assert second.label is None
    assert len(second.first) == 2000


@pytest.mark.parametrize(
    "row", [{"premise": "A", "hypothesis": "B", "label": "agrees"}, {"premise": "A", "label": "neutral"}]
)
def test_a_row_of_another_task_or_shape_is_refused(tmp_path: Path, row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"rows\.jsonl\.gz"):
        read_pairs(write_rows(tmp_path / "rows.jsonl.gz", [row]), "nli")


def test_written_pairs_are_read_back(tmp_path: Path) -> None:
    pairs = [nli("Å “b”", "c"), Pair("a", "b", None, "unlabelled", "stance")]
    write_pairs(tmp_path / "pairs.jsonl.gz", pairs)
    assert reread_pairs(tmp_path / "pairs.jsonl.gz") == pairs
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.jsonl.gz"]


def test_overlap_counts_content_words_of_the_second() -> None:
    assert overlap("The minister opened a new bridge", "A bridge was closed") == 0.5
    assert overlap("The minister opened a bridge", "it was the") == 1.0


def test_only_scene_contradictions_of_low_overlap_are_dropped() -> None:
    apart = ("A man rides a horse", "Children sleep indoors")
    kept = [
        nli(*apart, label="neutral", source="oie_snli_mnli.train"),
        nli(*apart, label="contradiction", source="lingnli.train"),
        nli("A man rides a horse", "A man feeds a horse", label="contradiction", source="cad_snli.train"),
        nli(*apart, label="contradiction", source="semi_auto_nli.base_wiki.train"),
    ]
    dropped = [
        nli(*apart, label="contradiction", source=source)
        for source in ("oie_snli_mnli.dev", "cad_snli.train", "semi_auto_nli.sim_wiki.train")
    ]
    assert list(drop_scene_contradictions([*kept, *dropped])) == kept


def test_sets_without_a_licence_can_be_left_out() -> None:
    kept = nli("a", "b", source="te_new_protocols.base.train")
    assert list(drop_unlicensed([kept, nli("a", "b", source="lingnli.train")])) == [kept]


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_number_keeps_its_kind(seed: int) -> None:
    changed = change_number(HARBOUR, seeded(seed))
    assert changed is not None
    old, new = figures(HARBOUR), figures(changed)
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 1
    assert re.sub(r"[\d,]+", "", changed) == re.sub(r"[\d,]+", "", HARBOUR)
    year = int(new[1])
    assert abs(year - 2014) <= 20


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [
        ("It grew by 0.0 percent.", r"It grew by \d+\.\d percent\."),
        ("They met for three days.", r"They met for [a-z]+ days\."),
        ("He left in April.", r"He left in [A-Z][a-z]+\."),
        ("It lost 7 seats.", r"It lost \d+ seats\."),
    ],
)
def test_every_kind_of_number_is_changed(sentence: str, pattern: str) -> None:
    changed = change_number(sentence, seeded(3))
    assert changed is not None
    assert changed != sentence
    assert re.fullmatch(pattern, changed)


@pytest.mark.parametrize("sentence", ["It may rain.", "The F-16 and the MP3 flew.", "Nobody came."])
def test_a_sentence_without_a_number_has_none_to_change(sentence: str) -> None:
    assert change_number(sentence, seeded(1)) is None


def test_directions_are_turned_round() -> None:
    assert change_direction("Exports rose sharply.", seeded(1)) == "Exports fell sharply."
    assert change_direction("Exports fell sharply.", seeded(1)) == "Exports rose sharply."
    assert change_direction("Rosewater is sold here.", seeded(1)) is None


def test_negation_is_added_or_taken_away() -> None:
    assert change_negation("The law is not in force.", seeded(1)) == "The law is in force."
    added = change_negation("The law has been in force.", seeded(1))
    assert added in {"The law has not been in force.", "The law has never been in force."}
    assert change_negation("Laws bind.", seeded(1)) is None


def test_only_a_tail_is_dropped() -> None:
    assert shorten(HARBOUR) == "The harbour handled 1,250 ships in 2014."
    assert shorten("The harbour was small, which helped.") is None
    assert shorten("After the bitter strike of that winter, the harbour was closed for good.") is None
    assert shorten("The ship (built in Trieste by a yard, and lost at sea in a storm) sank.") is None


def test_fact_pairs_take_turns_and_hold_every_label() -> None:
    pairs = list(make_fact_pairs([HARBOUR.replace("1,250", f"1,25{digit}") for digit in range(8)], seeded(5)))
    assert [pair.label for pair in pairs] == ["contradiction", "entailment", "neutral", "contradiction"] * 2
    for pair in pairs:
        if pair.label == "entailment":
            assert pair.first.startswith(pair.second.rstrip("."))
        if pair.label == "neutral":
            assert pair.second.startswith(pair.first.rstrip("."))
        assert pair.first != pair.second


def unit(*angles: float) -> Vectors:
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def test_mined_pairs_are_near_but_neither_copies_nor_far() -> None:
    texts = {
        "The northern harbour received many grain ships that autumn": 0.0,
        "Northern harbour received many grain ships again that autumn": 0.9,  # near, but the same words
        "Customs officers counted foreign vessels along this coast": 0.95,
        "An opera house burned down during last winter": 3.0,  # far from all
    }
    items = [nli(text, f"hypothesis of {number}") for number, text in enumerate(texts)]
    mined = mine_neutral_pairs(items, 10, lambda some: unit(*(texts[text] for text in some)), seeded(1))
    assert {(item_of(items, pair.first), item_of(items, pair.second)) for pair in mined} == {(0, 2), (2, 0)}
    assert len(mined) == 2
    assert all(pair.label == "neutral" and pair.source.startswith("mined.") for pair in mined)


def item_of(items: list[Pair], text: str) -> int:
    return next(number for number, item in enumerate(items) if text in {item.first, item.second})


def test_mining_prefers_two_figures_and_stops_at_the_count() -> None:
    angles = {
        "Trade with the island came to 40 million that year": 0.0,
        "Ferry fares went up by 3 percent in spring": 0.8,
        "Fishing boats stay close to their home village": 0.85,
    }
    items = [nli(text, text + "!") for text in angles]

    def embed(texts: Sequence[str]) -> Vectors:
        return unit(*(angles[text] for text in texts))

    for seed in range(5):
        mined = mine_neutral_pairs(items, 10, embed, seeded(seed))
        trade = next(pair for pair in mined if pair.first.startswith("Trade"))
        assert trade.second.startswith("Ferry")
    assert len(mine_neutral_pairs(items, 1, embed, seeded(1))) == 1


def test_a_corpus_holds_all_kinds_and_a_pass_shows_them_at_their_rates(tmp_path: Path) -> None:
    rows = [
        {
            "premise": f"In {1900 + year} the port took in {year + 20} ships, which pleased every merchant.",
            "hypothesis": "Ships came.",
            "label": "entailment",
            "source": "fever_10k.train",
        }
        for year in range(40)
    ]
    write_rows(tmp_path / "train.jsonl.gz", rows)
    stance = [{"a": f"claim {n}", "b": "view", "label": "agrees", "source": "perspectrum"} for n in range(40)]
    write_rows(tmp_path / "stance-train.jsonl.gz", stance)

    def embed(texts: Sequence[str]) -> Vectors:
        return unit(*(0.0 for _ in texts))

    corpus = build_corpus(tmp_path, embed, seeded(1))
    assert sum(pair.source == "fever_10k.train" for pair in corpus) == 40
    assert any(pair.source == "facts.number" for pair in corpus)
    assert build_corpus(tmp_path, embed, seeded(1), licensed_only=True)[0].task == "stance"
    drawn = draw_pass(corpus, seeded(2))
    assert 10 <= sum(pair.source == "fever_10k.train" for pair in drawn) < 40
    views = [pair for pair in drawn if pair.source == "perspectrum"]
    assert 40 < len(views) <= 80
    assert {pair.first == "view" for pair in views} == {True, False}
    assert draw_pass(corpus, seeded(2)) == drawn
