"""Furniture that learns: blocks that come back in several sources, such as disclaimers and sign-in lines."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Mapping, Sequence

from app.engine.jobs import Progress, Steps
from app.reading.document import Kind
from app.workspace.furniture import Block
from app.workspace.workspace import Workspace

LEAST_SOURCES = 3
LINE, SHORT, LONG = 72, 120, 480
"""Code points of what is called a line, a short block and a long one: some 12, 20 and 80 words."""
NEAR, NEXT = 3, 1
"""Blocks of its own that may stand between a recurring block, short or long, and the edge of its source."""
LEAST_OWN = 90
"""Code points that two sources must each have for themselves not to be copies."""
MOST_SHARED = 2
"""Blocks longer than a short one that two sources may share and not be copies."""

_LEARNED = "furniture learned"
"""Key of the workspace's record of the rule and the sources that it was learned from."""
_RULE = "1"
_QUOTATION = re.compile('["“”„«»「」]')
_SENTENCE_END = re.compile(r"[.!?:;,…。！？：；，][’)\]]*$")


def learn_furniture(workspace: Workspace) -> Steps[bool]:
    """Make furniture what recurs in a workspace's sources, and text what no longer does.

    A read-only workspace, or one whose sources are those of the last time, is left as it is.

    Returns:
        Whether any passage changed; what became text may lack its vector.
    """
    if workspace.read_only:
        return False
    sources = workspace.sources()
    told = " ".join([_RULE, *(f"{source.id}:{source.sha256}:{source.is_split:d}" for source in sources)])
    state = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    if workspace.meta(_LEARNED) == state:
        return False
    blocks: list[tuple[Block, ...]] = []
    for done, source in enumerate(sources):
        yield Progress("looking for furniture", done, len(sources))
        blocks.append(workspace.blocks(source.id))
    search = find_recurring(blocks, workspace.texts)
    while True:
        try:
            next(search)
        except StopIteration as end:
            has_changed = workspace.set_recurring(end.value)
            workspace.set_meta(_LEARNED, state)
            return has_changed
        yield Progress("looking for furniture", len(sources), len(sources))


def find_recurring(
    sources: Sequence[Sequence[Block]], texts: Callable[[Collection[int]], Mapping[int, str]]
) -> Generator[None, None, dict[int, int]]:
    """The texts that are furniture because they recur, each with the number of sources it stands in.

    A lost paragraph costs an analyst more than a disclaimer that is shown as text, so a text must pass all
    of this:

    1. The very same text stands in at least three sources, no two of which are copies of one another. Two
       sources are copies, as a whole or in part, where either has next to nothing for itself (15 words) or
       where they share three or more blocks longer than 20 words: a wire report in five newspapers is
       content, and so is what they took from it.
    2. In most of its sources it stands where furniture stands. A line of up to 12 words that ends like no
       sentence ("Read more") may stand anywhere. A block of up to 20 words stands at the beginning or the
       end, with at most three other blocks outside it; other recurring blocks are not counted. A block of
       up to 80 words, such as a disclaimer, stands at the end, with at most one other outside it: at the
       beginning it might be the first paragraph that two newspapers share.
    3. It is quoted nowhere and holds no quotation marks, for what is quoted in several sources is what an
       analyst looks for; and it is no row of a table.

    Args:
        sources: Their blocks in reading order; the owner says which source counts.
        texts: Gives texts by number.

    Yields:
        Nothing, every few milliseconds.
    """
    by_owner: dict[int, list[Block]] = defaultdict(list)
    owners: dict[int, dict[int, None]] = defaultdict(dict)
    never: set[int] = set()
    for blocks in sources:
        for block in blocks:
            by_owner[block.owner].append(block)
            owners[block.text][block.owner] = None
            if block.kind in (Kind.QUOTE, Kind.TABLE) or block.length > LONG:
                never.add(block.text)
        yield
    often = {text for text, places in owners.items() if len(places) >= LEAST_SOURCES and text not in never}
    wordings = {text: words for text, words in texts(often).items() if not _QUOTATION.search(words)}
    lines = {text for text, words in wordings.items() if not _SENTENCE_END.search(words)}
    placed: dict[int, set[int]] = defaultdict(set)
    lengths: dict[int, dict[int, int]] = {}
    for owner, held in by_owner.items():
        yield
        for text in _placed(held, wordings, lines):
            placed[text].add(owner)
        lengths[owner] = {block.text: block.length for block in held}
    found: dict[int, int] = {}
    for text, places in placed.items():
        yield
        if len(places) * 2 > len(owners[text]) and _are_independent(
            [lengths[owner] for owner in owners[text] if owner in places]
        ):
            found[text] = len(owners[text])
    return found


def _placed(held: Sequence[Block], recurring: Collection[int], lines: Collection[int]) -> set[int]:
    """The recurring texts that stand in a source where furniture stands."""
    found: set[int] = set()
    whole = sum(block.text not in recurring for block in held)
    before = 0
    for block in held:
        if block.text not in recurring:
            before += 1
            continue
        after = whole - before
        if (
            (block.length <= LINE and block.text in lines and block.kind is Kind.PARAGRAPH)
            or (block.length <= SHORT and min(before, after) <= NEAR)
            or after <= NEXT
        ):
            found.add(block.text)
    return found


def _are_independent(sources: Sequence[Mapping[int, int]]) -> bool:
    """Whether enough of the sources, given as lengths of their texts, are no copies of one another."""
    chosen: list[Mapping[int, int]] = []
    for source in sources:
        if not any(_are_copies(source, other) for other in chosen):
            chosen.append(source)
            if len(chosen) == LEAST_SOURCES:
                return True
    return False


def _are_copies(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    shared = one.keys() & other.keys()
    common = sum(one[text] for text in shared)
    own = min(sum(one.values()), sum(other.values())) - common
    return own < LEAST_OWN or sum(one[text] > SHORT for text in shared) > MOST_SHARED
