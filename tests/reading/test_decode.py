"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.decode import NotTextError, decode

TEXT = "Zoë paid 40 € for “the café” – naïvely.\nThen she left.\n" * 3


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("cp1252"),
    ],
    ids=[
        "utf-8",
        "utf-8 mark",
        "utf-16-le mark",
        "utf-16-be mark",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le mark",
        "cp1252",
    ],
)
def test_the_encoding_is_found(data: bytes) -> None:
    assert decode(data) == TEXT


def test_utf16_of_another_alphabet_is_known_by_its_spaces() -> None:
    text = "Демократия не прихоть. Она для всех.\n" * 4
    assert decode(text.encode("utf-16-le")) == text


def test_another_code_page_is_guessed_from_its_letters() -> None:
    text = "Заседание комитета открылось в девять часов утра. Председатель прочитал доклад о гавани.\n" * 5
    assert decode(text.encode("cp1251")) == text


def test_line_ends_become_line_feeds() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert decode("a\u2028b\u2029c\x85d\x0be".encode()) == "a\nb\nc\nd\ne"


def test_bytes_that_windows_1252_leaves_open_are_kept() -> None:
    assert decode(b"caf\xe9 \x81 ol\xe9") == "café \x81 olé"


def test_a_cut_off_end_does_not_spoil_utf8() -> None:
    data = ("Zoë " * 50).encode() + "é".encode()[:1]
    assert decode(data) == "Zoë " * 50 + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03" * 50,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"text with one zero\x00 byte" * 3,
        b"PK\x03\x04" + bytes(range(255, 0, -1)) * 8,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(1, 32)) * 20,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except NotTextError:
        return
    assert "\r" not in text
    assert "\x00" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_comes_back_whole(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text.replace("\u2028", "\n").replace("\u2029", "\n")
