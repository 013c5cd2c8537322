"""The map as it is drawn: its cells in the window, and the whole of it as a picture for a report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.analysis.overview import TOLD, Cell, Overview
from app.errors import CounterpointError
from app.relations.relation import Relation
from app.reports.shapes import SHAPES
from app.ui import drawing
from app.ui.theme import Theme, Type

CELL = QSize(96, 64)
TITLES = 190
"""Width of the column of titles."""
HEAD = 84
MARGIN = 24
NARROWEST = 420
CSS_DOTS = 96
"""Dots an inch of a pixel as browsers count it."""
SHARPNESS = 2
"""Pixels of a PNG for one on the screen."""

COUNTED = (Relation.CONTRADICTS, Relation.AGREES)


def draw_cell(painter: QPainter, box: QRectF, cell: Cell, theme: Theme, type_: Type) -> None:
    """Draw what was found between two sources: a shape and a number each, and their shares as a bar."""
    px = type_.px
    painter.setPen(QColor(theme.line))
    painter.setBrush(QColor(theme.pane))
    painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
    font = type_.sans(13)
    half = box.width() / len(COUNTED)
    top = box.center().y() - px(15)
    for number, relation in enumerate(COUNTED):
        text = f"{SHAPES[relation]} {cell[relation]}" if cell[relation] else "·"
        colour = theme.tint(relation).ink if cell[relation] else theme.faint
        place = QRectF(box.left() + number * half, top, half, px(20))
        drawing.line(painter, place, text, font, colour, align=Qt.AlignmentFlag.AlignHCenter)
    whole = sum(cell[relation] for relation in TOLD)
    if not whole:
        return
    left, width = box.left() + px(12), box.width() - 2 * px(12)
    painter.setPen(Qt.PenStyle.NoPen)
    for relation in TOLD:
        share = width * cell[relation] / whole
        if share:
            painter.fillRect(
                QRectF(left, top + px(24), max(1.0, share - 1), px(5)), QColor(theme.tint(relation).ink)
            )
        left += share


class MapPicture:
    """The whole map with its title and legend, drawn as in the window.

    Args:
        overview: What was found.
        title: What stands over it.
        theme: Its colours.
        type_: Its zoom.
    """

    def __init__(self, overview: Overview, title: str, theme: Theme, type_: Type) -> None:
        self._overview, self._title, self._theme, self._type = overview, title, theme, type_
        count = max(0, len(overview.parties) - 1)
        px = type_.px
        width = 2 * px(MARGIN) + px(TITLES) + count * px(CELL.width())
        height = 2 * px(MARGIN) + px(HEAD) + count * px(CELL.height())
        self._size = QSize(max(width, px(NARROWEST)), height)

    def save(self, path: Path) -> None:
        """Write it as SVG or PNG, by the name's end.

        Raises:
            CounterpointError: The place cannot be written to, or the name ends in something else.
        """
        drawers = {".svg": self._draw_svg, ".png": self._draw_png}
        drawer = drawers.get(path.suffix.lower())
        if drawer is None:
            raise CounterpointError(f"{path.name} is no picture's name.", "End it in .svg or .png.")
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        drawer(buffer)
        try:
            path.write_bytes(buffer.data().data())
        except OSError as error:
            raise CounterpointError(
                f"{path} could not be written: {error.strerror}.", "Choose another place."
            ) from error

    def _draw_svg(self, device: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setResolution(CSS_DOTS)
        generator.setSize(self._size)
        generator.setViewBox(QRectF(QPointF(0, 0), self._size))
        generator.setTitle(self._title)
        painter = QPainter(generator)
        self._draw(painter)
        painter.end()

    def _draw_png(self, device: QBuffer) -> None:
        image = QImage(self._size * SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARPNESS)
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        QImageWriter(device, QByteArray(b"png")).write(image)

    def _draw(self, painter: QPainter) -> None:
        px, theme = self._type.px, self._theme
        margin, parties = px(MARGIN), self._overview.parties
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(0, 0), self._size), QColor(theme.pane))
        top = QRectF(margin, margin, self._size.width() - 2 * margin, px(22))
        drawing.line(painter, top, self._title, self._type.sans(15, QFont.Weight.DemiBold), theme.ink)
        legend = " · ".join(f"{SHAPES[relation]} {relation.value}" for relation in COUNTED)
        drawing.line(painter, top.translated(0, px(22)), legend, self._type.sans(12), theme.soft)
        for column, party in enumerate(parties[:-1]):
            place = self._box(column, 0).adjusted(4, -px(24), -4, -px(CELL.height()) - px(4))
            self._draw_title(painter, place, party.title, Qt.AlignmentFlag.AlignHCenter)
        for row, party in enumerate(parties[1:]):
            place = self._box(0, row)
            place.setLeft(margin)
            place.setWidth(px(TITLES - 12))
            self._draw_title(painter, place, party.title, Qt.AlignmentFlag.AlignRight)
            for column, other in enumerate(parties[: row + 1]):
                found = self._overview.between(other.owner, party.owner)
                draw_cell(painter, self._box(column, row), found, theme, self._type)

    def _box(self, column: int, row: int) -> QRectF:
        px = self._type.px
        width, height = px(CELL.width()), px(CELL.height())
        left, top = px(MARGIN) + px(TITLES), px(MARGIN) + px(HEAD)
        return QRectF(left + column * width, top + row * height, width, height)

    def _draw_title(self, painter: QPainter, place: QRectF, title: str, align: Qt.AlignmentFlag) -> None:
        drawing.line(painter, place, title, self._type.sans(12), self._theme.soft, align=align)
