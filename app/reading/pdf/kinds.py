"""What each group of lines is: heading by size and weight, list item, quotation, row, paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.reading.document import Kind
from app.reading.lines import ends_sentence
from app.reading.pdf.columns import Line
from app.reading.pdf.paragraphs import Setting
from app.reading.shapes import Heading, heading_shape, is_true_bullet, list_marker

_LARGER = 1.07  # times the text's size: a heading's
_DISPLAY = 1.4  # times the text's size: a title's
_LONGEST_HEADING = 3  # lines
_LONGEST_TITLE = 6  # lines of display type
_MOST_WORDS = 35
_MOST_ENDED_WORDS = 14  # of a heading that ends in a full stop
_INDENT = 1.0  # of the type size by which a quotation is set in on either side

Style = tuple[int, bool, bool]
"""Type size in half points, whether bold, whether all in capitals."""


@dataclass(frozen=True, slots=True)
class Body:
    """The type that most of a document's text is set in."""

    size: float
    bold: bool


def find_body(lines: Sequence[Line]) -> Body:
    """The size and weight of most characters."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        sizes[round(line.size * 4) / 4, line.bold] += len(line.text)
    if not sizes:
        return Body(10.0, bold=False)
    size, bold = sizes.most_common(1)[0][0]
    return Body(size, bold)


def is_heading(group: Sequence[Line], body: Body) -> bool:
    """Whether a group of lines is set as a heading is."""
    first = group[0]
    is_larger = first.size > _LARGER * body.size
    is_bold = first.bold and not body.bold and all(line.bold for line in group)
    if not (is_larger or is_bold) and not (len(group) <= 2 and first.text.isupper()):
        return False
    text = " ".join(line.text for line in group)
    is_row = any(line.cells > 1 for line in group)
    if is_row or text[-1] in ",;" or is_true_bullet(list_marker(text) or "1") or not _has_letters(text):
        return False
    if not (is_larger or is_bold):
        return text.isupper() and heading_shape(text) == Heading.STRONG
    words = text.count(" ") + 1
    if text[-1] == "." and ends_sentence(text):
        return words <= _MOST_ENDED_WORDS if is_larger else heading_shape(text) == Heading.STRONG
    longest = _LONGEST_TITLE if first.size > _DISPLAY * body.size else _LONGEST_HEADING
    return words <= _MOST_WORDS and len(group) <= longest


def _has_letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def style_of(group: Sequence[Line]) -> Style:
    """The style that headings of one level share."""
    text = " ".join(line.text for line in group)
    return round(group[0].size * 2), all(line.bold for line in group), text.isupper()


def rank_styles(styles: Mapping[int, Style]) -> dict[int, int]:
    """The levels of headings by their styles; only a title that stands alone has level 1.

    Args:
        styles: For each heading, by the number of its block, its style.
    """
    counts = Counter(styles.values())
    ordered = sorted(counts, reverse=True)
    first = 1 if ordered and counts[ordered[0]] == 1 else 2
    levels = {style: min(first + rank, 6) for rank, style in enumerate(ordered)}
    return {block: levels[style] for block, style in styles.items()}


def kind_of(group: Sequence[Line], setting: Setting) -> Kind:
    """What a group that is no heading is.

    Args:
        group: Its lines.
        setting: How the document is set.
    """
    first = group[0]
    if list_marker(first.text):
        return Kind.LIST
    if first.cells > 1:
        return Kind.TABLE
    if len(group) >= 2 and all(_is_set_in(line, setting) for line in group):
        return Kind.QUOTE
    return Kind.PARAGRAPH


def _is_set_in(line: Line, setting: Setting) -> bool:
    """Whether a line is set in on both sides."""
    least = _INDENT * line.size
    return setting.indent_of(line) > least and setting.right_of(line) - line.right > least
