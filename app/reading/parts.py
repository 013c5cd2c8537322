"""The sources within one file: the mails of a mailbox, and what is attached to a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.errors import UnreadableFileError
from app.paths import shown_name
from app.reading.document import INSIDE, Part, TokenCounter
from app.reading.kinds import find_kind
from app.reading.read import finish_document, read_bytes, read_data

_DEEPEST = 5  # mails attached to mails
_MOST_PARTS = 5000


def read_all(path: Path, count_tokens: TokenCounter, password: str | None = None) -> tuple[Part, ...]:
    """Reads one file with all the sources that it holds.

    Args:
        path: The file.
        count_tokens: Counts the word pieces of a text as the model's tokenizer does.
        password: What opens the file, where it is an encrypted PDF.

    Returns:
        The file itself; of a mail also its attachments, of a mailbox its mails instead. Each part that
        cannot be read has a reason and does no harm to the others.

    Raises:
        PasswordNeededError: If the file is an encrypted PDF and the password is missing or another one.
        UnreadableFileError: If the file itself cannot be read.
    """
    data = read_bytes(path)
    name = shown_name(path.name)
    kind = find_kind(data, path.suffix)
    if kind not in ("eml", "mbox"):
        return (Part(name, read_data(data, name, count_tokens, password)),)
    parts: list[Part] = []
    for part in _read(data, name, name, count_tokens, 0):
        parts.append(part)
        if len(parts) == _MOST_PARTS:
            break
    if not parts:
        raise UnreadableFileError(f"“{name}” is empty: it holds no mail.")
    if len(parts) == 1 and parts[0].reason:
        raise parts[0].reason
    return tuple(parts)


def part_data(path: Path, names: Sequence[str]) -> bytes:
    """The content of a source within a file.

    Args:
        path: The file.
        names: Those of the parts that lead to the source, as `Part` has them behind the file's name; none
            for the file itself. A stroke may stand as "_", as it does in paths.

    Raises:
        UnreadableFileError: If the file cannot be read, or holds no such source any more.
    """
    data, suffix = read_bytes(path), path.suffix
    for name in names:
        try:
            data, suffix = next(
                (held, kind) for title, kind, held in _held(data, suffix) if title.replace("/", "_") == name
            )
        except Exception as error:  # a damaged mail makes the parser raise almost anything
            raise UnreadableFileError(
                f"“{shown_name(name)}” is not in “{shown_name(path.name)}” any more.",
                "Open its folder again to read it anew.",
            ) from error
    return data


def _held(data: bytes, suffix: str) -> Iterator[tuple[str, str, bytes]]:
    """What a mail or a mailbox holds: the name, the suffix and the content of each."""
    from app.reading.mail import read_mail, split_mailbox  # noqa: PLC0415 # only where there is a mail

    if find_kind(data, suffix) == "mbox":
        for number, mail in enumerate(split_mailbox(data), start=1):
            yield f"mail {number}", ".eml", mail
    else:
        for attachment in read_mail(data, len).attachments:
            yield attachment.name, Path(attachment.name).suffix, attachment.data


def _read(data: bytes, name: str, shown: str, count_tokens: TokenCounter, depth: int) -> Iterator[Part]:
    kind = find_kind(data, Path(name).suffix)
    if kind in ("eml", "mbox"):
        if depth > _DEEPEST:
            reason = UnreadableFileError(f"“{shown}” was not read: too many mails within one another.")
            yield Part(shown, None, reason)
        elif kind == "mbox":
            yield from _read_mailbox(data, shown, count_tokens, depth)
        else:
            yield from _read_mail(data, name, shown, count_tokens, depth)
        return
    try:
        yield Part(shown, read_data(data, name, count_tokens))
    except UnreadableFileError as error:
        yield Part(shown, None, error)


def _read_mailbox(data: bytes, shown: str, count_tokens: TokenCounter, depth: int) -> Iterator[Part]:
    from app.reading.mail import split_mailbox  # noqa: PLC0415 # only where there is a mailbox

    for number, mail in enumerate(split_mailbox(data), start=1):
        name = f"mail {number}.eml"
        yield from _read_mail(mail, name, f"{shown}{INSIDE}mail {number}", count_tokens, depth + 1)


def _read_mail(data: bytes, name: str, shown: str, count_tokens: TokenCounter, depth: int) -> Iterator[Part]:
    from app.reading.mail import read_mail  # noqa: PLC0415 # only where there is a mail

    try:
        mail = read_mail(data, count_tokens)
    except ImportError:
        raise
    except Exception:  # a damaged mail makes the parser raise almost anything
        yield Part(shown, None, UnreadableFileError(f"“{shown}” is damaged and could not be read."))
        return
    try:
        yield Part(shown, finish_document(mail.extract, name, count_tokens))
    except UnreadableFileError as error:
        yield Part(shown, None, error)
    for attachment in mail.attachments:
        name = shown_name(attachment.name)
        yield from _read(attachment.data, name, f"{shown}{INSIDE}{name}", count_tokens, depth + 1)
