"""The decision log: all records, their links resolved and inferred, and the questions asked of them.

The only module that imports networkx, and only when a graph is asked for.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from decidedly.lifecycle import IN_FORCE, RETIRED
from decidedly.record import INVERSE, Document, Link, Record
from decidedly.text import name_slug, near

if TYPE_CHECKING:
    import networkx

FORWARD = {"superseded-by": "supersedes", "superseded-in-part-by": "supersedes-in-part", "amended-by": "amends",
           "refined-by": "refines", "required-by": "depends-on"}  # fmt: skip
"""Kinds that state the far end of another kind: in the graph every link is kept under its forward kind."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two records, in its forward direction: `source` supersedes, amends, depends on … `target`.

    `stated` tells which ends say so: "source", "target" or "both". `link` is the statement (the source's, if both).
    """

    source: Record
    kind: str
    target: Record
    stated: str
    link: Link = field(compare=False)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A link of one record with what it leads to: a record, a document, both None if neither."""

    link: Link
    record: Record | None = None
    document: Document | None = None
    fragment: str = ""


@dataclass(frozen=True)
class Log:
    """All records of one log, ordered by series and number, and the other documents of its folder.

    `own_urls` are URL prefixes under which this log's own files are published (a repository's `blob/main/docs/adr/`),
    so that absolute links to own records count as links between records. `local_ids` tells that ids are local to
    their folder or package (log4brains packages, MADR categories). `files` are the other files of the folder
    (images, attachments), relative paths. `problems` are those of the whole log (packages, configuration).
    """

    records: tuple[Record, ...]
    documents: tuple[Document, ...] = ()
    own_urls: tuple[str, ...] = ()
    local_ids: bool = False
    files: frozenset[str] = frozenset()

    # -- look-up ---------------------------------------------------------------------------------------------------

    @cached_property
    def by_path(self) -> dict[str, Record]:
        """Records by path."""
        return {record.path: record for record in self.records}

    @cached_property
    def documents_by_path(self) -> dict[str, Document]:
        """Documents by path."""
        return {document.path: document for document in self.documents}

    def find(self, spelling: str, near_to: Record | None = None) -> tuple[Record, ...]:
        """All records that `spelling` may mean, best understanding first; more than one means that it is ambiguous.

        Understands an id (`DR-001`, `dr-1`, `001`, `1`), a file name or path with or without `.md`, an alias, a unique part of a
        file name. With `near_to`, records of its folder (or series) win where ids repeat.
        """

    def get(self, spelling: str, near_to: Record | None = None) -> Record | None:
        """The one record that `spelling` means, or None if there is none or more than one."""

    def suggestions(self, spelling: str) -> list[str]:
        """Ids that look like `spelling`, for a message."""

    def slug(self, record: Record) -> str:
        """A name for the record that is unique in the log, safe in a URL and a file name on every system, and stable:
        its id in lower case (`dr-001`); where ids repeat, with the folder or the file name before it (`auth-0001`)."""

    # -- links -----------------------------------------------------------------------------------------------------

    def resolve(self, link: Link, record: Record | Document) -> Resolved:
        """What a link of `record` leads to."""

    def resolved(self, record: Record) -> tuple[Resolved, ...]:
        """All links of `record`, resolved."""

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every link between two different records, forward, once: both statements of one link are one relation.

        A supersession that only one end states is there too (three of four real ones are stated at one end only).
        """

    def outgoing(self, record: Record) -> tuple[Relation, ...]:
        """Relations whose source is `record` (it supersedes, amends, depends on …), in log order."""

    def incoming(self, record: Record) -> tuple[Relation, ...]:
        """Relations whose target is `record`."""

    # -- lineage ---------------------------------------------------------------------------------------------------

    def successors(self, record: Record) -> tuple[Record, ...]:
        """What wholly supersedes `record` directly (accepted or not said; proposals do not count: see `would_replace`)."""

    def would_replace(self, record: Record) -> tuple[Record, ...]:
        """Open proposals that state that they supersede `record`."""

    def predecessors(self, record: Record) -> tuple[Record, ...]:
        """What `record` wholly supersedes directly."""

    def current(self, record: Record) -> tuple[Record, ...]:
        """The last successors in force, following the whole chain; () if `record` is in force or none is recorded."""

    def lineage(self, record: Record) -> tuple[Record, ...]:
        """All records connected to `record` by whole supersession, oldest first, itself included; never hangs on cycles."""

    def in_force(self, record: Record) -> bool:
        """Accepted, or without status and superseded by nothing."""

    def cycles(self, kind: str = "supersedes") -> list[tuple[Record, ...]]:
        """Groups of records that `kind` leads round in a circle (strongly connected components: linear, never hangs)."""

    def graph(self) -> networkx.MultiDiGraph[str]:
        """The log as a networkx multigraph: nodes are paths (attribute `record`), edges relations (attributes `kind`, `stated`)."""

    def component(self, record: Record) -> str:
        """The record's lane: its component, else package, else folder, else first tag, else ""."""
