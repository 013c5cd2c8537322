"""Measure the relation model and the rules around it.

    python build_scripts/evaluate_relations.py FOLDER_OF_NLI [--model FOLDER] [--pairs N]

Prints, on `dev` and `test`: accuracy, precision and recall of contradiction and false alarms by source,
what the two directions of a pair give when combined, on mined neutral pairs too, and the curve over
thresholds (of `dev` alone: thresholds are chosen there). Then what the whole of `app.relations` says of the
pairs listed in `seeds/expected.json`, and the seconds that a hundred pairs of passages take.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.embedding.tokens import count_tokens
from app.paths import bundle_root, resource
from app.reading.read import read_document
from app.relations.decide import combine
from app.relations.onnx_model import OnnxInferenceModel
from app.relations.relate import Relater
from app.relations.relation import Finding, Relation
from build_scripts.relation_training.evaluation import CONTRADICTION, report, score_calls, turned
from build_scripts.relation_training.mining import mine_neutral_pairs
from build_scripts.relation_training.pairs import Pair, read_pairs
from build_scripts.relation_training.prediction import Floats, label_indices

SETS = ("dev", "test")
MINED = 1500
SEED = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair of `seeds/expected.json` with the passages that hold its sentences."""

    passages: tuple[str, str]
    quotes: tuple[str, str]
    relation: Relation
    type: str


class Predictor:
    """The shipped model as the training scripts' measures ask it; keeps what it said."""

    def __init__(self, model: OnnxInferenceModel) -> None:
        self._model = model
        self._said: dict[tuple[str, str], tuple[Floats, Floats]] = {}

    def __call__(self, pairs: Sequence[Pair]) -> Floats:
        """Probabilities of the pairs' task, (n, 3)."""
        texts = [(pair.first, pair.second) for pair in pairs]
        new = list(dict.fromkeys(text for text in texts if text not in self._said))
        predicted = self._model.predict(new)
        stances = predicted.stance if predicted.stance is not None else np.zeros_like(predicted.inference)
        self._said.update(zip(new, zip(predicted.inference, stances, strict=True), strict=True))
        column = 0 if not pairs or pairs[0].task == "nli" else 1
        return np.array([self._said[text][column] for text in texts], np.float32).reshape(-1, 3)


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


def curve(predict: Predictor, pairs: Sequence[Pair], mined: Sequence[Pair]) -> Iterator[str]:
    """Contradiction over thresholds of the combination in use."""
    labels = label_indices(pairs)
    forward, backward = predict(pairs), predict(turned(pairs))
    apart, back = predict(mined), predict(turned(mined))
    both = combine(forward[:, CONTRADICTION], backward[:, CONTRADICTION])
    alarms = combine(apart[:, CONTRADICTION], back[:, CONTRADICTION])
    yield "dev: contradiction by threshold, as the directions are combined"
    yield "  threshold  precision  recall  false/100 neutral  false/100 mined"
    for threshold in np.arange(0.3, 0.96, 0.05):
        precision, recall, false = score_calls(both >= threshold, labels)
        false_mined = 100 * float((alarms >= threshold).mean())
        yield f"  {threshold:9.2f}  {precision:9.3f}  {recall:6.3f}  {false:17.1f}  {false_mined:15.1f}"
    entailment = np.maximum(forward[:, 0], backward[:, 0])
    mined_entailment = np.maximum(apart[:, 0], back[:, 0])
    yield "dev: entailment of the better direction by threshold"
    yield "  threshold  precision  recall  false/100 mined"
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        calls = entailment >= threshold
        right = float((calls & (labels == 0)).sum())
        false_mined = 100 * float((mined_entailment >= threshold).mean())
        yield (
            f"  {threshold:9.2f}  {right / max(1, calls.sum()):9.3f}  {right / (labels == 0).sum():6.3f}"
            f"  {false_mined:15.1f}"
        )


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


def _lines(
    nli: Path, model: OnnxInferenceModel, encoder: SentenceTransformerEncoder, limit: int
) -> Iterator[str]:
    yield f"model: {model.model_id}"
    rng = random.Random(SEED)  # noqa: S311 - the same sample each time
    sets: dict[str, Sequence[Pair]] = {}
    for name in SETS:
        pairs = read_pairs(nli / f"{name}.jsonl.gz", "nli")
        sets[name] = pairs if limit >= len(pairs) else rng.sample(pairs, limit)
    mined: dict[str, Sequence[Pair]] = {
        name: mine_neutral_pairs(pairs, MINED, encoder.encode, rng) for name, pairs in sets.items()
    }
    stance = read_pairs(nli / "stance-dev.jsonl.gz", "stance")
    predict = Predictor(model)
    yield from report(predict, sets, mined, stance[:limit])
    yield from curve(predict, sets["dev"], mined["dev"])
    answers = read_answers(bundle_root() / "seeds")
    yield from seconds_lines(Relater(encoder.encode, model), answers)
    yield from seeds_lines(Relater(encoder.encode, model), answers)


def main(arguments: Sequence[str]) -> int:
    """Run the evaluation; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure the relation model and the rules around it.")
    parser.add_argument("nli", type=Path, help="folder with dev, test and stance-dev")
    parser.add_argument("--model", type=Path, default=resource("models", "relations"), help="model folder")
    parser.add_argument("--pairs", type=int, default=sys.maxsize, help="at most so many pairs of each set")
    options = parser.parse_args(arguments)
    for line in _lines(
        options.nli, OnnxInferenceModel(options.model), SentenceTransformerEncoder(), options.pairs
    ):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
