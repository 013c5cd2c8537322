"""The bytes of a text file to text: encodings, line ends, and what is no text at all."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n?|[\v\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_CONTROL_BYTES = bytes([*range(9), *range(0x0E, 0x1B), 0x7F])
_HIGH_BYTES = bytes(range(0x80, 0x100))
_SAMPLE = 1 << 16
_LEAST_TO_GUESS = 40  # high bytes, for fewer tell no alphabet
# The five bytes that Windows-1252 leaves open stand for themselves, as browsers read them.
_OPEN_BYTES = re.compile(b"[\x81\x8d\x8f\x90\x9d]")
_WINDOWS_1252 = [
    chr(byte) if _OPEN_BYTES.match(bytes([byte])) else bytes([byte]).decode("cp1252") for byte in range(256)
]


class NotTextError(ValueError):
    """The bytes are no text in any encoding that is read."""


def decode(data: bytes) -> str:
    """Decodes a text file and makes every line end a line feed.

    A byte order mark decides; without one UTF-16 is known by its zero bytes, UTF-8 by being valid,
    another alphabet's code page by its share of high bytes, and Windows-1252 is what remains.

    Raises:
        NotTextError: If the bytes are binary.
    """
    text = _decode_bytes(data)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100 or "\x00" in text:
        raise NotTextError
    return _LINE_ENDS.sub("\n", text)


def _decode_bytes(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\x00" in data:
        return _decode_unmarked_utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _decode_unmarked_utf16(data: bytes) -> str:
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        # Spaces, stops and line ends alone give one in eight characters a zero high byte in any alphabet.
        if high > len(sample) // 16 and low * 20 < high:
            try:
                return data[: len(data) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
    raise NotTextError


def _decode_legacy(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL_BYTES)) > len(sample) // 100:
        raise NotTextError
    repaired = data.decode("utf-8", errors="replace")
    damaged = repaired.count("\ufffd")
    if damaged * 10 < sum(1 for character in repaired if character > "\x7f"):
        return repaired  # UTF-8 with a few damaged bytes, such as a cut-off end
    high_bytes = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    if high_bytes > max(len(sample) // 4, _LEAST_TO_GUESS):
        best = charset_normalizer.from_bytes(sample).best()
        if best is not None:
            return data.decode(best.encoding, errors="replace")
    return (
        "".join(_WINDOWS_1252[byte] for byte in data) if _OPEN_BYTES.search(data) else data.decode("cp1252")
    )
