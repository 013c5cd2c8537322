"""Sections: the parts of a document, and the articles that a collection consists of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from app.reading.blocks import Block
from app.reading.cues import BYLINE, CAPTION, CREDIT, DATE, FILLER, NOTE
from app.reading.document import Kind, Section
from app.reading.metadata import read_date_line
from app.reading.shapes import list_marker

_LOOK_AHEAD = 5
_TITLE_LENGTH = 90


def find_sections(
    blocks: Sequence[Block], gaps: Sequence[int], title: str, levels: Mapping[int, int] | None = None
) -> dict[int, Section]:
    """Which blocks open a section; the first block always does.

    Args:
        blocks: The blocks of a text in order.
        gaps: For each block the blank lines before it.
        title: The document's title; empty where none is known.
        levels: The levels of the headings by block, where the format records them.
    """
    if not blocks:
        return {}
    levels = levels or {}
    starts = _article_starts(blocks, gaps, levels)
    if len(starts) < 2:
        return _single_article(blocks, title, levels)
    openings: dict[int, Section] = {}
    bounds = [*sorted(starts | {0}), len(blocks)]
    for start, end in pairwise(bounds):
        heading = _article_title(blocks, start, end)
        openings[start] = Section(_title_text(blocks, start, end, heading), 1)
        for index in range(start + 1, end):
            if blocks[index].kind == Kind.HEADING and index != heading:
                openings[index] = Section(blocks[index].text, max(2, levels.get(index, 2)))
    return openings


def open_sections(blocks: Sequence[Block], openings: Mapping[int, Section]) -> list[Block]:
    """The blocks, each with the section that it opens."""
    return [
        replace(block, opens=openings[index]) if index in openings else block
        for index, block in enumerate(blocks)
    ]


def _single_article(blocks: Sequence[Block], title: str, levels: Mapping[int, int]) -> dict[int, Section]:
    """One section with the title for the whole, and one for each other heading."""
    openings = {0: Section(title, 1)}
    titled = not title
    for index, block in enumerate(blocks):
        if block.kind != Kind.HEADING:
            continue
        if not titled and block.text == title:
            titled = True
        elif index > 0:
            openings[index] = Section(block.text, max(2, levels.get(index, 2)))
    return openings


def _article_starts(blocks: Sequence[Block], gaps: Sequence[int], levels: Mapping[int, int]) -> set[int]:
    """Blocks with which an article of its own begins; fewer than two where the file is one article."""
    tops = {index for index, level in levels.items() if level == 1}
    if len(tops) > 1:
        return _thin_out(blocks, tops | {0})
    starts = {0}
    separators = _separators(blocks)
    for index in separators:
        after = _next_shown(blocks, index)
        if after is not None:
            starts.add(after)
    bare_dates = _has_repeated_bare_dates(blocks) and not separators
    signed = [
        index
        for index, block in enumerate(blocks)
        if block.kind == Kind.HEADING and _is_signed(blocks, index, allow_bare=bare_dates)
    ]
    top = min((levels.get(index, 1) for index in signed if levels.get(index) != 1), default=1)
    starts.update(_title_starts(blocks, [index for index in signed if levels.get(index, 1) == top], levels))
    if len(starts) > 2 and not levels:
        starts.update(_unsigned_starts(blocks, gaps))
    return _thin_out(blocks, starts)


def _separators(blocks: Sequence[Block]) -> list[int]:
    """Lines of filler that stand between articles: recurring, and often followed by a title or a date."""
    counts = Counter(block.text for block in blocks if block.reason == FILLER)
    found: list[int] = []
    for text, count in counts.items():
        if count < 3:
            continue
        places = [
            index for index, block in enumerate(blocks) if block.reason == FILLER and block.text == text
        ]
        titled = sum(_looks_begun(blocks, index + 1) for index in places)
        if titled * 5 >= count * 2:
            found.extend(places)
    return sorted(found)


def _looks_begun(blocks: Sequence[Block], index: int) -> bool:
    """Whether a title, a byline or a date stands at a place."""
    return any(
        block.kind == Kind.HEADING or block.reason in (BYLINE, DATE) for block in blocks[index : index + 2]
    )


def _next_shown(blocks: Sequence[Block], index: int) -> int | None:
    """The first block after a separator that is no separator itself."""
    following = index + 1
    while following < len(blocks) and blocks[following].reason == FILLER:
        following += 1
    return following if following < len(blocks) else None


def _is_signed(blocks: Sequence[Block], index: int, *, allow_bare: bool) -> bool:
    """Whether a byline or a publication date follows a heading before its text begins."""
    paragraphs = 0
    for block in blocks[index + 1 : index + 1 + _LOOK_AHEAD]:
        if block.reason == BYLINE:
            return True
        if block.reason == DATE:
            found = read_date_line(block.text)
            if (found and found[1]) or allow_bare:
                return True
        if block.kind in (Kind.PARAGRAPH, Kind.LIST, Kind.QUOTE):
            paragraphs += 1
            # A standfirst of one paragraph may stand between the title and the byline.
            if paragraphs > 1 or len(block.text) > 400:
                return False
        if block.kind == Kind.HEADING and paragraphs:
            return False
    return False


def _has_repeated_bare_dates(blocks: Sequence[Block]) -> bool:
    """Whether dates stand right under at least three headings."""
    found = sum(after.reason == DATE and before.kind == Kind.HEADING for before, after in pairwise(blocks))
    return found >= 3


def _title_starts(blocks: Sequence[Block], signed: Sequence[int], levels: Mapping[int, int]) -> list[int]:
    """Where the titles begin that these headings belong to: a title may be of several headings.

    The first has no more of them than the others; what stands above is the collection's own title.
    """
    runs: list[list[int]] = []
    for index in signed:
        run = [index]
        while run[0] > 0 and _goes_on(blocks, run[0] - 1, levels):
            run.insert(0, run[0] - 1)
        if not runs or runs[-1][0] != run[0]:
            runs.append(run)
        else:
            runs[-1] = run
    if len(runs) > 1:
        longest = max(len(run) for run in runs[1:])
        runs[0] = runs[0][-longest:]
    return [run[0] for run in runs]


def _goes_on(blocks: Sequence[Block], index: int, levels: Mapping[int, int]) -> bool:
    """Whether a heading and the one after it are one title."""
    return blocks[index].kind == Kind.HEADING and levels.get(index, 0) >= levels.get(index + 1, 0)


def _unsigned_starts(blocks: Sequence[Block], gaps: Sequence[int]) -> set[int]:
    """Weaker beginnings that count only in a file known to hold several articles."""
    starts: set[int] = set()
    for index in range(1, len(blocks)):
        block, before = blocks[index], blocks[index - 1]
        if block.kind == Kind.HEADING and (
            before.reason == NOTE or (gaps[index] == 0 and " … " in before.text)
        ):
            starts.add(index)
        elif block.reason == DATE and before.kind not in (Kind.HEADING, Kind.FURNITURE):
            found = read_date_line(block.text)
            if found and found[1]:
                starts.add(index)
        elif block.kind == Kind.LIST and before.kind == Kind.PARAGRAPH and before.text[-1] not in ":…,":
            end = index
            while end < len(blocks) and blocks[end].kind == Kind.LIST:
                end += 1
            # A list that nothing leads up to, with a picture under it, is the standfirst of a news page.
            if end - index >= 2 and end < len(blocks) and blocks[end].reason in (CAPTION, CREDIT):
                starts.add(index)
    return starts


def _thin_out(blocks: Sequence[Block], starts: set[int]) -> set[int]:
    """Leaves out a start between which and the one before no text stands.

    Before the first article the title of the whole collection may stand; it keeps a section of its own.
    """
    kept: list[int] = []
    left_out: list[int] = []
    for start in sorted(starts):
        if not kept or any(_is_text(block) for block in blocks[kept[-1] : start]):
            kept.append(start)
        elif len(kept) == 1 and any(block.kind == Kind.HEADING for block in blocks[:start]):
            left_out.append(start)
    if len(kept) > 1 and left_out:
        kept.append(left_out[0])
    return set(kept)


def _is_text(block: Block) -> bool:
    return block.kind not in (Kind.HEADING, Kind.FURNITURE)


def _article_title(blocks: Sequence[Block], start: int, end: int) -> int | None:
    """The heading that is an article's title: before any text but a standfirst's snippet."""
    for index in range(start, min(end, start + _LOOK_AHEAD)):
        if blocks[index].kind == Kind.HEADING:
            return index
        if blocks[index].kind != Kind.FURNITURE:
            return None
    return None


def _title_text(blocks: Sequence[Block], start: int, end: int, heading: int | None) -> str:
    if heading is not None:
        return blocks[heading].text
    for block in blocks[start:end]:
        if block.kind != Kind.FURNITURE:
            return shorten(block.text[len(list_marker(block.text)) :])
    return shorten(blocks[start].text)


def shorten(text: str) -> str:
    """The first words of a text, for a section that has no title."""
    if len(text) <= _TITLE_LENGTH:
        return text
    return text[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
