"""A file on disk to a Document."""

import hashlib
import os
from pathlib import Path

import pytest

from app.errors import UnreadableFileError
from app.reading.read import SUFFIXES, is_supported, read_document, sha256_of
from tests.reading.counting import count_words
from tests.reading.texts import LAYOUTS, RELEASE

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", ["wrapped", "print-out", "blank lines"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_change_nothing(
    tmp_path: Path, encoding: str, layout: str, line_end: str
) -> None:
    text = LAYOUTS[layout](RELEASE)
    plain, other = tmp_path / "plain.txt", tmp_path / "other.txt"
    plain.write_bytes(text.encode())
    other.write_bytes(text.replace("\n", line_end).encode(encoding))
    first, second = read_document(plain, count_words), read_document(other, count_words)
    assert second.passages == first.passages
    assert second.text == first.text == text


def test_a_document_tells_what_the_file_tells(tmp_path: Path) -> None:
    path = tmp_path / "harbour.txt"
    path.write_text(
        "The Harbour Reopens\nBy Ann Lee and Bo Chen\n12 March 2021\n\nThe harbour opened today.\n", "utf-8"
    )
    document = read_document(path, count_words)
    assert (document.title, document.author, document.date) == (
        "The Harbour Reopens",
        "Ann Lee, Bo Chen",
        "2021-03-12",
    )
    assert document.format == "text"
    assert [section.title for section in document.sections] == ["The Harbour Reopens"]


def test_without_a_title_the_name_of_the_file_serves(tmp_path: Path) -> None:
    path = tmp_path / "minutes of May.txt"
    path.write_text("The harbour opened today. Nobody came.\n", "utf-8")
    assert read_document(path, count_words).title == "minutes of May"


@pytest.mark.parametrize("content", [b"", b"  \n\n\t\n", b"\xef\xbb\xbf", "\u200b\n...\n".encode()])
def test_a_file_without_words_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"“nothing.txt” is empty"):
        read_document(path, count_words)


def test_a_binary_file_is_refused_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "program.txt"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)))
    with pytest.raises(UnreadableFileError, match="binary"):
        read_document(path, count_words)


@pytest.mark.parametrize("name", ["archive.zip", "README", "page.xyz"])
def test_an_unknown_kind_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Words.", "utf-8")
    with pytest.raises(UnreadableFileError, match="unknown kind"):
        read_document(path, count_words)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not there"):
        read_document(tmp_path / "gone.txt", count_words)
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read_document(folder, count_words)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind neither here nor root")
def test_a_forbidden_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Words.", "utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFileError, match="may not be read"):
        read_document(path, count_words)


def test_suffixes_are_known_in_any_case() -> None:
    assert {".txt", ".md"} <= SUFFIXES
    assert is_supported(Path("A.TXT"))
    assert is_supported(Path("notes.Md"))
    assert not is_supported(Path("page.xyz"))
    assert not is_supported(Path("txt"))


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc" * 500_000)
    assert sha256_of(path) == hashlib.sha256(b"abc" * 500_000).hexdigest()
    with pytest.raises(UnreadableFileError, match="not there"):
        sha256_of(tmp_path / "gone.txt")
