"""The relation model's training, evaluation and export, on a tiny model."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import MPNetConfig, MPNetForSequenceClassification, MPNetModel

from app.relations.onnx_model import OnnxInferenceModel
from build_scripts.relation_training import batches as batching
from build_scripts.relation_training.batches import (
    BATCH_PAIRS,
    BATCH_TOKENS,
    MAX_TOKENS,
    UNLABELLED,
    Example,
    collate,
    encode_pairs,
    plan_batches,
)
from build_scripts.relation_training.card import Recipe, write_card
from build_scripts.relation_training.draws import seeded
from build_scripts.relation_training.evaluation import (
    CONTRADICTION,
    combine,
    report,
    score_calls,
    score_combinations,
    score_sources,
    threshold_for_recall,
    turned,
)
from build_scripts.relation_training.export import agreement, export_model
from build_scripts.relation_training.model import (
    PADDING_ID,
    RelationModel,
    from_base,
    kept_layers,
    load_model,
    save_model,
)
from build_scripts.relation_training.pairs import LABELS, Pair, Task
from build_scripts.relation_training.prediction import Floats, OnnxPredictor, TorchPredictor
from build_scripts.relation_training.schedule import Schedule
from build_scripts.relation_training.smoothing import smooth
from build_scripts.relation_training.training import LATEST, STABLE, Run, accuracy, relation_loss, train

WORDS = ["<s>", "<pad>", "</s>", "<unk>", *["red", "blue", "round", "square", "warm", "cold"]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like all-mpnet-base-v2's with four tiny layers and a vocabulary of ten words."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(1)
    config = MPNetConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=256,
    )
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def model(base: Path) -> RelationModel:
    torch.manual_seed(2)
    return from_base(base, 2)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """The same sums in the same order, so that two runs can be compared to the last bit."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def toy_pairs(count: int, seed: int = 1) -> list[Pair]:
    """Pairs whose second text tells the label, by another rule in each task."""
    rng = seeded(seed)
    pairs = []
    for number in range(count):
        task: Task = "stance" if number % 4 == 3 else "nli"
        place = rng.randrange(3)
        label = LABELS[task][place if task == "nli" else (place + 1) % 3]
        first = " ".join(rng.choices(WORDS[7:], k=rng.randint(1, 6)))
        pairs.append(Pair(first, WORDS[4 + place], label, f"toy.{task}", task))
    return pairs


def run_of(base: Path, folder: Path, pairs: Sequence[Pair], schedule: Schedule) -> Run:
    return Run(
        folder=folder,
        tokenizer=base / "tokenizer.json",
        corpus=pairs,
        checks={"nli": encode_pairs([pair for pair in pairs if pair.task == "nli"], base / "tokenizer.json")},
        schedule=schedule,
        learning_rate=3e-3,
        seed=4,
    )


LONG = Schedule.of(2500, 100, 800)


def never() -> bool:
    return False


def after(batches: int) -> Callable[[], bool]:
    left = iter(range(batches - 1))
    return lambda: next(left, None) is None


def same_weights(one: RelationModel, other: RelationModel) -> bool:
    ours, theirs = one.state_dict(), other.state_dict()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_schedule_warms_up_holds_and_decays() -> None:
    schedule = Schedule.of(100, warm_up=10, decay=40)
    factors = [schedule.factor(seen) for seen in (0, 9, 10, 60, 80, 100, 120)]
    assert factors == pytest.approx([1 / 11, 10 / 11, 1, 1, 0.5, 0, 0])


def test_a_schedule_can_be_finished_once() -> None:
    schedule = Schedule.of(100, warm_up=10, decay=40)
    early = schedule.finish(30, 20)
    assert (early.decay_from, early.end) == (30, 50)
    assert early.finish(40, 20) == early


@pytest.mark.parametrize(("pairs", "warm_up", "decay"), [(10, 6, 6), (10, 1, 0)])
def test_phases_that_do_not_fit_are_refused(pairs: int, warm_up: int, decay: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Schedule.of(pairs, warm_up, decay)


def test_kept_layers() -> None:
    assert list(kept_layers(6, 12)) == [0, 1, 2, 3, 4, 5]
    assert list(kept_layers(12, 12)) == list(range(12))
    assert list(kept_layers(4, 12)) == [0, 4, 7, 11]
    assert list(kept_layers(1, 12)) == [11]
    with pytest.raises(ValueError, match="12 layers"):
        kept_layers(13, 12)


def test_the_base_gives_its_kept_layers(base: Path, model: RelationModel) -> None:
    full = MPNetModel.from_pretrained(base, add_pooling_layer=False).state_dict()
    mine = model.mpnet.state_dict()
    for ours, theirs in ((0, 0), (1, 3)):
        name = "attention.attn.q.weight"
        assert torch.equal(mine[f"encoder.layer.{ours}.{name}"], full[f"encoder.layer.{theirs}.{name}"])
    assert torch.equal(mine["embeddings.word_embeddings.weight"], full["embeddings.word_embeddings.weight"])


def test_a_saved_model_is_the_same_model(base: Path, model: RelationModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "saved", base / "tokenizer.json")
    loaded = load_model(tmp_path / "saved")
    assert same_weights(model, loaded)
    ids, mask, _ = collate(encode_pairs(toy_pairs(5), base / "tokenizer.json"))
    nli, stance = loaded(ids, mask)
    assert nli.shape == stance.shape == (5, 3)
    assert torch.equal(nli, model.eval().task_logits("nli", ids, mask))
    assert not torch.equal(nli, stance)


def test_a_saved_folder_serves_transformers_too(base: Path, model: RelationModel, tmp_path: Path) -> None:
    save_model(model, tmp_path, base / "tokenizer.json")
    other = MPNetForSequenceClassification.from_pretrained(tmp_path)
    ids, mask, _ = collate(encode_pairs(toy_pairs(5), base / "tokenizer.json"))
    logits = other(input_ids=ids, attention_mask=mask).logits
    assert torch.allclose(logits, model.eval().task_logits("nli", ids, mask), atol=1e-6)
    assert dict(other.config.id2label or {}) == dict(enumerate(LABELS["nli"]))


def test_batches_hold_one_task_and_are_bounded(base: Path) -> None:
    long = [Pair("warm " * 500, "red", "other", "toy", "stance") for _ in range(60)]
    examples = encode_pairs([*toy_pairs(200), *long], base / "tokenizer.json")
    assert max(len(example.ids) for example in examples) == MAX_TOKENS["stance"]
    for rng in (None, seeded(1)):
        planned = plan_batches(examples, rng)
        assert sorted(place for batch in planned for place in batch) == list(range(260))
        for batch in planned:
            assert len({examples[place].task for place in batch}) == 1
            width = max(len(examples[place].ids) for place in batch)
            assert len(batch) <= BATCH_PAIRS
            assert width * len(batch) <= BATCH_TOKENS
    assert plan_batches([], seeded(1)) == []


def test_batches_are_of_like_length(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "BATCH_PAIRS", 8)
    examples = encode_pairs(toy_pairs(400), base / "tokenizer.json")
    spreads = []
    for batch in plan_batches(examples, seeded(1)):
        lengths = [len(examples[place].ids) for place in batch]
        spreads.append(max(lengths) - min(lengths))
    assert np.mean(spreads) < 1


def test_padding_is_masked() -> None:
    ids, mask, labels = collate([Example((0, 5, 2), 1, "nli"), Example((0, 5, 6, 2), UNLABELLED, "nli")])
    assert ids[0].tolist() == [0, 5, 2, PADDING_ID]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert labels.tolist() == [1, UNLABELLED]


def test_training_learns_both_tasks(base: Path, model: RelationModel, tmp_path: Path) -> None:
    pairs = toy_pairs(600)
    run = run_of(base, tmp_path, pairs, LONG)
    words = model.mpnet.embeddings.word_embeddings.weight.clone()
    assert train(model, run, finish=None, stopped=never) >= LONG.end
    examples = encode_pairs(toy_pairs(200, seed=9), base / "tokenizer.json")
    for task in LABELS:
        assert accuracy(model, [example for example in examples if example.task == task]) > 0.9
    assert torch.equal(model.mpnet.embeddings.word_embeddings.weight, words)


def test_a_stopped_run_goes_on_as_if_it_had_not(base: Path, tmp_path: Path) -> None:
    pairs, schedule = toy_pairs(200), Schedule.of(500, 50, 100)
    models = []
    for name in ("whole", "stopped"):
        torch.manual_seed(2)
        models.append(from_base(base, 2))
        (tmp_path / name).mkdir()
    whole, stopped = models
    seen = train(whole, run_of(base, tmp_path / "whole", pairs, schedule), finish=None, stopped=never)
    run = run_of(base, tmp_path / "stopped", pairs, schedule)
    first = train(stopped, run, finish=None, stopped=after(7))
    assert 0 < first < seen
    again = from_base(base, 2)
    assert train(again, run, finish=None, stopped=never) == seen
    assert same_weights(whole, again)


def test_a_run_can_be_finished_early_and_then_made_longer(
    base: Path, model: RelationModel, tmp_path: Path
) -> None:
    pairs = toy_pairs(200)
    run = run_of(base, tmp_path, pairs, Schedule.of(2000, 50, 500))
    stopped_at = train(model, run, finish=None, stopped=after(5))
    finished_at = train(model, run, finish=100, stopped=never)
    assert stopped_at + 100 <= finished_at < stopped_at + 100 + BATCH_PAIRS
    assert train(model, run, finish=100, stopped=never) == finished_at
    assert stopped_at < train(model, run, finish=None, stopped=after(1)) <= stopped_at + BATCH_PAIRS
    assert not (tmp_path / STABLE).exists()
    assert (tmp_path / LATEST).exists()


def test_a_teacher_is_followed(base: Path, model: RelationModel, tmp_path: Path) -> None:
    labelled = toy_pairs(600)
    (tmp_path / "teacher").mkdir()
    teacher_run = run_of(base, tmp_path / "teacher", labelled, LONG)
    train(model, teacher_run, finish=None, stopped=never)
    student = from_base(base, 1)
    unlabelled = [replace(pair, label=None) for pair in labelled]
    run = replace(run_of(base, tmp_path, unlabelled, teacher_run.schedule), teacher=model.eval(), checks={})
    train(student, run, finish=None, stopped=never)
    tokenizer = base / "tokenizer.json"
    asked = toy_pairs(200, seed=9)
    assert agreement(TorchPredictor(model, tokenizer), TorchPredictor(student, tokenizer), asked) > 0.8


def test_unlabelled_pairs_need_a_teacher() -> None:
    labels = torch.tensor([UNLABELLED, UNLABELLED])
    with pytest.raises(ValueError, match="teacher"):
        relation_loss(torch.zeros(2, 3), labels, None)
    assert relation_loss(torch.zeros(2, 3), labels, torch.zeros(2, 3)).item() == pytest.approx(0)


def test_progress_is_logged_without_text(
    base: Path, model: RelationModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    train(model, run_of(base, tmp_path, toy_pairs(100), Schedule.of(200, 10, 50)), finish=None, stopped=never)
    assert "nli dev accuracy" in caplog.text
    assert "warm" not in caplog.text.replace("warm_up", "")


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


def test_a_report_names_every_set(base: Path, model: RelationModel) -> None:
    pairs = toy_pairs(80)
    nli = [pair for pair in pairs if pair.task == "nli"]
    stance = [pair for pair in pairs if pair.task == "stance"]
    mined = [pair for pair in nli if pair.label == "neutral"]
    lines = list(report(TorchPredictor(model, base / "tokenizer.json"), {"dev": nli}, {"dev": mined}, stance))
    text = "\n".join(lines)
    assert "toy.nli" in text
    assert all(f"  {way} " in text for way in ("forward", "max", "mean", "min"))
    assert lines[-1].startswith(f"stance: {len(stance)} pairs")


def test_turned_pairs_exchange_their_texts() -> None:
    pair = Pair("a", "b", "neutral", "s", "nli")
    assert turned([pair]) == [Pair("b", "a", "neutral", "s", "nli")]


def test_smoothing_evens_out_a_large_channel_and_changes_no_answer(base: Path, model: RelationModel) -> None:
    gain = model.get_parameter("mpnet.encoder.layer.0.attention.LayerNorm.weight")
    gain.data[3] = 60.0
    examples = encode_pairs(toy_pairs(40), base / "tokenizer.json")
    smoothed = smooth(model, examples)
    ids, mask, _ = collate(examples)
    with torch.no_grad():
        for exact, other in zip(model.eval()(ids, mask), smoothed(ids, mask), strict=True):
            torch.testing.assert_close(other, exact, atol=1e-4, rtol=1e-4)

    def spread(of: RelationModel, layer: str) -> float:
        seen: list[torch.Tensor] = []
        watched = of.get_submodule(layer)
        hook = watched.register_forward_pre_hook(lambda _, given: seen.append(given[0].abs().flatten(0, -2)))
        with torch.no_grad():
            of(ids, mask)
        hook.remove()
        largest = seen[0].amax(dim=0)
        return float(largest.max() / largest.median())

    name = "mpnet.encoder.layer.0.intermediate.dense"
    assert spread(model, name) > 10
    assert spread(smoothed, f"{name}.linear") < spread(model, name) / 3


def test_the_exported_model_says_what_the_trained_one_says(
    base: Path, model: RelationModel, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    run = run_of(base, folder, toy_pairs(600), LONG)
    train(model, run, finish=None, stopped=never)
    export = export_model(model, base / "tokenizer.json", toy_pairs(40), tmp_path / "exported")
    exact, small = TorchPredictor(model, base / "tokenizer.json"), OnnxPredictor(export.folder)
    asked = toy_pairs(200, seed=9)
    assert agreement(exact, small, asked) >= 0.98
    served = OnnxInferenceModel(export.folder)
    assert served.model_id == export.model_id
    predicted = served.predict([(pair.first, pair.second) for pair in asked])
    assert predicted.stance is not None
    inference = [place for place, pair in enumerate(asked) if pair.task == "nli"]
    stance = [place for place, pair in enumerate(asked) if pair.task == "stance"]
    said = small(asked)
    np.testing.assert_allclose(predicted.inference[inference], said[inference], atol=0.05)
    np.testing.assert_allclose(predicted.stance[stance], said[stance], atol=0.05)
    config = json.loads((export.folder / "config.json").read_text(encoding="utf-8"))
    assert config["labels"]["nli"] == ["entailment", "neutral", "contradiction"]


def test_the_card_names_what_was_used() -> None:
    recipe = Recipe(layers=6, seen=180_000, learning_rate=7e-5, taught=False, licensed_only=False)
    sources = ["te_new_protocols.base.train", "fnc1", "mined.premises"]
    card = write_card(recipe, sources, "Exported.", ["a", "b"])
    assert "180,000 pairs" in card
    assert "| te_new_protocols |" in card
    assert "| lingnli |" not in card
    assert "a\nb" in card
    assert "distilled" not in card
    assert "distilled" in write_card(replace(recipe, taught=True), ["fnc1"], "", [])
