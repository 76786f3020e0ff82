"""The union reader: Markdown of any dialect, in any mixture, to records.

Every form of metadata (`FORMS`) is read from every file; where two disagree, the more trusted one counts. Reading is
total: what is strange becomes a problem of the record, never an exception.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decidedly.dialects.memory import Memory, Seen
from decidedly.dialects.recognise import Kind, settle
from decidedly.dialects.settings import Settings
from decidedly.record import Document, Record
from decidedly.text import Source

if TYPE_CHECKING:
    from decidedly.dialects.forms import FORMS
    from decidedly.dialects.known import DIALECTS, Dialect

__all__ = [
    "DIALECTS", "FORMS", "Dialect", "Memory", "Reading", "Seen", "Settings", "kinds", "read_all", "read_document", "read_record",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The registries, once somebody looks: what they list costs as much to import as the rest together."""
    if name in ("DIALECTS", "Dialect"):
        from decidedly.dialects import known

        return getattr(known, name)
    if name == "FORMS":
        from decidedly.dialects.forms import FORMS

        return FORMS
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True)
class Reading:
    """What a set of files turned out to be."""

    records: tuple[Record, ...]
    documents: tuple[Document, ...]


def read_all(
    sources: Iterable[Source],
    sides: Mapping[str, Source] | None = None,
    settings: Settings | None = None,
    seen: Seen | None = None,
) -> Reading:
    """Read every file and tell records from other documents. `seen`: what is known from reading it before, and how it is
    read (in place of `settings`).

    `sources` are Markdown files with paths relative to the records folder; `sides` are YAML files that stand beside a
    record and hold its metadata (`kep.yaml`), by their path.
    """
    seen = seen or Seen(settings or Settings())
    files, kinds = _judged(sources, sides or {}, seen)
    seen.forget(files)
    records = [seen.record(*files[path]) for path, kind in kinds.items() if kind == "record"]
    documents = [seen.document(*files[path], kind) for path, kind in kinds.items() if kind != "record"]
    return Reading(tuple(records), tuple(documents))


def kinds(sources: Iterable[Source], sides: Mapping[str, Source], seen: Seen) -> dict[str, Kind]:
    """What each file is, by its path: as `read_all` has it, which costs less to ask for first."""
    return _judged(sources, sides, seen)[1]


def _judged(
    sources: Iterable[Source], sides: Mapping[str, Source], seen: Seen
) -> tuple[dict[str, tuple[Source, Source | None]], dict[str, Kind]]:
    beside = {posixpath.dirname(path): side for path, side in sides.items()}
    files: dict[str, tuple[Source, Source | None]] = {}
    for source in sources:
        folder = posixpath.dirname(source.path)
        side = beside.get(folder) if posixpath.basename(source.path).lower() == "readme.md" else None
        files[source.path] = (source, side)
    folder = seen.settings.folder
    return files, settle({path: seen.kind(*file) for path, file in files.items()}, folder)


def read_record(source: Source, side: Source | None = None, settings: Settings | None = None) -> Record:
    """Read one file as a record, whatever it looks like."""
    from decidedly.dialects import reading

    return reading.record(reading.parse(source, side), settings or Settings())


def read_document(source: Source) -> Document:
    """Read one file as a document that is no record."""
    from decidedly.dialects import reading

    return reading.document(reading.parse(source, None), "document")
