"""What the relation model's scores and thresholds are, on rows made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from app.relations.inference import CONTRADICTION, NEUTRAL
from app.relations.thresholds import Thresholds
from build_scripts.evaluate_relations import in_order
from build_scripts.relation_training.evaluation import (
    combine,
    score_calls,
    score_combinations,
    score_sources,
    threshold_for_recall,
    turned,
)
from build_scripts.relation_training.export import NEVER_CLEAR, choose_clear
from build_scripts.relation_training.pairs import Pair
from build_scripts.relation_training.prediction import Floats


def rows(*contradictions: float) -> Floats:
    return np.array([[0.0, 1 - share, share] for share in contradictions], dtype=np.float32)


def test_contradiction_scores() -> None:
    labels = np.array([2, 2, 1, 1, 0])
    calls = np.array([True, False, True, False, True])
    assert score_calls(calls, labels) == pytest.approx((1 / 3, 0.5, 50.0))
    assert np.isnan(score_calls(calls[:2], labels[:2])[2])


def test_the_threshold_reaches_the_recall_and_no_more() -> None:
    probabilities = np.array([0.9, 0.8, 0.7, 0.1, 0.99], dtype=np.float32)
    labels = np.array([2, 2, 2, 2, 1])
    assert threshold_for_recall(probabilities, labels, 0.5) == pytest.approx(0.8)
    assert threshold_for_recall(probabilities, labels, 0.51) == pytest.approx(0.7)
    assert threshold_for_recall(probabilities, labels, 1.0) == pytest.approx(0.1)


def test_directions_are_combined_the_same_both_ways_round() -> None:
    one, other = rows(0.2, 0.9), rows(0.8, 0.7)
    both, back = combine(one, other), combine(other, one)
    assert both["max"].tolist() == pytest.approx([0.8, 0.9])
    assert both["mean"].tolist() == pytest.approx([0.5, 0.8])
    assert both["min"].tolist() == pytest.approx([0.2, 0.7])
    for way in ("max", "mean", "min"):
        assert both[way].tolist() == back[way].tolist()
    assert both["forward"].tolist() == one[:, CONTRADICTION].tolist()


def test_false_alarms_on_mined_pairs_are_counted_at_the_same_threshold() -> None:
    labels = np.array([2, 2, 1])
    (half, reached) = score_combinations(
        {"max": rows(0.9, 0.3, 0.6)[:, 2]}, labels, {"max": rows(0.55, 0.2, 0.1, 0.0)[:, 2]}
    )["max"]
    assert (half.precision, half.recall, half.false_per_100, half.mined_per_100) == (0.5, 0.5, 100.0, 25.0)
    assert reached.recall == 1.0
    assert reached.threshold == pytest.approx(0.3)


def test_sources_are_scored_apart_and_together() -> None:
    pairs = [
        Pair("a", "b", label, source, "nli")
        for label, source in (("neutral", "x"), ("contradiction", "x"), ("contradiction", "y"))
    ]
    scores = {score.source: score for score in score_sources(pairs, rows(0.9, 0.9, 0.1))}
    assert list(scores) == ["all", "x", "y"]
    assert scores["all"].accuracy == pytest.approx(1 / 3)
    assert scores["x"].false_per_100 == 100.0
    assert (scores["y"].pairs, scores["y"].recall) == (1, 0.0)


def test_turned_pairs_exchange_their_texts() -> None:
    pair = Pair("a", "b", "neutral", "s", "nli")
    assert turned([pair]) == [Pair("b", "a", "neutral", "s", "nli")]


def test_the_first_look_loses_hardly_any_claim() -> None:
    rng = np.random.default_rng(1)
    look = rng.dirichlet((1, 1, 1), 4000).astype(np.float32)
    read_on = rows(*rng.choice((0.9, 0.1), 4000))
    clear = choose_clear(look, read_on)
    claims = read_on[:, CONTRADICTION] > 0.5
    assert 0 < (look[claims, NEUTRAL] >= clear).mean() <= 0.0051
    assert choose_clear(look, rows(*[0.1] * 4000)) == NEVER_CLEAR


def test_a_rule_never_makes_a_conflict_harder_to_show() -> None:
    chosen = in_order(Thresholds(contradicts=0.7, cued=0.8, same_but=0.9))
    assert (chosen.contradicts, chosen.cued, chosen.same_but) == (0.7, 0.7, 0.7)
    assert in_order(Thresholds(contradicts=0.8, cued=0.6, same_but=0.3)).same_but == 0.3
