"""The reader of Markdown: blocks from the CommonMark parser, marks left out of what is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.reading.articles import find_sections, open_sections
from app.reading.blocks import Block, Extract, Piece, edit_pieces
from app.reading.cues import FILLER, LINK, judge_line
from app.reading.document import Kind, TokenCounter
from app.reading.head import find_author_and_date, find_title
from app.reading.joining import HyphenJoiner, join_lines
from app.reading.lines import Line
from app.reading.marks import find_marks
from app.reading.metadata import read_date

_FRONT_MATTER = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?\n)(?P=fence)[ \t]*(?:\n|$)", re.DOTALL
)
_FIELD = re.compile(r"(?P<key>[A-Za-z_-]+)\s*[:=]\s*(?P<value>.*)$")
_FIELD_LINE = re.compile(r"[A-Za-z][\w -]{0,40}\s*[:=]|\s|-\s|#|[\]}]|\[|$")
_ITEM = re.compile(r"\s+-\s+(?P<value>.+)$|-\s+(?P<item>.+)$")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s*\S+")
_NUMBER = re.compile(r"\d{1,9}[.)]\s*")
_CELL_OR_BAR = re.compile(r"\||(?:\\.|[^|\\])+|\\")
_IMAGE = re.compile(r"(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+$")

FRONT_MATTER = "front matter"
CODE = "code"
MARKUP = "mark-up"
IMAGE = "image"


def read_markdown(text: str, count_tokens: TokenCounter) -> Extract:
    """Finds the blocks of a Markdown text."""
    found = _FRONT_MATTER.match(text)
    if found and not all(map(_FIELD_LINE.match, found["body"].split("\n"))):
        found = None  # text between two rules
    fields = _read_fields(found["body"]) if found else {}
    body_start = found.end() if found else 0
    reader = _Reader(text, body_start, count_tokens)
    blocks, levels = reader.read()
    if found:
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        shown = " ".join(text[start:body_start].split("\n")).strip()
        matter = Block(Kind.FURNITURE, (Piece(shown, start, start + len(shown)),), reason=FRONT_MATTER)
        blocks.insert(0, matter)
        levels = {index + 1: level for index, level in levels.items()}
    title = fields.get("title") or find_title(blocks)
    openings = find_sections(blocks, [1] * len(blocks), title, levels)
    blocks = open_sections(blocks, openings)
    author, date = find_author_and_date(blocks)
    if "date" in fields:
        date = read_date(fields["date"]) or fields["date"]
    author = fields.get("author") or fields.get("authors") or author
    return Extract("markdown", text, tuple(blocks), title, author, date)


def _read_fields(body: str) -> dict[str, str]:
    """The fields of front matter, as far as they are one value or a flat list."""
    fields: dict[str, str] = {}
    key = ""
    for line in body.split("\n"):
        item = _ITEM.match(line)
        found = _FIELD.match(line)
        if item and key:
            value = _unquote(item["value"] or item["item"])
            fields[key] = f"{fields[key]}, {value}" if fields.get(key) else value
        elif found:
            key = found["key"].lower()
            value = found["value"].strip()
            parts = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            fields[key] = ", ".join(part for part in map(_unquote, parts) if part)
    return {key: value for key, value in fields.items() if value}


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value


class _Reader:
    """Turns the parser's tokens, which know their lines, into blocks that know their characters."""

    def __init__(self, text: str, start: int, count_tokens: TokenCounter) -> None:
        self._text = text
        self._source = text[start:].replace("\f", " ")
        self._joiner = HyphenJoiner(text, count_tokens)
        self._lines: list[tuple[int, int]] = []
        for line in text[start:].split("\n"):
            self._lines.append((start, start + len(line)))
            start += len(line) + 1
        self._taken = [False] * len(self._lines)
        self._found: list[tuple[Block, int]] = []
        self._references: frozenset[str] = frozenset()

    def read(self) -> tuple[list[Block], dict[int, int]]:
        """The blocks in order, and the levels of those that are headings."""
        environment: dict[str, Any] = {}
        parser = MarkdownIt("commonmark").enable("table").disable("inline")
        tokens = parser.parse(self._source, environment)
        self._references = frozenset(environment.get("references", ()))
        open_blocks: list[str] = []
        for place, token in enumerate(tokens):
            if token.nesting > 0:
                open_blocks.append(token.type)
            elif token.nesting < 0:
                open_blocks.pop()
            if token.map is None:
                continue
            lines = range(*token.map)
            if token.type == "inline" and not {"th_open", "td_open"} & set(open_blocks[-1:]):
                opener = tokens[place - 1]
                level = int(opener.tag[1:]) if opener.type == "heading_open" else 0
                self._add_text(token, range(*(opener.map or token.map)), _kind_within(open_blocks), level)
            elif token.type == "tr_open":
                self._add_row(lines.start)
            elif token.type == "fence":
                self._add_lines(lines, Kind.FURNITURE, CODE)
            elif token.type in ("code_block", "html_block"):
                self._add_lines(lines, Kind.PARAGRAPH, "")
        self._add_rest()
        self._found.sort(key=lambda found: found[0].pieces[0].start)
        return [block for block, _ in self._found], {
            index: level for index, (_, level) in enumerate(self._found) if level
        }

    def _add_text(self, token: Token, lines: range, kind: Kind, level: int) -> None:
        shown_lines: list[Line] = []
        hidden: list[Piece] = []
        contents = token.content.split("\n")
        for offset, index in enumerate(lines):
            start, end = self._visible(index)
            if self._taken[index] or start == end:
                continue
            self._taken[index] = True
            content = contents[offset].strip() if offset < len(contents) else ""
            content = content[:-1].rstrip() if content.endswith("\\") else content
            at = self._text.rfind(content, start, end) if content else -1
            if at < 0:
                hidden.append(Piece("", start, end))
                continue
            number = _NUMBER.search(self._text, start, at) if kind == Kind.LIST and offset == 0 else None
            if number:
                content, at = self._text[number.start() : at] + content, number.start()
            hidden.append(Piece("", start, at))
            hidden.append(Piece("", at + len(content), end))
            shown_lines.append(Line(content, at, at + len(content), at))
        pieces = [
            *(piece for piece in hidden if piece.start < piece.end),
            *join_lines(shown_lines, self._joiner),
        ]
        pieces.sort(key=lambda piece: (piece.start, piece.end))
        if shown_lines:
            self._add_block(pieces, kind, level)
        elif pieces:
            bare = tuple(
                Piece(self._text[piece.start : piece.end], piece.start, piece.end) for piece in pieces
            )
            self._found.append((Block(Kind.FURNITURE, bare, reason=MARKUP), 0))

    def _add_row(self, index: int) -> None:
        start, end = self._visible(index)
        self._taken[index] = True
        pieces: list[Piece] = []
        shown = False
        for found in _CELL_OR_BAR.finditer(self._text, start, end):
            is_bar = found.group()[0] == "|"
            between = is_bar and shown and bool(self._text[found.end() : end].strip("| \t"))
            text = " | " if between else "" if is_bar else found.group().strip()
            shown = shown or bool(text)
            if is_bar or not text:
                pieces.append(Piece(text, found.start(), found.end()))
            else:
                at = found.start() + found.group().index(text[0])
                pieces.append(Piece(text, at, at + len(text)))
        self._add_block(pieces, Kind.TABLE, 0)

    def _add_lines(self, lines: range, kind: Kind, reason: str) -> None:
        """Adds lines as they stand, each of their marks shown."""
        shown: list[Line] = []
        for index in lines:
            start, end = self._visible(index)
            if start < end and not self._taken[index]:
                self._taken[index] = True
                shown.append(Line(self._text[start:end], start, end, start))
        if not shown:
            return
        pieces = list(join_lines(shown, self._joiner))
        if kind == Kind.FURNITURE:
            self._found.append((Block(kind, tuple(pieces), reason=reason), 0))
        else:
            self._add_block(pieces, kind, 0)

    def _add_block(self, pieces: list[Piece], kind: Kind, level: int) -> None:
        raw = "".join(piece.text for piece in pieces)
        edited = edit_pieces(pieces, find_marks(raw, self._references))
        text = "".join(piece.text for piece in edited).strip()
        reason = ""
        if not any(map(str.isalnum, text)):
            edited, kind, reason = pieces, Kind.FURNITURE, MARKUP
        elif kind == Kind.PARAGRAPH:
            reason = IMAGE if _IMAGE.match(raw.strip()) else judge_line(text)
            kind = Kind.FURNITURE if reason else kind
        self._found.append((Block(kind, tuple(edited), reason=reason), level if kind == Kind.HEADING else 0))

    def _add_rest(self) -> None:
        """Adds the lines that no block of text holds: rules, link definitions."""
        for index, taken in enumerate(self._taken):
            start, end = self._visible(index)
            if taken or start == end:
                continue
            line = self._text[start:end]
            if _DEFINITION.match(line):
                self._add_lines(range(index, index + 1), Kind.FURNITURE, LINK)
            elif any(map(str.isalnum, line)):
                self._add_lines(range(index, index + 1), Kind.PARAGRAPH, "")
            else:
                self._add_lines(range(index, index + 1), Kind.FURNITURE, FILLER)

    def _visible(self, index: int) -> tuple[int, int]:
        """The range of a line without the white space around it."""
        start, end = self._lines[index]
        line = self._text[start:end]
        stripped = line.strip()
        if not stripped:
            return start, start
        start += line.index(stripped[0])
        return start, start + len(stripped)


def _kind_within(open_blocks: Sequence[str]) -> Kind:
    if open_blocks[-1] == "heading_open":
        return Kind.HEADING
    for opened in reversed(open_blocks):
        if opened == "blockquote_open":
            return Kind.QUOTE
        if opened == "list_item_open":
            return Kind.LIST
    return Kind.PARAGRAPH
