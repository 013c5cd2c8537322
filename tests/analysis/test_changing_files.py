"""Files that change, move, go and come back, and those that could not be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.analysis.attempts import FileState, Means
from app.analysis.opening import open_paths
from app.engine.jobs import Job
from app.engine.limits import Limits
from app.errors import UnreachableFileError, UnreadableFileError
from app.reading import ocr
from app.workspace.records import StoredSource
from tests.analysis.conftest import Desk
from tests.analysis.ledger import MODEL, Ledger
from tests.conftest import FolderMaker

PDFS = Path(__file__).parents[1] / "reading" / "pdf"
HARBOUR = "The harbour froze in January and no ship left it."
PASSWORD = "north star"  # noqa: S105 - of a fixture
COAL = "The mayor asked for coal."
ICE = "Ice closed the harbour in January."
MAILBOX = "".join(
    f"From a Wed May  8 09:0{number}:00 2024\nFrom: a@b.example\nDate: Wed, 08 May 2024 09:00:00 +0200\n"
    f"Message-ID: <{number}>\nSubject: Mail {number}\n\n{text}\n\n"
    for number, text in enumerate((HARBOUR, COAL, ICE), start=1)
)


def by_name(desk: Desk) -> dict[str, StoredSource]:
    return {source.path.name: source for source in desk.workspace.sources()}


def passages(desk: Desk, name: str) -> list[tuple[int, str]]:
    return [(passage.id, passage.text) for passage in desk.workspace.passages(by_name(desk)[name].id)]


def reasons(desk: Desk) -> dict[str, str]:
    return {file.path.name: file.reason for file in desk.workspace.skipped()}


# What could not be read


def test_what_could_not_be_read_is_not_tried_again_until_it_changes(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR, "empty.txt": "", "torn.pdf": b"%PDF-1.7\n", "bad.docx": b"PK\x03\x04"})
    assert desk.open(place).read == 1
    said = reasons(desk)
    assert set(said) == {"empty.txt", "torn.pdf", "bad.docx"}
    again = desk.open(place)
    assert (again.read, again.unchanged, desk.ledger.take("read")) == (0, 4, [])
    assert reasons(desk) == said, "still listed"
    (place / "empty.txt").write_text(COAL)
    assert desk.open(place).read == 1
    assert desk.ledger.take("read") == ["empty.txt"]
    assert set(reasons(desk)) == {"torn.pdf", "bad.docx"}


def test_a_workspace_opened_without_its_files_keeps_its_list(desk: Desk, folder: FolderMaker) -> None:
    desk.open(folder({"a.txt": HARBOUR, "empty.txt": ""}))
    desk.open()
    assert set(reasons(desk)) == {"empty.txt"}


def test_a_new_version_tries_again(desk: Desk, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder({"torn.pdf": b"%PDF-1.7\n"})
    desk.open(place)
    monkeypatch.setattr("app.analysis.attempts.__version__", "99.0")
    desk.open(place)
    assert desk.ledger.take("read") == ["torn.pdf"]


def test_pictures_are_tried_again_when_their_text_can_be_recognised(
    desk: Desk, folder: FolderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ocr.is_installed():
        pytest.skip("the recognition of text is installed")
    place = folder({"scan.png": (PDFS / "scan.png").read_bytes()})
    desk.open(place)
    desk.open(place)
    assert desk.ledger.take("read") == []
    monkeypatch.setattr("app.reading.ocr.is_installed", lambda: True)
    desk.open(place)
    assert desk.ledger.take("read") == ["scan.png"]


def test_what_takes_too_much_is_listed_and_tried_again_with_other_limits(
    desk: Desk, folder: FolderMaker, tmp_path: Path
) -> None:
    place = folder({"a.txt": f"{HARBOUR}\n\n" * 3000, "b.txt": f"{ICE}\n\n" * 3000})
    ledger = Ledger(tmp_path / "other.txt")
    with ledger.engine(Limits(memory=1)) as small:
        strict = Desk(desk.workspace, small, ledger)
        assert strict.open(place).read == 0
        assert all("needs more than 1 MB of memory" in reason for reason in reasons(desk).values())
        assert strict.open(place).read == 0
        assert ledger.take("read") == []
    assert desk.open(place).read == 2
    assert reasons(desk) == {}


def test_a_file_that_is_only_out_of_reach_is_tried_each_time(folder: FolderMaker) -> None:
    path = folder({"a.txt": ""}) / "a.txt"
    means = Means(Limits())
    state = FileState.of(path)
    assert means.failed(path, UnreachableFileError("Busy."), state).size == -1
    lasting = means.failed(path, UnreadableFileError("Empty."), state)
    assert (lasting.size, means.would_fail_again(lasting)) == (0, True)


# Passwords


def test_an_encrypted_file_is_read_with_its_password_and_then_known(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"locked.pdf": (PDFS / "locked.pdf").read_bytes()})
    path = place / "locked.pdf"
    told: list[Path] = []
    assert desk.open(place, locked=told.append).read == 0
    assert told == [path]
    assert "needs a password" in reasons(desk)["locked.pdf"]
    desk.open(place, locked=told.append)
    assert (told, desk.ledger.take("read")) == ([path], []), "once is enough"
    desk.open(place, locked=told.append, passwords={path: "wrong"})
    assert told == [path, path]
    assert "does not fit" in reasons(desk)["locked.pdf"]
    opened = desk.open(place, locked=told.append, passwords={path: PASSWORD})
    assert (opened.read, len(told), reasons(desk)) == (1, 2, {})
    assert desk.open(place).unchanged == 1, "what was read stays, with and without the password"
    desk.workspace.save_as(place / "copy.counterpoint")
    assert PASSWORD.encode() not in (place / "copy.counterpoint").read_bytes()


# Changed, touched, moved, gone


def test_a_file_that_is_only_touched_keeps_all_it_has(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR})
    desk.open(place)
    before = passages(desk, "a.txt")
    os.utime(place / "a.txt", (1, 1))
    opened = desk.open(place)
    assert (opened.read, opened.unchanged, opened.embedded) == (0, 1, 0)
    assert passages(desk, "a.txt") == before
    desk.open(place)
    assert desk.ledger.take("read") == [], "its time is known now"


def test_a_moved_folder_keeps_its_sources(desk: Desk, folder: FolderMaker, tmp_path: Path) -> None:
    place = folder({"a.txt": HARBOUR, "deep/b.txt": ICE, "box.mbox": MAILBOX})
    desk.open(place)
    before = {name: (source.id, passages(desk, name)) for name, source in by_name(desk).items()}
    assert len(before) == 5
    moved = tmp_path / "elsewhere" / "archive"
    moved.parent.mkdir()
    shutil.move(place, moved)
    opened = desk.open(moved)
    assert (opened.read, opened.unchanged, opened.embedded, opened.gone) == (0, 3, 0, frozenset())
    assert {name: (source.id, passages(desk, name)) for name, source in by_name(desk).items()} == before
    assert all(source.path.is_relative_to(moved) for source in desk.workspace.sources())
    assert opened.sources == {source.id for source in desk.workspace.sources()}
    desk.open(moved)
    assert desk.ledger.take("read") == []


def test_a_renamed_file_keeps_its_source_and_takes_its_new_name(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR, "titled.md": f"# The Winter\n\n{ICE}"})
    desk.open(place)
    (place / "a.txt").rename(place / "harbour.txt")
    (place / "titled.md").rename(place / "winter.md")
    assert desk.open(place).read == 0
    known = by_name(desk)
    assert (known["harbour.txt"].id, known["harbour.txt"].title) == (1, "harbour")
    assert (known["winter.md"].id, known["winter.md"].title) == (2, "The Winter")


def test_a_copy_is_a_source_of_its_own(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR})
    desk.open(place)
    shutil.copy(place / "a.txt", place / "b.txt")
    assert desk.open(place).read == 1
    assert len(by_name(desk)) == 2
    for name in ("a.txt", "b.txt"):
        (place / name).rename(place / f"new {name}")
    assert desk.open(place).read == 0
    assert {name: source.id for name, source in by_name(desk).items()} == {"new a.txt": 1, "new b.txt": 2}


def test_one_file_gone_and_two_copies_of_it_new(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR})
    desk.open(place)
    shutil.copy(place / "a.txt", place / "b.txt")
    (place / "a.txt").rename(place / "c.txt")
    assert desk.open(place).read == 1
    assert sorted(by_name(desk)) == ["b.txt", "c.txt"]


def test_a_file_that_is_gone_is_told_and_keeps_its_passages(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"a.txt": HARBOUR, "b.txt": ICE, "box.mbox": MAILBOX})
    assert desk.open(place).gone == frozenset()
    before = passages(desk, "b.txt")
    content = (place / "b.txt").read_bytes()
    (place / "b.txt").unlink()
    (place / "box.mbox").unlink()
    opened = desk.open(place)
    known = by_name(desk)
    assert opened.gone == {known[name].id for name in ("b.txt", "mail 1", "mail 2", "mail 3")}
    assert opened.sources == {known["a.txt"].id}
    assert passages(desk, "b.txt") == before
    (place / "b.txt").write_bytes(content)
    assert known["b.txt"].id not in desk.open(place).gone
    assert passages(desk, "b.txt") == before


# Parts of files


def test_a_removed_mail_stays_removed_when_its_mailbox_grows(desk: Desk, folder: FolderMaker) -> None:
    place = folder({"box.mbox": MAILBOX})
    desk.open(place)
    second = by_name(desk)["mail 2"]
    desk.workspace.remove_source(second.id)
    with (place / "box.mbox").open("a") as file:
        file.write(MAILBOX.replace("Mail", "Late").split("From a", 2)[1].join(("From a", "")))
    desk.open(place, without=[second.path])
    assert sorted(by_name(desk)) == ["mail 1", "mail 3", "mail 4"]


def test_a_mailbox_cancelled_in_the_middle_is_read_whole_the_next_time(
    desk: Desk, folder: FolderMaker
) -> None:
    place = folder({"box.mbox": MAILBOX})
    job = Job(open_paths(desk.workspace, desk.engine, MODEL, [place]))
    while len(desk.workspace.sources()) < 2:
        job.step()
        desk.engine.pump(0.01)
    job.cancel()
    assert len(desk.workspace.sources()) == 2
    desk.open(place)
    assert sorted(by_name(desk)) == ["mail 1", "mail 2", "mail 3"]
