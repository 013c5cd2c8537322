"""The real documents, turned into PDF by LibreOffice, against what the text files give."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from app.reading.document import Document, Kind
from app.reading.read import read_document
from tests.reading.counting import count_word_pieces

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
NAMES = [
    "000_073fadad25ed8336",
    "002_c7741a88b0abb0d9",
    "003_914b5a9aebc0a17c",
    "004_c244058283bc79b8",
]

SOFFICE = shutil.which("soffice") or ""

pytestmark = [
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not here"),
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [SEEDS / f"{name}.txt" for name in NAMES]
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def texts(document: Document) -> Counter[str]:
    return Counter(
        " ".join(passage.text.split()) for passage in document.passages if passage.kind != Kind.FURNITURE
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_gives_the_passages_of_the_text(folder: Path, name: str) -> None:
    right = texts(read_document(SEEDS / f"{name}.txt", count_word_pieces))
    found = texts(read_document(folder / f"{name}.pdf", count_word_pieces))
    assert 2 * (found & right).total() / (found.total() + right.total()) >= 0.97, (
        found - right,
        right - found,
    )
