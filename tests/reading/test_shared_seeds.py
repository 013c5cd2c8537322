"""The five real documents against answers made by hand: line numbers and kinds, no text."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.reading.document import Document, Kind, Passage
from app.reading.read import read_document
from tests.reading.counting import count_word_pieces

ANSWERS = Path(__file__).parent / "answers"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
WHOLE = [
    "000_073fadad25ed8336",
    "002_c7741a88b0abb0d9",
    "003_914b5a9aebc0a17c",
    "004_c244058283bc79b8",
]
COLLECTION = "001_de362d4df507b881"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not here")

Block = tuple[str, frozenset[int]]


def read_answer(name: str) -> Any:
    return json.loads((ANSWERS / f"{name}.json").read_text("utf-8"))


def read_seed(name: str) -> Document:
    return read_document(SEEDS / f"{name}.txt", count_word_pieces)


def lines_of(document: Document, passage: Passage) -> set[int]:
    lines: set[int] = set()
    for span in passage.spans:
        first = document.text.count("\n", 0, span.start) + 1
        for offset, line in enumerate(document.text[span.start : span.end].split("\n")):
            if line.strip():
                lines.add(first + offset)
    return lines


def found_blocks(document: Document) -> set[Block]:
    """Kind and lines of each paragraph, its pieces put together."""
    blocks: list[tuple[str, set[int]]] = []
    for passage in document.passages:
        if passage.part > 1:
            blocks[-1][1].update(lines_of(document, passage))
        else:
            blocks.append((passage.kind.value, lines_of(document, passage)))
    return {(kind, frozenset(lines)) for kind, lines in blocks}


def answer_blocks(name: str) -> set[Block]:
    return {(kind, frozenset(lines)) for kind, lines in read_answer(name)["blocks"]}


def f1(found: set[Block], right: set[Block]) -> float:
    return 2 * len(found & right) / (len(found) + len(right))


@pytest.mark.parametrize("name", WHOLE)
def test_paragraphs_are_those_of_a_careful_reader(name: str) -> None:
    found = {block for block in found_blocks(read_seed(name)) if block[0] != Kind.FURNITURE}
    right = {block for block in answer_blocks(name) if block[0] != Kind.FURNITURE}
    assert f1(found, right) >= 0.95, (found - right, right - found)


def test_furniture_is_recognised_and_no_paragraph_lost() -> None:
    missed: list[tuple[str, int]] = []
    count = 0
    for name in WHOLE:
        found = {
            line for kind, lines in found_blocks(read_seed(name)) if kind == Kind.FURNITURE for line in lines
        }
        for kind, lines in answer_blocks(name):
            if kind == Kind.FURNITURE:
                count += len(lines)
                missed.extend((name, line) for line in lines - found)
            else:
                assert not lines & found, name
    assert len(missed) <= 0.1 * count, missed


def test_the_collection_keeps_its_furniture_and_its_text_apart() -> None:
    answer = read_answer(COLLECTION)
    blocks = found_blocks(read_seed(COLLECTION))
    found = {line for kind, lines in blocks if kind == Kind.FURNITURE for line in lines}
    right = set(answer["furniture"])
    assert len(found & right) >= 0.9 * len(right), right - found
    assert not found & set(answer["content"])


def test_the_collection_shows_its_articles() -> None:
    answer = read_answer(COLLECTION)
    document = read_seed(COLLECTION)
    starts: list[int] = []
    last = -1
    for passage in document.passages:
        if passage.section != last and document.sections[passage.section].level == 1:
            starts.append(min(lines_of(document, passage)))
        last = passage.section
    wanted = answer["starts"]
    missed = [(low, high) for low, high in wanted if not any(low <= start <= high for start in starts)]
    wrong = [
        start
        for start in starts
        if not any(low <= start <= high for low, high in [*wanted, *answer["optional_starts"]])
    ]
    assert len(missed) <= 0.1 * len(wanted), missed
    assert not wrong
    assert all(document.sections[passage.section].title for passage in document.passages)
