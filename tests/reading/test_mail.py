"""Mails, mailboxes, saved pages: what the sender wrote, what is quoted, what is attached."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from app.errors import UnreadableFileError
from app.reading.document import Document, Kind
from app.reading.parts import read_all
from app.reading.read import read_document
from app.reading.xhtml import SIGNATURE
from tests.reading.counting import count_words
from tests.reading.formats.known import FOLDER, TITLE

BODY = """Dear Ann,

the council voted on Thursday, and the ferry stays for two more years. I shall write the
press release tomorrow.

On Tue, 7 May 2024 at 10:12, Ann Lee wrote:
> Do we know yet how the council will vote?
>
> The shipowners are nervous.

--
Bo Chen
Harbour office
"""


def _mail(body: str = BODY, subject: str = "The ferry") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Bo Chen <bo@orla.example>"
    mail["To"] = "Ann Lee <ann@orla.example>"
    mail["Date"] = "Wed, 08 May 2024 09:00:00 +0200"
    mail["Message-ID"] = "<1@orla.example>"
    mail["Subject"] = subject
    mail.set_content(body)
    return mail


def _read(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return read_document(path, count_words)


def test_a_mail_tells_sender_date_and_subject(tmp_path: Path) -> None:
    document = _read(tmp_path / "m.eml", _mail().as_bytes())
    assert (document.title, document.author, document.date, document.format) == (
        "The ferry",
        "Bo Chen <bo@orla.example>",
        "2024-05-08",
        "eml",
    )


def test_quotes_and_signature_are_told_apart(tmp_path: Path) -> None:
    document = _read(tmp_path / "m.eml", _mail().as_bytes())
    by_kind = {
        kind: [passage.text for passage in document.passages if passage.kind == kind]
        for kind in (Kind.PARAGRAPH, Kind.QUOTE)
    }
    assert by_kind[Kind.PARAGRAPH] == [
        "Dear Ann,",
        " ".join(BODY.split("\n")[2:4]),
    ]
    assert by_kind[Kind.QUOTE] == [
        "Do we know yet how the council will vote?",
        "The shipowners are nervous.",
    ]
    signed = " ".join(passage.text for passage in document.passages if passage.reason == SIGNATURE)
    assert "Harbour office" in signed


def test_a_forwarded_mail_is_a_quote(tmp_path: Path) -> None:
    body = "See below.\n\n-----Original Message-----\nFrom: Ann Lee\n\nThe eastern quay is closed.\n"
    document = _read(tmp_path / "m.eml", _mail(body).as_bytes())
    kinds = {passage.text: passage.kind for passage in document.passages}
    assert kinds["The eastern quay is closed."] == Kind.QUOTE
    assert kinds["See below."] == Kind.PARAGRAPH


def test_a_mail_in_html_only_is_read(tmp_path: Path) -> None:
    mail = _mail()
    mail.set_content(
        "<p>The boat runs.</p><div class='gmail_quote'><p>Does the boat run?</p></div>", subtype="html"
    )
    document = _read(tmp_path / "m.eml", mail.as_bytes())
    kinds = {passage.text: passage.kind for passage in document.passages}
    assert (kinds["The boat runs."], kinds["Does the boat run?"]) == (Kind.PARAGRAPH, Kind.QUOTE)


def test_attachments_are_sources_of_their_own(tmp_path: Path) -> None:
    mail = _mail()
    word = (FOLDER / "known.docx").read_bytes()
    mail.add_attachment(word, maintype="application", subtype="octet-stream", filename="report.docx")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="tool.exe")
    mail.add_attachment(_mail("The inner mail speaks.", "Inner"))
    path = tmp_path / "m.eml"
    path.write_bytes(mail.as_bytes())
    parts = read_all(path, count_words)
    assert [part.name for part in parts] == [
        "m.eml",
        "m.eml › report.docx",
        "m.eml › tool.exe",
        "m.eml › Inner.eml",
    ]
    assert [part.document.title if part.document else None for part in parts] == [
        "The ferry",
        TITLE,
        None,
        "Inner",
    ]
    assert parts[2].reason is not None
    assert "unknown kind" in str(parts[2].reason)


def test_mails_within_mails_come_to_an_end(tmp_path: Path) -> None:
    mail = _mail("The innermost.", "0")
    for number in range(1, 12):
        outer = _mail("Around it.", str(number))
        outer.add_attachment(mail)
        mail = outer
    path = tmp_path / "m.eml"
    path.write_bytes(mail.as_bytes())
    parts = read_all(path, count_words)
    assert parts[-1].document is None
    assert "within one another" in str(parts[-1].reason)
    assert 4 < len(parts) < 9


def test_each_mail_of_a_mailbox_is_a_source(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    mails = [_mail(f"Text {number}.\n\nFrom here on.", f"No {number}").as_bytes() for number in (1, 2, 3)]
    opening = b"From bo@orla.example Wed May  8 09:00:00 2024\n"
    path.write_bytes(
        b"\n".join(opening + mail.replace(b"\nFrom here", b"\n>From here") + b"\n" for mail in mails)
    )
    parts = read_all(path, count_words)
    assert [part.name for part in parts] == [f"box.mbox › mail {n}" for n in (1, 2, 3)]
    assert [part.document.title for part in parts if part.document] == ["No 1", "No 2", "No 3"]
    passages = [passage for part in parts if part.document for passage in part.document.passages]
    assert [passage.kind for passage in passages if passage.text == "From here on."] == [Kind.PARAGRAPH] * 3
    whole = read_document(path, count_words)
    assert [section.title for section in whole.sections if section.level == 1] == ["No 1", "No 2", "No 3"]


def test_a_file_of_another_kind_is_one_part(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The harbour opened today.", "utf-8")
    (part,) = read_all(path, count_words)
    assert part.document is not None
    assert part.name == "a.txt"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFileError, match="empty"):
        read_all(path, count_words)


def test_a_saved_page_is_read_without_its_pictures(tmp_path: Path) -> None:
    page = EmailMessage()
    page["From"] = "<Saved by a browser>"
    page["Subject"] = "The ferry"
    page["MIME-Version"] = "1.0"
    page.set_content((FOLDER / "known.html").read_text("utf-8"), subtype="html")
    page.add_related(b"GIF89a", maintype="image", subtype="gif")
    document = _read(tmp_path / "page.txt", page.as_bytes())
    assert (document.format, document.title) == ("mhtml", TITLE)
    assert sum(passage.kind.is_matched for passage in document.passages) > 30
