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

from app.relations.inference import NEUTRAL, Predictions
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
    report,
)
from build_scripts.relation_training.export import (
    ALWAYS_CLEAR,
    NEVER_CLEAR,
    Export,
    agreement,
    export_model,
    set_clear,
)
from build_scripts.relation_training.halves import LowerHalf, UpperHalf
from build_scripts.relation_training.model import (
    PADDING_ID,
    RelationModel,
    from_base,
    load_model,
    save_model,
)
from build_scripts.relation_training.outliers import SplitLinear, split_outliers
from build_scripts.relation_training.pairs import LABELS, Pair, Task
from build_scripts.relation_training.prediction import ServedPredictor, TorchPredictor
from build_scripts.relation_training.rounding import LEVELS, Rounding, rounded, rounded_table, scales
from build_scripts.relation_training.schedule import Schedule
from build_scripts.relation_training.training import LATEST, STABLE, Run, accuracy, relation_loss, train

WORDS = ["<s>", "<pad>", "</s>", "<unk>", *["red", "blue", "round", "square", "warm", "cold"]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like all-mpnet-base-v2's with four tiny layers and a vocabulary of ten words."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(1)
    config = MPNetConfig(
        vocab_size=len(WORDS),
        hidden_size=64,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=128,
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


@pytest.mark.parametrize("layers", [1, 5])
def test_a_model_has_two_halves_and_no_more_layers_than_its_base(base: Path, layers: int) -> None:
    with pytest.raises(ValueError, match="4 layers"):
        from_base(base, layers)


def test_the_base_gives_its_lower_layers(base: Path, model: RelationModel) -> None:
    full = MPNetModel.from_pretrained(base, add_pooling_layer=False).state_dict()
    mine = model.mpnet.state_dict()
    assert not any(name.startswith("encoder.layer.2") for name in mine)
    assert all(torch.equal(weights, full[name]) for name, weights in mine.items())


def test_a_saved_model_is_the_same_model(base: Path, model: RelationModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "saved", base / "tokenizer.json")
    loaded = load_model(tmp_path / "saved")
    assert same_weights(model, loaded)
    ids, mask, _ = collate(encode_pairs(toy_pairs(5), base / "tokenizer.json"))
    nli, stance, look = loaded(ids, mask)
    assert nli.shape == stance.shape == look.shape == (5, 3)
    assert torch.equal(nli, model.eval().task_logits("nli", ids, mask))
    assert not torch.equal(nli, stance)
    assert not torch.equal(nli, look)


def test_the_halves_together_are_the_model(base: Path, model: RelationModel) -> None:
    ids, mask, _ = collate(encode_pairs(toy_pairs(9), base / "tokenizer.json"))
    nli, stance, look = model.eval()(ids, mask)
    first, states = LowerHalf(model)(ids, mask)
    torch.testing.assert_close(first, look)
    for ours, theirs in zip(UpperHalf(model)(states, mask), (nli, stance), strict=True):
        torch.testing.assert_close(ours, theirs)


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
    words = rounded_table(model.mpnet.embeddings.word_embeddings.weight.data)
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
    student = from_base(base, 2)
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


def test_frozen_layers_stay_as_they_are(base: Path, tmp_path: Path) -> None:
    model = from_base(base, 4)
    before = {name: weights.clone() for name, weights in model.state_dict().items()}
    run = replace(run_of(base, tmp_path, toy_pairs(100), Schedule.of(5000, 10, 50)), frozen=2)
    train(model, run, finish=None, stopped=after(3))
    changed = {name for name, weights in model.state_dict().items() if not torch.equal(weights, before[name])}
    assert not any(name.startswith(("mpnet.embeddings", "mpnet.encoder.layer.1")) for name in changed)
    assert any(name.startswith("mpnet.encoder.layer.2") for name in changed)


def test_rounding_keeps_few_levels_and_rounds_once() -> None:
    torch.manual_seed(3)
    weights = torch.randn(5, 400)
    once = rounded(weights)
    assert torch.equal(rounded(once), once)
    assert all(len(row.unique()) <= 2 * LEVELS + 1 for row in once)
    assert float((once - weights).abs().max()) <= float(scales(weights, LEVELS).max()) / 2 + 1e-6
    assert torch.equal(rounded(torch.zeros(2, 8)), torch.zeros(2, 8))


def test_rounded_weights_compute_and_exact_ones_learn(model: RelationModel) -> None:
    layer = model.get_submodule("mpnet.encoder.layer.0.intermediate.dense")
    assert isinstance(layer, torch.nn.Linear)
    exact = layer.weight.data.clone()
    rounding = Rounding(model)
    with rounding.lent():
        assert torch.equal(layer.weight.data, rounded(exact))
        layer(torch.ones(1, 64)).sum().backward()
    assert torch.equal(layer.weight.data, exact)
    assert layer.weight.grad is not None
    rounding.settle()
    assert torch.equal(layer.weight.data, rounded(exact))


def test_channels_computed_apart_change_no_answer(base: Path, model: RelationModel) -> None:
    gain = model.get_parameter("mpnet.encoder.layer.0.attention.LayerNorm.weight")
    gain.data[3] = 60.0
    examples = encode_pairs(toy_pairs(40), base / "tokenizer.json")
    ids, mask, _ = collate(examples)
    with torch.no_grad():
        exact = model.eval()(ids, mask)
        split_outliers(model, examples)
        split = model.get_submodule("mpnet.encoder.layer.0.intermediate.dense")
        assert isinstance(split, SplitLinear)
        assert 3 in split.channels
        for ours, theirs in zip(model(ids, mask), exact, strict=True):
            torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)
        seen: list[torch.Tensor] = []
        split.linear.register_forward_pre_hook(lambda _, given: seen.append(given[0].abs().max()))
        model(ids, mask)
    assert float(seen[0]) < 20


@pytest.fixture
def exported(base: Path, model: RelationModel, tmp_path: Path) -> Export:
    """The export of a model that was trained on toy pairs."""
    folder = tmp_path / "run"
    folder.mkdir()
    train(model, run_of(base, folder, toy_pairs(600), LONG), finish=None, stopped=never)
    return export_model(model, base / "tokenizer.json", toy_pairs(40), tmp_path / "exported")


def test_the_exported_model_says_what_the_trained_one_says(
    base: Path, model: RelationModel, exported: Export
) -> None:
    asked = toy_pairs(200, seed=9)
    exact, small = TorchPredictor(model, base / "tokenizer.json"), ServedPredictor(exported.folder)
    for task in LABELS:
        mine = [pair for pair in asked if pair.task == task]
        assert agreement(exact, small, mine) >= 0.98
        np.testing.assert_allclose(small(mine), exact(mine), atol=0.1)
    assert OnnxInferenceModel(exported.folder).model_id == exported.model_id
    config = json.loads((exported.folder / "config.json").read_text(encoding="utf-8"))
    assert config["labels"]["nli"] == ["entailment", "neutral", "contradiction"]


def test_the_first_look_has_the_last_word_where_it_sees_neutral(exported: Export) -> None:
    pairs = [(pair.first, pair.second) for pair in toy_pairs(60, seed=9)]

    def judged(clear: float) -> Predictions:
        set_clear(exported.folder, clear)
        return OnnxInferenceModel(exported.folder).predict(pairs)

    look, read_on = judged(ALWAYS_CLEAR), judged(NEVER_CLEAR)
    assert read_on.stance is not None
    assert len(np.unique(read_on.stance, axis=0)) > 1
    middle = float(np.median(look.inference[:, NEUTRAL]))
    both = judged(middle)
    assert both.stance is not None
    cleared = look.inference[:, NEUTRAL] >= middle
    assert 0 < cleared.sum() < len(pairs)
    np.testing.assert_allclose(both.inference[cleared], look.inference[cleared], atol=0.02)
    np.testing.assert_allclose(both.inference[~cleared], read_on.inference[~cleared], atol=0.05)
    assert (both.stance[cleared] == [0, 0, 1]).all()
    whole = OnnxInferenceModel(exported.folder, looks_first=False).predict(pairs)
    np.testing.assert_allclose(whole.inference, read_on.inference, atol=0.02)


def test_the_card_names_what_was_used() -> None:
    recipe = Recipe(layers=12, frozen=3, seen=180_000, learning_rate=7e-5, taught=False, licensed_only=False)
    sources = ["te_new_protocols.base.train", "fnc1", "mined.premises"]
    card = write_card(recipe, sources, "Exported.", ["a", "b"])
    assert "180,000 pairs" in card
    assert "| te_new_protocols |" in card
    assert "| lingnli |" not in card
    assert "a\nb" in card
    assert "distilled" not in card
    assert "distilled" in write_card(replace(recipe, taught=True), ["fnc1"], "", [])
