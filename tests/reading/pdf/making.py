"""Small PDF files made by hand, object by object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 800
_FONTS = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text on a page; `top` is its baseline's distance from the page's upper edge."""

    text: str
    left: float
    top: float
    size: float = 10.0
    bold: bool = False
    turned: bool = False

    def operators(self) -> bytes:
        """The line as PDF operators."""
        escaped = (
            self.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        )
        across, along = (0, 1) if self.turned else (1, 0)
        matrix = f"{across} {along} {-along} {across} {self.left} {HEIGHT - self.top} Tm"
        return f"BT /F{int(self.bold)} {self.size} Tf {matrix} (".encode() + escaped + b") Tj ET\n"


def paragraph(
    text: str, left: float, top: float, *, width: int = 60, size: float = 10.0, indent: float = 0.0
) -> list[Text]:
    """A paragraph wrapped at a number of characters, with a leading of 1.2."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [
        Text(line, left + (indent if place == 0 else 0.0), top + place * 1.2 * size, size)
        for place, line in enumerate(lines)
    ]


def make_pdf(pages: Sequence[Sequence[Text]], *, rotate: int = 0, info: str = "") -> bytes:
    """A PDF file of pages with lines of text.

    Args:
        pages: The lines of each page.
        rotate: The angle by which the pages are shown turned, clockwise.
        info: The entries of the document's information dictionary.
    """
    contents = [b"".join(line.operators() for line in page) for page in pages]
    return make_pdf_of_streams(contents, rotate=rotate, info=info)


def make_pdf_of_streams(contents: Sequence[bytes], *, rotate: int = 0, info: str = "") -> bytes:
    """A PDF file of pages with the given operators."""
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        *_FONTS,
        f"<<{info}>>".encode("latin-1"),
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
            f"/Resources<</Font<</F0 3 0 R/F1 4 0 R>>>>/Contents {7 + 2 * index} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    return make_file(objects, trailer="/Info 5 0 R")


def make_file(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF file of objects, numbered from 1; the first is the catalog."""
    data = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
