"""What the rules of the linter want to know of the world, looked up on the disk and in git before they run.

Part of the edge. Git is asked a fixed number of times, whatever the number of records.
"""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from decidedly import dialects, git, workspace
from decidedly.dialects import read_document
from decidedly.facts import Facts
from decidedly.git import Repository
from decidedly.lint.anchors import anchors_of
from decidedly.lint.rule import Need
from decidedly.lint.wants import to_root, wanted_anchors, wanted_files, wanted_lines
from decidedly.log import Log
from decidedly.record import Record
from decidedly.review import read_events
from decidedly.text import Source, decode
from decidedly.tree import LIMIT, SKIPPED
from decidedly.workspace import Files, Workspace

MOST_BRANCHES = 200
"""How many other branches are looked into, the newest first."""


class BaseError(Exception):
    """A base revision that can't be used. The message says why and what to do."""

    exit_code = 2


class World(Protocol):
    """What the facts of rules are gathered from. Paths count from the records folder, those of trees from the root."""

    @property
    def prefix(self) -> str:
        """The records folder's path in the repository, with a slash behind it, or ""."""
        ...

    @property
    def standing(self) -> frozenset[str]:
        """Every file of the repository, without what was deleted and not yet committed."""
        ...

    @property
    def events_text(self) -> str | None:
        """The text of events.yaml, None without one."""
        ...

    def present(self, wanted: Iterable[str]) -> frozenset[str]:
        """Which of these paths are files, and which are folders: those with a slash behind them."""
        ...

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content of those of `paths` that are files of no great size."""
        ...


@dataclass(frozen=True)
class Disk:
    """The working tree."""

    place: Workspace
    prefix: str

    @cached_property
    def tree(self) -> frozenset[str]:
        """Every file, relative to the repository's root."""
        repository = git.repository(self.place.root)
        known = repository.files() if repository and repository.root == self.place.root else None
        return known if known is not None else frozenset(_walk(self.place.root))

    @cached_property
    def standing(self) -> frozenset[str]:
        """The tree without what was deleted and not yet committed."""
        repository = git.repository(self.place.root)
        return self.tree - repository.deleted() if repository else self.tree

    def present(self, wanted: Iterable[str]) -> frozenset[str]:
        """Which of these paths (from the records folder) are files."""
        return workspace.present(self.place, wanted)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content of those of `paths` (from the records folder) that are files of no great size."""
        found: dict[str, bytes] = {}
        for path in self.present(paths):
            try:
                data = workspace.read_bytes(self.place, path)
            except OSError:
                continue
            if len(data) <= LIMIT:
                found[path] = data
        return found

    @property
    def events_text(self) -> str | None:
        """The text of events.yaml."""
        return workspace.events_text(self.place)


@dataclass(frozen=True)
class Revision:
    """The tree as it was at a commit."""

    repository: Repository
    commit: str
    prefix: str

    @cached_property
    def _files(self) -> dict[str, git.Blob]:
        return self.repository.tree(self.commit)

    @property
    def tree(self) -> frozenset[str]:
        """Every file, relative to the repository's root."""
        return frozenset(self._files)

    @property
    def standing(self) -> frozenset[str]:
        """The same: a commit has what it has."""
        return self.tree

    def present(self, wanted: Iterable[str]) -> frozenset[str]:
        """Which of these paths (from the records folder) are files."""
        return frozenset(path for path in wanted if to_root(path, self.prefix) in self._files)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content of those of `paths` (from the records folder) that are files of no great size."""
        blobs = {path: self._files.get(to_root(path, self.prefix)) for path in paths}
        wanted = {path: blob for path, blob in blobs.items() if blob is not None and blob.size <= LIMIT}
        contents = self.repository.contents(wanted.values())
        return {path: contents[blob.hash] for path, blob in wanted.items() if blob.hash in contents}

    @cached_property
    def events_text(self) -> str | None:
        """The text of events.yaml."""
        found = self.read(["events.yaml"])
        return decode("events.yaml", found["events.yaml"]).text if found else None


def facts(world: World, log: Log, needs: frozenset[Need], *, base: Log | None, today: date | None) -> Facts:
    """What rules with these needs want to know of `world`; nothing else is looked at."""
    prefix = world.prefix
    lines: dict[str, int] = {}
    anchors: dict[str, frozenset[str]] = {}
    if "lines" in needs:
        for path, data in world.read(wanted_lines(log, prefix)).items():
            lines[path] = data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    if "anchors" in needs:
        for path, data in world.read(wanted_anchors(log, prefix)).items():
            anchors[path] = anchors_of(decode(path, data).text)
    events = world.events_text
    return Facts(
        files=world.present(wanted_files(log, prefix)) if needs & {"files", "lines", "anchors"} else None,
        lines=lines,
        anchors=anchors,
        tree=world.standing if "tree" in needs else None,
        prefix=prefix,
        base=base,
        events=read_events(events) if events is not None else None,
        events_text=events,
        today=today,
    )


def facts_of(
    world: World, log: Log, texts: Mapping[str, str], needs: frozenset[Need], before: Facts
) -> Facts:
    """The facts once these texts of the log have changed: what they name is looked up too, all else is known."""
    changed = [log.by_path[path] for path in texts if path in log.by_path]
    documents = [log.documents_by_path[path] for path in texts if path in log.documents_by_path]
    part = Log.of(changed, documents, own_urls=log.own_urls, local_ids=log.local_ids, files=log.files)
    now = facts(world, part, needs - {"tree"}, base=before.base, today=before.today)
    if "events.yaml" in texts:
        text = texts["events.yaml"]
        before = replace(before, events=read_events(text), events_text=text)
    return replace(
        before,
        files=None if before.files is None else before.files | (now.files or frozenset()),
        lines={**before.lines, **now.lines},
        anchors={**before.anchors, **now.anchors},
    )


def _walk(root: Path) -> Iterable[str]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name != ".git" and name not in SKIPPED)
        inside = Path(folder).relative_to(root).as_posix()
        for name in files:
            yield name if inside == "." else f"{inside}/{name}"


# ---------------------------------------------------------------------------------------------------------- the base


@dataclass(frozen=True)
class Base:
    """The log at the base revision, the tree it stood in, and who else uses the ids of records that are new since."""

    log: Log
    world: Revision
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def base(
    place: Workspace,
    log: Log,
    name: str,
    prefix: str,
    *,
    branches: bool,
    memory: dialects.Memory | None = None,
) -> Base:
    """The log as it was where HEAD's history left that of `name`; with `branches` also what others have added since.

    With the `memory` from reading `log`, what has not changed is the very same record there.

    Raises BaseError where there is no such revision.
    """
    repository = git.repository(place.root)
    if repository is None:
        raise BaseError(f"--base {name}: {place.root} is no git repository")
    commit = repository.commit(name)
    if commit is None:
        raise BaseError(f"--base {name}: there is no such branch, tag or commit here; fetch it first")
    world = Revision(repository, repository.merge_base(commit, "HEAD") or commit, prefix)
    there = _log_of(place, world, memory)
    taken = _taken(place, repository, log, there, (name, commit), prefix) if branches else {}
    return Base(there, world, taken)


def log_at(place: Workspace, name: str, prefix: str) -> Log:
    """The log as it is at the tip of a branch, at a tag or a commit. Raises BaseError where there is no such revision."""
    return _log_of(place, _revision(place, name, prefix))


def read_at(place: Workspace, name: str, prefix: str, paths: Iterable[str]) -> dict[str, bytes]:
    """What those of `paths` (from the records folder) hold that are files there. Raises BaseError as well."""
    return _revision(place, name, prefix).read(paths)


def _revision(place: Workspace, name: str, prefix: str) -> Revision:
    repository = git.repository(place.root)
    commit = repository.commit(name) if repository is not None else None
    if repository is None or commit is None:
        where = (
            "no git repository"
            if repository is None
            else "without such a branch, tag or commit; fetch it first"
        )
        raise BaseError(f"--base {name}: {place.root} is {where}")
    return Revision(repository, commit, prefix)


def _log_of(place: Workspace, world: Revision, memory: dialects.Memory | None = None) -> Log:
    names = [name for path in world.tree if (name := _inside(place, path, world.prefix)) is not None]
    settings = workspace.reader_settings(place)
    seen = memory.seen_from(str(place.records), settings) if memory is not None else None
    return workspace.make_log(place, _files(sorted(names), world.read), seen)


def _inside(place: Workspace, path: str, prefix: str) -> str | None:
    """A path of the repository as one of the log's folder; None where it is none of the log's files."""
    if not path.startswith(prefix):
        return None
    name = path[len(prefix) :]
    folder = next((one for one in place.folders if not one or name.startswith(f"{one}/")), None)
    if folder is None:
        return None
    parts = name.removeprefix(folder).split("/")[:-1]
    if any(part.startswith(".") or part in SKIPPED for part in parts):
        return None
    return name if workspace.is_wanted(place.config, name) else None


def _files(names: list[str], read: Callable[[Iterable[str]], Mapping[str, bytes]]) -> Files:
    kinds = {name: workspace.kind_of(name) for name in names}
    read_in = read([name for name, kind in kinds.items() if kind != "other"])
    sources = {name: decode(name, data) for name, data in read_in.items()}
    return Files(
        tuple(one for name, one in sources.items() if kinds[name] == "text"),
        {name: one for name, one in sources.items() if kinds[name] == "side"},
        tuple(name for name, kind in kinds.items() if kind == "other"),
    )


def _taken(
    place: Workspace, repository: Repository, log: Log, old: Log, named: tuple[str, str], prefix: str
) -> dict[str, tuple[str, ...]]:
    """Ids of our new records that other branches have given to other new records: id → branches."""
    new = [record for record in log.records if record.path not in old.by_path]
    branches = [named, *(one for one in repository.other_branches()[:MOST_BRANCHES] if one[1] != named[1])]
    if not new:
        return {}
    trees = repository.trees([commit for _, commit in branches], prefix)
    found: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, list[Record]] = {}
    for branch, commit in branches:
        key = trees.get(commit) or commit
        if key not in seen:
            seen[key] = _added(place, Revision(repository, commit, prefix), log, old)
        for other in seen[key]:
            for record in new:
                if _same_id(record, other, log.local_ids) and branch not in found[record.id]:
                    found[record.id].append(branch)
    return {name: tuple(branches) for name, branches in found.items() if branches}


def elsewhere(place: Workspace, log: Log, prefix: str) -> tuple[Record, ...]:
    """Records that only other branches have, local or remote: their ids are taken as well."""
    repository = git.repository(place.root)
    if repository is None:
        return ()
    commits = [commit for _, commit in repository.other_branches()[:MOST_BRANCHES]]
    trees = repository.trees(commits, prefix)
    different = {trees.get(commit) or commit: commit for commit in commits}.values()
    return tuple(
        record
        for commit in different
        for record in _added(place, Revision(repository, commit, prefix), log, log)
    )


def _added(place: Workspace, world: Revision, log: Log, old: Log) -> list[Record]:
    """Records of a branch that neither we nor the base have."""
    known = (
        old.by_path.keys() | log.by_path.keys() | old.documents_by_path.keys() | log.documents_by_path.keys()
    )
    tree = world.repository.tree(world.commit, world.prefix.rstrip("/"))
    names = [name for path in tree if (name := _inside(place, path, world.prefix)) and name not in known]
    files = _files(sorted(name for name in names if workspace.kind_of(name) == "text"), world.read)
    return list(dialects.read_all(files.texts, {}, workspace.reader_settings(place)).records)


def _same_id(one: Record, other: Record, local: bool) -> bool:
    if local and (posixpath.dirname(one.path), one.package) != (posixpath.dirname(other.path), other.package):
        return False
    if one.number is not None and other.number is not None:
        return (one.number, one.prefix.lower()) == (other.number, other.prefix.lower())
    return one.id.lower() == other.id.lower()


# ------------------------------------------------------------------------------------------------- texts in memory


def with_texts(place: Workspace, log: Log, texts: Mapping[str, str]) -> Log:
    """The log with these texts in place of those that were read: only they are read again, each as what it was."""
    settings = workspace.reader_settings(place)
    records = {record.path: record for record in log.records}
    documents = {document.path: document for document in log.documents}
    for path, text in texts.items():
        if path in records:
            old = records[path]
            side = next((one.path for one in old.fields if one.path is not None), None)
            beside = Disk(place, "").read([side]) if side else {}
            source = replace(old.source, text=text)
            records[path] = dialects.read_record(
                source, decode(side, beside[side]) if side and side in beside else None, settings
            )
        elif path in documents:
            document = documents[path]
            read = read_document(replace(document.source, text=text))
            documents[path] = replace(read, kind=document.kind)
    return Log.of(
        records.values(), documents.values(), own_urls=log.own_urls, local_ids=log.local_ids, files=log.files
    )


def with_documents(log: Log, sources: Iterable[Source]) -> Log:
    """The log with these texts as documents, in place of what it has of that path."""
    documents = {document.path: document for document in log.documents}
    documents |= {source.path: read_document(source) for source in sources}
    return replace(log, documents=Log.of((), documents.values()).documents)
