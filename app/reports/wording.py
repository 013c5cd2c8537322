"""The words and signs that every report for people uses, so that all say a thing in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.relations.relation import Attribution, Cue, Evidence, Relation
from app.reports.comparison import MatchRecord, PassageRecord, SkippedRecord
from app.reports.shapes import SHAPES

NO_COUNTERPART = "– no counterpart"
RELATIONS_NOT_READ = "No relation model was at hand: passages are marked as related or repeating only."

# A lone surrogate (from a file name that is no text) cannot be written as UTF-8, and a control
# character has no place in a document.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with what no document may hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("�", text)


def label(relation: Relation) -> str:
    """A relation as sign and word."""
    return f"{SHAPES[relation]} {relation.value}"


def closeness(percentile: int) -> str:
    """Where a similarity stands among the workspace's best ones, in words."""
    if percentile >= 100:
        return "closer than all"
    if percentile <= 0:
        return "closer than none"
    return f"closer than {percentile}%"


def plural(count: int, singular: str, many: str = "") -> str:
    """A count with its noun, such as "1 source" or "1,204 passages"."""
    return f"{count:,} {singular if count == 1 else many or singular + 's'}"


def match_counts(matches: Iterable[MatchRecord], sources: dict[int, int]) -> str:
    """How many matches a passage has, from how many sources and origins.

    Args:
        matches: Those of one passage.
        sources: Source id by passage id.
    """
    listed = list(matches)
    return " · ".join(
        (
            plural(len(listed), "match", "matches"),
            plural(len({sources[match.other] for match in listed}), "source"),
            plural(len({match.origin for match in listed}), "origin"),
        )
    )


def place(passage: PassageRecord, title: str) -> str:
    """A passage's place within the source of that title: its section, where it has one, and locator."""
    section = passage.section.strip()
    return f"“{section}”, {passage.locator}" if section and section != title.strip() else passage.locator


def skipped_line(skipped: SkippedRecord) -> str:
    """A skipped file with its reason."""
    return f"{skipped.path}: {skipped.reason}"


def cue_words(evidence: Evidence, cue: Cue) -> tuple[str, ...]:
    """The words of both sentences that a cue points at, a dash where one has none; empty if neither has."""
    words = evidence.text[slice(*cue.span)], evidence.other_text[slice(*cue.other_span)]
    return tuple(word or "–" for word in words) if any(words) else ()


def cue_line(evidence: Evidence, cue: Cue) -> str:
    """What differs, such as "other date: 2014 / 2017"."""
    words = cue_words(evidence, cue)
    return f"{cue.type}: {' / '.join(words)}" if words else cue.type


def attribution(given: Attribution) -> str:
    """Whose claim a sentence is, such as "reported: Ministry of Trade"."""
    return f"{given.kind}: {given.speaker}" if given.speaker else given.kind
