"""Pictures of pages for a person to look at."""

from __future__ import annotations

import math
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # the package carries no type information
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from app.errors import UnreadableFileError
from app.reading.document import PagePicture
from app.reading.pdf.opening import open_pdf

_MOST_PIXELS = 16_000_000
_WHITE = (255, 255, 255, 255)


def render_page(data: bytes, name: str, number: int, width: int, password: str | None = None) -> PagePicture:
    """Draws one page of a PDF file.

    Args:
        data: The file's content.
        name: The file's name, for messages.
        number: Page from 1.
        width: Of the picture in pixels; a page of which that would make a huge picture gets a smaller one.
        password: What opens the file, where it is encrypted.

    Raises:
        PasswordNeededError: If the password is missing or another one.
        UnreadableFileError: If the file is damaged, or has no such page.
    """
    document = open_pdf(data, name, password)
    try:
        handle = pdfium.FPDF_LoadPage(document, number - 1) if 1 <= number <= len(document) else None
        if not handle:
            raise UnreadableFileError(f"Page {number} of “{name}” is damaged or missing.")
        try:
            return _draw(handle, number, len(document), width)
        finally:
            pdfium.FPDF_ClosePage(handle)
    finally:
        document.close()


def _draw(handle: Any, number: int, pages: int, width: int) -> PagePicture:
    # PDFium tells the size of the page as shown: cropped and turned.
    points = max(1.0, pdfium.FPDF_GetPageWidthF(handle)), max(1.0, pdfium.FPDF_GetPageHeightF(handle))
    scale = min(width / points[0], math.sqrt(_MOST_PIXELS / (points[0] * points[1])))
    across, down = (max(1, min(round(side * scale), _MOST_PIXELS)) for side in points)
    bitmap = pypdfium2.PdfBitmap.new_native(across, down, pdfium.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect(_WHITE, 0, 0, across, down)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, across, down, 0, pdfium.FPDF_ANNOT)
        return PagePicture(number, pages, across, down, across / points[0], bytes(bitmap.buffer))
    finally:
        bitmap.close()
