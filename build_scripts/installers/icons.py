"""The icon in the forms that Windows and macOS want, drawn from the one that is kept as SVG.

python -m build_scripts.installers.icons FOLDER     (with the environment's interpreter: Qt draws)
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImageWriter

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "resources" / "icons" / "counterpoint.svg"
_WINDOWS = (16, 24, 32, 48, 64, 256)
_MACOS = {"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}
_ALL_OF_A_BYTE = 256


def draw(size: int) -> bytes:
    """The icon as PNG, so many pixels wide and high."""
    image = QIcon(str(SOURCE)).pixmap(QSize(size, size), 1.0).toImage()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def to_ico(pictures: Mapping[int, bytes]) -> bytes:
    """PNGs by their size as one ICO: a header, an entry of 16 bytes each, the pictures."""
    entries, data = b"", b""
    offset = 6 + 16 * len(pictures)
    for size, picture in pictures.items():
        told = size % _ALL_OF_A_BYTE  # 256 is told as 0
        entries += struct.pack("<BBBBHHII", told, told, 0, 0, 1, 32, len(picture), offset + len(data))
        data += picture
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + data


def to_icns(pictures: Mapping[str, bytes]) -> bytes:
    """PNGs by their type as one ICNS: each with its type and length before it."""
    data = b"".join(
        kind.encode() + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(data)) + data


def make(folder: Path) -> None:
    """Write `counterpoint.ico` and `counterpoint.icns` to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "counterpoint.ico").write_bytes(to_ico({size: draw(size) for size in _WINDOWS}))
    (folder / "counterpoint.icns").write_bytes(to_icns({kind: draw(size) for kind, size in _MACOS.items()}))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv[:1])
    make(Path(sys.argv[1]))
