"""Writing a change set: all of it or nothing, and never over something that somebody else has written meanwhile.

Part of the edge. Everything is prepared beside its target first (new content and a way back), so that what can fail has
failed before the first file changes; then files are renamed into place one after the other.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from decidedly.changes import Change, ChangeSet, digest
from decidedly.text import decode
from decidedly.workspace import Workspace

TEMPORARY = ".adr-"
"""How the names of files begin that exist only while something is written."""


class WriteError(Exception):
    """A change that could not be written. The message says which file, why, and what there is now."""

    exit_code = 2


@dataclass
class Staged:
    """One file, ready to change: where, what it becomes, and what it was (None: it was not there)."""

    path: str
    target: Path
    new: Path
    old: Path | None
    done: bool = False


def write(place: Workspace, changes: ChangeSet) -> tuple[str, ...]:
    """Write the change set into the log's folder and return the paths that changed, sorted.

    Raises WriteError, with every file as it was, when one has changed since it was read, may not be written, lies
    outside of the repository, or when the disk fails.
    """
    staged: list[Staged] = []
    try:
        for path, change in sorted(changes.changes.items()):
            staged.append(_stage(place, path, change))
        _commit(staged, changes)
    except OSError as error:
        named = next((one.path for one in staged if not one.done), "")
        where = error.filename if isinstance(error.filename, str) else named
        raise WriteError(f"{where}: {error.strerror or error}; {_undo(staged)}") from error
    except BaseException:
        _undo(staged)
        raise
    finally:
        for one in staged:
            for left in (one.new, one.old):
                if left is not None:
                    with contextlib.suppress(OSError):
                        left.unlink(missing_ok=True)
    return tuple(one.path for one in staged)


def _stage(place: Workspace, path: str, change: Change) -> Staged:
    target = _target(place, path)
    data = _encoded(path, change)
    if change.before is None:
        if os.path.lexists(target):
            raise WriteError(f"{path}: is there already; nothing was changed")
        target.parent.mkdir(parents=True, exist_ok=True)
        return Staged(path, target, _temporary(target, data, 0o666 & ~_umask()), None)
    mode = _unchanged(path, target, change)
    if not os.access(target, os.W_OK):
        raise WriteError(f"{path}: may not be written; see to its permissions; nothing was changed")
    new = _temporary(target, data, stat.S_IMODE(mode.st_mode))
    with contextlib.suppress(OSError, AttributeError):
        os.chown(new, mode.st_uid, mode.st_gid)
    try:
        return Staged(path, target, new, _kept(target, mode))
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _target(place: Workspace, path: str) -> Path:
    """The file that `path` (from the records folder) means, links followed; never outside of the repository."""
    if "\x00" in path or path.startswith("/"):
        raise WriteError(f"{path!r}: no path of a file here; nothing was changed")
    real = Path(os.path.realpath(place.records / path))
    root = Path(os.path.realpath(place.root))
    if not real.is_relative_to(root) or ".git" in real.relative_to(root).parts:
        raise WriteError(f"{path}: lies outside of {place.root}; nothing was changed")
    return real


def _encoded(path: str, change: Change) -> bytes:
    """The bytes of the new text, in the encoding of the old one; they must read back as that text."""
    try:
        data = change.after.encode(change.encoding)
    except UnicodeEncodeError as error:
        char = change.after[error.start]
        raise WriteError(
            f"{path}: “{char!r}” can't be written as {change.encoding}; save the file as UTF-8 first; nothing was changed"
        ) from None
    if decode(path, data).text != change.after:
        raise WriteError(
            f"{path}: would not read back as it was written ({change.encoding}); nothing was changed"
        )
    return data


def _unchanged(path: str, target: Path, change: Change) -> os.stat_result:
    """The file's state, if it still is what the change was made for."""
    try:
        with target.open("rb") as stream:
            state = os.fstat(stream.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise WriteError(f"{path}: no regular file; nothing was changed")
            text = decode(path, stream.read()).text
    except FileNotFoundError:
        raise WriteError(f"{path}: is gone since it was read; nothing was changed") from None
    if digest(text) != change.hash_before:
        raise WriteError(f"{path}: has changed since it was read; run the command again; nothing was changed")
    return state


def _temporary(target: Path, data: bytes, mode: int) -> Path:
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=target.parent)
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        made.chmod(mode)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


def _kept(target: Path, state: os.stat_result) -> Path:
    """The old file under a second name, so that going back needs no space on the disk."""
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".old", dir=target.parent)
    os.close(handle)
    kept = Path(name)
    kept.unlink()
    try:
        os.link(target, kept)
    except OSError:  # a file system without hard links
        return _temporary(target, target.read_bytes(), stat.S_IMODE(state.st_mode))
    return kept


def _commit(staged: list[Staged], changes: ChangeSet) -> None:
    for one in staged:
        change = changes.changes[one.path]
        if change.before is None:
            _create(one)
        else:
            _unchanged(one.path, one.target, change)
            one.new.replace(one.target)
        one.done = True
    for folder in dict.fromkeys(one.target.parent for one in staged):
        _sync(folder)


def _create(one: Staged) -> None:
    """Put a new file into its place, which must still be free."""
    try:
        os.link(one.new, one.target)
    except FileExistsError:
        raise WriteError(f"{one.path}: is there already; nothing was changed") from None
    except OSError:  # a file system without hard links
        if os.path.lexists(one.target):
            raise WriteError(f"{one.path}: is there already; nothing was changed") from None
        one.new.replace(one.target)


def _undo(staged: list[Staged]) -> str:
    """Take back what was done, and say how that went."""
    left: list[str] = []
    for one in reversed(staged):
        if not one.done:
            continue
        try:
            if one.old is None:
                one.target.unlink()
            else:
                one.old.replace(one.target)
                one.old = None
            one.done = False
        except OSError:
            left.append(one.path)
    return f"{', '.join(left)} could not be put back" if left else "nothing was changed"


def _sync(folder: Path) -> None:
    """Make the renames in `folder` last, where the system lets a folder be opened."""
    with contextlib.suppress(OSError), _opened(folder) as handle:
        os.fsync(handle)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
