"""Recognition of text in pictures, where the extra `ocr` is installed.

RapidOCR carries its models in its own package, so nothing is fetched.
"""

from __future__ import annotations

import importlib
import io
import warnings
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from app.errors import UnreadableFileError
from app.offline import refuse_reports

Picture = npt.NDArray[np.uint8]
"""A picture, (height, width, 3): blue, green, red."""

REMEDY = "Install the recognition of text (counterpoint[ocr]), or open a file with a text layer."
_LEAST_SCORE = 0.6
_MOST_DOTS = 100_000_000  # of a picture; a page at 600 dots an inch has 35 million
_MOST_FRAMES = 2000


@dataclass(frozen=True, slots=True)
class Word:
    """A line, or a part of one, recognised in a picture; its edges in dots from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Recogniser:
    """Recognises the text of pictures; loading it takes a second."""

    def __init__(self) -> None:
        refuse_reports()
        rapidocr = importlib.import_module("rapidocr")
        self._engine: Any = rapidocr.RapidOCR(
            # Lines are not turned about: pages stand upright, and the classifier errs more often.
            params={
                "Global.use_cls": False,
                "Global.log_level": "critical",
                "Global.text_score": _LEAST_SCORE,
            }
        )

    def recognise(self, picture: Picture) -> list[Word]:
        """The lines of a picture, from top to bottom."""
        found = self._engine(picture)
        if found.boxes is None or found.txts is None:
            return []
        words: list[Word] = []
        for corners, text in zip(np.asarray(found.boxes), found.txts, strict=True):
            left, top = corners.min(axis=0)
            right, bottom = corners.max(axis=0)
            if text.strip():
                words.append(Word(text.strip(), float(left), float(top), float(right), float(bottom)))
        return words


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None


@cache
def recogniser() -> Recogniser | None:
    """The recogniser, or None where the extra is not installed."""
    return Recogniser() if is_installed() else None


def load_pictures(data: bytes, name: str) -> list[Picture]:
    """The pictures of an image file, more than one in a TIFF of several pages.

    Args:
        data: The file's content.
        name: The file's name, for messages.

    Raises:
        UnreadableFileError: If the file is no sound image, or too large a one.
    """
    image = importlib.import_module("PIL.Image")
    turn = importlib.import_module("PIL.ImageOps").exif_transpose
    pictures: list[Picture] = []
    try:
        with warnings.catch_warnings(), image.open(io.BytesIO(data)) as file:
            warnings.simplefilter("ignore")
            for index in range(min(getattr(file, "n_frames", 1), _MOST_FRAMES)):
                file.seek(index)
                if file.width * file.height > _MOST_DOTS:
                    raise UnreadableFileError(
                        f"“{name}” is too large a picture: {file.width} by {file.height} dots.",
                        "Save it at 300 dots an inch and open that.",
                    )
                pictures.append(np.asarray(turn(file).convert("RGB"))[:, :, ::-1].copy())
    except (OSError, ValueError, SyntaxError, EOFError, image.DecompressionBombError) as error:
        raise UnreadableFileError(
            f"“{name}” is damaged or no picture at all.", "Open it in a picture program and save it anew."
        ) from error
    return pictures
