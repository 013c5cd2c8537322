"""Whose claim a sentence is: quoted, reported, hedged, or rejected by the author who repeats it."""

from __future__ import annotations

import re

from app.reading.document import Span
from app.relations.relation import Attribution
from app.relations.tokens import word_set

_SAY = (
    "said|says|say|saying|told|tells|stated|stating|claimed|claims|claim|claiming|argued|argues|argue|insisted"
    "|insists|insist|insisting|asserted|asserts|assert|assured|assures|promised|promises|pledged|reported|reports|wrote|writes|added"
    "|adds|noted|notes|warned|warns|warning|declared|declares|contended|contends|suggested|suggests"
    "|explained|explains|emphasized|emphasised|emphasizes|emphasizing|stressed|stresses|stressing|proclaimed"
    "|proclaims|proclaiming|boasted|boasts|boasting|believes|believed|believe|acknowledged|admitted|conceded"
    "|testified|concluded|concludes|estimated|predicted|predicts|alleged|alleges|highlighted|highlights"
)
_DENY = (
    "denied|denies|deny|denying|rejected|rejects|reject|rejecting|refuted|refutes|disputed|disputes|dismissed"
    "|dismisses|debunked"
)
_NOUNS_TOO = word_set(
    "claims claim reports notes insist says highlights say estimated reported believed alleged"
)
_VERB = re.compile(rf"\b(?:(?P<say>{_SAY})|(?P<deny>{_DENY}))\b(?!-)", re.IGNORECASE)
_DENIED = re.compile(
    r"^\s+(?:that\b|(?:the |such |these |those |all |any )?(?:claim|allegation|accusation|charge|idea|notion"
    r"|report|suggestion|criticism|assertion)s?\b|having\b|being\b|\w+ing\b|it\b)"
)
_THAT = re.compile(r"[^,;.]{0,20}?\bthat\s+(?P<claim>.+)$", re.DOTALL)
_THAT_FOLLOWS = re.compile(r"^\s+that\b")
_SO = re.compile(r"^\s+(?:so|on|in favou?r)\b")
_IN_RELATIVE = re.compile(
    r"\b(?:who|which|whoever|whatever|that|where|what|whether|if)\s+(?:[\w-]+\s+){0,2}$"
)
_FALSE = re.compile(
    r"\b(?:falsely|wrongly|wrongfully|mistakenly|incorrectly|misleadingly|dishonestly)\s+(?:claim|assert|alleg|stat"
    r"|sa[iy]|suggest|report|believ|argu|portray|accus|insist)\w*"
    r"|\b(?:it is|it was|it['’]s|that is|that['’]s)\s+(?:simply\s+)?(?:not true|untrue|false|a lie|a myth"
    r"|nonsense)\b|\b(?:the|this|a)\s+(?:myth|lie|falsehood|hoax|fiction|false claim|conspiracy theory)"
    r"\s+(?=that|of|about)\b|\b(?:there (?:is|was)|there['’]s|found|provided)\s+no (?:evidence|proof)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:(?-i:may)|might|could|allegedly|alleged|reportedly|supposedly|purportedly|purported|apparently|possibly|perhaps"
    r"|probably|presumably|it is (?:believed|thought|said|rumou?red)|(?:is|are|was|were) (?:said|believed"
    r"|thought|rumou?red|alleged|reported) to|(?:seems?|appears?|appeared|seemed) (?:to|that)"
    r"|some (?:say|believe|argue)"
    r"|unconfirmed|rumou?rs?)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:(?:according to|in the (?:words|view|opinion) of|as reported by)\s+(?P<who>[^,.;:”\"—]{2,60})"
    r"|in (?P<own>[A-Z][\w-]*)['’]s? (?:view|opinion|words))",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(
    r"^\s+(?P<who>(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,3}?[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*|(?:the\s+)?[a-z]+(?:\s[a-z]+)?)\s*(?:[,.;]|$)"
)
_AUXILIARIES = word_set(
    "has have had also repeatedly consistently later once always then again often never recently"
    " who which was is are were be been having himself herself publicly further already still only"
    " frequently explicitly openly i did does do not"
)
_ENDS_PHRASE = word_set(
    "that but while although though because when if as whereas however so than since until which despite"
    " like what how where with to for by from at on in after before and or"
)
_MAKES_NOUN = word_set(
    "no a an the any this that these those such many some all several their his her its our"
)
_LEADERS = word_set("but and so yet however moreover instance example frankly today yesterday still")
_PRONOUNS = word_set("he she they i we it you who which this that there these those one")
_WORD_BEFORE = re.compile(r"([\w’'.-]+)\s*$")
_QUOTE_MARKS = re.compile(r"[“”\"]")


def _phrase_before(text: str, end: int) -> str | None:
    """The noun phrase before a reporting verb; None where there is none."""
    head = text[:end].rstrip()
    if head.endswith(","):  # "Niva Yau, the report's author, said"
        opening = head[:-1].rfind(",")
        inserted = head[opening + 1 : -1] if opening >= 0 else ""
        if opening < 0 or len(inserted.split()) > 16:
            return None
        head = head[:opening]
    words: list[str] = []
    while (found := _WORD_BEFORE.search(head)) is not None:
        word = found.group(1)
        if not words and word.lower() in _MAKES_NOUN:
            return None
        if not words and (word.lower() in _AUXILIARIES or word.lower().endswith("ly")):
            head = head[: found.start()].rstrip()
            continue
        of = word in {"of", "for", "and"} and words and words[0][0].isupper()
        if (word.lower() in _ENDS_PHRASE and not of) or len(words) == 9:
            break
        words.insert(0, word)
        head = head[: found.start()].rstrip()
        if not head or head[-1] in ',;:.—“”"()[]–':
            break
    while words and (words[0].lower() in _LEADERS or words[0] in {"of", "for"}):
        words.pop(0)
    return " ".join(words).rstrip(".") or None


def _names_speaker(phrase: str) -> bool:
    *_, last = phrase.lower().split()
    return last not in _PRONOUNS and len(phrase) > 1


def _can_speak(phrase: str) -> bool:
    """Whether a phrase before a word that is noun and verb ("claims") makes it a verb: a name, a plural."""
    if phrase.endswith(("’s", "'s", "s’")):
        return False
    return phrase[0].isupper() or phrase.lower() in _PRONOUNS or phrase.endswith("s")


def _report(text: str, quotes: list[tuple[int, int]]) -> tuple[str | None, str]:
    """The speaker where one is named, and how a claim is passed on: "reported", "rejected" or ""."""
    if (found := _ACCORDING.search(text)) is not None:
        who = found["own"] or found["who"]
        return " ".join(who.split()), "reported"
    for verb in _VERB.finditer(text):
        if any(begin <= verb.start() < end for begin, end in quotes):
            continue
        if verb["say"] and _SO.match(text[verb.end() :]):
            continue
        if verb.group().lower().endswith("ing") and verb["say"] and _THAT_FOLLOWS.match(text[verb.end() :]):
            return None, "reported"  # "released a paper, boasting that": who is too far to tell
        if verb["deny"] and not _DENIED.match(text[verb.end() :]):
            continue
        phrase = _phrase_before(text, verb.start())
        if phrase is None:
            follows = _AFTER_VERB.match(text[verb.end() :])
            opens = text[: verb.start()].rstrip()[-1:] in {"”", '"', ","}
            if not follows or not opens:
                continue
            phrase = follows["who"]
        elif verb.group().lower() in _NOUNS_TOO and not _can_speak(phrase):
            continue
        return (phrase if _names_speaker(phrase) else None), "rejected" if verb["deny"] else "reported"
    return None, ""


def _quotations(text: str) -> list[tuple[int, int]]:
    """Spans between quotation marks; a straight mark opens and closes in turn, an unclosed one runs on."""
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for mark in _QUOTE_MARKS.finditer(text):
        if begin is None and mark.group() != "”":
            begin = mark.end()
        elif begin is not None and mark.group() != "“":
            spans.append((begin, mark.start()))
            begin = None
    if begin is not None:
        spans.append((begin, len(text)))
    return spans


def _covered(start: int, end: int, quotes: list[tuple[int, int]]) -> float:
    inside = sum(max(0, min(end, last) - max(start, first)) for first, last in quotes if last - first >= 20)
    return inside / max(1, end - start)


def attribute(passage: str, sentence: Span) -> Attribution | None:
    """Tell whose claim a sentence is.

    Looked at in order of what matters most to a reader: rejected ("falsely claims", "denied that"), quoted
    (half of the sentence or more inside quotation marks, which may have opened sentences before), reported
    (a speaker with a reporting verb, or "according to"), hedged ("may", "allegedly"). The speaker of a
    quotation is looked for in its sentence, then right after the quotation, then before it.

    Args:
        passage: The whole passage.
        sentence: Where the sentence, or a claim of it, stands in the passage.

    Returns:
        The kind and the speaker where one is named; None where the sentence is the source's own claim.
    """
    text = passage[sentence.start : sentence.end]
    quotes = _quotations(passage)
    local = [(first - sentence.start, last - sentence.start) for first, last in quotes]
    speaker, kind = _report(text, local)
    if kind == "rejected" or _FALSE.search(text):
        return Attribution("rejected", speaker)
    if _covered(sentence.start, sentence.end, quotes) >= 0.5:
        if kind:
            return Attribution("quoted", speaker)
        end = max(last for first, last in quotes if first < sentence.end)
        begin = min(first for first, last in quotes if last > sentence.start)
        after, before = passage[end : end + 120], passage[max(0, begin - 160) : begin].partition(" ")[2]
        speaker = _report(after, [])[0] or _report(before, _quotations(before))[0]
        return Attribution("quoted", speaker)
    if kind:
        return Attribution("reported", speaker)
    hedged = any(not _IN_RELATIVE.search(text[: hedge.start()]) for hedge in _HEDGE.finditer(text))
    return Attribution("hedged", None) if hedged else None


def rejected_claim(text: str) -> str | None:
    """What the author says is false: the words after "falsely claims that" and its like; None if nothing."""
    found = _FALSE.search(text)
    inner = _THAT.match(text[found.end() :]) if found is not None else None
    return inner["claim"] if inner is not None else None


def same_speaker(one: Attribution | None, other: Attribution | None) -> str | None:
    """The speaker whom both sentences quote or report, or None."""
    if one is None or other is None or one.speaker is None or other.speaker is None:
        return None
    if "rejected" in {one.kind, other.kind}:
        return None
    left, right = ({*person.lower().split()} - {"the", "a", "of"} for person in (one.speaker, other.speaker))
    return one.speaker if left and (left <= right or right <= left) else None
