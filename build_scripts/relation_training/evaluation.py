"""Scores by source, and how contradiction fares when both directions of a pair are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from build_scripts.relation_training.pairs import LABELS, Pair
from build_scripts.relation_training.prediction import Floats, Predictor, label_indices

NEUTRAL, CONTRADICTION = 1, 2
WANTED_RECALL = 0.78
"""The recall of contradiction at which combinations are compared (the target set for `test`)."""

Calls = npt.NDArray[np.bool_]

COMBINATIONS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "forward": lambda forward, _: forward,
    "max": np.maximum,
    "mean": lambda forward, backward: (forward + backward) * np.float32(0.5),
    "min": np.minimum,
}
"""Ways to make one probability of contradiction of the two directions' (symmetric but for `forward`)."""


@dataclass(frozen=True, slots=True)
class ContradictionScore:
    """How well contradiction is called at one threshold; `false_per_100` counts neutral pairs so called."""

    threshold: float
    precision: float
    recall: float
    false_per_100: float
    mined_per_100: float


@dataclass(frozen=True, slots=True)
class SourceScore:
    """One source's scores; contradiction is called where it is the likeliest class."""

    source: str
    pairs: int
    accuracy: float
    precision: float
    recall: float
    false_per_100: float


def score_calls(calls: Calls, labels: npt.NDArray[np.int64]) -> tuple[float, float, float]:
    """Precision, recall, and false contradictions a hundred neutral pairs; NaN where there are none."""
    right = float((calls & (labels == CONTRADICTION)).sum())
    neutral = labels == NEUTRAL
    return (
        _share(right, float(calls.sum())),
        _share(right, float((labels == CONTRADICTION).sum())),
        100 * _share(float((calls & neutral).sum()), float(neutral.sum())),
    )


def score_sources(pairs: Sequence[Pair], probabilities: Floats) -> list[SourceScore]:
    """Scores of every source and, first, of all pairs together."""
    labels, guesses = label_indices(pairs), probabilities.argmax(axis=1)
    sources = np.array([pair.source for pair in pairs])
    scores = []
    for source in ("all", *sorted(set(sources))):
        here = (sources == source) | (source == "all")
        calls = guesses[here] == CONTRADICTION
        accuracy = float((guesses[here] == labels[here]).mean())
        scores.append(SourceScore(str(source), int(here.sum()), accuracy, *score_calls(calls, labels[here])))
    return scores


def threshold_for_recall(probabilities: Floats, labels: npt.NDArray[np.int64], recall: float) -> float:
    """The highest threshold at which at least `recall` of the contradictions are called."""
    ranked = np.sort(probabilities[labels == CONTRADICTION])[::-1]
    return float(ranked[max(0, int(np.ceil(recall * len(ranked))) - 1)])


def score_combinations(
    contradictions: dict[str, Floats], labels: npt.NDArray[np.int64], mined: dict[str, Floats]
) -> dict[str, tuple[ContradictionScore, ContradictionScore]]:
    """Each combination's score at one half, and at the threshold that gives `WANTED_RECALL`."""
    scores = {}
    for name, probabilities in contradictions.items():
        at = []
        for threshold in (0.5, threshold_for_recall(probabilities, labels, WANTED_RECALL)):
            measured = score_calls(probabilities >= threshold, labels)
            false_mined = 100 * float((mined[name] >= threshold).mean())
            at.append(ContradictionScore(threshold, *measured, false_mined))
        scores[name] = (at[0], at[1])
    return scores


def combine(forward: Floats, backward: Floats) -> dict[str, Floats]:
    """The probability of contradiction, (n,), by every combination of two directions' (n, 3)."""
    return {
        name: by(forward[:, CONTRADICTION], backward[:, CONTRADICTION]) for name, by in COMBINATIONS.items()
    }


def turned(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with their texts exchanged."""
    return [replace(pair, first=pair.second, second=pair.first) for pair in pairs]


def report(
    predict: Predictor,
    sets: Mapping[str, Sequence[Pair]],
    mined: Mapping[str, Sequence[Pair]],
    stance: Sequence[Pair],
) -> Iterator[str]:
    """Lines of a report on sets of inference pairs, mined neutral pairs of each, and stance pairs."""
    for name, pairs in sets.items():
        forward = predict(pairs)
        yield from _source_lines(name, score_sources(pairs, forward))
        both = combine(forward, predict(turned(pairs)))
        apart = combine(predict(mined[name]), predict(turned(mined[name])))
        yield f"{name}: contradiction from both directions ({len(mined[name])} mined neutral pairs)"
        yield "  combination  threshold  precision  recall  false/100 neutral  false/100 mined"
        for way, scores in score_combinations(both, label_indices(pairs), apart).items():
            for score in scores:
                yield (
                    f"  {way:11}  {score.threshold:9.3f}  {score.precision:9.3f}  {score.recall:6.3f}"
                    f"  {score.false_per_100:17.1f}  {score.mined_per_100:15.1f}"
                )
    yield from _stance_lines(stance, predict(stance))


def _source_lines(name: str, scores: Sequence[SourceScore]) -> Iterator[str]:
    yield f"{name}: likeliest class, premise first"
    yield f"  {'source':34} pairs  accuracy  precision  recall  false/100 neutral"
    for score in scores:
        yield (
            f"  {score.source:34} {score.pairs:5}  {score.accuracy:8.3f}  {score.precision:9.3f}"
            f"  {score.recall:6.3f}  {score.false_per_100:17.1f}"
        )


def _stance_lines(pairs: Sequence[Pair], probabilities: Floats) -> Iterator[str]:
    labels, guesses = label_indices(pairs), probabilities.argmax(axis=1)
    other = LABELS["stance"].index("other")
    known = labels != other
    sided = probabilities[:, :other].argmax(axis=1)
    yield (
        f"stance: {len(pairs)} pairs, accuracy {float((guesses == labels).mean()):.3f}, "
        f"agrees or opposes alone {float((sided[known] == labels[known]).mean()):.3f}, "
        f"called other {float((guesses[known] == other).mean()):.3f}"
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
