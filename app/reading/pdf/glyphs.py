"""The text of a page as runs: words that follow one another closely on one line.

PDFium is asked for the text of a page at once. It ends lines where the type moves to another line, and
of each of these lines only the first and the last character are looked at, because a call for every
character costs more than PDFium's own work. Lines that may hold a gap, such as the rows of a table or
of two columns drawn side by side, are looked at word by word.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # the package carries no type information

_LINE_HYPHENS = "\x02\ufffe"  # what PDFium writes for a hyphen at a line's end, without ending the line
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile("[^\\s\x00-\x1f\x7f\uffff]+[\x02\ufffe]?")
_SPACE = " \t\f\v\xa0\u3000\x00\x01\x03\x04\x05\x06\x07\x08\x0e\x0f\x7f\uffff"
_UNWANTED = re.compile("[\x00-\x1f\x7f\ufffe\uffff\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
_RAISED = re.compile("(?<=[^\\W\\d_])[.,;:!?”’\"'»)\\]]{0,3}(\\d{1,3})(?![\\w%]|[.,:]\\d)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLER = 0.8  # of the size before it: a superscript
_SAME_LINE = 0.45  # of the type size: by how much words on one line may stand apart in height
_GAP = 0.8  # of the type size: wider spaces may lie between columns
_BACK = 0.6  # of the type size: a word that begins this far before the end of the last one starts anew
_STRETCHED = 1.12  # times its expected width: a line that may hold a gap
_SAMPLES = 6  # lines of a page that are looked at word by word in any case
_LEAST_SAMPLE = 40  # characters
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
_STROKED = 2  # text render mode: filled and stroked, a makeshift bold
_NAME_LENGTH = 128
_FARTHEST = 1e6  # points; boxes beyond are not sound


def _widths() -> bytes:
    """Rough widths of the Latin-1 characters in hundredths of the type size."""
    table = bytearray([52] * 256)
    for characters, width in (
        ("ijl.,;:'|!", 26),
        ("ftrI()[]/- ‘", 33),
        ("cksvxyz", 48),
        ("ABCDEFGHKLNOPQRSTUVXYZ", 68),
        ("mwMW@%", 84),
    ):
        for character in characters.encode("latin-1", "ignore"):
            table[character] = width
    return bytes(table)


_WIDTHS = _widths()


@dataclass(slots=True)
class Run:
    """Words that follow one another closely on one line.

    Places are points from the page's top left corner as the page is shown.

    Attributes:
        text: The words with single spaces between them; raised note numbers as superscript digits.
        left: Left edge.
        right: Right edge.
        baseline: The line that the letters stand on, from the page's top.
        size: Type size in points.
        bold: Whether its first and last letters are bold.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PageRuns:
    """One page's text.

    Attributes:
        width: In points, as shown.
        height: In points, as shown.
        runs: In the order in which the file draws them.
        turned: Text set upwards or downwards, such as a stamp in the margin; one text, maybe empty.
    """

    width: float
    height: float
    runs: list[Run]
    turned: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """One character's place and type, as the page is shown."""

    left: float
    right: float
    baseline: float
    size: float
    bold: bool


def read_runs(page: Any) -> PageRuns:
    """Reads the runs of a page.

    Args:
        page: A page handle of PDFium, open.
    """
    width, height = float(pdfium.FPDF_GetPageWidthF(page)), float(pdfium.FPDF_GetPageHeightF(page))
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return PageRuns(width, height, [])
    try:
        runs, turned = _Reader(page, text_page, width, height).read()
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return PageRuns(width, height, runs, turned)


def _page_text(text_page: Any) -> str:
    """The text of a page, one code point for each of PDFium's characters."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = ctypes.string_at(buffer, 2 * max(written - 1, 0)).decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Some characters have no text: only single calls say which.
    codes = map(pdfium.FPDFText_GetUnicode, repeat(text_page, count), range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


class _Reader:
    """Reads one page."""

    def __init__(self, page: Any, text_page: Any, width: float, height: float) -> None:
        self._text_page = text_page
        self._text = _page_text(text_page)
        self._width, self._height = width, height
        bounds = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, bounds)
        self._bounds = (bounds.left, bounds.top, bounds.right, bounds.bottom)
        self._rotation = pdfium.FPDFPage_GetRotation(page)
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._bold: dict[int | None, bool] = {}

    def read(self) -> tuple[list[Run], str]:
        """The page's runs, and its turned text."""
        lines: list[tuple[int, int, _Mark, _Mark]] = []
        turned: list[str] = []
        self._mark_raised()
        text = self._text
        for found in _LINE.finditer(text):
            shown = found.group().strip(_SPACE)
            if not shown:
                continue
            start = found.start() + found.group().index(shown[0])
            end = start + len(shown)
            first = self._mark(start)
            last = self._mark(end - 1)
            if self._is_turned(shown, first, last):
                turned.append(_clean(shown))
            elif self._is_sound(first, last):
                lines.append((start, end, first, last))
        expected = [self._expected_width(start, end, first) for start, end, first, _ in lines]
        suspects = self._suspects(lines, expected)
        runs: list[Run] = []
        for index, (start, end, first, last) in enumerate(lines):
            if index in suspects:
                runs.extend(self._split(start, end))
            else:
                runs.append(_run(text[start:end], first, last))
        return [run for run in runs if run.text], " ".join(turned)

    def _mark_raised(self) -> None:
        """Writes raised numbers as superscript digits, so that they are not taken for part of a word."""
        text = self._text
        parts: list[str] = []
        end = 0
        for found in _RAISED.finditer(text):
            if self._size(found.start(1)) < _SMALLER * self._size(found.start(1) - 1):
                parts += (text[end : found.start(1)], found.group(1).translate(_SUPERSCRIPTS))
                end = found.end(1)
        if parts:
            self._text = "".join((*parts, text[end:]))

    def _is_sound(self, first: _Mark, last: _Mark) -> bool:
        """Whether a line has a sound place on the page."""
        values = (first.left, first.baseline, last.right, last.baseline, first.size, last.size)
        if not all(math.isfinite(value) and abs(value) < _FARTHEST for value in values):
            return False
        left, right = min(first.left, last.left), max(first.right, last.right)
        size = max(first.size, last.size)
        return right > 0 and left < self._width and -size < first.baseline < self._height + size

    def _is_turned(self, shown: str, first: _Mark, last: _Mark) -> bool:
        """Whether a line's letters stand over one another."""
        rise = abs(last.baseline - first.baseline)
        return (
            len(shown) >= 3
            and rise > 2 * abs(last.left - first.left)
            and rise > 0.4 * max(first.size, last.size) * min(len(shown) - 1, 4)
            and self._is_upright_type()
        )

    def _is_upright_type(self) -> bool:
        """Whether the character looked at last runs upwards or downwards on the page as shown."""
        across, along = abs(self._matrix.a), abs(self._matrix.b)
        return bool(along > across) != (self._rotation in (1, 3))

    def _expected_width(self, start: int, end: int, first: _Mark) -> float:
        units = sum(self._text[start:end].encode("latin-1", "replace").translate(_WIDTHS))
        return units * 0.01 * first.size or 1.0

    def _suspects(self, lines: Sequence[tuple[int, int, _Mark, _Mark]], expected: Sequence[float]) -> set[int]:
        """The lines that may hold a gap or more than one line."""
        ratios = [
            (last.right - first.left) / width
            for (_, _, first, last), width in zip(lines, expected, strict=True)
        ]
        usual = sorted(ratios)[len(ratios) // 2] if ratios else 1.0
        suspects: set[int] = set()
        samples: list[int] = []
        for index, (start, end, first, last) in enumerate(lines):
            size = max(first.size, last.size)
            if ratios[index] > usual * _STRETCHED or abs(first.baseline - last.baseline) > _SAME_LINE * size:
                suspects.add(index)
            elif end - start >= _LEAST_SAMPLE:
                samples.append(index)
        chosen = samples[:: max(1, len(samples) // _SAMPLES)][:_SAMPLES]
        if any(len(self._split(*lines[index][:2])) > 1 for index in chosen):
            return set(range(len(lines)))
        return suspects

    def _split(self, start: int, end: int) -> list[Run]:
        """Splits a line where a gap is wide or the type moves to another line."""
        runs: list[Run] = []
        words: list[tuple[int, int]] = []
        before: _Mark | None = None
        begin: _Mark | None = None
        for found in _WORD.finditer(self._text, start, end):
            first = self._mark(found.start())
            last = self._mark(found.end() - 1) if found.end() - found.start() > 1 else first
            if not self._is_sound(first, last):
                continue
            if before is not None and begin is not None and _parts(before, first):
                runs.append(_run(self._text[words[0][0] : words[-1][1]], begin, before))
                words = []
            if not words:
                begin = first
            words.append(found.span())
            before = last
        if words and before is not None and begin is not None:
            runs.append(_run(self._text[words[0][0] : words[-1][1]], begin, before))
        return runs

    def _size(self, place: int) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self._text_page, place))
        if pdfium.FPDFText_GetMatrix(self._text_page, place, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size

    def _mark(self, place: int) -> _Mark:
        """Place and type of one character."""
        text_page, box, x, y = self._text_page, self._box, self._x, self._y
        pdfium.FPDFText_GetLooseCharBox(text_page, place, box)
        pdfium.FPDFText_GetCharOrigin(text_page, place, x, y)
        left, top, right, bottom = self._bounds
        if self._rotation == 0:
            sides = (box.left - left, box.right - left, top - y.value)
        elif self._rotation == 1:
            sides = (box.bottom - bottom, box.top - bottom, x.value - left)
        elif self._rotation == 2:
            sides = (right - box.right, right - box.left, y.value - bottom)
        else:
            sides = (top - box.top, top - box.bottom, right - x.value)
        return _Mark(*sides, self._size(place), self._is_bold(place))

    def _is_bold(self, place: int) -> bool:
        text_object = pdfium.FPDFText_GetTextObject(self._text_page, place)
        if not text_object:
            return False
        font = pdfium.FPDFTextObj_GetFont(text_object)
        if not font:
            return False
        address = ctypes.cast(font, ctypes.c_void_p).value
        known = self._bold.get(address)
        if known is None:
            name = ctypes.create_string_buffer(_NAME_LENGTH)
            pdfium.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
            known = (
                _BOLD_NAME.search(name.value) is not None
                or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
                or bool(pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD)
            )
            self._bold[address] = known
        return known or pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _STROKED


def _parts(before: _Mark, after: _Mark) -> bool:
    """Whether a line ends between two words' marks."""
    size = max(before.size, after.size)
    gap = after.left - before.right
    return (
        abs(before.baseline - after.baseline) > _SAME_LINE * size or gap > _GAP * size or gap < -_BACK * size
    )


def _run(text: str, first: _Mark, last: _Mark) -> Run:
    # A raised note number at either end says nothing about the line.
    size, baseline = max(first.size, last.size), max(first.baseline, last.baseline)
    return Run(_clean(text), first.left, last.right, baseline, size, first.bold and last.bold)


def _clean(text: str) -> str:
    for hyphen in _LINE_HYPHENS:
        text = text.replace(hyphen, "-")
    return " ".join(_UNWANTED.sub("", text).split())
