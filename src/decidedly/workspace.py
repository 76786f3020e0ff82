"""Finding a log and reading its files: the part of the edge that looks at the disk.

Nothing here follows a link out of the repository, opens anything but regular files, or fails on a file that a user has.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import posixpath
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from decidedly import dialects, git
from decidedly.config import Config, find_config, read_config
from decidedly.dialects import Settings
from decidedly.dialects.identity import from_name, is_template_name
from decidedly.log import Log
from decidedly.review import Event, read_events
from decidedly.text import Problem, Source, decode

STANDARD: tuple[str, ...] = (
    "adr", "doc/adr", "docs/adr", "docs/adrs", "docs/decisions", "docs/architecture/decisions",
    "docs/architecture-decisions", "architecture/decisions", "doc/architecture/decisions",
)  # fmt: skip
"""Folders in which records usually are, tried in this order before the whole tree is searched."""

MARKER = ".decidedly-site"
"""The file by which a folder is known as a site that was built; no records are read from there."""

SKIPPED = frozenset(
    {
        "node_modules",
        "vendor",
        "target",
        "dist",
        "build",
        "__pycache__",
        "site-packages",
        "venv",
        "_site",
        "third_party",
        "testdata",
    }
)
"""Folders that hold no records of the project's own; names with a leading dot are skipped too."""

LIMIT = 4_000_000
"""Bytes that are read of one file."""

_LOG_FOLDER = re.compile(
    r"^(?:adrs?|rfcs?|drs?|decisions?|text|keps|proposals|(?:architecture|design|technical)[-_]?decision.*|decision[-_ ]?(?:records?|log)|architecture|arch)$",
    re.I,
)
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
    folder, `folders` those of its folders that hold the records (all of it, usually); `found_by` says how it was found."""

    root: Path
    records: Path
    config: Config
    found_by: str
    folders: tuple[str, ...] = ("",)


def open_workspace(start: Path, *, records: Path | None = None, config_file: Path | None = None) -> Workspace:
    """Find the log for the folder `start`.

    `records` names the records folder, `config_file` the configuration; else configuration files and the usual folders
    are looked for from `start` upwards to the repository's root, else the whole tree is searched by what files look like.
    Raises WorkspaceError and ConfigError.
    """
    start = Path(os.path.abspath(start))
    if not start.is_dir():
        raise WorkspaceError(f"{start}: no such folder")
    repository = git.repository(start)
    root = repository.root if repository else start
    if records is not None:
        folder = Path(os.path.abspath(start / records))
        if not folder.is_dir():
            what = (
                "not a folder; name the folder that holds the records"
                if folder.exists()
                else "no such folder"
            )
            raise WorkspaceError(f"{records}: {what}")
        inside = git.repository(folder)
        root = inside.root if inside else folder if not folder.is_relative_to(root) else root
        config = _config(config_file, [folder, *_upwards(folder, root)])
        return Workspace(root, folder, config, "--dir")
    for level in _upwards(start, root):
        config = _config(config_file, [level])
        if config.file and (config.records or config.packages):
            return _configured(
                root, Path(config.file).parent if config_file is None else config_file.parent, config
            )
        for name in STANDARD if not _is_standard(level, start) else ("", *STANDARD):
            folder = level / name
            if folder.is_dir() and _holds_records(folder):
                return Workspace(
                    root,
                    folder,
                    _config(config_file, [folder, *_upwards(folder, root)]),
                    f"the usual folder {name or level.name}",
                )
    found = _search(root)
    if found is None:
        raise WorkspaceError(
            f"no decision records in {root}: name their folder with --dir, or write one with a number and a status",
            3,
        )
    return Workspace(
        root, found, _config(config_file, [found, *_upwards(found, root)]), "what its files look like"
    )


def _is_standard(level: Path, start: Path) -> bool:
    """Whether the working directory itself is a records folder: its own name is one of the usual ones."""
    return level == start and _LOG_FOLDER.match(level.name) is not None


def _upwards(start: Path, root: Path) -> list[Path]:
    levels = [start, *start.parents]
    return levels[: levels.index(root) + 1] if root in levels else [start]


def _config(named: Path | None, levels: Iterable[Path]) -> Config:
    if named is not None:
        if not named.is_file():
            raise WorkspaceError(f"{named}: no such configuration file")
        return read_config(named) or Config()
    for level in levels:
        found = find_config(level)
        if found is not None:
            return found[1]
    return Config()


def _configured(root: Path, base: Path, config: Config) -> Workspace:
    named = [config.records or STANDARD[2], *(package.records for package in config.packages)]
    folders = [Path(os.path.abspath(base / name)) for name in named]
    for name, folder in zip(named, folders, strict=True):
        if not folder.is_dir() and (not config.packages or folder == folders[0]):
            raise WorkspaceError(f"{config.file} names the records folder “{name}”, which is not there")
        if not _inside(folder, root):
            raise WorkspaceError(
                f"{config.file} names the records folder “{name}”, which lies outside {root}"
            )
    folders = [folder for folder in folders if folder.is_dir()]
    if len(folders) == 1:
        return Workspace(root, folders[0], config, Path(config.file).name)
    common = Path(os.path.commonpath(folders))
    return Workspace(
        root,
        common,
        config,
        Path(config.file).name,
        tuple(_posix(folder.relative_to(common)) for folder in folders),
    )


def _posix(path: Path) -> str:
    text = path.as_posix()
    return "" if text == "." else text


def _inside(path: Path, root: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return path.resolve().is_relative_to(root.resolve())
    return False


# ---------------------------------------------------------------------------------------------------- what is there


def _walk(top: Path, root: Path, seen: set[str] | None = None, shown: str = "") -> Iterator[tuple[str, Path]]:
    """Every regular file below `top` (relative path with forward slashes, path), sorted; links only if they stay in `root`
    and lead to what is not read under its own name."""
    seen = set() if seen is None else seen
    try:
        real = os.path.realpath(top)
        if real in seen:
            return
        seen.add(real)
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    except OSError:
        return
    if shown and any(entry.name == MARKER for entry in entries):
        return
    links: list[tuple[str, Path]] = []
    for entry in entries:
        name = f"{shown}/{entry.name}" if shown else entry.name
        try:
            if entry.is_symlink():
                links.append((name, Path(entry.path)))
            elif entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in SKIPPED:
                    yield from _walk(Path(entry.path), root, seen, name)
            elif entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)
        except OSError:
            continue
    for name, path in links:
        if not _inside(path, root) or any(part.startswith(".git") for part in path.resolve().parts):
            continue
        if path.is_dir():
            if not any(_inside(path, Path(done)) for done in (top,)):
                yield from _walk(path, root, seen, name)
        elif path.is_file() and not _inside(path, top):
            yield name, path


def _read(path: Path, name: str) -> Source:
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Source(name, "", problems=(Problem("P002", "not a regular file"),))
            data = stream.read(LIMIT + 1)
    except OSError as error:
        return Source(name, "", problems=(Problem("P002", f"can't be read: {error.strerror or error}"),))
    if len(data) > LIMIT:
        source = decode(name, data[:LIMIT])
        return replace(
            source,
            problems=(
                *source.problems,
                Problem("P002", f"larger than {LIMIT:,} bytes; the rest is not read"),
            ),
        )
    return decode(name, data)


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _holds_records(folder: Path) -> bool:
    """Whether a folder holds at least one record, by reading as few files as can be."""
    doubtful: list[tuple[str, Path]] = []
    for name, path in _walk(folder, folder):
        if _is_markdown(name):
            if from_name(name) is not None and not is_template_name(name) and _likely(path):
                return True
            doubtful.append((name, path))
    sources = (_read(path, name) for name, path in doubtful[:500])
    return bool(dialects.read_all(sources, settings=Settings(folder=folder.name)).records)


def _likely(path: Path) -> bool:
    return _STATUS.search(_read(path, path.name).text) is not None


def _search(root: Path) -> Path | None:
    """The folder of the whole tree that holds the records, judged by what files look like; None if there are none."""
    sources: list[Source] = []
    for name, path in _walk(root, root):
        if _is_markdown(name) and (from_name(name) is not None or _in_log_folder(name) or _likely(path)):
            sources.append(_read(path, name))
    records = dialects.read_all(sources).records
    if not records:
        return None
    homes: Counter[str] = Counter()
    for record in records:
        folder = posixpath.dirname(record.path)
        if posixpath.basename(record.path).lower() in ("readme.md", "index.md"):
            folder = posixpath.dirname(folder)
        homes[folder] += 1
    below: Counter[str] = Counter()
    for home, count in homes.items():
        for folder in _ancestors(home):
            below[folder] += count
    best = _descend("", homes, below, len(records))
    if best == "" and homes[""] == 0:
        named: Counter[str] = Counter()
        for home, count in homes.items():
            top = next(
                (folder for folder in _ancestors(home) if _LOG_FOLDER.match(posixpath.basename(folder))), home
            )
            named[top] += count
        best = max(named, key=lambda folder: (named[folder], -folder.count("/"), folder))
    return root / best if best else root


def _in_log_folder(name: str) -> bool:
    return any(_LOG_FOLDER.match(part) for part in posixpath.dirname(name).split("/"))


def _ancestors(folder: str) -> list[str]:
    """`a/b` → "", "a", "a/b"."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:count]) for count in range(len(parts) + 1)]


def _descend(folder: str, homes: Counter[str], below: Counter[str], total: int) -> str:
    """The deepest folder that still holds four fifths of the records."""
    while True:
        children = [
            name
            for name in below
            if name and posixpath.dirname(name) == folder and below[name] * 5 >= total * 4
        ]
        if not children or homes[folder] * 5 > total:
            return folder
        folder = children[0]


# ------------------------------------------------------------------------------------------------------------- reading


def load(workspace: Workspace, *, empty_ok: bool = False) -> Log:
    """Read every file of the log; what is strange about one becomes its problem and never stops the others.

    Raises WorkspaceError (exit code 3) where there are no records, unless `empty_ok`.
    """
    sources: list[Source] = []
    sides: dict[str, Source] = {}
    files: list[str] = []
    for name, path in _files(workspace):
        if _is_markdown(name):
            sources.append(_read(path, name))
        elif posixpath.basename(name) in _SIDES:
            sides[name] = _read(path, name)
        else:
            files.append(name)
    packages = {_relative(workspace, package.records): package.name for package in workspace.config.packages}
    reading = dialects.read_all(
        sources, sides, Settings(workspace.config.statuses, packages, workspace.records.name)
    )
    if not reading.records and not empty_ok:
        seen = (
            f"{len(sources)} Markdown files, but none looks like a decision record"
            if sources
            else "no Markdown files"
        )
        raise WorkspaceError(
            f"{workspace.records}: {seen}; a record has a number or a status, a context and a decision", 3
        )
    local = workspace.config.ids == "local"
    return Log.of(
        reading.records, reading.documents, own_urls=_own_urls(workspace), local_ids=local, files=files
    )


def _files(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    seen: set[str] = set()
    config = workspace.config
    output = (
        Path(os.path.abspath(Path(config.file).parent / config.output))
        if config.file
        else workspace.root / config.output
    )
    for folder in workspace.folders:
        for name, path in _walk(
            workspace.records / folder if folder else workspace.records, workspace.root, seen, folder
        ):
            if path.is_relative_to(output):
                continue
            if config.include and not any(fnmatch.fnmatch(name, pattern) for pattern in config.include):
                continue
            if any(fnmatch.fnmatch(name, pattern) for pattern in config.exclude):
                continue
            yield name, path


def _relative(workspace: Workspace, folder: str) -> str:
    base = Path(workspace.config.file).parent if workspace.config.file else workspace.root
    with contextlib.suppress(ValueError):
        return _posix(Path(os.path.abspath(base / folder)).relative_to(workspace.records))
    return folder


def _own_urls(workspace: Workspace) -> tuple[str, ...]:
    repository = git.repository(workspace.root)
    remote = repository.remote if repository else None
    if workspace.config.repository:
        remote = git.web_address(workspace.config.repository) or remote
    prefix = (
        _posix(workspace.records.relative_to(workspace.root))
        if workspace.records.is_relative_to(workspace.root)
        else ""
    )
    prefix = f"{prefix}/" if prefix else ""
    return tuple(f"{url}{prefix}" for url in git.own_urls(remote, repository.branch if repository else ""))


def present(workspace: Workspace, wanted: Iterable[str]) -> frozenset[str]:
    """Which of these relative paths (from the records folder, forward slashes) are regular files inside the repository."""
    found: set[str] = set()
    for name in wanted:
        if "\x00" in name or name.startswith("/"):
            continue
        path = Path(os.path.normpath(workspace.records / name))
        with contextlib.suppress(OSError, ValueError):
            if (
                path.is_file()
                and _inside(path, workspace.root)
                and ".git" not in path.relative_to(workspace.root).parts
            ):
                found.add(name)
    return frozenset(found)


def read_bytes(workspace: Workspace, relative: str) -> bytes:
    """The bytes of a file that `present` found. Raises OSError."""
    path = Path(os.path.normpath(workspace.records / relative))
    if not _inside(path, workspace.root) or not path.is_file():
        raise FileNotFoundError(relative)
    return path.read_bytes()


def events(workspace: Workspace) -> dict[str, Event]:
    """The events of `events.yaml` beside the records, by id; entries that can't be read are left out."""
    text = events_text(workspace)
    return read_events(text) if text is not None else {}


def events_text(workspace: Workspace) -> str | None:
    """The text of `events.yaml` beside the records, None without one."""
    path = workspace.records / "events.yaml"
    return _read(path, path.name).text if path.is_file() else None
