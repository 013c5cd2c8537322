"""Which lines of a plain text belong together.

Texts come with paragraphs divided by blank lines, with one paragraph a line, hard-wrapped without
blank lines, or as a print-out in which every line is followed by a blank one; and one file may change
from one to the other. So nothing is decided for the file. A pair of lines *runs on* if the first ends
within a sentence and the second begins with a small letter; where many of the pairs around run on, the
lines are wrapped there, and the lengths of lines that run on show how wide the column is. A paragraph
then ends at a line that ends a sentence and would have had room for the next line's first word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.reading.columns import Columns, Pair
from app.reading.lines import Line, ends_open, ends_sentence, starts_lower, starts_upper
from app.reading.shapes import (
    Heading,
    heading_shape,
    is_author_note,
    is_title_case,
    is_true_bullet,
    list_marker,
    split_cells,
    starts_speech,
)

_LONGEST_HEADING = 3  # lines


def group_lines(lines: Sequence[Line], reasons: Sequence[str]) -> list[list[int]]:
    """Groups lines into paragraphs, headings, list items and rows; each furniture line stands alone.

    Args:
        lines: All lines of the text.
        reasons: For each line why it is furniture, or "".

    Returns:
        Groups of line indexes. Every line is in one group; groups are ordered by their first line.
    """
    content = [index for index, reason in enumerate(reasons) if not reason]
    pairs = [Pair(lines[first], lines[second], second - first > 1) for first, second in pairwise(content)]
    columns = Columns(pairs)
    groups: list[list[int]] = [[index] for index, reason in enumerate(reasons) if reason]
    current: list[int] = []
    for place, index in enumerate(content):
        if current and _joins(
            pairs, place - 1, columns, [lines[other] for other in current[:_LONGEST_HEADING]], len(current)
        ):
            current.append(index)
        else:
            if current:
                groups.append(current)
            current = [index]
    if current:
        groups.append(current)
    groups.sort()
    return _join_stanzas(groups, lines, reasons)


def _joins(pairs: Sequence[Pair], place: int, columns: Columns, begun: Sequence[Line], size: int) -> bool:  # noqa: PLR0911
    """Whether a pair's second line goes on with the paragraph of its first."""
    pair = pairs[place]
    before, after, first = pair.before, pair.after, begun[0]
    if before.is_quoted != after.is_quoted or not (pair.is_narrow or (pair.interrupted and pair.runs_on)):
        return False
    gap = after.gap
    tight = columns.is_wrapped(place, 0)
    double = columns.is_wrapped(place, 1)
    wrapped = (tight and gap == 0) or (double and gap <= 1)
    following = pairs[place + 1] if place + 1 < len(pairs) else None
    is_item = _begins_item(pair, first)
    if (pair.runs_on or (list_marker(after.text) and not is_item)) and not is_item:
        if pair.interrupted or wrapped:
            return True
        if gap == 0:
            return len(before.text) >= 40 or bool(list_marker(first.text))
        # A blank line within a sentence: a page ended here.
        return gap <= 3 and (tight or double) and not columns.ends_early(place, pair)
    if gap == 0 and list_marker(first.text) and after.indent > first.indent and not list_marker(after.text):
        # A numbered heading stands above a paragraph that is set in.
        return size > 1 or heading_shape(first.text) != Heading.STRONG or not starts_upper(after.text)
    if is_item or _begins_block(pair, following, place, columns):
        return False
    if wrapped and not pair.interrupted and columns.is_set_in(place):
        return not _begins_set_in(pair, following, place, columns)
    if pair.interrupted:
        return (
            (tight or double)
            and not ends_sentence(before.text)
            and before.text[-1] != ":"
            and not columns.ends_early(place, pair)
            and (size > 1 or heading_shape(before.text) < Heading.STRONG)
        )
    if not wrapped or (size == len(begun) and _ends_heading(begun, pair, place, columns)):
        return False
    if before.text[-1] == ":":
        return not columns.ends_early(place, pair)
    if ends_sentence(before.text):
        return not (columns.ends_early(place, pair) or columns.ends_full(place, pair, size))
    return not columns.ends_far_early(place, pair) or ends_open(before.text)


def _begins_block(pair: Pair, following: Pair | None, place: int, columns: Columns) -> bool:
    """Whether a pair's second line begins something new by its own shape."""
    before, after = pair.before, pair.after
    if (split_cells(after.text) and split_cells(before.text)) or (
        starts_speech(after.text) and (ends_sentence(before.text) or starts_speech(before.text))
    ):
        return True
    if not ends_sentence(before.text):
        return False
    if is_author_note(after.text):
        return following is None or columns.ends_early(place + 1, following) or ends_sentence(after.text)
    if following is None or _is_heading_line(following, place + 1, columns):
        return following is not None
    # A heading of two lines fills the first.
    both = f"{after.text} {following.after.text}"
    return not ends_sentence(both) and len(both) <= 170 and is_title_case(after.text) and is_title_case(both)


def _begins_item(pair: Pair, first: Line) -> bool:
    """Whether a pair's second line begins a list item, and not by chance with a dash or a number."""
    marker = list_marker(pair.after.text)
    if not marker:
        return False
    return (
        is_true_bullet(marker)
        or pair.after.gap > 0
        or pair.before.text[-1] in ":;,"
        or ends_sentence(pair.before.text)
        or len(pair.before.text) < 40
        or _is_alike(marker, list_marker(first.text))
    )


def _is_alike(marker: str, other: str) -> bool:
    """Whether two list markers are of one kind, such as "a)" and "b)"."""
    first, second = marker.strip(), other.strip()
    return (
        bool(second)
        and first[-1] == second[-1]
        and first.strip("().").isdigit() == second.strip("().").isdigit()
    )


def _ends_heading(begun: Sequence[Line], pair: Pair, place: int, columns: Columns) -> bool:
    """Whether the lines of a group so far, up to a pair's first, are a heading of one or more lines."""
    if len(begun) == 1:
        return _is_heading_line(pair, place, columns)
    text = " ".join(line.text for line in begun)
    return (
        is_title_case(text)
        and heading_shape(text) == Heading.STRONG
        and starts_upper(pair.after.text)
        and columns.ends_early(place, pair)
    )


def _begins_set_in(pair: Pair, following: Pair | None, place: int, columns: Columns) -> bool:
    """Whether a paragraph, or a heading above one, begins where first lines are set in."""
    if columns.sets_in(place):
        return True
    heads = following is not None and columns.sets_in(place + 1)
    if heads and heading_shape(pair.after.text) != Heading.NO and not ends_sentence(pair.after.text):
        return True
    return heading_shape(pair.before.text) != Heading.NO and _is_heading_line(pair, place, columns)


def _is_heading_line(pair: Pair, place: int, columns: Columns) -> bool:
    """Whether a pair's first line is a heading above its second."""
    text = pair.before.text
    shape = heading_shape(text)
    if shape == Heading.NO or starts_lower(pair.after.text) or pair.interrupted:
        return False
    if shape == Heading.STRONG and (text.isupper() or is_title_case(text)):
        return columns.ends_early(place, pair)
    return columns.ends_far_early(place, pair)


def _join_stanzas(groups: list[list[int]], lines: Sequence[Line], reasons: Sequence[str]) -> list[list[int]]:
    """Joins runs of three or more short lines that are verse or an address.

    Some lines of the run end in a comma; where there is such a run, others are joined whose lines
    mostly end within a sentence.
    """
    runs: list[list[list[int]]] = []
    for group in groups:
        if runs and _is_verse(group, lines, reasons) and lines[group[0]].gap == 0:
            before = runs[-1][-1]
            if _is_verse(before, lines, reasons) and before[-1] == group[0] - 1:
                runs[-1].append(group)
                continue
        runs.append([group])
    has_verse = any(_count_ends(run, lines, ",;—–-") * 5 >= len(run) for run in runs if len(run) >= 3)
    joined: list[list[int]] = []
    for run in runs:
        open_ends = sum(not ends_sentence(lines[group[-1]].text) for group in run[:-1])
        if (
            has_verse
            and len(run) >= 3
            and (_count_ends(run, lines, ",;—–-") * 5 >= len(run) or open_ends * 2 >= len(run) - 1)
        ):
            joined.append([index for group in run for index in group])
        else:
            joined.extend(run)
    return joined


def _count_ends(run: Sequence[Sequence[int]], lines: Sequence[Line], marks: str) -> int:
    return sum(lines[group[-1]].text[-1] in marks for group in run[:-1])


def _is_verse(group: Sequence[int], lines: Sequence[Line], reasons: Sequence[str]) -> bool:
    text = lines[group[0]].text
    return (
        len(group) == 1
        and not reasons[group[0]]
        and len(text) <= 70
        and not list_marker(text)
        and not starts_speech(text)
        and not split_cells(text)
    )
