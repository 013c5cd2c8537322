"""Tables: each row names its columns and its place."""

from __future__ import annotations

import pytest

from app.reading.document import Document, Kind
from app.reading.read import read_data
from app.reading.table import COLUMN_NAMES
from tests.reading.counting import count_words


def _read(text: str, name: str = "t.csv") -> Document:
    return read_data(text.encode(), name, count_words)


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "t.csv"), (";", "t.csv"), ("\t", "t.csv"), ("\t", "t.tsv")]
)
def test_a_row_is_a_passage_with_its_column_names(separator: str, name: str) -> None:
    lines = ["Country", "Year", "Text"], ["China", "2021", '"Longer, and; more"'], ["India", "", "Short"]
    document = _read("\r\n".join(separator.join(line) for line in lines), name)
    assert [(passage.locator, passage.text) for passage in document.passages] == [
        ("row 1", "Country | Year | Text"),
        ("row 2", "Country: China | Year: 2021 | Text: Longer, and; more"),
        ("row 3", "Country: India | Text: Short"),
    ]
    assert document.passages[0].reason == COLUMN_NAMES
    assert document.passages[1].kind == Kind.TABLE
    assert document.format == name[-3:]


def test_rows_without_column_names_stand_as_they_are() -> None:
    document = _read("1,2\n3,4\n")
    assert [passage.text for passage in document.passages] == ["1 | 2", "3 | 4"]


def test_cells_beyond_the_columns_and_breaks_within_cells_are_kept() -> None:
    document = _read('A,B\n"one\ntwo",x,more\n')
    assert document.passages[1].text == "A: one two | B: x | Column 3: more"


def test_a_quote_that_is_never_closed_loses_nothing() -> None:
    document = _read('A,B\n1,"open ' + "x " * 100_000 + "\nlast,row\n")
    assert "last" in document.text
