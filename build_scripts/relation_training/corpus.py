"""The training pairs: filtered sets, mined neutrals and pairs made from facts, in one list."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from build_scripts.relation_training.facts import make_fact_pairs
from build_scripts.relation_training.mining import Embed, mine_neutral_pairs
from build_scripts.relation_training.pairs import Pair, drop_scene_contradictions, drop_unlicensed, read_pairs

MINED_PAIRS = 24_000
FACT_PAIRS = 16_000
MINING_PREMISES = 40_000

# How often a pass shows a set; the part after the point is the share of its pairs shown once more.
RATES = {
    "lingnli": 1.25,
    "te_new_protocols.": 0.8,
    "fever": 0.6,
    "oie_": 0.4,
    "cad_": 0.5,
    "semi_auto_nli.": 0.6,
    "mined.": 1.35,
    "facts.": 0.6,
    "perspectrum": 1.8,
    "arc_stance": 0.4,
    "fnc1": 0.4,
}


def build_corpus(data: Path, embed: Embed, rng: random.Random, *, licensed_only: bool = False) -> list[Pair]:
    """All pairs of both tasks to train on, from the folder with `train.jsonl.gz` and `stance-train.jsonl.gz`.

    FEVER and the contrast set have no neutral pairs; the mined ones are drawn from all sets and
    bring the classes near balance.
    """
    nli = list(drop_scene_contradictions(read_pairs(data / "train.jsonl.gz", "nli")))
    stance = read_pairs(data / "stance-train.jsonl.gz", "stance")
    if licensed_only:
        nli = list(drop_unlicensed(nli))
    written = [pair for pair in nli if not pair.source.startswith(("oie_", "cad_"))]
    mined = mine_neutral_pairs(
        rng.sample(written, min(len(written), MINING_PREMISES)), MINED_PAIRS, embed, rng
    )
    sentences = sorted({pair.first for pair in written if 8 <= len(pair.first.split()) <= 60})
    rng.shuffle(sentences)
    made = []
    for pair in make_fact_pairs(sentences, rng):
        made.append(pair)
        if len(made) == FACT_PAIRS:
            break
    return [*nli, *stance, *mined, *made]


def draw_pass(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """One pass over the corpus with every set at its rate; stance pairs of short texts in either order."""
    drawn = []
    for pair in pairs:
        rate = next((rate for prefix, rate in RATES.items() if pair.source.startswith(prefix)), 1.0)
        for _ in range(int(rate) + (rng.random() < rate % 1)):
            swap = pair.source == "perspectrum" and rng.random() < 0.3
            drawn.append(replace(pair, first=pair.second, second=pair.first) if swap else pair)
    return drawn
