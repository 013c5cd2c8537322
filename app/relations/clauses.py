"""Sentences cut into claims, because inference overlooks a claim hidden in a subordinate clause."""

from __future__ import annotations

import re

from app.reading.document import Span

LONG = 12
"""Words from which on a sentence is looked at for a place to cut."""

_SHORTEST = 4
_COORDINATE = (
    r"while|whereas|but|although|though|even though|however|yet|so|and|because|since|as|even if|even when"
    r"|until|and that|(?:adding|saying|noting|emphasi[sz]ing|insisting|stressing|arguing) that"
)
_RELATIVE = (
    r"which|who|whose|where|when|among|including|such as|as well as|unlike|despite|in spite of|going by"
)
_BREAK = re.compile(
    r"\s*[;:]\s+|,?\s+[—–]\s+|\s*—\s*"
    rf"|,\s+(?=(?:{_COORDINATE}|{_RELATIVE})\b)"
    r"|\s+(?=(?:while|whereas|although|even though)\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|said|says"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|won['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t"
    r"|rose|fell|grew|became|began|made|took|gave|held|led|won|lost|went|came|told|found|shrank|met|ran|sent"
    r"|dealt|spent|built|left|kept|saw|knew|spoke|wrote|stood|brought|thought|drew|chose|meant|paid|sold|put"
    r"|shows|means|remains|includes|makes|gives|takes|gets|goes|comes|keeps|holds|puts|runs|helps|seems|seeks"
    r"|becomes|provides|requires|allows|serves|supports|works|reaches|carries|accepts|believes|knows|wants"
    r"|faces|leads|leaves|lies|names|obliges|offers|pays|praises|reads|rejects|rises|falls|grows|stands"
    r"|tells|thinks|turns|violates|reflects|promotes|protects|threatens|undermines|refuses|opposes|denies"
    r"|[a-z]{3,}ed)\b|\b(?:they|we|you|who)\s+[a-z]+"
)
_SUBORDINATE = re.compile(r"(?:while|whereas|although|though|even though)\s+[a-z]+ing\b", re.IGNORECASE)
_LEADER = re.compile(
    r"(?:and that|and|but|so|yet|while|whereas|although|though|even though|however|because),?\s+"
)
_TAIL = re.compile(rf"(?:{_RELATIVE})\b")
_SUBJECT = re.compile(
    rf"(?:(?:{_COORDINATE}),?\s+)?"
    r"(?:the|a|an|this|that|these|those|it|he|she|they|we|you|i|there|its|his|her|their|our|all|most|many"
    r"|some|few|no|each|both|none|neither|nobody|everyone|somebody|people|within|in|by|at|for|during|after|before|under|on"
    r"|[A-Z0-9][\w’'.-]*|[a-z]+s)\b"
)


def _is_claim(text: str) -> bool:
    return len(text.split()) >= _SHORTEST and _VERB.search(text) is not None


def claims(text: str, sentence: Span) -> list[Span]:
    """The claims of a sentence.

    A sentence of up to `LONG` words is one claim. A longer one is cut at semicolons, colons, dashes,
    conjunctions and relative pronouns after a comma, wherever both sides hold a verb and at least four
    words and, but for semicolons and colons, the right side opens with something that can be its
    subject. A cut-off tail that says nothing by itself ("among them ...") is left out. Text in quotation
    marks is never cut, as the pieces would lose their speaker.

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
    begin, tail = 0, False
    for found in _BREAK.finditer(whole):
        left, right = whole[begin : found.start()], whole[found.end() :]
        is_tail = _TAIL.match(right) is not None
        apart = found.group().strip() in {";", ":"}
        opens = apart or _SUBJECT.match(right) or _SUBORDINATE.match(right)
        if not is_tail and not (opens and _is_claim(right)):
            continue
        if not tail and not _is_claim(left):
            continue
        if not tail:
            pieces.append(Span(sentence.start + begin, sentence.start + found.start()))
        leader = None if is_tail or _SUBORDINATE.match(right) else _LEADER.match(right)
        begin, tail = found.end() + (leader.end() if leader else 0), is_tail
    if not tail:
        pieces.append(Span(sentence.start + begin, sentence.end))
    return pieces
