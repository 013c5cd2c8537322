"""Pages that are pictures, with and without recognition of text."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from app.errors import UnreadableFileError
from app.reading import ocr
from app.reading.document import Document, Kind
from app.reading.read import read_document
from tests.reading.counting import count_words
from tests.reading.pdf.known import PARTS

FOLDER = Path(__file__).parent / "pdf"
SCANNED = [part.text for part in PARTS if part.kind == Kind.PARAGRAPH][2:4]

needs_recognition = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")


@pytest.fixture
def _no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recogniser", lambda: None)


def read(name: str) -> Document:
    return read_document(FOLDER / name, count_words)


@pytest.mark.usefixtures("_no_recognition")
@pytest.mark.parametrize("name", ["scan_only.pdf", "scan.png"])
def test_a_scan_is_named_as_such(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="scanned, not read") as caught:
        read(name)
    assert "counterpoint[ocr]" in caught.value.remedy


@pytest.mark.usefixtures("_no_recognition")
def test_a_scanned_page_among_others_is_listed() -> None:
    document = read("scan_mixed.pdf")
    assert [(passage.kind, passage.page) for passage in document.passages] == [
        (Kind.PARAGRAPH, 1),
        (Kind.FURNITURE, 2),
    ]
    notice = document.passages[1]
    assert (notice.text, notice.reason) == ("Page 2: scanned, not read", "not read")
    assert document.passages[0].text == PARTS[1].text


@needs_recognition
@pytest.mark.parametrize(
    ("name", "pages"), [("scan_only.pdf", {1}), ("scan.png", {1}), ("scan_mixed.pdf", {1, 2})]
)
def test_a_scan_is_recognised(name: str, pages: set[int]) -> None:
    document = read(name)
    assert {passage.page for passage in document.passages} == pages
    found = [plain(passage.text) for passage in document.passages][-2:]
    right = [plain(text) for text in SCANNED]
    assert found == right
    assert all(passage.boxes for passage in document.passages)


def plain(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


@needs_recognition
def test_what_is_no_picture_is_named_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "torn.png"
    path.write_bytes((FOLDER / "scan.png").read_bytes()[:2000])
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_document(path, count_words)
