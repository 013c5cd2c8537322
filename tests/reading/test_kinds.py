"""A file's kind is told by its content first; words in any encoding are read; other languages are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import UnreadableFileError
from app.reading.mojibake import mend
from app.reading.read import read_data
from tests.reading.counting import count_words
from tests.reading.formats.known import FOLDER


@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".docx", ".doc", ".html", ".xyz"])
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "epub"])
def test_a_wrong_suffix_deceives_nobody(kind: str, suffix: str) -> None:
    data = (FOLDER / f"known.{kind}").read_bytes()
    assert read_data(data, f"a{suffix}", count_words).format == kind


@pytest.mark.parametrize("suffix", [".txt", ".doc", ".rtf", ".eml"])
def test_a_page_under_another_name_is_a_page(suffix: str) -> None:
    assert read_data((FOLDER / "known.html").read_bytes(), f"a{suffix}", count_words).format == "html"


def test_a_text_that_speaks_of_mark_up_stays_a_text() -> None:
    for text in (
        "A page begins with <html> and ends.",
        "From: here to there\nthe road is long.",
        "From Oslo, 2021",
    ):
        assert read_data(text.encode(), "a.txt", count_words).format == "text"


def test_an_old_word_file_says_what_to_do() -> None:
    with pytest.raises(UnreadableFileError, match="Save it as DOCX"):
        read_data(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", count_words)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "gb18030",
            "渡轮在奥拉河上运行了九十一年。三月，县政府宣布它将于九月三十日停止，由桥上的公共汽车代替。",
        ),
        ("shift_jis", "九十一年間、フェリーは川を渡ってきた。三月に郡は九月に廃止すると発表した。"),
        (
            "koi8-r",
            "Девяносто один год паром пересекает реку. В марте округ объявил, что он закончит работу.",
        ),
        (
            "cp1251",
            "Девяносто один год паром пересекает реку. В марте округ объявил, что он закончит работу.",
        ),
    ],
)
def test_encodings_of_other_alphabets(encoding: str, text: str) -> None:
    document = read_data(f"{text}\n\n{text}\n".encode(encoding), "a.txt", count_words)
    assert text in document.text
    assert "not seem to be in English" in document.note


def test_what_was_decoded_wrongly_is_mended_and_only_there() -> None:
    broken = "don’t — naïve café, 5 €".encode().decode("cp1252")
    assert (
        mend(f"{broken}\nThe rest stays “as it is”.") == "don’t — naïve café, 5 €\nThe rest stays “as it is”."
    )
    for text in (
        "don’t — “quote” café",
        "Ändern, naïve, 5 € – ok",
        "Паром остаётся",
        "Â-levels, Ð and Ñandú",
    ):
        assert mend(text) == text
    assert read_data(broken.encode(), "a.txt", count_words).text == "don’t — naïve café, 5 €"


def test_a_source_in_english_has_no_note_and_another_has() -> None:
    english = (FOLDER / "known.txt").read_text("utf-8")
    german = (
        "Die Fähre fährt seit einundneunzig Jahren, und im März hat der Kreis gesagt, dass sie endet. " * 3
    )
    assert read_data(english.encode(), "a.txt", count_words).note == ""
    assert "not seem to be in English" in read_data(german.encode(), "a.txt", count_words).note
    assert read_data(b"Table 4", "a.txt", count_words).note == ""


def test_the_list_of_suffixes_needs_no_parser() -> None:
    import subprocess
    import sys

    code = "import sys, app.reading.kinds as _; print([m for m in ('lxml', 'ftfy') if m in sys.modules])"
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
