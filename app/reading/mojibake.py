"""Text that was decoded wrongly before it was saved, such as "donâ€™t": mended, and only there."""

from __future__ import annotations

import re

# UTF-8 read as Windows-1252, Latin-1 or Windows-1251: a lead byte's letter and a following byte's sign.
_SUSPECT = re.compile(
    "[\u00c2-\u00c5\u00c3\u00d0\u00d1\u00e2\u00f0]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u0420\u0421][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2122]"
    "|\u0432\u0402[\u2122\u045a\u045c\u201c\u201d]"
)


def mend(text: str) -> str:
    """Repairs the lines of a text that were decoded in the wrong encoding; the others stay as they are."""
    if not _SUSPECT.search(text):
        return text
    from ftfy import fix_encoding  # noqa: PLC0415 # for the few texts that need it
    from ftfy.badness import is_bad  # noqa: PLC0415

    return "\n".join(
        fix_encoding(line) if _SUSPECT.search(line) and is_bad(line) else line for line in text.split("\n")
    )
