"""The files of several formats that the tests read, written by LibreOffice from one known text.

    python -m build_scripts.make_reading_fixtures

LibreOffice Writer must be installed.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from pathlib import Path

from app.reading.document import Kind
from tests.reading.formats.known import AUTHOR, DATE, FOLDER, FOOTER, HEADER, PARTS, TITLE, Part

_TARGETS = ("docx", "odt", "rtf", "epub", "html:HTML (StarWriter)")
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "fo": "xsl-fo-compatible",
        "meta": "meta",
    }.items()
)  # fmt: skip
_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title><meta:initial-creator>{author}</meta:initial-creator>
<dc:creator>{author}</dc:creator><meta:creation-date>{date}T09:00:00</meta:creation-date></office:meta>
<office:styles>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-left="1cm"/></style:style>
{headings}
</office:styles>
<office:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
</text:list-style>
<style:page-layout style:name="A"><style:page-layout-properties/><style:header-style/><style:footer-style/>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A">
<style:header><text:p>{header}</text:p></style:header><style:footer><text:p>{footer}</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""
_HEADING = (
    '<style:style style:name="Heading_20_{0}" style:display-name="Heading {0}" style:family="paragraph"'
    ' style:parent-style-name="Standard" style:default-outline-level="{0}"/>'
)
_OPENING: dict[Kind | None, str] = {
    Kind.LIST: '<text:list text:style-name="L">',
    Kind.TABLE: '<table:table><table:table-column table:number-columns-repeated="3"/>',
}
_CLOSING: dict[Kind | None, str] = {Kind.LIST: "</text:list>", Kind.TABLE: "</table:table>"}
_NOTE = re.compile(r"\[\^(.+?)\]")


def main() -> None:
    """Writes the fixtures."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "known.fodt"
        source.write_text(_flat_document(), "utf-8")
        for target in _TARGETS:
            subprocess.run(
                ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless",
                 "--convert-to", target, "--outdir", str(FOLDER), str(source)],
                check=True,
            )  # fmt: skip


def _flat_document() -> str:
    return _FLAT.format(
        spaces=_SPACES,
        title=TITLE,
        author=AUTHOR,
        date=DATE,
        header=HEADER,
        footer=FOOTER,
        headings="".join(_HEADING.format(level) for level in (1, 2, 3)),
        body=_body(),
    )


def _body() -> str:
    parts: list[str] = []
    before: Kind | None = None
    for part in (*PARTS, None):
        kind = part.kind if part else None
        if kind != before:
            parts.append(_CLOSING.get(before, ""))
            parts.append(_OPENING.get(kind, ""))
        if part:
            parts.append(_block(part))
        before = kind
    return "".join(parts)


def _block(part: Part) -> str:
    text = _with_notes(part.marked)
    if part.kind == Kind.HEADING:
        style = f'text:style-name="Heading_20_{part.level}" text:outline-level="{part.level}"'
        return f"<text:h {style}>{text}</text:h>"
    if part.kind == Kind.LIST:
        return f"<text:list-item><text:p>{text}</text:p></text:list-item>"
    if part.kind == Kind.TABLE:
        cells = "".join(
            f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in text.split(" | ")
        )
        return f"<table:table-row>{cells}</table:table-row>"
    style = "Quotations" if part.kind == Kind.QUOTE else "Standard"
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _with_notes(marked: str) -> str:
    return _NOTE.sub(
        r'<text:note text:note-class="footnote"><text:note-citation>*</text:note-citation>'
        r"<text:note-body><text:p>\1</text:p></text:note-body></text:note>",
        html.escape(marked, quote=False),
    )


if __name__ == "__main__":
    main()
