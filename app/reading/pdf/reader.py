"""The reader of PDF files and of pictures of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.errors import OcrMissingError, UnreadableFileError
from app.reading import ocr
from app.reading.document import Document, TokenCounter
from app.reading.passages import build_document
from app.reading.pdf.boxes import with_boxes
from app.reading.pdf.columns import order_lines
from app.reading.pdf.kinds import find_body
from app.reading.pdf.opening import Particulars, damaged, open_pdf, read_particulars
from app.reading.pdf.pages import Page, read_pages, sort_lines
from app.reading.pdf.pictures import recognised_runs
from app.reading.pdf.printout import find_pitch, read_printout
from app.reading.pdf.typeset import read_typeset


def read_pdf(data: bytes, name: str, count_tokens: TokenCounter, password: str | None = None) -> Document:
    """Reads a PDF file.

    Args:
        data: The file's content.
        name: The file's name, for messages.
        count_tokens: Counts the model's tokens.
        password: What opens the file, where it is encrypted.

    Raises:
        PasswordNeededError: If the password is missing or another one.
        OcrMissingError: If it consists of pictures of pages and no recognition of text is installed.
        UnreadableFileError: If the file is damaged or empty.
    """
    document = open_pdf(data, name, password)
    try:
        particulars = read_particulars(document)
        pages = read_pages(document)
    finally:
        document.close()
    if not any(page.lines for page in pages):
        if any(page.is_scan for page in pages):
            raise OcrMissingError(f"“{name}” was scanned, not read: its pages are pictures.", ocr.REMEDY)
        if any(page.notice for page in pages):
            raise damaged(name)
    return _build("pdf", pages, particulars, name, count_tokens)


def read_picture(data: bytes, name: str, count_tokens: TokenCounter) -> Document:
    """Reads an image file, such as a scanned page; a dot counts as a point.

    Args:
        data: The file's content.
        name: The file's name, for messages.
        count_tokens: Counts the model's tokens.

    Raises:
        OcrMissingError: If no recognition of text is installed.
        UnreadableFileError: If the file is no sound image, too large, or shows no words.
    """
    recogniser = ocr.recogniser()
    if recogniser is None:
        raise OcrMissingError(f"“{name}” was scanned, not read: it is a picture.", ocr.REMEDY)
    pages = [
        Page(
            number,
            float(picture.shape[0]),
            order_lines(recognised_runs(recogniser.recognise(picture), 1.0), number),
        )
        for number, picture in enumerate(ocr.load_pictures(data, name), start=1)
    ]
    return _build("image", pages, Particulars("", None, None, ()), name, count_tokens)


def _build(
    kind: str, pages: Sequence[Page], particulars: Particulars, name: str, count_tokens: TokenCounter
) -> Document:
    if not any(sign.isalnum() for page in pages for line in page.lines for sign in line.text):
        raise UnreadableFileError(f"“{name}” is empty: it holds no words.")
    body = find_body([line for page in pages for line in page.lines])
    sort_lines(pages, body.size)
    lines = [line for page in pages for line in page.lines]
    pitch = find_pitch([*lines, *(line for page in pages for line in page.notes)])
    if pitch > 0:
        furniture = [item for page in pages for item in page.furniture]
        extract = read_printout(lines, furniture, pitch, count_tokens)
    else:
        extract = read_typeset(pages, body, particulars, count_tokens)
    extract = replace(
        extract,
        format=kind,
        author=extract.author or particulars.author,
        date=extract.date or particulars.date,
    )
    document = build_document(extract, name.rpartition(".")[0] or name, count_tokens)
    return with_boxes(document, [line for page in pages for line in page.all_lines()])
