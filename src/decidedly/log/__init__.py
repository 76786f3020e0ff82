"""The decision log: all records, their links resolved and inferred, and the questions asked of them.

The only module that imports networkx, and only when a graph is asked for.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from decidedly.dialects.labels import link_kind
from decidedly.lifecycle import IN_FORCE, OPEN, meaning
from decidedly.log.lineage import oldest_first
from decidedly.log.names import Names, home, natural, order, slugs
from decidedly.log.resolve import Resolved, Resolver
from decidedly.record import Document, Link, Record
from decidedly.text import slug

if TYPE_CHECKING:
    import networkx

__all__ = ["FORWARD", "SYMMETRIC", "Log", "Relation", "Resolved", "took_effect"]

FORWARD = {"superseded-by": "supersedes", "superseded-in-part-by": "supersedes-in-part", "amended-by": "amends",
           "refined-by": "refines", "required-by": "depends-on"}  # fmt: skip
"""Kinds that state the far end of another kind: in the graph every link is kept under its forward kind."""

_T = TypeVar("_T")


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


SYMMETRIC = frozenset({"relates-to", "conflicts-with"})


@dataclass(frozen=True)
class Log:
    """All records of one log, ordered by folder, series and number, and the other documents of its folder.

    `own_urls` are URL prefixes under which this log's own files are published (a repository's `blob/main/docs/adr/`),
    so that absolute links to own records count as links between records. `local_ids` tells that ids are local to
    their folder or package (log4brains packages, MADR categories). `files` are the other files of the folder
    (images, attachments), relative paths. `home` is the records folder's path in the repository, with a slash behind it,
    or "": a link may lead out of the folder and into it again.
    """

    records: tuple[Record, ...]
    documents: tuple[Document, ...] = ()
    own_urls: tuple[str, ...] = ()
    local_ids: bool = False
    files: frozenset[str] = frozenset()
    home: str = ""

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        documents: Iterable[Document] = (),
        *,
        own_urls: Iterable[str] = (),
        local_ids: bool = False,
        files: Iterable[str] = (),
        home: str = "",
    ) -> Log:
        """A log of these records, put in order."""
        return cls(
            tuple(sorted(records, key=order)),
            tuple(sorted(documents, key=lambda one: natural(one.path))),
            tuple(own_urls),
            local_ids,
            frozenset(files),
            home,
        )

    @cached_property
    def _once(self) -> dict[Callable[[Log], Any], Any]:
        return {}

    def once(self, work: Callable[[Log], _T]) -> _T:
        """What the function `work` makes of the log, made once however often it is asked for."""
        if work not in self._once:
            self._once[work] = work(self)
        made: _T = self._once[work]
        return made

    # -- look-up ---------------------------------------------------------------------------------------------------

    @cached_property
    def by_path(self) -> dict[str, Record]:
        """Records by path."""
        return {record.path: record for record in self.records}

    @cached_property
    def documents_by_path(self) -> dict[str, Document]:
        """Documents by path."""
        return {document.path: document for document in self.documents}

    @cached_property
    def _spellings(self) -> Names:
        return Names(self.records, self.local_ids)

    def find(self, spelling: str, near_to: Record | Document | None = None) -> tuple[Record, ...]:
        """All records that `spelling` may mean; more than one means that it is ambiguous, none that it is unknown.

        Understands an id (`DR-001`, `dr-1`, `001`, `1`), a file name or path with or without `.md`, an alias, a unique part of a
        file name. With `near_to`, records of its folder win where ids repeat.
        """
        return self._spellings.find(spelling, near_to, typed=near_to is None)

    def get(self, spelling: str, near_to: Record | Document | None = None) -> Record | None:
        """The one record that `spelling` means, or None if there is none or more than one."""
        found = self.find(spelling, near_to)
        return found[0] if len(found) == 1 else None

    def suggestions(self, spelling: str) -> list[str]:
        """Ids that look like `spelling`, for a message."""
        return self._spellings.suggestions(spelling)

    @cached_property
    def _slugs(self) -> dict[str, str]:
        return slugs(self.records)

    def slug(self, record: Record) -> str:
        """A name for the record that is unique in the log, safe in a URL and a file name on every system, and stable:
        its id in lower case (`dr-001`); where ids repeat, with the folder before it or the file's name instead."""
        return self._slugs[record.path]

    # -- links -----------------------------------------------------------------------------------------------------

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.by_path, self.documents_by_path, self._spellings, self.own_urls, self.home)

    def resolve(self, link: Link, record: Record | Document) -> Resolved:
        """What a link of `record` leads to."""
        return self._resolver.resolve(link, record)

    @cached_property
    def _resolved(self) -> dict[str, tuple[Resolved, ...]]:
        return {
            record.path: tuple(self.resolve(link, record) for link in record.links) for record in self.records
        }

    def resolved(self, record: Record) -> tuple[Resolved, ...]:
        """All links of `record`, resolved."""
        return self._resolved[record.path]

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every link between two different records, forward, once: both statements of one link are one relation.

        A supersession that only one end states is there too (three of four real ones are stated at one end only).
        Mentions give way to any link between the same two records, and so does a list of related records to one that says
        how. What a record states in so many words (`related:`, `Relates to …`) stays beside the others.
        """
        stated: dict[tuple[str, str, str], dict[str, Link]] = {}
        for record in self.records:
            for found in self._resolved[record.path]:
                if found.record is None or found.record.path == record.path:
                    continue
                kind, ends = found.link.kind, (record.path, found.record.path)
                end = "source"
                if kind in FORWARD:
                    kind, ends, end = FORWARD[kind], (ends[1], ends[0]), "target"
                elif kind in SYMMETRIC and (ends[1], kind, ends[0]) in stated:
                    ends, end = (ends[1], ends[0]), "target"
                stated.setdefault((ends[0], kind, ends[1]), {}).setdefault(end, found.link)
        weak = {
            link
            for link, said in stated.items()
            if link[1] == "mentions" or (link[1] == "relates-to" and not any(map(_in_words, said.values())))
        }
        strong = {frozenset((a, b)) for a, kind, b in stated.keys() - weak}
        related = {frozenset((a, b)) for a, kind, b in stated if kind == "relates-to"}
        whole = {(a, b) for a, kind, b in stated if kind == "supersedes"}
        made = []
        for (a, kind, b), said in stated.items():
            pair = frozenset((a, b))
            if (a, kind, b) in weak and (pair in strong or (kind == "mentions" and pair in related)):
                continue
            if kind == "supersedes-in-part" and (a, b) in whole:
                continue
            where = "both" if len(said) == 2 else next(iter(said))
            link = said.get("source") or said["target"]
            made.append(Relation(self.by_path[a], kind, self.by_path[b], where, link))
        at = {record.path: number for number, record in enumerate(self.records)}
        return tuple(sorted(made, key=lambda one: (at[one.source.path], at[one.target.path], one.kind)))

    @cached_property
    def _ends(self) -> tuple[dict[str, list[Relation]], dict[str, list[Relation]]]:
        out: dict[str, list[Relation]] = defaultdict(list)
        into: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            out[relation.source.path].append(relation)
            into[relation.target.path].append(relation)
        return out, into

    def outgoing(self, record: Record) -> tuple[Relation, ...]:
        """Relations whose source is `record` (it supersedes, amends, depends on …), in log order."""
        return tuple(self._ends[0].get(record.path, ()))

    def incoming(self, record: Record) -> tuple[Relation, ...]:
        """Relations whose target is `record`."""
        return tuple(self._ends[1].get(record.path, ()))

    # -- lineage ---------------------------------------------------------------------------------------------------

    def successors(self, record: Record) -> tuple[Record, ...]:
        """What wholly supersedes `record` directly. A proposal that only says so itself does not count (`would_replace`)."""
        return tuple(
            one.source for one in self.incoming(record) if one.kind == "supersedes" and took_effect(one)
        )

    def would_replace(self, record: Record) -> tuple[Record, ...]:
        """Drafts and proposals that say that they supersede `record`, while it does not say so itself."""
        return tuple(
            one.source
            for one in self.incoming(record)
            if one.kind == "supersedes"
            and not took_effect(one)
            and one.source.status is not None
            and one.source.status.name in OPEN
        )

    def predecessors(self, record: Record) -> tuple[Record, ...]:
        """What `record` wholly supersedes directly."""
        return tuple(one.target for one in self.outgoing(record) if one.kind == "supersedes")

    def current(self, record: Record) -> tuple[Record, ...]:
        """The last successors in force, following the whole chain; () if `record` is in force or none is recorded."""
        found: list[Record] = []
        seen = {record.path}
        ahead = deque(self.successors(record))
        while ahead:
            one = ahead.popleft()
            if one.path in seen:
                continue
            seen.add(one.path)
            if self.in_force(one):
                found.append(one)
            else:
                ahead.extend(self.successors(one))
        return tuple(found)

    def latest(self, record: Record) -> tuple[Record, ...]:
        """Where the chain of what replaced `record` ends, in force or not; () if nothing did, or it only runs in a circle."""
        found: list[Record] = []
        seen = {record.path}
        ahead = deque(self.successors(record))
        while ahead:
            one = ahead.popleft()
            if one.path not in seen:
                seen.add(one.path)
                after = self.successors(one)
                ahead.extend(after)
                found += () if after else (one,)
        return tuple(found)

    def lineage(self, record: Record) -> tuple[Record, ...]:
        """All records connected to `record` by whole supersession, oldest first, itself included; never hangs on cycles."""
        seen = {record.path}
        ahead = deque([record])
        before: dict[str, set[str]] = {}
        while ahead:
            one = ahead.popleft()
            older, newer = (
                self.predecessors(one),
                tuple(r.source for r in self.incoming(one) if r.kind == "supersedes"),
            )
            before[one.path] = {old.path for old in older}
            for other in (*older, *newer):
                if other.path not in seen:
                    seen.add(other.path)
                    ahead.append(other)
        return tuple(self.by_path[path] for path in oldest_first(before, self._places))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.by_path)}

    def in_force(self, record: Record) -> bool:
        """Accepted, or without status; and wholly superseded by nothing."""
        if record.status is not None and record.status.name not in IN_FORCE:
            return False
        return not self.successors(record)

    def cycles(self, kind: str = "supersedes") -> list[tuple[Record, ...]]:
        """Groups of records that `kind` leads round in a circle (strongly connected components: linear, never hangs)."""
        import networkx

        parts = networkx.strongly_connected_components(self.graph(kind))
        groups = [sorted(group) for group in parts if len(group) > 1]
        return [tuple(self.by_path[path] for path in group) for group in sorted(groups)]

    def graph(self, *kinds: str) -> networkx.MultiDiGraph[str]:
        """The log as a typed graph: a node for each record (its path; attribute `record`), an edge for each relation, keyed
        by its kind (attribute `stated`); only relations of `kinds`, where some are given."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        graph.add_nodes_from((record.path, {"record": record}) for record in self.records)
        for one in self.relations:
            if not kinds or one.kind in kinds:
                graph.add_edge(one.source.path, one.target.path, key=one.kind, stated=one.stated)
        return graph

    def component(self, record: Record) -> str:
        """The record's lane: its component, else package, else folder, else first tag, else ""."""
        return self.lane(record)[1]

    def lane(self, record: Record) -> tuple[str, str]:
        """What the record's lane is named after (`component`, `package`, `folder`, `tag` or ""), and its name."""
        folder = home(record.path)
        inside = folder[len(self._common) :].strip("/") if folder.startswith(self._common) else folder
        tag = next((tag for tag in record.tags if meaning(tag) is None), "")
        named = (
            ("component", record.component), ("package", record.package), ("folder", inside), ("tag", tag)
        )  # fmt: skip
        return next(((kind, name) for kind, name in named if name), ("", ""))

    @cached_property
    def _common(self) -> str:
        """The folder that all records outside packages share: it tells nothing about any of them."""
        folders = [home(record.path) for record in self.records if not record.package]
        return posixpath.commonpath(folders) if folders and all(folders) else ""


def _in_words(link: Link) -> bool:
    """Whether a relation is stated by a key or words of its own, and not by standing in a list of related records."""
    stated = link_kind(link.label) == "relates-to"
    return link.place.kind == "field" or (stated and not link.place.name.startswith(slug(link.label)))


def took_effect(relation: Relation) -> bool:
    """Whether a supersession has taken effect: the old record says so, or the new one is not open, rejected or withdrawn."""
    if relation.stated != "source":
        return True
    status = relation.source.status
    return status is None or status.name not in OPEN | {"rejected", "withdrawn"}
