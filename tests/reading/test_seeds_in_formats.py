"""The real documents in other formats, written by LibreOffice, against what the text files give."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from app.reading.document import Document, Kind
from app.reading.read import read_document
from tests.reading.counting import count_word_pieces

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
NAMES = (
    "000_073fadad25ed8336",
    "001_de362d4df507b881",
    "002_c7741a88b0abb0d9",
    "003_914b5a9aebc0a17c",
    "004_c244058283bc79b8",
)
WRITTEN = ("docx:MS Word 2007 XML", "epub", "pdf")
SOFFICE = shutil.which("soffice") or ""
TAGS = {Kind.HEADING: "h2", Kind.LIST: "li"}

pytestmark = [
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not here"),
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here"),
]


def read(path: Path) -> Document:
    return read_document(path, count_word_pieces)


def page_of(document: Document) -> str:
    """A document's content as a web page, a paragraph a tag."""
    blocks: list[tuple[Kind, str]] = []
    for passage in document.passages:
        if passage.kind is not Kind.FURNITURE:
            start = blocks.pop()[1] + " " if passage.part > 1 else ""
            blocks.append((passage.kind, start + passage.text))
    tagged = ((TAGS.get(kind, "p"), html.escape(text)) for kind, text in blocks)
    body = "\n".join(f"<{tag}>{text}</{tag}>" for tag, text in tagged)
    head = "<head><meta charset=utf-8><title>A title</title></head>"
    return f"<!doctype html><html>{head}<body><article>\n{body}\n</article></body></html>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    pages = [folder / f"{name}.html" for name in NAMES]
    for page in pages:
        page.write_text(page_of(read(SEEDS / f"{page.stem}.txt")), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in WRITTEN:
        reads = ("--headless", "--writer", "--infilter=HTML (StarWriter)")
        subprocess.run(
            [SOFFICE, profile, *reads, "--convert-to", kind, "--outdir", folder, *pages],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return folder


def texts(document: Document) -> Counter[str]:
    return Counter(
        " ".join(passage.text.split()) for passage in document.passages if passage.kind is not Kind.FURNITURE
    )


@pytest.mark.parametrize("suffix", ["html", "docx", "epub", "pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_passages_of_the_text(folder: Path, name: str, suffix: str) -> None:
    right = texts(read(SEEDS / f"{name}.txt"))
    found = texts(read(folder / f"{name}.{suffix}"))
    assert 2 * (found & right).total() / (found.total() + right.total()) >= 0.97, (
        found - right,
        right - found,
    )
