"""Texts written for the tests, and the ways in which a text may be laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.document import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or heading as a careful reader would mark it."""

    kind: Kind
    text: str


def _parts(text: str) -> tuple[Part, ...]:
    """Reads parts divided by blank lines; a heading begins with "#"."""
    parts = (" ".join(part.split()) for part in text.strip().split("\n\n"))
    return tuple(
        Part(Kind.HEADING, part[2:]) if part.startswith("# ") else Part(Kind.PARAGRAPH, part)
        for part in parts
    )


SPEECH = _parts("""
# The Harbour Belongs to All of Us

Madam Chair, members of the council, I thank you for the chance to speak about the old harbour before the
vote on Thursday. I shall be brief, because the facts are short.

In 1964 the quay handled 212 ships a year and fed eleven hundred families. Last year it handled nine.
Nobody in this room is to blame for that; the river silted up, the ships grew, and the railway went
elsewhere. But we are to blame for what we did next, which was nothing at all.

The proposal before you keeps the two brick warehouses, opens the east basin to swimmers and small boats,
and sells a third of the land for homes. It costs 41 million over six years. That is a great deal of
money. It is also, as the treasurer has told you, less than we shall spend on fencing and repairs if we
leave the place as it is for another twenty years.

# What the Critics Say

I have listened to those who say that the homes will be too dear. They may be right. The draft asks for
one home in four to be let below the market rate, and I would gladly vote for one in three if Mr.
Adeyinka moves the amendment he spoke of yesterday.

Others say that a harbour without ships is a stage set. I do not agree.

My grandfather unloaded jute on that quay. He did not love the cranes; he loved the water, and the talk,
and the light at six in the morning. Those can be had again, and they can be had by everybody rather than
by the few who owned the keys.

I ask you to vote yes.
""")

INTERVIEW = _parts("""
# “Nobody Reads the Meter Any More”

For thirty years Hanne Okoro walked from door to door in the hill villages and wrote down how much power
each house had used. Now the meters send their own figures, and she has written a book about the doors.

Q: You say in the first chapter that you never wanted to write this book. Why not?

A: Because it is other people's lives. A meter reader sees kitchens, quarrels and washing, and the only
honest thing to do is to forget them by the next gate. I forgot most of it. What I kept, I kept by
accident.

Q: What was the accident?

A: The notebooks. We had to keep them for seven years, and then nobody came to collect them. I had forty
in the attic, all figures, and when I read the figures again I could see the kitchens.

Q: Is the new system better?

A: It is more exact.

Q: That is not what I asked.

A: No. It knows what a house uses and not who lives in it, and for the company that is enough. When old
Mr. Tanaka stopped cooking in the winter of 2009 I saw it in the figures and I knocked a second time. A
machine would have sent him a smaller bill.
""")

RELEASE = _parts("""
# Northern Grain Board Lowers Its Forecast for the Third Time

The Northern Grain Board today cut its forecast for this year's wheat harvest to 18.4 million tonnes, 2.1
million below its first estimate in March and the lowest figure since 1998.

The board named three reasons: a dry spring, hail in the two western districts in the last week of June,
and a shortage of drivers that left ripe fields standing for up to ten days. It said that prices for
bread wheat had risen by 14 percent since the start of the month.

“This is a bad year and not yet a disaster,” said Dr. Ilse Marchetti, who heads the board's crop office.
“The stores hold enough for 140 days, and the ships that we ordered in May are on their way.”

Exports will be limited from 1 September. Contracts signed before today will be honoured, and the U.N.
food programme keeps its quota of 300,000 tonnes. The board will look at the limit again on 15 November,
or sooner if the maize harvest turns out better than expected.

Farmers' groups called the limit hasty. A spokesman for the Western Growers said that the government was
making its members pay for its own empty roads, and that many would sow barley next year instead.

The next forecast is due on 8 October.
""")

SHORT = _parts("""
# The Lift

It stopped between the fourth and the fifth floor.

Nobody spoke.

The man with the cello looked at the ceiling, as one does, and the girl beside him looked at the cello.
It took up a good third of the floor.

“Does it play?” she asked.

“If you let it.”

There was not room to sit, so he stood it upright on its spike against the mirror and played from the
side, badly, with his elbow against the door.

She said it was the best thing she had ever heard in a lift.

He said that he would have it printed on his cards.

When the doors were opened forty minutes later, by two firemen and a caretaker with a lamp, seven people
were humming, and one of them asked to be taken back up.
""")

REPORT = _parts("""
# Letting Rivers Flood on Purpose

# 1. Summary

This note looks at four places where dikes were moved back to give a river more room, and asks what was
gained. In all four the water stood lower in the next flood than it would have stood before, by between 8
and 34 centimetres. In two of them the farmers who lost land were paid too late, and that has made the
next project harder.

# 2. What was done

The oldest of the projects was finished in 2007. A dike of three kilometres was taken down and a new one
was built some 600 metres inland, so that 180 hectares of pasture became part of the river's bed for a
few days in most years. Eleven farms were bought up. The other three projects followed between 2011 and
2016 and are smaller.

The water boards measured the level at gauges upstream and downstream for five years before and after. We
have used their figures as they stand, except that the gauge at the upper weir was replaced in 2013 and
the two series do not fit together well; there we have left out the year of the change.

# 3. What it cost

On average a hectare cost 71,000, of which a little more than half went to the owners of the land. The
lowest figure was 38,000 and the highest 120,000. Where the owners were asked early and could choose
between money and other land, the talks took about a year, and where they were not, they went to court,
and the talks took five.

It is hard to say what the same safety would have cost with higher dikes. The boards' own estimates
differ by a factor of three, depending on what they assume about the price of clay and the cost of moving
roads.

# 4. What we do not know

None of the four has yet been through a flood of the kind that the models expect once in two hundred
years. Until then every figure for that case is a guess with a decimal point.
""")

DOCUMENTS = {"speech": SPEECH, "interview": INTERVIEW, "release": RELEASE, "short": SHORT, "report": REPORT}

_NARROW, _WIDE = frozenset("iljtfI.,;:'|!()- "), frozenset("mwMWOQGDH@%—")


def wrap(text: str, width: int, *, proportional: bool = False) -> list[str]:
    """Breaks a text into lines at spaces and after hyphens, by characters or by their widths in print."""
    lines: list[str] = []
    current = ""
    for word in _breakable(text):
        joined = current + word
        if current and _width(joined.rstrip(), proportional=proportional) > width:
            lines.append(current.strip())
            current = word
        else:
            current = joined
    lines.append(current.strip())
    return lines


def _breakable(text: str) -> Iterator[str]:
    for word in text.split(" "):
        head, *tails = word.split("-")
        pieces = [head, *tails]
        for index, piece in enumerate(pieces):
            last = index == len(pieces) - 1
            yield piece + (" " if last else "-")


def _width(text: str, *, proportional: bool) -> float:
    if not proportional:
        return len(text)
    return sum(0.55 if c in _NARROW else 1.5 if c in _WIDE else 1.0 for c in text)


def with_blank_lines(parts: Sequence[Part]) -> str:
    """Paragraphs divided by blank lines, each on one line."""
    return "\n\n".join(part.text for part in parts) + "\n"


def one_a_line(parts: Sequence[Part]) -> str:
    """One paragraph a line and no blank lines."""
    return "\n".join(part.text for part in parts)


def wrapped_with_blank_lines(parts: Sequence[Part], width: int = 66) -> str:
    """Hard-wrapped paragraphs divided by blank lines."""
    return "\n\n".join("\n".join(wrap(part.text, width)) for part in parts) + "\n"


def wrapped(parts: Sequence[Part], width: int = 72) -> str:
    """Hard-wrapped paragraphs with nothing between them."""
    return "\n".join("\n".join(wrap(part.text, width)) for part in parts) + "\n"


def print_out(parts: Sequence[Part], width: int = 82, page: int = 18) -> str:
    """Every line followed by a blank one, in proportional type, with page headers and footers."""
    lines = [line for part in parts for line in wrap(part.text, width, proportional=True)]
    pages = [lines[start : start + page] for start in range(0, len(lines), page)]
    printed: list[str] = []
    for number, content in enumerate(pages, start=1):
        printed.extend(content)
        printed.append(f"3/14/22, 8:0{number} PM The Collected Papers of the Harbour Desk")
        printed.append(f"https://papers.example/print/collected-0417 {number}/{len(pages)}")
    return "\n\n".join(printed) + "\n"


def indented(parts: Sequence[Part], width: int = 64) -> str:
    """Hard-wrapped without blank lines, each paragraph's first line set in."""
    blocks: list[str] = []
    for part in parts:
        if part.kind == Kind.HEADING:
            blocks.append(part.text)
        else:
            blocks.append("\n".join(wrap("@@@" + part.text, width)).replace("@@@", "   "))
    return "\n".join(blocks) + "\n"


def paged(parts: Sequence[Part], width: int = 70, page: int = 22) -> str:
    """Hard-wrapped with blank lines, in pages divided by form feeds, with running heads and numbers."""
    lines = wrapped_with_blank_lines(parts, width).rstrip("\n").split("\n")
    pages = [lines[start : start + page] for start in range(0, len(lines), page)]
    return "\f".join(
        "\n".join(["Papers of the Harbour Desk", "", *content, "", f"{number:>40}", ""])
        for number, content in enumerate(pages, start=1)
    )


LAYOUTS = {
    "blank lines": with_blank_lines,
    "one a line": one_a_line,
    "wrapped with blank lines": wrapped_with_blank_lines,
    "wrapped": wrapped,
    "print-out": print_out,
    "indented": indented,
    "paged": paged,
}
