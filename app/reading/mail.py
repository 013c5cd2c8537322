"""The reader of mails (EML), mailboxes (MBOX) and web pages saved as mails (MHTML)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from app.reading.blocks import Extract
from app.reading.decode import NotTextError, decode
from app.reading.document import Kind, TokenCounter
from app.reading.flow import Found, lay_out, tidy
from app.reading.html import decode_page, read_html
from app.reading.mojibake import mend
from app.reading.plain import read_plain
from app.reading.xhtml import SIGNATURE, read_page

MAIL_HEADER = "mail header"
QUOTED_FROM = "who is quoted"

_MOST_PARTS = 2000
_MOST_MAILS = 20_000
_SHOWN = ("From", "To", "Cc", "Date")
_BEGINNING = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
_QUOTED = re.compile(r"[ \t]{0,3}>[> \t]*")
_ATTRIBUTION = re.compile(
    r"(?:On|Am|Le|El|Il|Den) .{6,200}(?:wrote|schrieb|a écrit|escribió|ha scritto)\s?:$", re.DOTALL
)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine)\s*-{3,}$",
    re.IGNORECASE,
)
_UNDERSCORES = re.compile(r"_{20,}$")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as read.

    Attributes:
        extract: Its text.
        attachments: What came with it; mails that came with it too.
    """

    extract: Extract
    attachments: tuple[Attachment, ...]


def read_mail(data: bytes, count_tokens: TokenCounter) -> Mail:
    """Reads a mail.

    Args:
        data: The mail as it was sent.
        count_tokens: Counts the model's tokens.

    Raises:
        NotTextError: If the mail's text is none.
    """
    message = email.message_from_bytes(data, policy=default)
    if not isinstance(message, EmailMessage):
        raise NotTextError
    found, attachments = _read_message(message, count_tokens)
    extract = lay_out(
        "eml",
        found,
        title=_field(message, "Subject"),
        author=_field(message, "From") or None,
        date=_date(message),
    )
    return Mail(extract, tuple(attachments))


def read_mailbox(data: bytes, count_tokens: TokenCounter) -> Extract:
    """Reads all mails of a mailbox as one document, each a section; attachments are left out."""
    found: list[Found] = []
    for mail in split_mailbox(data):
        message = email.message_from_bytes(mail, policy=default)
        if isinstance(message, EmailMessage):
            found.extend(_read_message(message, count_tokens)[0])
    return lay_out("mbox", found)


def split_mailbox(data: bytes) -> Iterator[bytes]:
    """The mails of a mailbox as they were sent."""
    starts = [found.span() for found in _BEGINNING.finditer(data)][:_MOST_MAILS]
    for place, (_, start) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(data)
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[start:end])


def read_saved_page(data: bytes, count_tokens: TokenCounter) -> Extract:
    """Reads a web page that was saved with its pictures as one mail; the pictures are left out.

    Raises:
        NotTextError: If it holds no page.
    """
    message = email.message_from_bytes(data, policy=default)
    for part in _parts(message):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            charset = part.get_content_charset()
            extract = read_html(_payload(part), count_tokens, encoding=charset, name="mhtml")
            title = extract.title or _field(message, "Subject")
            return replace(extract, title=title, date=extract.date or _date(message))
    raise NotTextError


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The parts of a message that hold something, without those of messages attached to it."""
    parts: list[EmailMessage] = []
    waiting = [message]
    while waiting and len(parts) < _MOST_PARTS:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = [inner for inner in part.get_payload() if isinstance(inner, EmailMessage)] + waiting
        else:
            parts.append(part)
    return parts


def _read_message(message: EmailMessage, count_tokens: TokenCounter) -> tuple[list[Found], list[Attachment]]:
    subject = _field(message, "Subject")
    found = [Found(Kind.HEADING, subject, level=1)] if subject else []
    found.extend(
        Found(Kind.FURNITURE, f"{name}: {value}", reason=MAIL_HEADER)
        for name in _SHOWN
        if (value := _field(message, name))
    )
    plain: list[Found] = []
    page: list[Found] = []
    attachments: list[Attachment] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                name = _file_name(part) or (_field(inner[0], "Subject") or "message") + ".eml"
                attachments.append(Attachment(name, inner[0].as_bytes()))
        elif part.get_content_disposition() == "attachment" or _file_name(part):
            attachments.append(Attachment(_file_name(part) or "attachment", _payload(part)))
        elif kind == "text/plain":
            plain.extend(_read_plain_part(part, count_tokens))
        elif kind in ("text/html", "application/xhtml+xml"):
            page.extend(read_page(decode_page(_payload(part), part.get_content_charset())).found)
    return [*found, *(plain or page)], attachments


def _read_plain_part(part: EmailMessage, count_tokens: TokenCounter) -> list[Found]:
    data = _payload(part)
    try:
        text = data.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeError):
        text = decode(data)
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _read_body(mend(text), count_tokens, is_flowed=is_flowed)


def _read_body(text: str, count_tokens: TokenCounter, *, is_flowed: bool) -> list[Found]:
    """Divides a mail's text into what its sender wrote, what is quoted, and the signature."""
    found: list[Found] = []
    lines: list[str] = []
    state = Kind.PARAGRAPH
    reason = ""
    is_below = False  # below a forwarded mail's line all is that mail's

    def finish() -> None:
        found.extend(_read_run("\n".join(lines), state, reason, count_tokens))
        lines.clear()

    for line in text.split("\n"):
        quoted = _QUOTED.match(line)
        if line.rstrip() == "--" and not is_below:
            finish()
            state, reason = Kind.FURNITURE, SIGNATURE
            continue
        if _FORWARDED.match(line.strip()) or _UNDERSCORES.match(line.strip()):
            finish()
            state, reason, is_below = Kind.QUOTE, "", True
            found.append(Found(Kind.FURNITURE, line, reason=QUOTED_FROM))
            continue
        wanted = Kind.QUOTE if quoted or is_below else Kind.PARAGRAPH
        if state not in (Kind.FURNITURE, wanted) and (line.strip() or quoted):
            finish()
            state = wanted
        # A quote may follow the signature.
        elif state == Kind.FURNITURE and quoted:
            finish()
            state, reason = Kind.QUOTE, ""
        shown = line[quoted.end() :] if quoted else line
        lines.append(f"{lines.pop()}{shown}" if is_flowed and lines and lines[-1].endswith(" ") else shown)
    finish()
    return found


def _read_run(text: str, kind: Kind, reason: str, count_tokens: TokenCounter) -> list[Found]:
    found: list[Found] = []
    for block in read_plain(text, count_tokens).blocks:
        if _ATTRIBUTION.match(block.text):
            found.append(Found(Kind.FURNITURE, block.text, reason=QUOTED_FROM))
        elif Kind.FURNITURE in (kind, block.kind):
            found.append(Found(Kind.FURNITURE, block.text, reason=reason or block.reason))
        elif kind == Kind.QUOTE:
            found.append(Found(kind, block.text))
        else:
            level = 2 if block.kind == Kind.HEADING else 0
            found.append(Found(block.kind, block.text, level=level))
    return found


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _field(message: EmailMessage, name: str) -> str:
    try:
        return tidy(str(message.get(name, "")))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""  # a field that is damaged tells nothing


def _file_name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
    # Only the name counts, whatever folders the sender wrote.
    return tidy(re.split(r"[\\/]", name)[-1])


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_field(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
