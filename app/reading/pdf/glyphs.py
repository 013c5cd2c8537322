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
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # the package carries no type information

_LINE_HYPHENS = "\x02\ufffe"  # what PDFium writes for a hyphen at a line's end, without ending the line
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile("[^\\s\x00-\x1f\x7f\uffff]+[\x02\ufffe]?")
_SPACE = " \t\f\v\xa0\u3000\x00\x01\x03\x04\x05\x06\x07\x08\x0e\x0f\x7f\uffff"
_UNWANTED = re.compile("[\x00-\x1f\x7f\ufffe\uffff\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
_UNCLEAN = re.compile(f"  |{_UNWANTED.pattern}")
_RAISED = re.compile("\\d(?<=[^\\W\\d_].|[.,;:!?”’\"'»)\\]].)\\d{0,2}(?![\\w%]|[.,:]\\d)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLER = 0.8  # of the size before it: a superscript
_SAME_LINE = 0.45  # of the type size: by how much words on one line may stand apart in height
_GAP = 0.8  # of the type size: wider spaces may lie between columns
_BACK = 0.6  # of the type size: a word that begins this far before the end of the last one starts anew
_STRETCHED = 1.12  # times its expected width: a line that may hold a gap
_SAMPLES = 2  # lines of a page that are looked at word by word in any case
_LEAST_SAMPLE = 40  # characters
_BOLD_NAME = re.compile(
    rb"bold|black|heavy|demi|-medi\b|L-Medi|-bd\b|(?:^|\+)(?:CM(?:SS)?BX?|SFBX|ECBX)\d", re.IGNORECASE
)
_PLAIN_NAME = re.compile(rb"regu|roman|light|book|medium|italic|oblique|thin", re.IGNORECASE)
_BOLD_WEIGHT = 650  # PDFium guesses it from the stems where the name tells nothing
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
        trails: Whether a space is set after it. Many writers set one where they wrapped a line.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    trails: bool = False


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


_get_box = pdfium.FPDFText_GetLooseCharBox
_get_origin = pdfium.FPDFText_GetCharOrigin
_get_text_object = pdfium.FPDFText_GetTextObject

_Place = tuple[float, float, float]
"""Left and right edge of a character and the baseline it stands on."""


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
        self._left, self._top, self._right, self._bottom = (
            bounds.left,
            bounds.top,
            bounds.right,
            bounds.bottom,
        )
        self._rotation = pdfium.FPDFPage_GetRotation(page)
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._size_before = 0.0
        self._styles: dict[int, tuple[float, bool]] = {}
        self._bold: dict[int, bool] = {}

    def read(self) -> tuple[list[Run], str]:
        """The page's runs, and its turned text."""
        self._mark_raised()
        lines: list[tuple[int, int]] = []
        runs: list[Run] = []
        turned: list[str] = []
        uneven: list[int] = []
        for found in _LINE.finditer(self._text):
            raw = found.group()
            shown = raw.strip(_SPACE)
            if not shown:
                continue
            start = found.start() + raw.index(shown[0])
            end = start + len(shown)
            first, last = self._place(start), self._place(end - 1)
            run = self._run(start, end, first, last)
            is_uneven = abs(first[2] - last[2]) > _SAME_LINE * run.size
            if is_uneven and self._is_turned(run, end - 1, first, last):
                turned.append(run.text)
            elif run.text and self._is_sound(run):
                if is_uneven:
                    uneven.append(len(runs))
                lines.append((start, end))
                runs.append(run)
        split = self._find_gaps(lines, runs, uneven)
        if not split:
            return runs, " ".join(turned)
        return [part for index, run in enumerate(runs) for part in split.get(index, (run,))], " ".join(turned)

    def _mark_raised(self) -> None:
        """Writes raised numbers as superscript digits, so that they are not taken for part of a word."""
        text = self._text
        parts: list[str] = []
        end = 0
        for found in _RAISED.finditer(text):
            start = found.start()
            if self._style(start)[0] < _SMALLER * self._style(start - 1)[0]:
                parts += (text[end:start], found.group().translate(_SUPERSCRIPTS))
                end = found.end()
        if parts:
            self._text = "".join((*parts, text[end:]))

    def _run(self, start: int, end: int, first: _Place, last: _Place) -> Run:
        text = self._text
        size, bold = self._style(start)
        if bold or size < self._size_before:
            # The first letter may be a raised note number, or the only bold one.
            last_size, last_bold = self._style(end - 1)
            size, bold = max(size, last_size), bold and last_bold
        self._size_before = size
        baseline = first[2] if first[2] > last[2] else last[2]
        trails = text[end : end + 1] == " "
        return Run(_clean(text[start:end]), first[0], last[1], baseline, size, bold and last_bold, trails)

    def _is_sound(self, run: Run) -> bool:
        """Whether a run has a sound place on the page."""
        return (
            -_FARTHEST < run.left < self._width
            and 0 < run.right < _FARTHEST
            and 0 < run.size < _FARTHEST
            and -run.size < run.baseline < self._height + run.size
        )

    def _is_turned(self, run: Run, place: int, first: _Place, last: _Place) -> bool:
        """Whether a run's letters stand over one another."""
        rise = abs(last[2] - first[2])
        if len(run.text) < 3 or rise <= 2 * abs(last[0] - first[0]):
            return False
        pdfium.FPDFText_GetMatrix(self._text_page, place, self._matrix)
        is_upright: bool = abs(self._matrix.b) > abs(self._matrix.a)
        return is_upright != (self._rotation in (1, 3))

    def _find_gaps(
        self, lines: Sequence[tuple[int, int]], runs: Sequence[Run], uneven: Sequence[int]
    ) -> dict[int, list[Run]]:
        """The lines that consist of more than one run, with their runs."""
        if not runs:
            return {}
        widths = [
            0.01 * run.size * sum(run.text.encode("latin-1", "replace").translate(_WIDTHS)) for run in runs
        ]
        usual = sorted(
            (run.right - run.left) / (width + 0.01) for run, width in zip(runs, widths, strict=True)
        )[len(runs) // 2]
        suspects = set(uneven)
        for index, (run, width) in enumerate(zip(runs, widths, strict=True)):
            excess = run.right - run.left - usual * width
            if excess > _GAP * run.size and excess > (_STRETCHED - 1) * usual * width:
                suspects.add(index)
        long = [index for index, run in enumerate(runs) if len(run.text) >= _LEAST_SAMPLE]
        samples = long[len(long) // (2 * _SAMPLES) :: max(1, len(long) // _SAMPLES)]
        if any(len(self._split(*lines[index], runs[index].size)) > 1 for index in samples):
            suspects = set(range(len(lines)))
        return {index: self._split(*lines[index], runs[index].size) for index in sorted(suspects)}

    def _split(self, start: int, end: int, size: float) -> list[Run]:
        """Splits a line where a gap is wide or the type moves to another line."""
        runs: list[Run] = []
        begin, begun_at, stop, ended_at = start, (0.0, 0.0, 0.0), start, (0.0, 0.0, 0.0)
        for found in _WORD.finditer(self._text, start, end):
            first = self._place(found.start())
            if stop == start:
                begin, begun_at = found.start(), first
            elif _parts(ended_at, first, size):
                runs.append(self._run(begin, stop, begun_at, ended_at))
                begin, begun_at = found.start(), first
            stop = found.end()
            ended_at = self._place(stop - 1) if stop - found.start() > 1 else first
        if stop > start:
            runs.append(self._run(begin, stop, begun_at, ended_at))
        return [run for run in runs if run.text and self._is_sound(run)]

    def _place(self, place: int) -> _Place:
        text_page, box = self._text_page, self._box
        _get_box(text_page, place, box)
        _get_origin(text_page, place, self._x, self._y)
        rotation = self._rotation
        if rotation == 0:
            left = self._left
            return box.left - left, box.right - left, self._top - self._y.value
        if rotation == 1:
            bottom = self._bottom
            return box.bottom - bottom, box.top - bottom, self._x.value - self._left
        if rotation == 2:
            right = self._right
            return right - box.right, right - box.left, self._y.value - self._bottom
        return self._top - box.top, self._top - box.bottom, self._right - self._x.value

    def _size(self, place: int) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self._text_page, place))
        if pdfium.FPDFText_GetMatrix(self._text_page, place, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size

    def _style(self, place: int) -> tuple[float, bool]:
        """Type size in points, and whether the type is bold."""
        text_object = _get_text_object(self._text_page, place)
        if not text_object:
            return self._size(place), False
        address = ctypes.addressof(text_object.contents)
        known = self._styles.get(address)
        if known is None:
            known = self._styles[address] = self._size(place), self._is_bold(text_object)
        return known

    def _is_bold(self, text_object: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(text_object)
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        known = self._bold.get(address)
        if known is None:
            name = ctypes.create_string_buffer(_NAME_LENGTH)
            pdfium.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
            known = (
                _BOLD_NAME.search(name.value) is not None
                or bool(pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD)
                or (pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT and not _PLAIN_NAME.search(name.value))
            )
            self._bold[address] = known
        return known or pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _STROKED


def _parts(before: _Place, after: _Place, size: float) -> bool:
    """Whether a run ends between two words."""
    gap = after[0] - before[1]
    return abs(before[2] - after[2]) > _SAME_LINE * size or gap > _GAP * size or gap < -_BACK * size


def _clean(text: str) -> str:
    if not _UNCLEAN.search(text):
        return text
    for hyphen in _LINE_HYPHENS:
        text = text.replace(hyphen, "-")
    # A space that forbids a break stays: it tells where a line could not end.
    return " ".join([word for word in _UNWANTED.sub("", text).split(" ") if word])
