"""Frozen records to JSON and back, by their type annotations."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


def to_json(record: DataclassInstance) -> str:
    """A record of numbers, strings, enums, tuples and other such records, as ASCII JSON.

    ASCII, because a lone surrogate of a quoted sentence can be kept only as an escape.
    """
    return json.dumps(asdict(record), separators=(",", ":"))


def from_json(kind: type[Record], text: str) -> Record:
    """The record that `to_json` wrote; fields it did not have yet take their defaults.

    Raises:
        ValueError: The text is something else.
    """
    try:
        record: Record = _decoded(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error
    return record


def _decoded(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (inner,) = (choice for choice in get_args(kind) if choice is not NoneType)
        return None if value is None else _decoded(inner, value)
    if origin is tuple:
        kinds = get_args(kind)
        return tuple(
            _decoded(kinds[0] if kinds[-1] is Ellipsis else kinds[place], item)
            for place, item in enumerate(value)
        )
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _decoded(hint, value[name]) for name, hint in _hints(kind) if name in value})
    return kind(value) if issubclass(kind, Enum) else value


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
