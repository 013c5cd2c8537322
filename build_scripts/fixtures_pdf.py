"""The PDF files that the tests read, made by LibreOffice and Chromium from one known text."""

from __future__ import annotations

import base64
import html
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.reading.document import Kind
from tests.reading.pdf.known import AUTHOR, HEADER, NOTES, PARTS, TITLE, Part

FOLDER = Path(__file__).parents[1] / "tests" / "reading" / "pdf"
PASSWORD = "north star"  # noqa: S105 # of a file that the tests open
_SERIF = "Liberation Serif"
_SANS = "Liberation Sans"

_FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title><meta:initial-creator>{author}</meta:initial-creator>
<dc:creator>{author}</dc:creator><meta:creation-date>2024-05-17T09:00:00</meta:creation-date></office:meta>
<office:font-face-decls><style:font-face style:name="T" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="T" fo:font-size="10.5pt"
 fo:language="en" fo:country="US" fo:hyphenate="true" fo:hyphenation-remain-char-count="2"
 fo:hyphenation-push-char-count="2"/></style:default-style>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties {paragraph}/></style:style>
<style:style style:name="First" style:family="paragraph" style:parent-style-name="P">
<style:paragraph-properties fo:text-indent="0cm"/></style:style>
<style:style style:name="H1" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.4cm"
 fo:keep-with-next="always"/><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="H2" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.4cm"
 fo:margin-bottom="0.15cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="{heading}"
 fo:font-weight="bold"/></style:style>
<style:style style:name="Q" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.8cm"
 fo:margin-right="0.8cm" fo:margin-top="0.25cm" fo:margin-bottom="0.25cm"/></style:style>
<style:style style:name="N" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.5cm"
 fo:text-indent="-0.5cm"/><style:text-properties fo:font-size="8.5pt"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="A" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-style-name="A"
 text:citation-body-style-name="A" style:num-format="1"/>
</office:styles>
<office:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.8cm"
 fo:text-indent="-0.5cm" fo:margin-left="0.8cm"/></style:list-level-properties>
</text:list-level-style-bullet></text:list-style>
<style:page-layout style:name="L1">
<style:page-layout-properties fo:page-width="{width}" fo:page-height="{height}"
 fo:margin-top="1.4cm" fo:margin-bottom="1.4cm" fo:margin-left="1.8cm" fo:margin-right="1.8cm">
<style:columns fo:column-count="{columns}" fo:column-gap="0.7cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:margin-bottom="0.5cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:margin-top="0.5cm"/></style:footer-style>
</style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L1">
<style:header><text:p text:style-name="R">{header}</text:p></style:header>
<style:footer><text:p text:style-name="C">{footer}</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""

_HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{author}"><style>
@page {{ size: {size}; margin: {margin}; }}
body {{ font: 11pt/1.35 '{font}'; margin: 0; {body_style} }}
h1 {{ font-size: 20pt; line-height: 1.2; }}
h2 {{ font-size: {heading}; margin: 1em 0 .4em; break-after: avoid; }}
{style}
</style></head><body>{body}</body></html>
"""


def make_pdf_fixtures() -> None:
    """Writes all PDF fixtures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make_with_libreoffice(folder)
        _make_with_chromium(folder)
        _make_scans(folder)


def _make_with_libreoffice(folder: Path) -> None:
    indented = 'fo:text-align="justify" fo:text-indent="0.5cm"'
    spaced = 'fo:text-align="start" fo:margin-bottom="0.3cm"'
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    of = f"Page {number} of <text:page-count>1</text:page-count>"
    book_look = {
        "paragraph": indented,
        "heading": "13pt",
        "columns": "1",
        "width": "14.8cm",
        "height": "21cm",
    }
    columns_look = {
        "paragraph": indented,
        "heading": "10.5pt",
        "columns": "2",
        "width": "21cm",
        "height": "18cm",
    }
    report_look = {"paragraph": spaced, "heading": "12pt", "columns": "1", "width": "21cm", "height": "20cm"}
    book = _fodt(book_look | {"footer": number, "font": _SERIF})
    columns = _fodt(columns_look | {"footer": of, "font": _SERIF})
    report = _fodt(report_look | {"footer": of, "font": _SANS})
    for stem, text in (("writer_book", book), ("writer_columns", columns), ("writer_report", report)):
        source = folder / f"{stem}.fodt"
        source.write_text(text, "utf-8")
        _convert(source, {})
        if stem == "writer_report":
            _convert(
                source,
                {"EncryptFile": ("boolean", "true"), "DocumentOpenPassword": ("string", PASSWORD)},
                "locked",
            )


def _convert(source: Path, options: dict[str, tuple[str, str]], stem: str = "") -> None:
    settings = {key: {"type": kind, "value": value} for key, (kind, value) in options.items()}
    pdf_filter = "pdf:writer_pdf_Export" + (":" + json.dumps(settings) if settings else "")
    subprocess.run(
        ["soffice", "--headless", "--convert-to", pdf_filter, "--outdir", source.parent, source],
        check=True,
        capture_output=True,
    )
    made = source.with_suffix(".pdf")
    made.replace(FOLDER / f"{stem or source.stem}.pdf")


def _fodt(look: dict[str, str]) -> str:
    title, *rest = PARTS
    body = [f'<text:h text:style-name="H1" text:outline-level="1">{html.escape(title.text)}</text:h>']
    numbers = iter(range(1, len(NOTES) + 1))
    before = title.kind
    for part in rest:
        content = _with_notes(part, numbers)
        if part.kind == Kind.HEADING:
            body.append(f'<text:h text:style-name="H2" text:outline-level="2">{content}</text:h>')
        elif part.kind == Kind.LIST:
            body.append(
                f'<text:list text:style-name="L" text:continue-numbering="true"><text:list-item>'
                f'<text:p text:style-name="P">{content}</text:p></text:list-item></text:list>'
            )
        else:
            style = "Q" if part.kind == Kind.QUOTE else "First" if before == Kind.HEADING else "P"
            body.append(f'<text:p text:style-name="{style}">{content}</text:p>')
        before = part.kind
    return _FODT.format(title=TITLE, author=AUTHOR, header=html.escape(HEADER), body="".join(body), **look)


def _with_notes(part: Part, numbers: Iterator[int]) -> str:
    pieces = part.marked.split("\x01")
    content = html.escape(pieces[0])
    for note, piece in zip(part.notes, pieces[1:], strict=True):
        number = next(numbers)
        content += (
            f'<text:note text:id="n{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation><text:note-body>"
            f'<text:p text:style-name="N">{html.escape(note)}</text:p></text:note-body></text:note>'
        ) + html.escape(piece)
    return content


def _make_with_chromium(folder: Path) -> None:
    plain = _HTML.format(
        title=TITLE,
        author=AUTHOR,
        size="A5",
        margin="16mm 14mm",
        font=_SERIF,
        body_style="",
        heading="14pt",
        style="",
        body=_html_body(shy=False),
    )
    columns = _HTML.format(
        title=TITLE,
        author=AUTHOR,
        size="A4",
        margin="20mm 16mm",
        font=_SANS,
        heading="11pt",
        body_style="text-align: justify;",
        style="main { columns: 2; column-gap: 8mm; } p { margin: 0; text-indent: 1.2em; }"
        " h2 + p, blockquote p { text-indent: 0; } ul { padding-left: 1.2em; } li { margin: .3em 0; }",
        body=_html_body(shy=True),
    )
    _print(folder, "chromium_page", plain, header=True)
    _print(folder, "chromium_columns", columns, header=False)


def _html_body(*, shy: bool) -> str:
    title, *rest = PARTS
    body = [f"<h1>{html.escape(title.text)}</h1><main>"]
    for part in rest:
        text = html.escape(_with_soft_hyphens(part.text) if shy else part.text)
        body.append(
            {
                Kind.HEADING: f"<h2>{text}</h2>",
                Kind.LIST: f"<ul><li>{text}</li></ul>",
                Kind.QUOTE: f"<blockquote><p>{text}</p></blockquote>",
            }.get(part.kind, f"<p>{text}</p>")
        )
    return "\n".join(body).replace("</ul>\n<ul>", "\n") + "</main>"


def _with_soft_hyphens(text: str) -> str:
    """Soft hyphens where the words that the text holds may be divided."""
    for word in (
        "pas-sen-gers",
        "op-er-a-tors",
        "lo-co-mo-tives",
        "min-is-try",
        "dis-count",
        "fore-cast",
        "coun-tries",
        "in-ter-views",
        "dif-fer-ence",
        "ac-counts",
        "of-fi-cials",
        "com-part-ment",
        "elec-tric-ity",
    ):
        text = text.replace(word.replace("-", ""), word.replace("-", "\u00ad"))
    return text


def _print(folder: Path, stem: str, page: str, *, header: bool) -> None:
    source = folder / f"{stem}.html"
    source.write_text(page, "utf-8")
    _chromium(
        f"--print-to-pdf={FOLDER / stem}.pdf",
        *([] if header else ["--no-pdf-header-footer"]),
        source.as_uri(),
    )


def _chromium(*arguments: str) -> None:
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *arguments],
        check=True,
        capture_output=True,
    )


def _make_scans(folder: Path) -> None:
    """A picture of a page, and a PDF with a page of text and that picture as a page."""
    first = [part for part in PARTS if part.kind == Kind.PARAGRAPH][2:4]
    page = folder / "scan.html"
    page.write_text(
        "<meta charset=utf-8><body style=\"font: 17px/1.5 'Liberation Serif'; margin: 30px; width: 600px\">"
        + "".join(f"<p>{html.escape(part.text)}</p>" for part in first),
        "utf-8",
    )
    picture = folder / "scan.png"
    _chromium(f"--screenshot={picture}", "--window-size=660,480", page.as_uri())
    (FOLDER / "scan.png").write_bytes(picture.read_bytes())
    data = base64.b64encode(picture.read_bytes()).decode()
    image = f'<img style="width:100%;display:block;break-before:page" src="data:image/png;base64,{data}">'
    opening = html.escape(PARTS[1].text)
    for stem, body in (("scan_mixed", f"<p>{opening}</p>{image}"), ("scan_only", image)):
        whole = f"<!DOCTYPE html><meta charset=utf-8><style>@page {{ size: A5; margin: 12mm }}</style>{body}"
        _print(folder, stem, whole, header=False)
