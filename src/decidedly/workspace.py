"""Finding a log and reading its files."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import posixpath
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from decidedly import cache, dialects, git, hosting
from decidedly.config import Config, find_config, read_config
from decidedly.dialects import Memory, Seen, Settings
from decidedly.dialects.identity import from_name, is_template_name
from decidedly.dialects.recognise import decisions_within
from decidedly.dialects.whereabouts import LOG_FOLDER, in_log_folder, log_folder
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.review import Event, read_events
from decidedly.text import Source
from decidedly.tree import hidden_logs, inside, outward, posix, read, walk

STANDARD: tuple[str, ...] = (
    "adr", "doc/adr", "docs/adr", "docs/adrs", "docs/decisions", "docs/architecture/decisions",
    "docs/architecture-decisions", "architecture/decisions", "doc/architecture/decisions",
    ".adr", ".adrs", ".decisions", ".github/adr", ".github/adrs", ".github/decisions", "docs/.adr", "docs/.decisions",
)  # fmt: skip
"""Folders in which records usually are, tried in this order before the whole tree is searched."""

_STATUS = re.compile(r"^\W{0,8}status\b", re.I | re.M)
_SUFFIXES = (".md", ".mdx", ".markdown")
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


def open_workspace(
    start: Path,
    memory: Memory | None = None,
    /,
    *,
    records: Path | None = None,
    config_file: Path | None = None,
) -> Workspace:
    """Find the log for the folder `start`. `memory`: what is known from finding and reading it before.

    `records` names the records folder, `config_file` the configuration; else configuration files and the usual folders
    are looked for from `start` upwards to the repository's root, else the whole tree is searched by what files look like.
    Raises WorkspaceError and ConfigError.
    """
    memory = memory or Memory()
    return replace(_open(start, records, config_file, memory), memory=memory)


def _open(start: Path, records: Path | None, config_file: Path | None, memory: Memory) -> Workspace:
    start = Path(os.path.abspath(start))
    if not start.is_dir():
        raise WorkspaceError(f"{start}: no such folder")
    repository = git.repository(start)
    root = repository.root if repository else start
    if records is not None:
        folder = Path(os.path.abspath(start / records))
        if not folder.is_dir():
            there = folder.exists()
            what = "not a folder; name the folder that holds the records" if there else "no such folder"
            raise WorkspaceError(f"{records}: {what}")
        inside = git.repository(folder)
        root = inside.root if inside else folder if not folder.is_relative_to(root) else root
        config = _config(config_file, [folder, *_upwards(folder, root)])
        return Workspace(root, folder, config, "--dir")
    for level in _upwards(start, root):
        config = _config(config_file, [level])
        if config.file and (config.records or config.packages):
            return _configured(root, config)
        own = ("",) if level == start and LOG_FOLDER.match(start.name) else ()
        for name in (*own, *STANDARD):
            folder = level / name
            if folder.is_dir() and _holds_records(folder, root, memory):
                return _usual(folder, level, root, config_file)
    found = _search(root, memory) or _search_hidden(root, memory)
    if found is None:
        hint = _many_in_one(root) or "name their folder with --dir, or write one with a number and a status"
        raise WorkspaceError(f"no decision records in {root}: {hint}", 3)
    config = _config(config_file, [found, *_upwards(found, root)])
    return Workspace(root, found, config, "what its files look like")


def _usual(folder: Path, level: Path, root: Path, config_file: Path | None) -> Workspace:
    """The log of a usual folder, found at `level`: the one that a configuration above counts it to, else the folder alone."""
    for above in _upwards(level, root)[1:]:
        config = _config(config_file, [above])
        if config.file and (config.records or config.packages):
            place = _configured(root, config)
            if any(folder.is_relative_to(place.records / name) for name in place.folders):
                return place
            break
    config = _config(config_file, [folder, *_upwards(folder, root)])
    return Workspace(
        root, folder, config, f"the usual folder {posix(folder.relative_to(level)) or folder.name}"
    )


def _upwards(start: Path, root: Path) -> list[Path]:
    levels = [start, *start.parents]
    return levels[: levels.index(root) + 1] if root in levels else [start]


def _config(named: Path | None, levels: Iterable[Path]) -> Config:
    if named is not None:
        if not named.is_file():
            wrong = "a folder; name a file" if named.is_dir() else "no such configuration file"
            raise WorkspaceError(f"{named}: {wrong}")
        return read_config(named) or Config()
    for level in levels:
        found = find_config(level)
        if found is not None:
            return found[1]
    return Config()


def _configured(root: Path, config: Config) -> Workspace:
    base = Path(os.path.abspath(config.file)).parent
    main = config.records or ("" if config.packages else STANDARD[2])
    named = {
        name: Path(os.path.abspath(base / name.replace("\\", "/")))  # also as written on Windows
        for name in (main, *(one.records for one in config.packages))
        if name
    }
    for name, folder in named.items():
        wrong = "" if name != main or folder.is_dir() else "is a file" if folder.exists() else "is not there"
        wrong = wrong or ("" if inside(folder, root) else f"lies outside {root}")
        if wrong:
            raise WorkspaceError(f"{config.file} names the records folder “{name}”, which {wrong}")
    folders = [folder for folder in named.values() if folder.is_dir()]
    if not folders:
        raise WorkspaceError(
            f"{config.file} names only records folders that are not there: {', '.join(named)}"
        )
    common = Path(os.path.commonpath(folders))
    return Workspace(
        root,
        common,
        config,
        Path(config.file).name,
        tuple(posix(one.relative_to(common)) for one in folders),
    )


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _holds_records(folder: Path, root: Path, memory: Memory) -> bool:
    """Whether a folder holds at least one record, by reading as few files as can be."""
    doubtful: list[tuple[str, Path]] = []
    sides: dict[str, Source] = {}
    for name, path in walk([("", folder)], folder):
        if kind_of(name) == "side":
            sides[name] = read(path, name)
        if _is_markdown(name):
            if from_name(name) is not None and not is_template_name(name) and _likely(read(path, name)):
                return True
            doubtful.append((name, path))
    sources = (read(path, name) for name, path in doubtful[:500])
    seen = memory.seen_from(str(folder), Settings(folder=folder.name))
    if doubtful:
        cache.recall(seen, folder, root)
    return "record" in dialects.kinds(sources, sides, seen).values()


def _likely(source: Source) -> bool:
    return _STATUS.search(source.text) is not None


def _search(root: Path, memory: Memory, repository: Path | None = None) -> Path | None:
    """The folder of the whole tree that holds the records, judged by what files look like; None if there are none.

    `repository` is the root of that in which the tree stands, where it is not the same.
    """
    sources: list[Source] = []
    sides: dict[str, Source] = {}
    for name, path in walk([("", root)], root):
        if kind_of(name) == "side":
            sides[name] = read(path, name)
        elif _is_markdown(name):
            source = read(path, name)
            if from_name(name) is not None or in_log_folder(name) or _likely(source):
                sources.append(source)
    seen = memory.seen_from(str(root), Settings())
    cache.recall(seen, root, repository or root)
    records = [path for path, kind in dialects.kinds(sources, sides, seen).items() if kind == "record"]
    if not records:
        return None
    best = log_folder(records)
    return root / best if best else root


def _many_in_one(root: Path) -> str:
    """What to say of the first file below `root` that holds several decisions; "" where none does."""
    for name, path in walk([("", root)], root):
        if _is_markdown(name) and _likely(source := read(path, name)):
            document = dialects.read_document(source)
            if held := decisions_within(document.source, document.sections):
                return f"{name} holds {len(held)} decisions, and each needs a file of its own to be read"
    return ""


def _search_hidden(root: Path, memory: Memory) -> Path | None:
    """The first folder with records among those that have a leading dot in their path; None if there is none."""
    return next(
        (
            _search(folder, memory, root) or folder
            for folder in hidden_logs(root)
            if _holds_records(folder, root, memory)
        ),
        None,
    )


def left_out(workspace: Workspace) -> dict[str, int]:
    """Folders of the repository with records that are not this log's, and how many each holds; from the root."""
    found: Counter[str] = Counter()
    sources = [
        read(path, name)
        for name, path in walk([("", workspace.root)], workspace.root)
        if _is_markdown(name)
        and from_name(name) is not None
        and in_log_folder(name)
        and not path.is_relative_to(workspace.records)
    ]
    for record in dialects.read_all(sources, {}).records:
        found[home(record.path)] += 1
    return dict(found)


# ------------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class Files:
    """The files of a log's folder: Markdown texts, YAML files beside records, and the names of all the others."""

    texts: tuple[Source, ...]
    sides: Mapping[str, Source] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def load(
    workspace: Workspace, *, empty_ok: bool = False, memory: Memory | None = None, keep: bool = True
) -> Log:
    """Read every file of the log; what is strange about one becomes its problem and never stops the others.

    With a `memory` only files that have changed since are taken to pieces again. Without one it is the workspace's own,
    which knows what was read to find it: what came of that is left to the next run then (unless not to `keep`), and given up.

    Raises WorkspaceError (exit code 3) where there are no records, unless `empty_ok`.
    """
    if not os.access(workspace.records, os.R_OK | os.X_OK):
        raise WorkspaceError(f"{workspace.records}: may not be read; see to its permissions")
    files = read_files(workspace)
    known = memory or workspace.memory
    seen = known.seen_from(str(workspace.records), reader_settings(workspace))
    cache.recall(seen, workspace.records, workspace.root)
    log = make_log(workspace, files, seen)
    if memory is None:
        known.came_of = seen.came_of
        if keep:
            cache.keep(known)
        known.forget()
    if not log.records and not empty_ok:
        count = len(files.texts)
        there = (
            f"{count} Markdown files, but none looks like a decision record" if count else "no Markdown files"
        )
        needs = (
            _many_in_one(workspace.records) or "a record has a number or a status, a context and a decision"
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


def names(workspace: Workspace) -> tuple[str, ...]:
    """The names of all files of the log's folder, relative to it."""
    return tuple(name for name, _ in _files(workspace))


def kind_of(name: str) -> str:
    """What a file is to a log, by its name: "text" (Markdown), "side" (beside a record) or "other"."""
    return "text" if _is_markdown(name) else "side" if posixpath.basename(name) in _SIDES else "other"


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
        if _is_markdown(name) or "." not in posixpath.basename(name)
    )


def is_wanted(config: Config, name: str) -> bool:
    """Whether the configuration lets the file of that name (relative to the records folder) be part of the log."""
    if _matches(name, config.exclude):
        return False
    return not (config.include and _is_markdown(name) and not _matches(name, config.include))


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
