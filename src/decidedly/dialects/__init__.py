"""The union reader: Markdown of any dialect, in any mixture, to records.

Every form of metadata (`FORMS`) is read from every file; where two disagree, the more trusted one counts. Reading is
total: what is strange becomes a problem of the record, never an exception.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decidedly.dialects import reading
from decidedly.dialects.forms import FORMS
from decidedly.dialects.known import DIALECTS, Dialect
from decidedly.dialects.memory import Memory
from decidedly.dialects.reading import Parsed
from decidedly.dialects.recognise import Kind, settle
from decidedly.dialects.settings import Settings
from decidedly.record import Document, Record
from decidedly.text import Source

__all__ = [
    "DIALECTS", "FORMS", "Dialect", "Memory", "Reading", "Settings", "kinds", "read_all", "read_document", "read_record",
]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What a set of files turned out to be."""

    records: tuple[Record, ...]
    documents: tuple[Document, ...]


def read_all(
    sources: Iterable[Source],
    sides: Mapping[str, Source] | None = None,
    settings: Settings | None = None,
    memory: Memory | None = None,
) -> Reading:
    """Read every file and tell records from other documents. `memory`: what is known from reading it before.

    `sources` are Markdown files with paths relative to the records folder; `sides` are YAML files that stand beside a
    record and hold its metadata (`kep.yaml`), by their path.
    """
    settings, memory = settings or Settings(), memory or Memory()
    parsed, kinds = _judged(sources, sides, settings, memory)
    memory.forget(parsed)
    records = [memory.record(parsed[path], settings) for path, kind in kinds.items() if kind == "record"]
    documents = [memory.document(parsed[path], kind) for path, kind in kinds.items() if kind != "record"]
    return Reading(tuple(records), tuple(documents))


def kinds(
    sources: Iterable[Source], sides: Mapping[str, Source], settings: Settings, memory: Memory
) -> dict[str, Kind]:
    """What each file is, by its path: as `read_all` has it, which costs less to ask for first."""
    return _judged(sources, sides, settings, memory)[1]


def _judged(
    sources: Iterable[Source], sides: Mapping[str, Source] | None, settings: Settings, memory: Memory
) -> tuple[dict[str, Parsed], dict[str, Kind]]:
    beside = {posixpath.dirname(path): side for path, side in (sides or {}).items()}
    parsed: dict[str, Parsed] = {}
    for source in sources:
        folder = posixpath.dirname(source.path)
        side = beside.get(folder) if posixpath.basename(source.path).lower() == "readme.md" else None
        parsed[source.path] = memory.parsed(source, side)
    kinds = settle({path: one.kind(settings.folder) for path, one in parsed.items()}, settings.folder)
    return parsed, kinds


def read_record(source: Source, side: Source | None = None, settings: Settings | None = None) -> Record:
    """Read one file as a record, whatever it looks like."""
    return reading.record(reading.parse(source, side), settings or Settings())


def read_document(source: Source) -> Document:
    """Read one file as a document that is no record."""
    return reading.document(reading.parse(source, None), "document")
