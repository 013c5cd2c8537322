"""The model card that goes with the exported model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from build_scripts.relation_training.corpus import FACT_PAIRS, MINED_PAIRS, RATES
from build_scripts.relation_training.outliers import CHANNELS
from build_scripts.relation_training.pairs import SCENE_OVERLAP, UNLICENSED_SOURCES
from build_scripts.relation_training.rounding import TABLE_BLOCK
from build_scripts.relation_training.training import LOOK_WEIGHT


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run was; the lowest `frozen` of the `layers` were not trained, and it saw `seen` pairs."""

    layers: int
    frozen: int
    seen: int
    learning_rate: float
    taught: bool
    licensed_only: bool


@dataclass(frozen=True, slots=True)
class _Set:
    prefix: str
    origin: str
    licence: str


_SETS = (
    _Set("lingnli", "LingNLI (Parrish et al. 2021)", "none stated; premises from MultiNLI"),
    _Set(
        "te_new_protocols",
        "New protocols for textual entailment (Bowman et al. 2020)",
        "Wikipedia, CC BY-SA 3.0",
    ),
    _Set("mnli_nyu_hw", "MultiNLI (Williams et al. 2018), a part", "none stated; OANC, CC BY, CC BY-SA"),
    _Set("mnli_llmsknow", "MultiNLI, a part, from LLMsKnow", "MIT repository"),
    _Set("olora_nli", "MultiNLI, a part, from O-LoRA", "MIT repository"),
    _Set("oie_", "SNLI (Bowman et al. 2015) and MultiNLI, parts", "none stated; SNLI CC BY-SA 4.0"),
    _Set("cad_", "Counterfactually augmented SNLI (Kaushik et al. 2020)", "Apache-2.0; SNLI CC BY-SA 4.0"),
    _Set("semi_auto_nli", "Semi-automatic NLI (Vania et al. 2020)", "Wikipedia, CC BY-SA 3.0"),
    _Set("fever_", "FEVER (Thorne et al. 2018), two parts", "none stated; FEVER CC BY-SA 3.0"),
    _Set("perspectrum", "PERSPECTRUM (Chen et al. 2019), stance", "CC BY-SA 4.0"),
    _Set("arc_stance", "Argument reasoning corpus as stance (Hanselowski et al. 2018)", "Apache-2.0"),
    _Set("fnc1", "Fake News Challenge 1, stance", "Apache-2.0 in a copy"),
)

_INTENDED = """\
# Relation model

A cross-encoder for two English texts: inference (entailment, neutral, contradiction) and stance (agrees,
opposes, other) from one encoder. Counterpoint reads aligned sentences of two documents with it, in both
directions. `lower.onnx` takes `input_ids` and `attention_mask` of `<s> first </s></s> second </s>` and gives
a first look at inference, the logits `look`, with `states`; from these and the mask `upper.onnx` gives the
logits `nli` and `stance`; (n, 3) each, in the order of `labels` in `config.json`. Where the first look finds
neutral at least as probable as `clear` in `config.json`, the upper half need not be asked.
"""

_LIMITS = """\
## Limits

- English only; single sentences. Longer texts are cut at 192 tokens (inference was trained to 128).
- A probability is no measure of truth: the model reads two sentences and knows nothing else.
- Dates named by different words ("the first summit in 2017", "since 2014") are mostly neutral to it.
- Two sentences about different things may be called contradictory where one is unspecific; compare only
  sentences that share their subject.
- Stance was trained on debates and news headlines; its development set holds debates alone.
- Annotators' habits are learnt with the sets (negation words, for one, speak for contradiction).
"""


def write_card(recipe: Recipe, sources: Iterable[str], export: str, scores: Sequence[str]) -> str:
    """The card as Markdown.

    Args:
        recipe: How the model was trained.
        sources: The sources of the pairs it was trained on.
        export: What the export measured.
        scores: The lines of `evaluation.report` on the exported file.
    """
    used = [entry for entry in _SETS if any(source.startswith(entry.prefix) for source in sources)]
    table = "\n".join(f"| {entry.prefix.rstrip('_')} | {entry.origin} | {entry.licence} |" for entry in used)
    rates = ", ".join(f"{prefix.rstrip('_.')} {rate}" for prefix, rate in RATES.items())
    left_out = (
        "Sets that state no licence of their own were left out."
        if recipe.licensed_only
        else f"Sets that state no licence of their own ({', '.join(UNLICENSED_SOURCES)}) are part of it; "
        "`--licensed-only` leaves them out."
    )
    teacher = " It was distilled from a larger model of the same kind." if recipe.taught else ""
    return f"""{_INTENDED}
## Weights and licence

Started from all-mpnet-base-v2 (sentence-transformers, Apache-2.0), of whose twelve layers it keeps the lower
{recipe.layers}. The weights are part of Counterpoint (Apache-2.0); the texts of the sets are not part of it.

## Data

| set | from | licence |
|---|---|---|
{table}

{left_out}

## Recipe

`build_scripts/train_relations.py`: {recipe.seen:,} pairs, AdamW, peak learning rate
{recipe.learning_rate:g} with warm-up, a stable phase and a linear decay, bfloat16, word embeddings and the
lowest {recipe.frozen} layers frozen, batches of up to 48 pairs of like length, label smoothing 0.03; the
first look is trained along, at a weight of {LOOK_WEIGHT}. During the decay the weights are rounded as they
are stored: matrices to five bits with a scale for each output, the table of words to four bits with a scale
for every {TABLE_BLOCK} numbers. Of each feed-forward layer's inputs the {CHANNELS} largest channels are
computed in float32, all else in int8.{teacher} "Contradictions" of sets that
describe one scene were dropped where the sentences share under {SCENE_OVERLAP:.0%} of the content words.
Added: {MINED_PAIRS:,} near sentences of different items as neutral, and {FACT_PAIRS:,} pairs made from single
sentences (another number, an opposed direction, a negation, a dropped clause). Shares shown a pass:
{rates}; all others once.

## Scores

{export}

```
{chr(10).join(scores)}
```

{_LIMITS}"""
