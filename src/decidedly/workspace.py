"""Finding a log and reading its files."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from decidedly import cache, dialects, git, hosting
from decidedly.config import Config
from decidedly.dialects import Memory, Seen, Settings
from decidedly.dialects.recognise import decisions_within
from decidedly.log import Log
from decidedly.review import Event, read_events
from decidedly.text import Source
from decidedly.tree import inside, outward, posix, read, walk

_STATUS = re.compile(r"^\W{0,8}status\b", re.I | re.M)
_SUFFIXES = (".md", ".mdx", ".markdown")
MOST_TO_READ = 2_000_000
"""Characters of texts that are read in one go: some four hundred records."""
MOST_TO_RENDER = 8_000_000
"""The same where pages are made of them: what is let go of has to be parsed twice again."""
_SIDES = frozenset({"kep.yaml", "kep.yml"})


class WorkspaceError(Exception):
    """A log that can't be found. `exit_code` is 2 for something named that isn't there, 3 for no records."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Workspace:
    """Where a log is. `root` is the repository's root (outside git, the folder it was found from), `records` the records
    folder, `folders` those of its folders that hold the records (all of it, usually); `found_by` says how it was found;
    `memory` is what has been read on the way."""

    root: Path
    records: Path
    config: Config
    found_by: str
    folders: tuple[str, ...] = ("",)
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)


# ------------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class Files:
    """The files of a log's folder: Markdown texts, YAML files beside records, and the names of all the others."""

    texts: tuple[Source, ...]
    sides: Mapping[str, Source] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def load(
    workspace: Workspace,
    *,
    empty_ok: bool = False,
    memory: Memory | None = None,
    keep: bool = True,
    rendered: bool = False,
) -> Log:
    """Read every file of the log; what is strange about one becomes its problem and never stops the others.

    With a `memory` only files that have changed since are taken to pieces again. Without one it is the workspace's own,
    which knows what was read to find it: what came of that is left to the next run then (unless not to `keep`), and given up.
    `rendered`: pages will be made of all the texts, so that it is worth more memory to hold on to their structures.

    Raises WorkspaceError (exit code 3) where there are no records, unless `empty_ok`.
    """
    if not os.access(workspace.records, os.R_OK | os.X_OK):
        raise WorkspaceError(f"{workspace.records}: may not be read; see to its permissions")
    files = read_files(workspace)
    known = memory or workspace.memory
    seen = known.seen_from(str(workspace.records), reader_settings(workspace))
    cache.recall(seen, workspace.records, workspace.root)
    if memory is None:
        seen.most = MOST_TO_RENDER if rendered else MOST_TO_READ
    log = make_log(workspace, files, seen)
    if memory is None:
        known.read_from = seen.read_from
        if keep:
            cache.keep(known)
        known.forget()
    if not log.records and not empty_ok:
        count = len(files.texts)
        there = (
            f"{count} Markdown files, but none looks like a decision record" if count else "no Markdown files"
        )
        needs = (
            many_in_one(workspace.records) or "a record has a number or a status, a context and a decision"
        )
        raise WorkspaceError(f"{workspace.records}: {there}; {needs}", 3)
    return log


def read_files(workspace: Workspace) -> Files:
    """Read the files of the log's folder."""
    texts: list[Source] = []
    sides: dict[str, Source] = {}
    others: list[str] = []
    for name, path in _files(workspace):
        kind = kind_of(name)
        if kind == "text":
            texts.append(read(path, name))
        elif kind == "side":
            sides[name] = read(path, name)
        else:
            others.append(name)
    return Files(tuple(texts), sides, tuple(others))


def is_markdown(name: str) -> bool:
    """Whether a file is Markdown, by its name."""
    return name.lower().endswith(_SUFFIXES)


def says_status(source: Source) -> bool:
    """Whether a text has a line that begins with the word."""
    return _STATUS.search(source.text) is not None


def many_in_one(root: Path) -> str:
    """What to say of the first file below `root` that holds several decisions; "" where none does."""
    for name, path in walk([("", root)], root):
        if is_markdown(name) and says_status(source := read(path, name)):
            document = dialects.read_document(source)
            if held := decisions_within(document.source, document.sections):
                return f"{name} holds {len(held)} decisions, and each needs a file of its own to be read"
    return ""


def names(workspace: Workspace) -> tuple[str, ...]:
    """The names of all files of the log's folder, relative to it."""
    return tuple(name for name, _ in _files(workspace))


def kind_of(name: str) -> str:
    """What a file is to a log, by its name: "text" (Markdown), "side" (beside a record) or "other"."""
    return "text" if is_markdown(name) else "side" if posixpath.basename(name) in _SIDES else "other"


def make_log(workspace: Workspace, files: Files, seen: Seen | None = None) -> Log:
    """The log of these files, read as the configuration has it."""
    reading = dialects.read_all(files.texts, files.sides, reader_settings(workspace), seen)
    return Log.of(
        reading.records,
        reading.documents,
        own_urls=_own_urls(workspace),
        local_ids=workspace.config.ids == "local",
        files=files.others,
        home=_home(workspace),
    )


def reader_settings(workspace: Workspace) -> Settings:
    """What the reader is told of this log."""
    packages = {_relative(workspace, package.records): package.name for package in workspace.config.packages}
    return Settings(workspace.config.statuses, packages, workspace.records.name)


def _files(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    config = workspace.config
    base = Path(os.path.abspath(config.file)).parent if config.file else workspace.root
    output = Path(os.path.abspath(base / config.output))
    tops = [(folder, workspace.records / folder) for folder in workspace.folders]
    for name, path in walk(tops, workspace.root):
        if path.is_relative_to(output) and not workspace.records.is_relative_to(output):
            continue
        if is_wanted(config, name):
            yield name, path


def not_followed(workspace: Workspace) -> tuple[str, ...]:
    """Links among the records that lead out of the repository, or nowhere: what they lead to is not read."""
    tops = [(folder, workspace.records / folder) for folder in workspace.folders]
    return tuple(
        name
        for name in outward(tops, workspace.root)
        if is_markdown(name) or "." not in posixpath.basename(name)
    )


def is_wanted(config: Config, name: str) -> bool:
    """Whether the configuration lets the file of that name (relative to the records folder) be part of the log."""
    if _matches(name, config.exclude):
        return False
    return not (config.include and is_markdown(name) and not _matches(name, config.include))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` means the file `name`; a folder's name means all that is in it."""
    return any(
        fnmatch.fnmatchcase(name, pattern) or name.startswith(pattern.rstrip("/") + "/")
        for pattern in patterns
    )


def _relative(workspace: Workspace, folder: str) -> str:
    base = Path(workspace.config.file).parent if workspace.config.file else workspace.root
    with contextlib.suppress(ValueError):
        return posix(Path(os.path.abspath(base / folder)).relative_to(workspace.records))
    return folder


def _own_urls(workspace: Workspace) -> tuple[str, ...]:
    repository = git.repository(workspace.root)
    remote = repository.remote if repository else None
    if workspace.config.repository:
        remote = hosting.web_address(workspace.config.repository) or remote
    prefix = _home(workspace)
    return tuple(
        f"{url}{prefix}" for url in hosting.own_urls(remote, repository.branch if repository else "")
    )


def _home(workspace: Workspace) -> str:
    """The records folder's path in the repository with a slash behind it, or ""."""
    if not workspace.records.is_relative_to(workspace.root):
        return ""
    prefix = posix(workspace.records.relative_to(workspace.root))
    return f"{prefix}/" if prefix else ""


def present(workspace: Workspace, wanted: Iterable[str]) -> frozenset[str]:
    """Which of these relative paths (from the records folder, forward slashes) are regular files inside the repository,
    and which are folders: those with a slash behind them."""
    found = ((name, _kind(workspace, name)) for name in wanted)
    return frozenset(f"{name}/" if stat.S_ISDIR(kind) else name for name, kind in found if kind)


def read_bytes(workspace: Workspace, relative: str) -> bytes:
    """The bytes of a file that `present` found. Raises OSError."""
    if not stat.S_ISREG(_kind(workspace, relative)):
        raise FileNotFoundError(relative)
    return Path(os.path.normpath(workspace.records / relative)).read_bytes()


def _kind(workspace: Workspace, relative: str) -> int:
    """The mode of a regular file or a folder inside the repository, 0 for everything else."""
    if "\x00" in relative or relative.startswith(("/", "\\")):
        return 0
    path = Path(os.path.normpath(workspace.records / relative))
    try:
        mode = path.stat().st_mode  # most of what is asked about is not there: then it may be anywhere
        if not inside(path, workspace.root):
            return 0
    except (OSError, ValueError):
        return 0
    return mode if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else 0


def events(workspace: Workspace) -> dict[str, Event]:
    """The events of `events.yaml` beside the records, by id; entries that can't be read are left out."""
    text = events_text(workspace)
    return read_events(text) if text is not None else {}


def events_text(workspace: Workspace) -> str | None:
    """The text of `events.yaml` beside the records, None without one."""
    path = workspace.records / "events.yaml"
    return read(path, path.name).text if path.is_file() and inside(path, workspace.root) else None
