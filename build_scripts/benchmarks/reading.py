"""Reading files beside the least that could be called reading."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdfium2  # type: ignore[import-untyped] # the package carries no type information

from app.embedding.tokens import count_tokens
from app.paths import bundle_root
from app.reading.read import read_document
from build_scripts.benchmarks.figure import Figure
from build_scripts.benchmarks.samples import made_passages

BYTES = 5_000_000
RUNS = 3
COPIES = 15
_FIXTURES = bundle_root() / "tests" / "reading" / "pdf"


def measure(folder: Path) -> list[Figure]:
    """Megabytes of plain text and pages of PDF a second, into passages."""
    return [_text(folder), _pdf(folder)]


def _text(folder: Path) -> Figure:
    path = folder / "long.txt"
    _write(path)
    megabytes = path.stat().st_size / 1e6
    ours, bare = [], []
    for _ in range(RUNS):
        began = perf_counter()
        read_document(path, count_tokens)
        read = perf_counter()
        path.open(encoding="utf-8").read().split("\n\n")
        bare.append(megabytes / (perf_counter() - read))
        ours.append(megabytes / (read - began))
    return Figure(
        f"reading: {megabytes:.0f} MB of text into passages",
        median(ours),
        "MB a second",
        peer='open().read().split("\\n\\n")',
        peer_value=median(bare),
    )


def _pdf(folder: Path) -> Figure:
    path = folder / "long.pdf"
    _bind(path)
    ours, bare = [], []
    for _ in range(RUNS):
        began = perf_counter()
        pages = _bare_text(path)
        read = perf_counter()
        read_document(path, count_tokens)
        bare.append(pages / (read - began))
        ours.append(pages / (perf_counter() - read))
    return Figure(
        f"reading: {pages} pages of PDF into passages",
        median(ours),
        "pages a second",
        peer="pypdfium2's get_text_range()",
        peer_value=median(bare),
    )


def _bare_text(path: Path) -> int:
    """Have PDFium alone give the text of each page; how many pages there are."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pages = len(document)
    document.close()
    return pages


def _bind(path: Path) -> None:
    """One long file of what text processors and browsers have written, again and again."""
    whole = pypdfium2.PdfDocument.new()
    for _ in range(COPIES):
        for name in ("writer_book", "writer_report", "writer_columns", "chromium_page", "chromium_columns"):
            part = pypdfium2.PdfDocument(_FIXTURES / f"{name}.pdf")
            whole.import_pages(part)
            part.close()
    whole.save(path)
    whole.close()


def _write(path: Path) -> None:
    size = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for text in cycle(made_passages(5_000)):
            size += file.write(text + "\n\n")
            if size >= BYTES:
                return
