"""Which records count in one series, so that an id may stand in it only once."""

from __future__ import annotations

import difflib

from decidedly.dialects.labels import folded
from decidedly.log.names import home
from decidedly.record import Record

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


def is_same_text(one: Record, other: Record) -> bool:
    """Whether two files are one record that was given another name: the same title, or half of the lines."""
    if folded(one.title) == folded(other.title):
        return True
    mine, theirs = (
        [line.strip() for line in record.source.text.splitlines()[:400] if line.strip()]
        for record in (one, other)
    )
    return difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.5
