"""The dialects by name: how each way of writing a record is told from the others, from what was read.

Reading never depends on it (the union reader takes every form from every record); writing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import folded
from decidedly.preamble import MAX_YAML
from decidedly.record import Field, Section


@dataclass(frozen=True, slots=True)
class Read:
    """What the tests of a dialect may look at."""

    draft: Draft
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]

    def labels(self) -> frozenset[str]:
        """Labels of the front matter as written, folded."""
        return frozenset(folded(field.label) for field in self.fields if field.origin == "front-matter")

    def origin(self, name: str) -> str:
        """Where the most trusted field of that name stands, or ""."""
        return next((field.origin for field in self.fields if field.name == name), "")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing a record: a stable name, a title for people, and the test that recognises it."""

    name: str
    title: str
    test: Callable[[Read], bool]


def _has(*names: str) -> Callable[[Read], bool]:
    return lambda read: bool(read.labels() & set(names))


def _all(*names: str) -> Callable[[Read], bool]:
    return lambda read: set(names) <= read.labels()


def _madr_sections(read: Read) -> bool:
    words = {folded(section.title) for section in read.sections}
    return bool(words & {"context and problem statement", "decision outcome", "considered options"})


def _raw(read: Read) -> str:
    return read.draft.source.at(read.draft.preamble.inner)[:MAX_YAML]


def _talo(read: Read) -> bool:
    table = next(iter(read.draft.structure.tables), None)
    return table is not None and [folded(cell) for cell, _ in table.rows[0]][:2] == ["status", "time"]


def _y_statement(read: Read) -> bool:
    return re.search(
        r"^\W{0,3}in the context of\b", read.draft.source.text, re.I | re.M
    ) is not None and not _madr_sections(read)


DIALECTS: tuple[Dialect, ...] = (
    Dialect("kep", "KEP: kep.yaml beside the text", lambda read: read.draft.side is not None),
    Dialect("adrkit", "adrkit", lambda read: re.search(r"^(?:supersededBy|relatesTo|conflictsWith|reviewBy|affects):", _raw(read), re.M) is not None),
    Dialect("adrs", "adrs (Rust)", _all("number", "title", "date", "status")),
    Dialect("mkdocs-material-adr", "mkdocs-material-adr", lambda read: re.search(r"^[ \t]*adr:[ \t]*$", _raw(read), re.M) is not None),
    Dialect("mkdocs-decision-records", "mkdocs-decision-records", lambda read: "id" in read.labels() and re.search(r"^superseded_by:|^ticket:", _raw(read), re.M) is not None),
    Dialect("tech-docs", "Tech Docs Template", _has("last reviewed on", "review in")),
    Dialect("native", "Decidedly", lambda read: bool(read.labels() & {"answer", "review", "applies to", "owner", "assumptions", "reviews"}) and "status" in read.labels()),
    Dialect("adrinaline", "adrinaline", lambda read: bool(read.labels() & {"supersedes", "superseded by", "depends on"}) and "scope" in read.labels()),
    Dialect("madr4", "MADR 4", _has("decision makers")),
    Dialect("madr3", "MADR 3", lambda read: "status" in read.labels() and ("deciders" in read.labels() or _madr_sections(read))),
    Dialect("front-matter", "YAML front matter", lambda read: read.origin("status") == "front-matter"),
    Dialect("talo", "talo", _talo),
    Dialect("log4brains", "log4brains", lambda read: read.origin("status") == "list" and re.match(r"(?:.*/)?\d{8}-", read.draft.source.path) is not None),
    Dialect("madr2", "MADR 2", lambda read: read.origin("status") == "list"),
    Dialect("table", "two-column table", lambda read: read.origin("status") in ("table", "html")),
    Dialect("bold-labels", "bold labels", lambda read: read.origin("status") == "labels"),
    Dialect("nygard", "Nygard (adr-tools)", lambda read: read.origin("status") == "section"),
    Dialect("lines", "plain lines", lambda read: read.origin("status") in ("line", "definition")),
    Dialect("madr4", "MADR 4", lambda read: bool(read.labels()) and _madr_sections(read)),
    Dialect("y-statement", "Y-statement", _y_statement),
    Dialect("madr1", "MADR 1", _madr_sections),
)  # fmt: skip
"""Every dialect, most particular first; the first whose test holds names the record's."""


def dialect_of(read: Read) -> str:
    """The name of the record's dialect; "plain" where nothing is recognised."""
    return next((dialect.name for dialect in DIALECTS if dialect.test(read)), "plain")
