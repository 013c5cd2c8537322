"""Members of a zip archive, read within bounds, and their XML, read without entities."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from app.errors import UnreadableFileError

_MOST_MEMBERS = 20_000
_MOST_MEMBER = 128 << 20  # bytes of one member, unpacked
_MOST_TOTAL = 512 << 20  # bytes of all members that are read
_MOST_RATIO = 200  # times its packed size; text packs to a tenth, and seldom to a fiftieth
_FREE_OF_RATIO = 4 << 20  # bytes: a small member may pack well and does no harm
_CHUNK = 1 << 20


class Archive:
    """The zip archive of a document.

    No member is unpacked beyond the bounds, whatever size the archive gives for it, and none is
    written anywhere. An archive within the archive is not opened.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Opens an archive.

        Args:
            data: The archive.
            name: The file's name, for messages.

        Raises:
            UnreadableFileError: If it is damaged or has too many members.
        """
        self._name = name
        self._total = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        self.names = self._zip.namelist()
        """The names of the members, in the archive's order."""
        if len(self.names) > _MOST_MEMBERS:
            raise self._bomb()

    def read(self, member: str) -> bytes | None:
        """The content of a member, or None if there is none of that name.

        Raises:
            UnreadableFileError: If it is damaged, encrypted or unpacks to too much.
        """
        try:
            info = self._zip.getinfo(member)
        except KeyError:
            return None
        most = max(_FREE_OF_RATIO, _MOST_RATIO * info.compress_size)
        most = min(most, _MOST_MEMBER, _MOST_TOTAL - self._total)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise self._bomb()
                    chunks.append(chunk)
        except RuntimeError as error:  # its way of saying that a password is needed
            raise UnreadableFileError(
                f"“{self._name}” is encrypted.", "Save it without a password and open it again."
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise self._damaged() from error
        self._total += size
        return b"".join(chunks)

    def xml(self, member: str) -> etree._Element | None:
        """The root of a member that is XML, or None if there is no such member.

        Entities are not expanded, and nothing outside the member is read.

        Raises:
            UnreadableFileError: If it is damaged or unpacks to too much.
        """
        data = self.read(member)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"“{self._name}” is damaged and could not be read.", "Get a complete copy and open that."
        )

    def _bomb(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"“{self._name}” was not read: it unpacks to more than any document holds.",
            "Do not trust this file.",
        )
