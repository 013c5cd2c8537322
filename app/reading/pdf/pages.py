"""The pages of a document: their lines, sorted into text, footnotes and furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_float
from dataclasses import dataclass, field
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # the package carries no type information
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from app.reading import ocr
from app.reading.pdf.columns import Line, measure_columns, order_lines
from app.reading.pdf.glyphs import PageRuns, read_runs
from app.reading.pdf.notes import is_unfinished, split_notes
from app.reading.pdf.pictures import recognised_runs
from app.reading.pdf.running import mark_running

MARGIN = "text in the margin"
NOT_READ = "not read"
_MOST_FAILURES = 200  # pages on end that cannot be opened: the rest of the file is damaged
_LEAST_PICTURE = 0.3  # of a page without text that a picture covers: a scan
_STAMPED = 0.6  # ... of a page with a few words, such as an archive's stamp
_FEW_CHARACTERS = 60
_MOST_OBJECTS = 1000  # of a page that are looked at for a picture
_RESOLUTION = 200  # dots an inch at which a page is recognised
_LARGEST_SIDE = 4000  # dots


@dataclass(slots=True)
class Page:
    """One page while the document is put together.

    Attributes:
        number: From 1.
        height: In points.
        lines: Those of the text; until the page is sorted, all.
        turned: Text set upwards or downwards; empty where there is none.
        notice: Why the page was not read; empty where it was.
        is_scan: Whether it was not read because it is a picture.
        furniture: Lines that belong to the page and not to the text, with the reasons.
        notes: The lines of its footnotes.
    """

    number: int
    height: float
    lines: list[Line]
    turned: str = ""
    notice: str = ""
    is_scan: bool = False
    furniture: list[tuple[Line, str]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def all_lines(self) -> Iterator[Line]:
        """The lines in the order in which they stand in the extracted text."""
        middle = self.height / 2
        yield from (line for line, _ in self.furniture if line.baseline < middle)
        yield from self.lines
        yield from self.notes
        yield from (line for line, _ in self.furniture if line.baseline >= middle)


def read_pages(document: pypdfium2.PdfDocument) -> list[Page]:
    """Reads the pages of a document; one that cannot be read has a notice."""
    pages: list[Page] = []
    failures = 0
    for index in range(len(document)):
        handle = pdfium.FPDF_LoadPage(document, index)
        if handle:
            try:
                pages.append(_read_page(handle, index + 1))
            finally:
                pdfium.FPDF_ClosePage(handle)
            failures = 0
            continue
        failures += 1
        if failures > _MOST_FAILURES:
            break
        pages.append(Page(index + 1, 0.0, [], notice=f"Page {index + 1}: damaged, {NOT_READ}"))
    return pages


def _read_page(handle: Any, number: int) -> Page:
    found = read_runs(handle)
    page = Page(number, found.height, [], found.turned)
    runs = found.runs
    if _is_scan(handle, found):
        recogniser = ocr.recogniser()
        if recogniser is None:
            page.notice, page.is_scan = f"Page {number}: scanned, {NOT_READ}", True
        else:
            scale = min(_RESOLUTION / 72, _LARGEST_SIDE / max(found.width, found.height, 1.0))
            runs = recognised_runs(recogniser.recognise(_picture(handle, found, scale)), 1 / scale) or runs
    page.lines = order_lines(runs, number)
    return page


def _is_scan(handle: Any, found: PageRuns) -> bool:
    """Whether a page with no text, or few words, shows a picture."""
    characters = sum(len(run.text) for run in found.runs)
    if characters > _FEW_CHARACTERS:
        return False
    least = (_STAMPED if characters else _LEAST_PICTURE) * found.width * found.height
    left, bottom, right, top = (c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(handle), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(handle, index)
        if pdfium.FPDFPageObj_GetType(item) in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            if (right.value - left.value) * (top.value - bottom.value) > least:
                return True
    return False


def _picture(handle: Any, found: PageRuns, scale: float) -> ocr.Picture:
    width, height = max(1, round(found.width * scale)), max(1, round(found.height * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        picture: ocr.Picture = bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    return picture


def sort_lines(pages: Sequence[Page], body_size: float) -> None:
    """Tells the text, the footnotes and the furniture of each page apart.

    Args:
        pages: The pages, each with all its lines.
        body_size: The type size of the text in points.
    """
    reasons = mark_running([page.lines for page in pages], [page.height for page in pages], body_size)
    continued = False
    for page in pages:
        page.furniture = [(line, reasons[id(line)]) for line in page.lines if id(line) in reasons]
        content = [line for line in page.lines if id(line) not in reasons]
        page.lines, page.notes = split_notes(content, body_size, continued=continued)
        continued = is_unfinished(page.notes)
        measure_columns(page.lines)
        for extra, reason in ((page.turned, MARGIN), (page.notice, NOT_READ)):
            if extra:
                page.furniture.append((Line(extra, 0.0, 0.0, page.height, 0.0, False, page.number), reason))


def lay_out(pages: Sequence[Page]) -> str:
    """Joins the lines to the extracted text and tells each line where it stands in it."""
    texts: list[str] = []
    start = 0
    for page in pages:
        for line in page.all_lines():
            line.start = start
            texts.append(line.text)
            start += len(line.text) + 1
    return "\n".join(texts)
