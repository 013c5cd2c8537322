"""What reports in DOCX are made of: a plain document of the program's own look, on python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.relations.relation import Relation
from app.reports import marks, wording

_COLOURS = {
    Relation.CONTRADICTS: RGBColor(0xB3, 0x26, 0x1E),
    Relation.AGREES: RGBColor(0x0B, 0x6E, 0x62),
    Relation.REPEATS: RGBColor(0x6A, 0x5A, 0x00),
    Relation.RELATED: RGBColor(0x4B, 0x55, 0x63),
}
SOFT = RGBColor(0x5C, 0x60, 0x68)
ACCENT = RGBColor(0x3B, 0x4C, 0xCA)
_MARKED = "FFF0B8"


def new_document(title: str) -> Document:
    """An empty document with its heading."""
    document = docx.Document()
    document.core_properties.title = wording.printable(title)
    document.core_properties.author = "Counterpoint"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.6)
    document.add_heading(wording.printable(title), level=0)
    return document


def say(paragraph: Paragraph, text: str, colour: RGBColor | None = None, *, bold: bool = False) -> Paragraph:
    """Add words to a paragraph; the paragraph."""
    run = paragraph.add_run(wording.printable(text))
    run.bold = bold or None
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def soft(document: Document, text: str) -> None:
    """Add a paragraph of what stands around the texts."""
    say(document.add_paragraph(), text, SOFT)


def tag(paragraph: Paragraph, relation: Relation, text: str) -> None:
    """Add the program's label in the colour of its relation."""
    say(paragraph, text, _COLOURS[relation], bold=True)


def passage(paragraph: Paragraph, text: str, on_it: Iterable[marks.Mark] = ()) -> Paragraph:
    """Add a passage with its evidence underlined and what differs marked; the paragraph."""
    for piece in marks.pieces(text, on_it):
        run = paragraph.add_run(wording.printable(piece.text))
        if piece.relation is not None:
            run.underline = WD_UNDERLINE.SINGLE
        if piece.is_cue:
            _shade(run._r.get_or_add_rPr(), _MARKED)  # noqa: SLF001 - python-docx has no shading of runs
    return paragraph


def table(document: Document, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Add a table with a heading row."""
    titles = list(columns)
    made = document.add_table(rows=1, cols=len(titles))
    made.style = "Table Grid"
    for cell, title in zip(made.rows[0].cells, titles, strict=True):
        say(cell.paragraphs[0], title, bold=True)
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = wording.printable(text)


def to_bytes(document: Document) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _shade(properties: object, colour: str) -> None:
    shading = properties.makeelement(qn("w:shd"))  # type: ignore[attr-defined] # an lxml element
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    properties.append(shading)  # type: ignore[attr-defined]
