"""Print the strongest relations between documents, to be judged by eye.

    python -m build_scripts.strongest_relations FOLDER [--matches N] [--show N]

Reads the documents of a folder, relates every passage with its closest ones of other documents, as the window
does, and prints how many pairs have each relation, then the strongest contradictions and agreements with the
sentences that show them. What the precision on real text is, only such a reading tells.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.embedding.sentence_transformer import SentenceTransformerEncoder
from app.embedding.tokens import count_tokens
from app.matching.index import VectorIndex
from app.paths import resource
from app.reading.parts import read_all
from app.relations.onnx_model import OnnxInferenceModel
from app.relations.relate import Relater
from app.relations.relation import Finding, Relation

Placed = tuple[str, str]
"""A document's name and a passage of it."""


def passages_of(folder: Path) -> list[Placed]:
    """The passages that are matched, of every document in a folder."""
    return [
        (part.name, passage.text)
        for path in sorted(folder.iterdir())
        for part in read_all(path, count_tokens)
        if part.document
        for passage in part.document.passages
        if passage.kind.is_matched
    ]


def close_pairs(
    passages: Sequence[Placed], encoder: SentenceTransformerEncoder, matches: int
) -> list[tuple[int, int]]:
    """The pairs of places in `passages` of which one is among the closest of the other, each once."""
    names = {name: number for number, (name, _) in enumerate(passages)}
    owners = np.array([names[name] for name, _ in passages])
    index = VectorIndex(np.arange(len(passages)), owners, encoder.encode([text for _, text in passages]))
    found = {
        (min(place, hit.passage), max(place, hit.passage))
        for place in range(len(passages))
        for hit in index.search_passage(place, matches)
    }
    return sorted(found)


def strength(finding: Finding) -> float:
    """How sure the model is of what the finding says."""
    if finding.probabilities is None:
        return 1.0
    if finding.relation is Relation.CONTRADICTS:
        return finding.probabilities.contradiction
    return finding.probabilities.entailment


def strongest(
    findings: Sequence[tuple[Placed, Placed, Finding]], relation: Relation, show: int
) -> Iterator[str]:
    """Lines of the strongest findings of one relation."""
    kept = [found for found in findings if found[2].relation is relation and found[2].evidence]
    kept.sort(key=lambda found: -strength(found[2]))
    yield f"\n{relation}: {len(kept)}"
    for number, ((one, _), (other, _), finding) in enumerate(kept[:show], 1):
        evidence = finding.evidence[0]
        cues = ", ".join(cue.type for cue in evidence.cues)
        yield f"\n{number}. {strength(finding):.2f}  {evidence.kind}  {cues}  {finding.note}"
        yield f"   {one}: {' '.join(evidence.text.split())}"
        yield f"   {other}: {' '.join(evidence.other_text.split())}"


def main(arguments: Sequence[str]) -> int:
    """Relate the documents of a folder and print what is found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of documents")
    parser.add_argument("--matches", type=int, default=3, help="closest passages read of each passage")
    parser.add_argument("--show", type=int, default=20, help="how many of each relation are printed")
    options = parser.parse_args(arguments)
    encoder = SentenceTransformerEncoder()
    passages = passages_of(options.folder)
    pairs = close_pairs(passages, encoder, options.matches)
    relater = Relater(encoder.encode, OnnxInferenceModel(resource("models", "relations")))
    found = relater.relate_many([(passages[one][1], passages[other][1]) for one, other in pairs])
    findings = [
        (passages[one], passages[other], finding) for (one, other), finding in zip(pairs, found, strict=True)
    ]
    counts = Counter(finding.relation for finding in found)
    told = ", ".join(f"{counts[relation]} {relation}" for relation in Relation)
    print(f"{len(passages)} passages, {len(pairs)} close pairs: {told}")
    for relation in (Relation.CONTRADICTS, Relation.AGREES):
        for line in strongest(findings, relation, options.show):
            print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
