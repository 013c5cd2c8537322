"""Measure the relation model and the rules around it.

    python -m build_scripts.evaluate_relations FOLDER_OF_NLI [--model FOLDER] [--pairs N] [--choose]

Prints, on `dev` and `test`: accuracy, precision and recall of contradiction and false alarms by source,
what the two directions of a pair give when combined, on mined neutral pairs too. Then the curves over
thresholds, of `dev` alone, and the thresholds they choose (`--choose` keeps them beside the model); what the
whole of `app.relations` says of the pairs listed in `seeds/expected.json`; and the seconds that a hundred
pairs of passages take.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.embedding.tokens import count_tokens
from app.paths import bundle_root, resource
from app.reading.read import read_document
from app.relations.align import share_subject
from app.relations.claim import take_apart
from app.relations.cues import Comparison, compare
from app.relations.decide import combine
from app.relations.inference import CONTRADICTION, ENTAILMENT, OPPOSES
from app.relations.onnx_model import OnnxInferenceModel
from app.relations.relate import Embed, Relater
from app.relations.relation import Finding, Relation
from app.relations.thresholds import Thresholds, write_thresholds
from build_scripts.relation_training.evaluation import COMBINATIONS, report, turned
from build_scripts.relation_training.mining import mine_neutral_pairs
from build_scripts.relation_training.pairs import Pair, read_pairs
from build_scripts.relation_training.prediction import Floats, Predictor, ServedPredictor

SETS = ("dev", "test")
MINED = 1500
SEED = 7
WANTED = 0.82
"""Precision that thresholds are chosen for: four in five and a little more."""
WANTED_OF_AGREEMENT = 0.7
"""The same for agreement, where an error costs the reader less."""
SHARES = {
    "contradiction": 0.05,
    "entailment": 0.1,
    "neutral": 0.15,
    "opposes": 0.1,
    "agrees": 0.15,
    "mined": 0.7,
}
"""What matches are taken to be; `mined` stands for close sentences of different documents.

Of 1,659 close pairs of real documents hardly three conflict. A mix with a tenth of contradictions chose a
threshold of 0.59, from which three of four shown on them were wrong.
"""
THRESHOLDS = np.arange(0.05, 0.981, 0.01)
FEWEST_SHOWN = 15
NOISE = 0.05


@dataclass(frozen=True, slots=True)
class Point:
    """What is shown from a threshold on: precision, recall, and how many pairs that are."""

    threshold: float
    precision: float
    recall: float
    shown: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair of `seeds/expected.json` with the passages that hold its sentences."""

    passages: tuple[str, str]
    quotes: tuple[str, str]
    relation: Relation
    type: str


def read_answers(seeds: Path) -> list[Answer]:
    """The pairs of `expected.json`, each side found in the passages that reading gives."""
    expected: dict[str, Any] = json.loads((seeds / "expected.json").read_text(encoding="utf-8"))
    folder = seeds / expected["folder"]
    texts = {
        name: [passage.text for passage in read_document(folder / name, count_tokens).passages]
        for name in expected["documents"]
    }
    answers = []
    for entry in expected["relations"]:
        sides = [entry["a"], entry["b"]]
        found = [
            next((text for text in texts[side["file"]] if side["quote"] in text), side["quote"])
            for side in sides
        ]
        quotes = (sides[0]["quote"], sides[1]["quote"])
        answers.append(Answer((found[0], found[1]), quotes, Relation(entry["relation"]), entry["type"]))
    return answers


class Mix:
    """Labelled pairs weighted as the matches of a workspace are made up: most are neutral.

    Classes are weighted to `SHARES`; pairs of a class that has none are left out.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        counts = Counter(labels)
        self._labels = np.array(labels)
        self._weights = np.array([SHARES[label] / counts[label] for label in labels])

    def curve(self, scores: Floats, wanted: str) -> Iterator[Point]:
        """Weighted precision and recall of one class at each threshold, rising."""
        positive = self._labels == wanted
        for threshold in THRESHOLDS:
            shown = scores >= threshold
            right = float(self._weights[shown & positive].sum())
            total = float(self._weights[shown].sum())
            precision = right / total if total else float("nan")
            yield Point(
                float(threshold), precision, right / float(self._weights[positive].sum()), int(shown.sum())
            )

    def choose(self, scores: Floats, wanted: str, precision: float = WANTED) -> Point | None:
        """The point of the highest recall that is precise enough and followed by no less precise ones.

        Points that show few pairs are left out, and `NOISE` is allowed to the points after it.
        """
        points = [point for point in self.curve(scores, wanted) if point.shown >= FEWEST_SHOWN]
        for place, point in enumerate(points):
            after = [later.precision for later in points[place:] if later.shown >= 2 * FEWEST_SHOWN]
            if point.precision >= precision and all(value >= precision - NOISE for value in after):
                return point
        return None


def choose_thresholds(
    predict: Predictor, embed: Embed, dev: Sequence[Pair], mined: Sequence[Pair], stance: Sequence[Pair]
) -> tuple[Thresholds, dict[str, str], list[str]]:
    """Thresholds from `dev`, mined neutral pairs and `stance-dev`, with the lines that show why.

    Pairs that alignment would not let through count as never shown.
    """
    # A mined hypothesis may be a false statement about the very subject, and then really conflicts.
    mined = [pair for pair in mined if pair.source == "mined.premises"]
    pairs = [*dev, *mined]
    labels = ["mined"] * len(pairs)
    labels[: len(dev)] = [str(pair.label) for pair in dev]
    forward, backward = predict(pairs), predict(turned(pairs))
    partners = are_partners(pairs, embed)
    forward, backward = forward * partners[:, None], backward * partners[:, None]
    both = combine(forward[:, CONTRADICTION], backward[:, CONTRADICTION])
    lines = [f"thresholds, in a mix of {SHARES}, for a precision of {WANTED}"]
    figures = {}
    for name, by in {**COMBINATIONS, "higher if both": combine}.items():
        point = Mix(labels).choose(by(forward[:, CONTRADICTION], backward[:, CONTRADICTION]), "contradiction")
        figures[f"contradicts, by {name}"] = _told(point)
    lines += _curve_lines(
        "contradiction, as the directions are combined", Mix(labels).curve(both, "contradiction")
    )
    entailment = np.maximum(forward[:, ENTAILMENT], backward[:, ENTAILMENT])
    lines += _curve_lines("entailment of the better direction", Mix(labels).curve(entailment, "entailment"))
    compared = [_compared(pair) for pair in pairs]
    typed = np.array([one is not None and bool(one.cues) and not one.differs for one in compared], np.float32)
    same = np.array([one is not None and one.conflicts for one in compared], np.float32)
    stances = [*stance, *(replace(pair, task="stance") for pair in mined)]
    stance_labels = [str(pair.label) for pair in stance] + ["mined"] * len(mined)
    opposition = np.minimum(predict(stances)[:, OPPOSES], predict(turned(stances))[:, OPPOSES])
    points = {
        "contradicts": Mix(labels).choose(both, "contradiction"),
        "cued": Mix(labels).choose(both * typed, "contradiction"),
        "same_but": Mix(labels).choose(both * same, "contradiction"),
        "agrees": Mix(labels).choose(entailment, "entailment", WANTED_OF_AGREEMENT),
        "position": Mix(stance_labels).choose(opposition, "opposes"),
    }
    figures |= {name: _told(point) for name, point in points.items()}
    lines += [f"  {name:29} {told}" for name, told in figures.items()]
    # Any threshold looks good on `stance-dev`, which holds debates alone; on other text only a high one is.
    kept = points.keys() - {"position"}
    chosen = {name: point.threshold for name, point in points.items() if point is not None and name in kept}
    return in_order(replace(Thresholds(), **chosen)), figures, lines


def in_order(chosen: Thresholds) -> Thresholds:
    """The same, but that a conflict which a rule supports never needs more than one which none does."""
    cued = min(chosen.cued, chosen.contradicts)
    return replace(chosen, cued=cued, same_but=min(chosen.same_but, cued))


def are_partners(pairs: Sequence[Pair], embed: Embed) -> Floats:
    """(n,): 1 where any claims of the two texts are taken to share their subject, else 0: never shown."""
    apart = [(take_apart(pair.first), take_apart(pair.second)) for pair in pairs]
    texts = list(dict.fromkeys(claim.text for sides in apart for side in sides for claim in side))
    vectors = dict(zip(texts, embed(texts), strict=True))
    return np.array(
        [
            any(share_subject(a, b, float(vectors[a.text] @ vectors[b.text])) for a in one for b in other)
            for one, other in apart
        ],
        np.float32,
    )


def _compared(pair: Pair) -> Comparison | None:
    """What differs between two texts of one claim each; None for longer ones."""
    one, other = take_apart(pair.first), take_apart(pair.second)
    return compare(one[0], other[0]) if len(one) == len(other) == 1 else None


def _told(point: Point | None) -> str:
    if point is None:
        return "no threshold is precise enough: the default stays"
    figures = f"precision {point.precision:.3f}, recall {point.recall:.3f}, {point.shown} shown"
    return f"{point.threshold:.2f}: {figures}"


def _curve_lines(name: str, curve: Iterable[Point]) -> list[str]:
    return [f"  {name}", "    threshold  precision  recall  shown"] + [
        f"    {point.threshold:9.2f}  {point.precision:9.3f}  {point.recall:6.3f}  {point.shown:5}"
        for point in list(curve)[::4]
    ]


def judge(answer: Answer, finding: Finding) -> bool:
    """Whether the finding is right, and the sentences it shows are the listed ones."""
    if finding.relation is not answer.relation:
        return False
    if finding.relation not in {Relation.AGREES, Relation.CONTRADICTS}:
        return True
    evidence = finding.evidence[0]
    return _touch(evidence.text, answer.quotes[0]) and _touch(evidence.other_text, answer.quotes[1])


def _touch(text: str, quote: str) -> bool:
    return text in quote or quote in text


def seeds_lines(relater: Relater, answers: Sequence[Answer]) -> Iterator[str]:
    """What is said of the listed pairs, as passages and as sentences alone."""
    for name, pairs in (
        ("passages", [answer.passages for answer in answers]),
        ("sentences", [answer.quotes for answer in answers]),
    ):
        findings = relater.relate_many(pairs)
        judged = [judge(answer, finding) for answer, finding in zip(answers, findings, strict=True)]
        yield f"seeds/expected.json, {name}: {sum(judged)} of {len(judged)} right"
        for relation in Relation:
            here = [
                right for right, answer in zip(judged, answers, strict=True) if answer.relation is relation
            ]
            said = sum(finding.relation is relation for finding in findings)
            yield f"  {relation:11} {sum(here)} of {len(here)} right, said {said} times"
        for answer, finding, right in zip(answers, findings, judged, strict=True):
            if not right:
                listed = " / ".join(quote[:50] for quote in answer.quotes)
                yield f"    {answer.relation} ({answer.type}) was {finding.relation}: {listed}"


def seconds_lines(relater: Relater, answers: Sequence[Answer]) -> Iterator[str]:
    """Time for the first match and for a hundred pairs of passages, none of them read before."""
    passages = list(dict.fromkeys(text for answer in answers for text in answer.passages))
    rng = random.Random(SEED)  # noqa: S311 - the same sample each time
    pairs = [(one, other) for one in passages for other in passages if one < other]
    rng.shuffle(pairs)
    first, hundred = pairs[:1], pairs[1:101]
    for name, batch in (
        ("the first pair", first),
        (f"{len(hundred)} pairs", hundred),
        ("the same again", hundred),
    ):
        began = time.perf_counter()
        relater.relate_many(batch)
        yield f"seconds for {name}: {time.perf_counter() - began:.3f}"


def _lines(nli: Path, folder: Path, limit: int, *, choose: bool) -> Iterator[str]:
    model, encoder = OnnxInferenceModel(folder), SentenceTransformerEncoder()
    yield f"model: {model.model_id}"
    rng = random.Random(SEED)  # noqa: S311 - the same sample each time
    everything = {name: read_pairs(nli / f"{name}.jsonl.gz", "nli") for name in SETS}
    sets: dict[str, Sequence[Pair]] = {
        name: rng.sample(pairs, min(len(pairs), limit)) for name, pairs in everything.items()
    }
    mined: dict[str, Sequence[Pair]] = {
        name: mine_neutral_pairs(
            rng.sample(pairs, min(len(pairs), 4 * limit)), min(MINED, limit), encoder.encode, rng
        )
        for name, pairs in everything.items()
    }
    stance = read_pairs(nli / "stance-dev.jsonl.gz", "stance")
    predict = ServedPredictor(folder)
    stances = rng.sample(stance, min(len(stance), limit))
    yield from report(predict, sets, mined, stances)
    thresholds, figures, lines = choose_thresholds(
        predict, encoder.encode, sets["dev"], mined["dev"], stances
    )
    yield from lines
    if choose:
        write_thresholds(thresholds, folder, model.model_id, figures)
        model = OnnxInferenceModel(folder)
    answers = read_answers(bundle_root() / "seeds")
    yield from seconds_lines(Relater(encoder.encode, model), answers)
    yield from seeds_lines(Relater(encoder.encode, model), answers)


def main(arguments: Sequence[str]) -> int:
    """Run the evaluation; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure the relation model and the rules around it.")
    parser.add_argument("nli", type=Path, help="folder with dev, test and stance-dev")
    parser.add_argument("--model", type=Path, default=resource("models", "relations"), help="model folder")
    parser.add_argument("--pairs", type=int, default=sys.maxsize, help="at most so many pairs of each set")
    parser.add_argument("--choose", action="store_true", help="keep the chosen thresholds beside the model")
    options = parser.parse_args(arguments)
    for line in _lines(options.nli, options.model, options.pairs, choose=options.choose):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
