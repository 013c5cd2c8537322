"""Broken and hostile files of every format: a Document or a reason, never anything else."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UnreadableFileError
from app.reading.document import Document
from app.reading.kinds import SUFFIXES
from app.reading.parts import read_all
from app.reading.read import read_data
from tests.reading.archives import W, docx_of, epub_of, odt_of, zip_of
from tests.reading.counting import count_words
from tests.reading.formats.known import FOLDER

_MAIL = (
    b"From: a@b.example\r\nDate: Wed, 08 May 2024 09:00:00 +0200\r\nMIME-Version: 1.0\r\n"
    b"Subject: =?utf-8?q?x?=\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nWords.\r\n--b\r\n"
    b"Content-Disposition: attachment; filename=a.txt\r\n\r\nMore.\r\n--b--\r\n"
)
_FILES = {
    **{kind: (FOLDER / f"known.{kind}").read_bytes() for kind in ("docx", "odt", "rtf", "epub", "html")},
    "eml": _MAIL,
    "mbox": b"From a Wed May  8 09:00:00 2024\n" + _MAIL,
    "mhtml": _MAIL.replace(b"mixed", b"related").replace(b"plain", b"html"),
    "csv": b"Country,Year\nChina,2021\n",
    "tsv": b"Country\tYear\nChina\t2021\n",
    "txt": b"The harbour opened today.",
    "md": b"# Harbour\n\nIt opened.",
}
_QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _attempt(data: bytes, name: str) -> Document | None:
    try:
        return read_data(data, name, count_words)
    except UnreadableFileError as error:
        assert error.happened.startswith(f"“{name}”")  # noqa: PT017 # either end is right
        return None


@pytest.mark.parametrize("kind", _FILES)
@_QUICK
@given(data=st.binary(max_size=2000))
def test_random_bytes(kind: str, data: bytes) -> None:
    _attempt(data, f"a.{kind}")
    _attempt(_FILES[kind][:64] + data, f"a.{kind}")


@pytest.mark.parametrize("kind", _FILES)
@_QUICK
@given(share=st.floats(0, 1), noise=st.binary(max_size=20))
def test_truncated_and_damaged_files(kind: str, share: float, noise: bytes) -> None:
    data = _FILES[kind]
    cut = int(share * len(data))
    _attempt(data[:cut], f"a.{kind}")
    _attempt(data[:cut] + noise + data[cut + len(noise) :], f"a.{kind}")


@pytest.mark.parametrize("kind", ["eml", "mbox"])
@_QUICK
@given(share=st.floats(0, 1), noise=st.binary(min_size=1, max_size=20))
def test_parts_of_damaged_mails(
    tmp_path_factory: pytest.TempPathFactory, kind: str, share: float, noise: bytes
) -> None:
    path = tmp_path_factory.mktemp("mail") / f"a.{kind}"
    cut = int(share * len(_FILES[kind]))
    path.write_bytes(_FILES[kind][:cut] + noise + _FILES[kind][cut + len(noise) :])
    try:
        parts = read_all(path, count_words)
    except UnreadableFileError:
        return
    assert all((part.document is None) == (part.reason is not None) for part in parts)


_SUFFIXES = sorted(SUFFIXES)


@pytest.mark.parametrize("kind", [*_FILES, "pdf", "png", "zip", "exe"])
def test_a_file_under_any_other_suffix(kind: str) -> None:
    others = {
        "pdf": (FOLDER.parent / "pdf" / "writer_report.pdf").read_bytes(),
        "png": (FOLDER.parent / "pdf" / "scan.png").read_bytes(),
        "zip": zip_of({"a.txt": "The harbour opened."}),
        "exe": b"MZ\x90\0" + bytes(range(256)) * 8,
    }
    data = _FILES.get(kind) or others[kind]
    sound = {suffix for suffix in _SUFFIXES if _attempt(data, f"a{suffix}")}
    if kind in ("docx", "odt", "rtf", "epub", "pdf"):
        assert sound == set(_SUFFIXES), "what the content tells counts before the suffix"
    if kind in ("zip", "exe"):
        assert sound == set()


@pytest.mark.parametrize("kind", _FILES)
@_QUICK
@given(share=st.floats(0, 1), count=st.sampled_from([1, 3, 5000]))
def test_zero_bytes(kind: str, share: float, count: int) -> None:
    data = _FILES[kind]
    cut = int(share * len(data))
    document = _attempt(data[:cut] + bytes(count) + data[cut:], f"a.{kind}")
    if document is not None:
        assert all("\0" not in passage.text for passage in document.passages)


@pytest.mark.parametrize("beginning", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"])
@_QUICK
@given(data=st.binary(max_size=500))
def test_random_bytes_after_the_beginning_of_a_picture(beginning: bytes, data: bytes) -> None:
    assert _attempt(beginning + data, "a.png") is None


@pytest.mark.parametrize("suffix", ["", ".txt", ".csv", ".html"])
@_QUICK
@given(text=st.text(st.characters(codec=None), max_size=300), encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_in_any_encoding(suffix: str, text: str, encoding: str) -> None:
    document = _attempt(text.encode(encoding, "surrogatepass"), f"a{suffix}")
    if document is not None:
        document.text.encode("utf-8")
        for passage in document.passages:
            assert all(0 <= span.start <= span.end <= len(document.text) for span in passage.spans)


@pytest.mark.parametrize("kind", _FILES)
def test_an_empty_file(kind: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_data(b"", f"a.{kind}", count_words)


@pytest.mark.parametrize("kind", ["html", "csv", "txt", "md", "eml"])
def test_characters_that_are_none(kind: str) -> None:
    text = "The ferry runs. " * 20 + "The harbour\x01 opened&#xD800; and &#0; closed \ud800 again."
    opening = b"From: a@b.example\nDate: x\nMessage-ID: <1>\n\n" if kind == "eml" else b""
    document = _attempt(opening + text.encode("utf-8", "surrogatepass"), f"a.{kind}")
    assert document is not None
    document.text.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "member"),
    [("a.docx", "word/document.xml"), ("a.odt", "content.xml"), ("a.epub", "META-INF/container.xml")],
)
def test_a_zip_bomb_is_not_unpacked(name: str, member: str) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as file:
        for _ in range(40):
            file.write(bytes(1 << 20))
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_data(buffer.getvalue(), name, count_words)


def test_an_archive_of_too_many_members_is_refused() -> None:
    members = {"word/document.xml": "<x/>", **{f"{number}": "" for number in range(20_001)}}
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_data(zip_of(members), "a.docx", count_words)


@pytest.mark.parametrize("last", ["c", "i"])
def test_entities_are_never_expanded(last: str) -> None:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = (
        f'<!DOCTYPE x [{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r>'
        f"<w:t>Words &{last}; and &f; more.</w:t></w:r></w:p></w:body></w:document>"
    )
    read = _attempt(zip_of({"word/document.xml": document}), "a.docx")
    assert read is not None
    assert read.text.startswith("Words")
    assert "ha" not in read.text
    assert "root:" not in read.text


@pytest.mark.parametrize(
    "data",
    [
        docx_of("<w:sdt><w:sdtContent>" * 50_000),
        docx_of("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>" + "<w:tbl><w:tr><w:tc>" * 50_000),
        odt_of("<text:p>Words.</text:p>" + "<text:section>" * 50_000),
        epub_of("<p>Words.</p>" + "<div>" * 50_000),
        b"{\\rtf1 Words. " + b"{" * 100_000,
        b"{\\rtf1 " + b"{\\footnote " * 5_000,
    ],
)
def test_deep_nesting_neither_crashes_nor_hangs(data: bytes) -> None:
    _attempt(data, "a.doc")


def test_a_member_that_leads_out_of_the_archive_is_only_a_name() -> None:
    book = epub_of("<p>Words of a chapter.</p>").replace(b"text/c%20", b"../../c%20")
    _attempt(book, "a.epub")
