"""Two hundred files of all kinds, ten of them broken in ten ways: all is read or listed, nothing is left."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from app import paths
from app.cli import SOME_SKIPPED, main
from app.engine.limits import MEGABYTE
from app.paths import bundle_root
from tests.analysis.ledger import MODEL, Ledger
from tests.reading.archives import docx_of, epub_of, odt_of
from tests.reading.pdf.making import Text, make_pdf

pytestmark = pytest.mark.skipif(os.name == "nt", reason="one of the ten ways is a pipe")

FIXTURES = bundle_root() / "tests" / "reading"
WORDS = ("harbour", "ice", "ship", "coal", "bread", "mayor", "council", "pilot", "winter", "ferry", "price")


def sentences(number: int) -> list[str]:
    """Three sentences that no other file has."""
    chance = random.Random(number)  # noqa: S311 - no secret
    return [
        f"In town {number} the {' '.join(chance.sample(WORDS, 6))} were spoken of {place} times."
        for place in range(1, 4)
    ]


def _mail(number: int, texts: list[str]) -> bytes:
    body = "\n\n".join(texts)
    return (
        f"From: mayor@town{number}.example\nDate: Wed, 08 May 2024 09:00:00 +0200\nMIME-Version: 1.0\n"
        f"Message-ID: <{number}@town.example>\nSubject: Town {number}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    ).encode()


def _html(texts: list[str]) -> str:
    return "<html><body><h1>Town</h1>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>"


def _saved_page(number: int, texts: list[str]) -> bytes:
    head = _mail(number, []).partition(b"Content-Type")[0]
    return (
        head
        + b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n'
        + _html(texts).encode()
        + b"\n--b--\n"
    )


MAKERS: dict[str, Callable[[int, list[str]], bytes]] = {
    ".txt": lambda _, texts: "\n\n".join(texts).encode(),
    ".md": lambda _, texts: ("# Town\n\n" + "\n\n".join(texts)).encode(),
    ".csv": lambda _, texts: ("What,Times\n" + "".join(f"{text},3\n" for text in texts)).encode(),
    ".tsv": lambda _, texts: ("What\tTimes\n" + "".join(f"{text}\t3\n" for text in texts)).encode(),
    ".html": lambda _, texts: _html(texts).encode(),
    ".rtf": lambda _, texts: ("{\\rtf1 " + "\\par ".join(texts) + "}").encode(),
    ".docx": lambda _, texts: docx_of("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)),
    ".odt": lambda _, texts: odt_of("".join(f"<text:p>{text}</text:p>" for text in texts)),
    ".epub": lambda _, texts: epub_of("".join(f"<p>{text}</p>" for text in texts)),
    ".eml": _mail,
    ".mhtml": _saved_page,
    ".pdf": lambda _, texts: make_pdf([[Text(text, 60, 80 + 40 * at) for at, text in enumerate(texts)]]),
}


def _bomb() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(8 << 20))
    return buffer.getvalue()


BROKEN: dict[str, tuple[bytes | None, str]] = {
    "empty.txt": (b"", "is empty"),
    "binary.txt": (bytes(range(256)) * 20, "binary file, not text"),
    "torn.pdf": ((FIXTURES / "pdf" / "writer_book.pdf").read_bytes()[:300], "damaged or no PDF"),
    "torn.docx": ((FIXTURES / "formats" / "known.docx").read_bytes()[:5000], "is damaged"),
    "bomb.docx": (_bomb(), "unpacks to more than any document holds"),
    "locked.pdf": ((FIXTURES / "pdf" / "locked.pdf").read_bytes(), "needs a password"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word file"),
    "film.mp4": (b"\0\0\0\x18ftypmp42", "“.mp4” cannot be read"),
    "huge.txt": (None, "larger than 200 MB"),
    "pipe.txt": (None, "a pipe, a socket or a device"),
}
"""Name, content, and what a person is told."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """190 files that can be read and 10 that cannot, in folders."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(190):
        suffix = list(MAKERS)[number % len(MAKERS)]
        below = folder / f"box {number % 7}"
        below.mkdir(exist_ok=True)
        # Names as they come: of two lines, turned about, and bytes that are no text.
        odd = {1: "two\nlines", 2: "\u202etxt.turned", 3: os.fsdecode(b"caf\xe9")}.get(
            number, f"town {number}"
        )
        (below / f"{odd}{suffix}").write_bytes(MAKERS[suffix](number, sentences(number)))
    for name, (content, _) in BROKEN.items():
        if content is not None:
            (folder / name).write_bytes(content)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * MEGABYTE + 1)  # a hole, which takes no room on the disk
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.fixture
def on_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command line with the real reader, and an encoder that takes no time."""
    monkeypatch.setattr("app.cli.Engine", lambda *_, **__: Ledger(tmp_path / "ledger.txt").engine())
    monkeypatch.setattr("app.cli.embedding_model_id", lambda _: MODEL)
    monkeypatch.setattr("app.analysis.findings.relation_model_id", lambda _: None)
    monkeypatch.setattr("app.cli.start_log", lambda: None)  # it stays open for good, once a run


@pytest.mark.usefixtures("on_words")
def test_all_is_read_or_listed_and_nothing_is_left(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(home: str) -> tuple[int, int, int]:
        """Compare on a machine new to the files; the memory, handles and children of this process then."""
        monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / home))
        report = tmp_path / home / "report.json"
        command = ["compare", str(place), "--top", "1", "--format", "json", "--output", str(report)]
        (tmp_path / home).mkdir()
        assert main(command) == SOME_SKIPPED
        gc.collect()
        return this.memory_info().rss, this.num_fds(), len(this.children())

    this = psutil.Process()
    open_before, workers_before = this.open_files(), set(multiprocessing.active_children())
    # The first run brings in modules, fills the allocator and starts what multiprocessing keeps for good;
    # a second one that leaks would add to it.
    first_memory, *first = run("first")
    second_memory, *second = run("second")
    assert second_memory - first_memory < 20 * MEGABYTE
    assert second == first
    assert this.open_files() == open_before
    assert set(multiprocessing.active_children()) == workers_before

    result = json.loads((tmp_path / "second" / "report.json").read_text(encoding="utf-8"))
    assert len(result["sources"]) == 190
    assert {source["format"] for source in result["sources"]} == {
        *("text", "markdown", "csv", "tsv", "html", "rtf", "docx", "odt", "epub", "eml", "mhtml", "pdf")
    }
    told = {Path(file["path"]).name: file["reason"] for file in result["skipped"]}
    assert told.keys() == BROKEN.keys()
    assert {name: words for name, (_, words) in BROKEN.items() if words not in told[name]} == {}
    said = capfd.readouterr().err
    assert said.count("skipped ") == 2 * len(BROKEN)
    assert len(said.splitlines()) == 2 * len(BROKEN)
    titles = [source["title"] for source in result["sources"]]
    assert not any("\n" in title or "\u202e" in title for title in titles)
    assert {"two\\nlines", "\\u202etxt.turned", "caf\\udce9"} & set(titles)
