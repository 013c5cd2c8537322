"""Long sentences cut into claims, because inference overlooks a claim hidden in a subordinate clause."""

from __future__ import annotations

import re

from app.reading.document import Span

LONG = 22
"""Words from which on a sentence is looked at for a place to cut."""

_SHORTEST = 5
_BREAK = re.compile(
    r"\s*;\s+"
    r"|,?\s+[—–]\s+|\s*—\s*"
    r"|,\s+(?=(?:while|whereas|but|although|though|even though|however|yet|and that|adding that|saying that"
    r"|noting that|emphasi[sz]ing that|insisting that|stressing that|arguing that|so)\b)"
    r"|\s+(?=(?:while|whereas|although|even though)\b)"
    r"|,\s+(?=and\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|said|says"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|won['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t"
    r"|rose|fell|grew|became|began|made|took|gave|held|led|won|lost|went|came|told|found"
    r"|dealt|met|ran|sent|spent|built|left|kept|saw|knew|spoke|wrote|stood|brought|thought|drew|chose|meant|paid"
    r"|shows|means|remains|includes|calls|makes|needs|seeks|works|gives|takes|[a-z]{3,}ed)\b"
)
_SUBORDINATE = re.compile(r"^(?:while|whereas|although|though|even though)\s+[a-z]+ing\b", re.IGNORECASE)
_LEADER = re.compile(r"(?:and that|and|but|so|yet|while|whereas|although|though|even though|however),?\s+")
_SUBJECT = re.compile(
    r"^(?:and|but|so|yet|while|whereas|although|though|even though|however|and that|adding that|saying that"
    r"|noting that|emphasi[sz]ing that|insisting that|stressing that|arguing that)?,?\s*"
    r"(?:the|a|an|this|that|these|those|it|he|she|they|we|you|i|there|its|his|her|their|our|all|most|many"
    r"|some|few|no|[A-Z0-9][\w’'.-]*|[a-z]+s)\b"
)


def _is_claim(text: str) -> bool:
    return len(text.split()) >= _SHORTEST and _VERB.search(text) is not None


def claims(text: str, sentence: Span) -> list[Span]:
    """The claims of a sentence.

    A sentence of up to `LONG` words is one claim. A longer one is cut at semicolons, dashes, contrasting
    conjunctions and commas before "and", wherever both sides hold a verb and at least five words and the
    right side opens with something that can be its subject. Text in quotation marks is never cut, as the
    pieces would lose their speaker.

    Args:
        text: The passage.
        sentence: Where the sentence stands in it.

    Returns:
        Spans in `text`, in order, that do not overlap; the sentence alone where no cut is safe.
    """
    whole = text[sentence.start : sentence.end]
    if len(whole.split()) <= LONG or any(mark in whole for mark in '“”"'):
        return [sentence]
    pieces: list[Span] = []
    begin = 0
    for found in _BREAK.finditer(whole):
        left, right = whole[begin : found.start()], whole[found.end() :]
        opens = _SUBJECT.match(right) or _SUBORDINATE.match(right)
        if not opens or not _is_claim(left) or not _is_claim(right):
            continue
        pieces.append(Span(sentence.start + begin, sentence.start + found.start()))
        leader = None if _SUBORDINATE.match(right) else _LEADER.match(right)
        begin = found.end() + (leader.end() if leader else 0)
    pieces.append(Span(sentence.start + begin, sentence.end))
    return pieces
