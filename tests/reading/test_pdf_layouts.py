"""Ways in which a page may be laid out, on PDF files made for each."""

import pytest

from app.reading.document import Document, Kind
from app.reading.pdf.reader import read_pdf
from tests.reading.counting import count_word_pieces, count_words
from tests.reading.pdf.making import HEIGHT, WIDTH, Text, make_pdf, make_pdf_of_streams, paragraph
from tests.reading.texts import REPORT

PROSE = [part.text for part in REPORT if part.kind == Kind.PARAGRAPH]


def read(*pages: list[Text], rotate: int = 0, info: str = "") -> Document:
    return read_pdf(make_pdf(pages, rotate=rotate, info=info), "made.pdf", count_words)


def texts(document: Document, *kinds: Kind) -> list[str]:
    return [passage.text for passage in document.passages if not kinds or passage.kind in kinds]


def stack(parts: list[str], top: float = 100.0, *, apart: float = 10.0, indent: float = 0.0) -> list[Text]:
    """Paragraphs under one another."""
    lines: list[Text] = []
    for part in parts:
        added = paragraph(part, 60, top, width=80, indent=indent)
        lines.extend(added)
        top = added[-1].top + 12 + apart
    return lines


def test_paragraphs_set_apart() -> None:
    assert texts(read(stack(PROSE[:4]))) == PROSE[:4]


def test_paragraphs_set_in() -> None:
    assert texts(read(stack(PROSE[:6], apart=0, indent=15))) == PROSE[:6]


@pytest.mark.parametrize("by_row", [True, False])
def test_two_columns_whatever_order_they_are_drawn_in(by_row: bool) -> None:
    left, right = paragraph(PROSE[0], 50, 150, width=45), paragraph(PROSE[1], 320, 150, width=45)
    title = [Text("Where Rivers May Flood and Who Has to Pay for It in the End", 50, 100, 16, bold=True)]
    drawn = [line for pair in zip(left, right, strict=False) for line in pair] if by_row else [*left, *right]
    drawn.extend(line for line in (*left, *right) if line not in drawn)
    document = read([*drawn, *title])
    assert texts(document) == [title[0].text, PROSE[0], PROSE[1]]
    assert document.title == title[0].text


def test_a_table_is_read_by_rows() -> None:
    rows = [("Project", "Year", "Cost"), ("Lower bend", "2007", "71,000"), ("Upper weir", "2013", "38,000")]
    lines = [
        Text(cell, 60 + 170 * column, 300 + 14 * row)
        for column in range(3)
        for row, cell in enumerate(row[column] for row in rows)
    ]
    document = read([*stack(PROSE[:2]), *lines])
    assert texts(document, Kind.TABLE) == [" | ".join(row) for row in rows]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_shown_turned(rotate: int) -> None:
    """The page's type runs so that it stands upright once the page is turned."""
    lines = stack(PROSE[:2])
    upright = read(lines)
    operators = b"".join(line.operators() for line in lines)
    turn = {
        90: f"0 1 -1 0 {HEIGHT} 0 cm\n",
        180: f"-1 0 0 -1 {WIDTH} {HEIGHT} cm\n",
        270: f"0 -1 1 0 {WIDTH - HEIGHT} {HEIGHT} cm\n",
    }[rotate]
    data = make_pdf_of_streams([turn.encode() + operators], rotate=rotate)
    document = read_pdf(data, "made.pdf", count_words)
    assert texts(document) == PROSE[:2]
    first, other = document.passages[0].boxes[0], upright.passages[0].boxes[0]
    assert (first.left, first.top) == pytest.approx((other.left, other.top), abs=0.5)


def test_text_in_the_margin_is_furniture() -> None:
    stamp = Text("Printed for the archive on 4 May", 30, 500, turned=True)
    document = read([*stack(PROSE[:2]), stamp])
    assert texts(document, Kind.PARAGRAPH) == PROSE[:2]
    furniture = [passage for passage in document.passages if passage.kind == Kind.FURNITURE]
    assert [(passage.text, passage.reason) for passage in furniture] == [(stamp.text, "text in the margin")]


def test_a_header_that_changes_with_the_chapter_is_known_by_its_page_number() -> None:
    pages = [
        [Text(f"{chapter}   {11 + place}", 60, 40), *stack(PROSE[place : place + 2])]
        for place, chapter in enumerate(("Summary", "What was done", "What it cost", "Open questions"))
    ]
    document = read(*pages)
    furniture = [passage for passage in document.passages if passage.kind == Kind.FURNITURE]
    assert [passage.reason for passage in furniture] == ["page header"] * 4


def test_a_sentence_goes_on_over_the_page_though_its_line_had_room() -> None:
    begun = [Text("It was meant to be the", 60, 780)]
    ended = [Text("beginning of a long winter for all of the towns on the lower river.", 60, 60)]
    document = read([*stack(PROSE[:3]), *begun], [*ended, *stack(PROSE[3:5])])
    assert f"{begun[0].text} {ended[0].text}" in texts(document)


def test_raised_figures_that_call_no_note_stay() -> None:
    lines = [Text("The dam holds ten m", 60, 500), Text("3", 139.5, 496, 6), Text("of water.", 147, 500)]
    document = read([*stack(PROSE[:3]), *lines])
    assert document.passages[-1].text == "The dam holds ten m³ of water."


def test_hyphens_are_kept_where_no_word_was_divided() -> None:
    lines = [
        Text("This is the fourth time that the council has put a so-", 60, 100),
        Text("called emergency meeting on a Friday, and in the run-", 60, 112),
        Text("up to the next the members have begun to form self-", 60, 124),
        Text("made parties that will not come to it in any case.", 60, 136),
    ]
    document = read_pdf(make_pdf([lines]), "made.pdf", count_word_pieces)
    for word in ("so-called", "run-up", "self-made"):
        assert word in document.passages[0].text


def test_a_dash_at_a_line_s_start_stays_attached() -> None:
    lines = [
        Text("They asked the board and the three towns on the river", 60, 100),
        Text("—all of which had voted for it in the spring—to wait.", 60, 112),
    ]
    assert "on the river—all of which" in texts(read(lines))[0]


def test_words_divided_at_line_ends_are_joined() -> None:
    lines = [
        Text("This is the fourth time that the council has called an emer-", 60, 100),
        Text("gency meeting on a Friday, and before the next the mem-", 60, 112),
        Text("bers have begun to form parties that will not come to it.", 60, 124),
    ]
    document = read_pdf(make_pdf([lines]), "made.pdf", count_word_pieces)
    for word in ("emergency", "members"):
        assert word in document.passages[0].text


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("Letting Rivers Flood", "Letting Rivers Flood"),
        ("Microsoft Word - draft 3.doc", "made"),
        ("report_final_v2.pdf", "made"),
        ("untitled", "made"),
    ],
)
def test_a_title_from_the_file_only_if_it_is_one(entry: str, title: str) -> None:
    assert read(stack(PROSE[:2]), info=f"/Title({entry})").title == title


@pytest.mark.parametrize(
    ("entry", "author"), [("Ines Halvorsen", "Ines Halvorsen"), ("admin", None), ("user7", None)]
)
def test_an_author_only_if_it_is_one(entry: str, author: str | None) -> None:
    assert read(stack(PROSE[:2]), info=f"/Author({entry})").author == author


@pytest.mark.parametrize(
    ("entry", "date"),
    [("D:20230517120000+02'00'", "2023-05-17"), ("D:19000101", None), ("D:20231345", None), ("soon", None)],
)
def test_a_date_only_if_it_is_one(entry: str, date: str | None) -> None:
    assert read(stack(PROSE[:2]), info=f"/CreationDate({entry})").date == date
