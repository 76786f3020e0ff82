"""What an earlier run has left in the user's cache folder: what was read, to be looked up by what it was read from.

Part of the edge. All of it can be thrown away at any time, and none of it is needed: a folder that can't be used, or a
file in which anything is odd, costs time and nothing else. A checkout can't bring one along.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import decidedly
from decidedly.dialects import Memory, Seen
from decidedly.dialects.kept import Kept
from decidedly.tree import inside

SWITCH = "ADR_CACHE"
"""The environment variable: a folder in place of the user's own, or `off`."""

OFF = frozenset({"off", "no", "none", "false", "0"})

READING = (
    "dialects", "markdown", "preamble", "bundles.py", "dates.py", "later.py", "lifecycle.py", "planned.py", "record.py", "stored.py",
    "synonyms.py", "text.py",
)  # fmt: skip
"""The parts of the program that reading depends on."""

_LIBRARIES = ("frontmatter", "markdown_it", "mdit_py_plugins", "yaml")

LARGEST = 512_000_000
"""Bytes of the largest file that is kept or read."""

FULL = 1_000_000_000
"""Bytes that all files may have together; those that were written first go first."""

OLD = 60 * 86_400
"""Seconds after which a file goes that was not written again."""


def home() -> Path | None:
    """The folder of all that this program keeps for the user; None where there is none, or it is switched off."""
    named = os.environ.get(SWITCH, "").strip()
    if named:
        return Path(named) if named.lower() not in OFF and os.path.isabs(named) else None
    if sys.platform == "win32":
        top = os.environ.get("LOCALAPPDATA") or _below_home("AppData", "Local")
    elif sys.platform == "darwin":
        top = _below_home("Library", "Caches")
    else:
        top = os.environ.get("XDG_CACHE_HOME") or _below_home(".cache")
    return Path(top) / "decidedly" if os.path.isabs(top) else None


def _below_home(*parts: str) -> str:
    try:
        return str(Path.home().joinpath(*parts))
    except RuntimeError:  # a user without one
        return ""


def recall(seen: Seen, folder: Path, root: Path) -> None:
    """Let `seen`, which is for the files of `folder`, know what was kept of them; `root` is the repository's."""
    if seen.kept is not None:
        return
    place, program = _place(root, "read"), _program()
    if place is None or not program:
        return
    made_by = hashlib.blake2b(f"{program}\n{seen.settings!r}".encode(), digest_size=20).hexdigest()
    name = _named(f"{folder}\n{seen.settings!r}")
    seen.kept = Kept(made_by, _read(place / name), str(place / name))


def keep(memory: Memory) -> None:
    """Leave to the next run what this one came to, where that is anything new."""
    for seen in memory:
        kept = seen.kept
        if kept is not None and kept.changed:
            _write(Path(kept.name), kept.to_bytes())


def fetch(kind: str, of: str, root: Path) -> bytes:
    """What was kept of that kind of thing; b"" where nothing was."""
    place = _place(root, kind)
    return _read(place / _named(of)) if place else b""


def store(kind: str, of: str, root: Path, data: bytes) -> None:
    """Keep something, to be fetched by the next run; with its own way to tell whether it still holds."""
    place = _place(root, kind)
    if place:
        _write(place / _named(of), data)


def _named(of: str) -> str:
    return hashlib.blake2b(of.encode("utf-8", "replace"), digest_size=20).hexdigest()


def _place(root: Path, kind: str) -> Path | None:
    """The folder of what is kept of that kind; None where it lies in the repository, which anybody may have filled."""
    top = home()
    return None if top is None or inside(top, root) else top / kind


def _read(file: Path) -> bytes:
    """The bytes of a regular file that is the user's own; none where there is no such file."""
    try:
        with os.fdopen(
            os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)), "rb"
        ) as stream:
            found = os.fstat(stream.fileno())
            own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
            return stream.read() if stat.S_ISREG(found.st_mode) and own and found.st_size <= LARGEST else b""
    except OSError:
        return b""


def _write(file: Path, data: bytes) -> None:
    """Put a file in its place, whole or not at all, and see that there are not too many."""
    if len(data) > LARGEST:
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not file.exists()
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.replace(name, file)
        except OSError:
            os.unlink(name)
        if new:
            _tidy(file.parent)


def _tidy(folder: Path) -> None:
    found: list[tuple[float, int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                found.append((status.st_mtime, status.st_size, entry.path))
    now, total = time.time(), 0
    for at, size, path in sorted(found, reverse=True):
        total += size
        passing = os.path.basename(path).startswith(".new.") and at < now - 3_600
        if passing or total > FULL or at < now - OLD:
            with contextlib.suppress(OSError):
                os.unlink(path)


@cache
def _program() -> str:
    """What reads: version, the sources of what reading depends on, the libraries. "" where that can't be told."""
    made = hashlib.blake2b(f"{decidedly.__version__} {sys.version}".encode())
    try:
        for file in (*_own(), *_borrowed()):
            made.update(file.read_bytes())
    except (OSError, ImportError, ValueError):  # in an archive, say
        return ""
    return made.hexdigest()


def _own() -> Iterator[Path]:
    package = Path(decidedly.__file__).parent
    for name in READING:
        part = package / name
        yield from (part,) if part.suffix else sorted(part.glob("*.py"))


def _borrowed() -> Iterator[Path]:
    for name in _LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.origin:
            raise ImportError(name)
        yield from sorted(Path(spec.origin).parent.glob("*.py"))
