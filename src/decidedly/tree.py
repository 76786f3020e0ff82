"""A folder of the disk as texts: which files it holds, and what they say.

Part of the edge. Nothing here follows a link out of the repository, opens anything but regular files, or fails on a
file that a user has.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from decidedly.dialects.whereabouts import LOG_FOLDER
from decidedly.text import Problem, Source, decode

MARKER = ".decidedly-site"
"""The file by which a folder is known as a site that was built; no records are read from there."""

SKIPPED = frozenset({
    "node_modules", "vendor", "target", "dist", "build", "__pycache__", "site-packages", "venv", "_site", "third_party", "testdata", "versioned_docs",
})  # fmt: skip
"""Folders that hold no records of the project's own; names with a leading dot are skipped too."""

_NO_LOG = frozenset({"git", "hg", "svn", "jj", "tox", "nox", "eggs", "history", "backup", "worktrees", "trash", "tmp", "temp"})  # fmt: skip
"""Folders with a leading dot (left out here) in which nothing is a log: a tool's own, or copies of what stands elsewhere."""

LIMIT = 4_000_000
"""Bytes that are read of one file."""


def posix(path: Path) -> str:
    """A relative path with forward slashes; "" for the folder itself."""
    text = path.as_posix()
    return "" if text == "." else text


def inside(path: Path | str, root: Path) -> bool:
    """Whether `path`, all links followed, lies in `root` and not in its `.git`."""
    try:
        parts = Path(os.path.realpath(path)).relative_to(os.path.realpath(root)).parts
    except (OSError, ValueError):
        return False
    return ".git" not in parts


def walk(tops: Iterable[tuple[str, Path]], root: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file below `tops` (name to show, folder) as (relative path with forward slashes, path).

    Links come last, and only if they stay in `root` and lead to what is not read under its own name.
    """
    ahead = deque((shown, str(top), os.path.realpath(top)) for shown, top in tops)
    starts = [real for _, _, real in ahead]
    seen: set[str] = set()
    links: deque[tuple[str, str]] = deque()
    while ahead or links:
        if ahead:
            shown, folder, real = ahead.popleft()
            if real not in seen:
                seen.add(real)
                yield from _entries(shown, folder, real, ahead, links)
            continue
        shown, link = links.popleft()
        real = os.path.realpath(link)
        if real in seen or os.path.dirname(real) in seen or not inside(real, root):
            continue
        with contextlib.suppress(OSError):
            mode = os.stat(real).st_mode
            if stat.S_ISREG(mode):
                seen.add(real)
                yield shown, Path(link)
            elif stat.S_ISDIR(mode) and not any(Path(top).is_relative_to(real) for top in starts):
                ahead.append((shown, link, real))


def outward(tops: Iterable[tuple[str, Path]], root: Path) -> Iterator[str]:
    """The links below `tops` that are not followed, because they lead out of `root` or nowhere."""
    for shown, top in tops:
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
            for name in sorted((*folders, *files)):
                path = os.path.join(folder, name)
                if os.path.islink(path) and not (inside(path, root) and os.path.exists(path)):
                    yield _readable(posix(Path(shown) / os.path.relpath(path, top)))


def _entries(
    shown: str,
    folder: str,
    real: str,
    ahead: deque[tuple[str, str, str]],
    links: deque[tuple[str, str]],
) -> Iterator[tuple[str, Path]]:
    """The regular files of one folder; its folders go to `ahead`, its links to `links`."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    if shown and any(entry.name == MARKER for entry in entries):
        return
    for entry in entries:
        name = f"{shown}/{_readable(entry.name)}" if shown else _readable(entry.name)
        hidden = entry.name.startswith(".") or entry.name in SKIPPED
        with contextlib.suppress(OSError):
            if entry.is_symlink():
                if not hidden:
                    links.append((name, entry.path))
            elif entry.is_dir(follow_symlinks=False):
                if not hidden:
                    ahead.append((name, entry.path, os.path.join(real, entry.name)))
            elif entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)


def hidden_logs(root: Path) -> Iterator[Path]:
    """Folders called as logs are that `walk` passes over for a leading dot: `.adr`, `docs/.decisions`, `.github/adr`,
    `.github/docs/adr`. Those nearest to `root` come first."""
    ahead = deque([root])
    while ahead:
        for folder in _folders(ahead.popleft()):
            bare = folder.name.removeprefix(".")
            if bare in SKIPPED:
                continue
            if bare == folder.name:
                ahead.append(folder)
            elif LOG_FOLDER.match(bare):
                yield folder
            elif bare not in _NO_LOG and not bare.endswith("cache"):
                inner = _folders(folder)
                deeper = (one for docs in inner if docs.name in ("doc", "docs") for one in _folders(docs))
                yield from (one for one in (*inner, *deeper) if LOG_FOLDER.match(one.name))


def _folders(folder: Path) -> list[Path]:
    """The folders in `folder`, links left out."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        return sorted(Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False))
    return []


def _readable(name: str) -> str:
    """A file's name as text that every output takes: bytes that are no UTF-8 as `%FF`."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "".join(
            f"%{ord(char) - 0xDC00:02X}" if "\udc80" <= char <= "\udcff" else char for char in name
        )
    return name


def read(path: Path, name: str) -> Source:
    """The text of a file under the name `name`; what is wrong with it is among its problems."""
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Source(name, "", problems=(Problem("P002", "not a regular file"),))
            data = stream.read(LIMIT + 1)
    except OSError as error:
        return Source(name, "", problems=(Problem("P002", f"can't be read: {error.strerror or error}"),))
    if len(data) > LIMIT:
        source = decode(name, data[:LIMIT])
        cut = Problem("P002", f"larger than {LIMIT:,} bytes; the rest is not read")
        return replace(source, problems=(*source.problems, cut))
    return decode(name, data)
