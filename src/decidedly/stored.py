"""Nouns as plain data, and back: numbers, words and lists, as JSON has them.

Unpacking trusts nothing: what is not of the type that the noun's annotation names raises `Odd`. A new field needs no line
here.
"""

from __future__ import annotations

import datetime
import json
import operator
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from decidedly.text import Span

Unpack = Callable[[Any, int], Any]
"""Makes a value of plain data; the number is how long the text is into which spans may point."""


class Odd(Exception):
    """Data that is not what was packed."""


def packed(noun: Any) -> Any:
    """One noun as plain data, its parts as they are: what a JSON encoder asks for what it does not know itself."""
    if isinstance(noun, datetime.date):
        return noun.isoformat()
    kind = type(noun)
    if kind not in _PACKERS:
        _PACKERS[kind] = _packer(kind)
    return _PACKERS[kind](noun)


def encoded(noun: Any) -> bytes:
    """Nouns, and lists of them, as JSON. Raises UnicodeEncodeError for half a character, which JSON can't hold."""
    return _ENCODER.encode(noun).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=packed)
_PACKERS: dict[type, Callable[[Any], Any]] = {}


def _packer(kind: Any) -> Callable[[Any], Any]:
    """Takes a noun's parts; those of a span, which is most of what there is, without asking for the span."""
    if issubclass(kind, Mapping):
        return dict
    hints = get_type_hints(kind)
    names = [
        part
        for one in fields(kind)
        for part in ((f"{one.name}.start", f"{one.name}.end") if hints[one.name] is Span else (one.name,))
    ]
    return operator.attrgetter(*names) if len(names) > 1 else lambda noun: [getattr(noun, names[0])]


def unpacker(kind: Any) -> Unpack:
    """What makes values of the type `kind`, which may have parts of its own kind."""
    if kind not in _UNPACKERS:
        _UNPACKERS[kind] = lambda data, limit: _UNPACKERS[kind](data, limit)
        try:
            _UNPACKERS[kind] = _unpacker(kind)
        except TypeError:
            del _UNPACKERS[kind]
            raise
    return _UNPACKERS[kind]


_UNPACKERS: dict[Any, Unpack] = {}


def _unpacker(kind: Any) -> Unpack:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(frozenset(inner))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _several(unpacker(inner[0]))
    if origin in (dict, Mapping) and inner[0] is str:
        return _table(unpacker(inner[1]))
    if origin in (Union, types.UnionType) and len(inner) == 2 and type(None) in inner:
        return _perhaps(unpacker(next(one for one in inner if one is not type(None))))
    if kind is Span:
        return _span
    if kind is datetime.date:
        return _day
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return _noun(kind, tuple(unpacker(hints[one.name]) for one in fields(kind)))
    if kind in (str, int, bool):
        return _plain(kind)
    raise TypeError(f"{kind} can't be kept")


def _plain(kind: type) -> Unpack:
    def unpack(data: Any, limit: int) -> Any:
        if type(data) is not kind:
            raise Odd
        return data

    return unpack


def _one_of(choices: frozenset[Any]) -> Unpack:
    def unpack(data: Any, limit: int) -> Any:
        if type(data) is not str or data not in choices:
            raise Odd
        return data

    return unpack


def _several(one: Unpack) -> Unpack:
    def unpack(data: Any, limit: int) -> Any:
        if type(data) is not list:
            raise Odd
        return tuple([one(part, limit) for part in data])

    return unpack


def _table(one: Unpack) -> Unpack:
    def unpack(data: Any, limit: int) -> Any:
        if type(data) is not dict:
            raise Odd
        return {key: one(value, limit) for key, value in data.items()}

    return unpack


def _perhaps(one: Unpack) -> Unpack:
    def unpack(data: Any, limit: int) -> Any:
        return None if data is None else one(data, limit)

    return unpack


def _noun(kind: type, parts: tuple[Unpack, ...]) -> Unpack:
    spans = [part is _span for part in parts]
    count = len(parts) + sum(spans)

    def unpack(data: Any, limit: int) -> Any:
        if type(data) is not list or len(data) != count:
            raise Odd
        rest = iter(data)
        return kind(
            *[
                _span([next(rest), next(rest)], limit) if span else part(next(rest), limit)
                for part, span in zip(parts, spans, strict=True)
            ]
        )

    return unpack


def _span(data: Any, limit: int) -> Span:
    if type(data) is not list or len(data) != 2:
        raise Odd
    start, end = data
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= limit:
        raise Odd
    return Span(start, end)


def _day(data: Any, limit: int) -> datetime.date:
    if type(data) is not str:
        raise Odd
    try:
        return datetime.date.fromisoformat(data)
    except ValueError:
        raise Odd from None
