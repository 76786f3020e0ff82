"""Which records count in one series, and which numbers a record gives itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from decidedly.dialects.identity import Identity, from_name, from_text, split_heading
from decidedly.dialects.labels import folded
from decidedly.log.names import home
from decidedly.record import Record
from decidedly.text import Span

Key = tuple[str, str, int | str]
"""Folder (where ids are local), letters, number or the id's words."""

_GENERAL = frozenset({"adr", "adrs", "dr", "rfc", "decision", "record"})
"""Letters that stand for no series of their own: `ADR-7` beside `0007` is the same id."""


def key_of(record: Record, local_ids: bool) -> Key:
    """What makes the record's id unique."""
    folder = home(record.path) if local_ids else record.package
    if record.number is None:
        return folder, "", record.id.lower()
    prefix = record.prefix.lower().replace("_", "-")
    return folder, "" if prefix in _GENERAL else prefix, record.number


T = TypeVar("T")


def grouped(pairs: Iterable[tuple[T, Record]]) -> Mapping[T, list[Record]]:
    """Records by key, in order."""
    found: dict[T, list[Record]] = {}
    for key, record in pairs:
        found.setdefault(key, []).append(record)
    return found


def is_same_text(one: Record, other: Record) -> bool:
    """Whether two files are one record that was given another name: the same title, or half of the lines."""
    if folded(one.title) == folded(other.title):
        return True
    mine, theirs = (
        [line.strip() for line in record.source.text.splitlines()[:400] if line.strip()]
        for record in (one, other)
    )
    return difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.5


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a record gives itself: where ("title", "field “id”"), the identity, the span of its digits."""

    where: str
    identity: Identity
    span: Span


_BARE = re.compile(r"(\d{2,4})(?=[ .:])")


def bare_numbers(records: Iterable[Record]) -> frozenset[int]:
    """The numbers of the log's records, where most of its titles begin with a number without letters; else none."""
    numbers: set[int] = set()
    bare = named = 0
    for record in records:
        name = from_name(record.path)
        if name is not None and name.number is not None:
            numbers.add(name.number)
            named += 1
            bare += _BARE.match(_title(record)) is not None
    return frozenset(numbers) if bare * 2 > named else frozenset()


def in_title(record: Record, name: Identity, bare: frozenset[int]) -> Stated | None:
    """The id that begins the title. A number alone is one only if it is in `bare`: “29 Audits”, but not “3 ways to log”."""
    title = _title(record)
    identity, _ = split_heading(title, name)
    alone = _BARE.match(title)
    if identity is None and alone is not None and int(alone[1]) in bare:
        identity = Identity(alone[1], "", int(alone[1]), alone[1])
    if identity is None or record.structure is None:
        return None
    prefix = identity.prefix.lower()
    if prefix not in ("", *(_GENERAL - {"rfc"}), name.prefix.lower()):
        return None  # a standard, a ticket: “RFC 7807 for error bodies”
    if not prefix and 1900 <= (identity.number or 0) <= 2100:
        return None  # a year
    return _stated("title", identity, record, record.structure.headings[0].words)


def in_metadata(record: Record) -> Stated | None:
    """The number in a field such as `id` or `Decision ID`."""
    field = record.by_name.get("id")
    identity = from_text(field.value) if field is not None and field.path is None else None
    if field is None or identity is None or identity.number is None:
        return None
    return _stated(f"field “{field.label}”", identity, record, field.span)


def _title(record: Record) -> str:
    headings = record.structure.headings if record.structure else ()
    return headings[0].text if headings and headings[0].level == 1 else ""


def _stated(where: str, identity: Identity, record: Record, span: Span) -> Stated | None:
    at = record.source.at(span).find(identity.digits) if identity.digits else -1
    start = span.start + at
    return Stated(where, identity, Span(start, start + len(identity.digits))) if at >= 0 else None
