"""Bylines, names and dates."""

import pytest

from app.reading.metadata import (
    is_name,
    read_byline,
    read_date,
    read_date_line,
    read_name_list,
    read_print_header,
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("March 15, 2019", "2019-03-15"),
        ("Sept. 3rd, 2020", "2020-09-03"),
        ("Wednesday, 12th April, 2018", "2018-04-12"),
        ("it ended on 3 May 2020 in Geneva", "2020-05-03"),
        ("2010-03-19 14:40", "2010-03-19"),
        ("June 2024", "2024-06"),
        ("February 30, 2021", None),
        ("in 2021", None),
    ],
)
def test_dates_are_read(text: str, date: str | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Published on Dec 20, 2017", ("2017-12-20", True)),
        ("Nov. 1, 2018, at 12:01 a.m.", ("2018-11-01", False)),
        ("Harbour Post, December 11, 2021", ("2021-12-11", False)),
        ("Room 7, 12 October 2021", ("2021-10-12", False)),
        ("March 15, 2019 was a Friday", None),
        ("the spring of 2019", None),
    ],
)
def test_a_date_line_holds_nothing_else(text: str, found: tuple[str, bool] | None) -> None:
    assert read_date_line(text) == found


def test_a_print_header_tells_date_and_title() -> None:
    assert read_print_header("12/3/21, 9:05 AM The Harbour") == ("2021-12-03", "The Harbour")
    assert read_print_header("3/12/2021, 21:05 The Harbour") == ("2021-12-03", "The Harbour")
    assert read_print_header("12/3/21 was a Friday") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("by Ann B. Lee and Bo Chen-Day", "Ann B. Lee, Bo Chen-Day"),
        ("By Ann Lee, Northgate Institute, June 2024", "Ann Lee"),
        ("by Ann Lee  Bo Chen", "Ann Lee, Bo Chen"),
        ("By\u00a0Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("By and large", None),
        ("By the time she came", None),
        ("By the River", None),
    ],
)
def test_a_byline_names_its_authors(text: str, names: str | None) -> None:
    assert read_byline(text) == names


def test_a_list_of_names_is_only_names() -> None:
    assert read_name_list("Ann Lee, Bo Chen & Cy Day") == "Ann Lee, Bo Chen, Cy Day"
    assert read_name_list("Ann Lee, who left") is None
    assert read_name_list("Foreign Policy Review") is None
    assert read_name_list("Ann") is None


def test_names_are_told_from_titles() -> None:
    assert is_name("Kata Isenring-Szabó")
    assert is_name("J. R. Osei")
    assert not is_name("The Harbour")
    assert not is_name("harbour master")
    assert not is_name("Northgate Institute")
