"""Wrapped text, laid out once and kept: what the reader and the cards draw."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text (code points) drawn in a format of its own."""

    start: int
    end: int
    format: QTextCharFormat


class WrappedText:
    """One text wrapped at a width.

    Args:
        text: The text; it holds no line ends.
        font: Its font.
        width: In pixels.
        line_height: As a multiple of the font's size.
        max_lines: Lines beyond are left out and the last one ends in an ellipsis; 0 for all.
    """

    def __init__(self, text: str, font: QFont, width: int, line_height: float, max_lines: int = 0) -> None:
        self.text = text
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        pitch = font.pixelSize() * line_height
        top = 0.0
        self._layout.beginLayout()
        count = 0
        while True:
            line = self._layout.createLine()
            if not line.isValid():
                break
            count += 1
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (pitch - line.height()) / 2))
            top += pitch
            if max_lines and count == max_lines:
                break
        self._layout.endLayout()
        self.is_cut = bool(max_lines) and self._shown_end() < len(_utf16(text))
        self.height = round(top)
        self.width = width

    def _shown_end(self) -> int:
        line = self._layout.lineAt(self._layout.lineCount() - 1)
        return line.textStart() + line.textLength()

    def draw(self, painter: QPainter, origin: QPointF, marks: Sequence[Mark] = ()) -> None:
        """Draw at `origin` (top left) in the painter's pen, with `marks` on top."""
        ranges = []
        for mark in marks:
            drawn = QTextLayout.FormatRange()
            drawn.start = len(_utf16(self.text[: mark.start]))
            drawn.length = len(_utf16(self.text[mark.start : mark.end]))
            drawn.format = mark.format
            ranges.append(drawn)
        clip = QRectF(origin.x() - 2, origin.y(), self.width + 4, self.height)
        self._layout.draw(painter, origin, ranges, clip)
        if self.is_cut:
            line = self._layout.lineAt(self._layout.lineCount() - 1)
            where = origin + QPointF(line.naturalTextWidth() + 2, line.y() + line.ascent())
            painter.setFont(self._layout.font())
            painter.drawText(where, "…")


def _utf16(text: str) -> str:
    """`text` with a stand-in for each second UTF-16 unit: Qt counts those, Python counts code points."""
    return text if text.isascii() else "".join(c if ord(c) < 0x10000 else c + " " for c in text)


class LayoutCache:
    """The latest layouts, so that scrolling and repainting lay out nothing again."""

    def __init__(self, limit: int = 4000) -> None:
        self._limit = limit
        self._layouts: OrderedDict[tuple[str, str, int, float, int], WrappedText] = OrderedDict()

    def get(self, text: str, font: QFont, width: int, line_height: float, max_lines: int = 0) -> WrappedText:
        """The layout of `text`, made now if it is not kept."""
        key = (text, font.key(), width, line_height, max_lines)
        layout = self._layouts.get(key)
        if layout is None:
            layout = WrappedText(text, font, width, line_height, max_lines)
            self._layouts[key] = layout
            if len(self._layouts) > self._limit:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(key)
        return layout
