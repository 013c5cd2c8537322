"""The marks inside a line of Markdown: emphasis, links, code, and what is shown instead of them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection

_TAGS = (
    "a|abbr|article|aside|b|blockquote|br|center|cite|code|del|details|div|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins"
    "|kbd|li|main|mark|nav|ol|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>(?:(?!`).)+|.+?[^`])(?P=ticks)(?!`)"
    r"|!\[(?P<alt>[^\]]*)\]\([^)]*\)"
    r"|(?P<note>\[\^[^\]\s]+\]:?)"
    r"|<(?P<address>(?:https?|mailto|ftp):[^>\s]+)>"
    rf"|(?P<tag></?(?:{_TAGS})(?=[\s/>])[^<>]*>|<!--.*?-->)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)"
    r"|(?P<bracket>\[)"
    r"|(?P<target>\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+[\"'][^\"']*[\"'])?\s*\)|\[(?P<reference>[^\]]*)\])?)",
    re.DOTALL | re.IGNORECASE,
)


def find_marks(text: str, references: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """The marks of a Markdown text as edits: start, end and what is shown instead, in order.

    Args:
        text: One block's text, unwrapped.
        references: The names of the document's link definitions, in capitals.
    """
    if not any(sign in text for sign in "\\`![<&*_~"):
        return []
    edits: list[tuple[int, int, str]] = []
    runs: list[tuple[str, int, int]] = []
    brackets: list[tuple[int, int]] = []
    for found in _MARK.finditer(text):
        start, end = found.span()
        if found["run"]:
            _pair_run(text, found, runs, edits)
        elif found["bracket"]:
            brackets.append((start, end))
        elif found["target"]:
            opening = brackets.pop() if brackets else None
            if opening and _is_link(text[opening[1] : start], found, references):
                edits.extend([(*opening, ""), (start, end, "")])
        else:
            edits.extend(_edits_of(found))
    return sorted(edit for edit in edits if edit[0] < edit[1])


def _edits_of(found: re.Match[str]) -> list[tuple[int, int, str]]:
    """The edits of a mark that stands by itself."""
    start, end = found.span()
    shown = ""
    if found["escaped"]:
        return [(start, start + 1, "")]
    for name in ("code", "alt", "address"):
        if found[name] is not None:
            return [(start, found.start(name), ""), (found.end(name), end, "")]
    if found["entity"]:
        shown = html.unescape(found["entity"])
    elif found["tag"] and found["tag"][1:3].lower() == "br":
        shown = " "
    return [(start, end, shown)]


def _is_link(label: str, found: re.Match[str], references: Collection[str]) -> bool:
    if found.group().startswith("]("):
        return True
    name = found["reference"] or label
    return " ".join(name.split()).upper() in references


def _pair_run(
    text: str, found: re.Match[str], runs: list[tuple[str, int, int]], edits: list[tuple[int, int, str]]
) -> None:
    """Hides a run of stars or underscores and the one that opened it, by CommonMark's flanking rules."""
    start, end = found.span()
    run = found["run"]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = not after.isspace() and (not _is_mark(after) or before.isspace() or _is_mark(before))
    closes = not before.isspace() and (not _is_mark(before) or after.isspace() or _is_mark(after))
    if run[0] == "_" and opens and closes:
        opens, closes = _is_mark(before), _is_mark(after)
    if closes:
        for place in range(len(runs) - 1, -1, -1):
            if runs[place][0] == run:
                edits.extend([(runs[place][1], runs[place][2], ""), (start, end, "")])
                del runs[place:]
                return
    if opens:
        runs.append((run, start, end))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
