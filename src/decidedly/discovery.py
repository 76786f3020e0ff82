"""Finding a log: by what is named, by configuration, in the usual folders, by what files look like."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from decidedly import cache, dialects, git
from decidedly.config import Config, find_config, read_config
from decidedly.dialects import Memory, Settings
from decidedly.dialects.identity import from_name, is_template_name
from decidedly.dialects.whereabouts import LOG_FOLDER, in_log_folder, log_folder
from decidedly.log.names import home
from decidedly.text import Source
from decidedly.tree import hidden_logs, inside, posix, read, walk
from decidedly.workspace import Workspace, WorkspaceError, is_markdown, kind_of, many_in_one, says_status

STANDARD: tuple[str, ...] = (
    "adr", "doc/adr", "docs/adr", "docs/adrs", "docs/decisions", "docs/architecture/decisions",
    "docs/architecture-decisions", "architecture/decisions", "doc/architecture/decisions",
    ".adr", ".adrs", ".decisions", ".github/adr", ".github/adrs", ".github/decisions", "docs/.adr", "docs/.decisions",
)  # fmt: skip
"""Folders in which records usually are, tried in this order before the whole tree is searched."""


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
        hint = many_in_one(root) or "name their folder with --dir, or start a log with adr init"
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


def _holds_records(folder: Path, root: Path, memory: Memory) -> bool:
    """Whether a folder holds at least one record, by reading as few files as can be."""
    doubtful: list[tuple[str, Path]] = []
    sides: dict[str, Source] = {}
    for name, path in walk([("", folder)], folder):
        if kind_of(name) == "side":
            sides[name] = read(path, name)
        if is_markdown(name):
            if from_name(name) is not None and not is_template_name(name) and says_status(read(path, name)):
                return True
            doubtful.append((name, path))
    sources = (read(path, name) for name, path in doubtful[:500])
    seen = memory.seen_from(str(folder), Settings(folder=folder.name))
    if doubtful:
        cache.recall(seen, folder, root)
    return "record" in dialects.kinds(sources, sides, seen).values()


def _search(root: Path, memory: Memory, repository: Path | None = None) -> Path | None:
    """The folder of the whole tree that holds the records, judged by what files look like; None if there are none.

    `repository` is the root of that in which the tree stands, where it is not the same.
    """
    sources: list[Source] = []
    sides: dict[str, Source] = {}
    for name, path in walk([("", root)], root):
        if kind_of(name) == "side":
            sides[name] = read(path, name)
        elif is_markdown(name):
            source = read(path, name)
            if from_name(name) is not None or in_log_folder(name) or says_status(source):
                sources.append(source)
    seen = memory.seen_from(str(root), Settings())
    cache.recall(seen, root, repository or root)
    records = [path for path, kind in dialects.kinds(sources, sides, seen).items() if kind == "record"]
    if not records:
        return None
    best = log_folder(records)
    return root / best if best else root


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
        if is_markdown(name)
        and from_name(name) is not None
        and in_log_folder(name)
        and not path.is_relative_to(workspace.records)
    ]
    for record in dialects.read_all(sources, {}).records:
        found[home(record.path)] += 1
    return dict(found)
