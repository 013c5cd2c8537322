"""The sample corpus holds what its answer file says, and no text of the documents it is modelled on."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
MODELS = ROOT.parent / "shared" / "seeds"
EXPECTED: dict[str, Any] = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
FOLDER: Path = SEEDS / str(EXPECTED["folder"])
RELATIONS: list[dict[str, Any]] = EXPECTED["relations"]
PAGE_LINE = re.compile(r"^\s*(\d+/\d+/\d+, \d+:\d+ [AP]M .*|https?://.*)$", re.MULTILINE)


def text_of(file: str) -> str:
    encoding: str = EXPECTED["documents"][file]["encoding"]
    return (FOLDER / file).read_bytes().decode(encoding)


def squeezed(text: str) -> str:
    """The text without what a line or page break may add: spaces, hyphens, quote marks, page lines."""
    return re.sub(r"[\s>-]+", "", PAGE_LINE.sub("", text))


def quotes() -> list[tuple[str, str]]:
    sides = [
        (side["file"], side["quote"]) for relation in RELATIONS for side in (relation["a"], relation["b"])
    ]
    return sides + [(entry["file"], entry["quote"]) for entry in EXPECTED["no_counterpart"]]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def test_the_folder_holds_the_listed_documents_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(EXPECTED["documents"])
    assert 6 <= len(EXPECTED["documents"]) <= 10


@pytest.mark.parametrize("file", EXPECTED["documents"])
def test_a_document_has_the_parts_told_of_it(file: str) -> None:
    answer = EXPECTED["documents"][file]
    text = text_of(file)
    lines = [line.strip() for line in text.splitlines()]
    assert len(answer["paragraph_starts"]) == answer["paragraphs"]
    assert len(answer["sections"]) == answer["headings"] - 1
    assert all(line in lines for line in answer["furniture"])
    assert all(line in text for line in answer["bylines"])
    assert all(
        any(line.lstrip("# ") == heading for line in lines)
        for heading in [answer["title"], *answer["sections"]]
    )
    place = 0
    for start in answer["paragraph_starts"]:
        place = squeezed(text).find(squeezed(start), place)
        assert place >= 0, start


@pytest.mark.parametrize("file", EXPECTED["documents"])
def test_a_document_is_short(file: str) -> None:
    count = len(text_of(file).split())
    assert 250 <= count <= (1200 if file == "06-press-review.txt" else 720)


def test_the_print_out_has_a_blank_line_after_every_line() -> None:
    lines = text_of("01-ambassadors-op-ed.txt").rstrip("\n").split("\n")
    assert all(lines[0::2])
    assert not any(lines[1::2])


def test_the_letter_is_not_utf8() -> None:
    with pytest.raises(UnicodeDecodeError):
        (FOLDER / "08-open-letter.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize(("file", "quote"), quotes())
def test_a_quote_stands_once_in_its_document(file: str, quote: str) -> None:
    assert squeezed(text_of(file)).count(squeezed(quote)) == 1


def test_relations_cross_documents_and_are_listed_once() -> None:
    pairs = [frozenset((r["a"]["quote"], r["b"]["quote"])) for r in RELATIONS]
    assert len(pairs) == len(set(pairs))
    assert all(r["a"]["file"] != r["b"]["file"] for r in RELATIONS)


def test_every_kind_of_relation_is_there() -> None:
    kinds = Counter(r["relation"] for r in RELATIONS)
    assert set(kinds) == {"agrees", "contradicts", "repeats", "related"}
    assert kinds["agrees"] >= 6
    assert kinds["contradicts"] >= 8
    types = Counter((r["relation"], r["type"]) for r in RELATIONS)
    for kind, least in {
        "other date": 2,
        "other number": 3,
        "negated": 2,
        "opposed direction": 1,
        "quantity": 1,
        "opposed claim": 2,
    }.items():
        assert types["contradicts", kind] >= least, kind
    assert sum(types["related", kind] for kind in ("reported", "quoted", "hedged")) >= 3
    assert sum(types["related", kind] for kind in ("other subject", "other scope")) >= 4
    assert len(EXPECTED["no_counterpart"]) >= 3


def test_the_near_copy_differs_by_its_number_and_the_copy_by_none() -> None:
    def differing(a: str, b: str) -> tuple[set[str], set[str]]:
        return set(words(a)) - set(words(b)), set(words(b)) - set(words(a))

    (copy,) = [r for r in RELATIONS if r["relation"] == "repeats"]
    mine, other = differing(copy["a"]["quote"], copy["b"]["quote"])
    assert len(mine) <= 2
    assert not any(word.isdigit() for word in mine | other)
    near = [
        differing(r["a"]["quote"], r["b"]["quote"])
        for r in RELATIONS
        if r["type"] == "other number" and len(runs(r["a"]["quote"]) & runs(r["b"]["quote"])) > 3
    ]
    assert any(
        {"691"} == mine and {"961"} == other for mine, other in ((a - {"this"}, b - {"the"}) for a, b in near)
    )


@pytest.mark.skipif(not MODELS.is_dir(), reason="the documents that the corpus is modelled on are not here")
def test_no_sentence_is_taken_from_the_documents_it_is_modelled_on() -> None:
    taken = set().union(*(runs(path.read_text(encoding="utf-8")) for path in MODELS.glob("*.txt")))
    for file in EXPECTED["documents"]:
        both = runs(PAGE_LINE.sub("", text_of(file))) & taken
        assert not both, (file, sorted(both))
