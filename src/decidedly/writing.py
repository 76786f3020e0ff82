"""Writing a change set: all of it or nothing, and never over something that somebody else has written meanwhile.

Part of the edge. Everything is prepared beside its target first (new content and a way back), so that what can fail has
failed before the first file changes; then files are renamed into place one after the other. A journal beside the records
lets the next command finish or undo what a crash has interrupted (`recover`); a lock keeps two processes apart.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from decidedly import journal
from decidedly.changes import Change, ChangeSet
from decidedly.changes import digest as text_digest
from decidedly.journal import JOURNAL, Step
from decidedly.locking import LockError, locked
from decidedly.text import decode
from decidedly.workspace import Workspace

PATIENCE = 10.0
"""Seconds that a command which only reads waits for one that writes."""


class WriteError(Exception):
    """A change that could not be written. The message says which file, why, and what there is now."""

    exit_code = 2


@dataclass(frozen=True)
class Staged:
    """One file, ready to change: its step, its new bytes (None: it goes), and the state it was in (None: it was not there).

    `mode` is what a new file that takes the place of another may be used for: as that one was. `source` is the file
    that moves here as it is.
    """

    step: Step
    change: Change
    data: bytes | None
    was: os.stat_result | None
    mode: int | None = None
    source: Path | None = None


def write(place: Workspace, changes: ChangeSet) -> tuple[str, ...]:
    """Write the change set into the log's folder and return the paths that changed, sorted.

    Raises WriteError, with every file as it was, when one has changed since it was read, may not be written, lies
    outside of the repository, or when the disk fails; LockError when another command does not stop writing.
    """
    if not changes:
        return ()
    made: list[Path] = []
    try:
        _make(place.records, made)
        with locked(place.records):
            _settle(place)
            return _write(place, changes, made)
    except OSError as error:
        _unmake(made)
        raise _failed(error, next(iter(sorted(changes.changes)))) from error
    except BaseException:
        _unmake(made)
        raise


def recover(place: Workspace) -> str:
    """Finish or undo a change that a crash has interrupted, and say what was done; "" where there was none.

    Never raises: where it can't be done now, the answer says why.
    """
    if not os.path.lexists(place.records / JOURNAL):
        return ""
    try:
        with locked(place.records, PATIENCE):
            return _settle(place)
    except LockError:
        return ""  # it was no crash: somebody is at work
    except WriteError as error:
        return str(error)
    except OSError as error:
        return str(_failed(error, JOURNAL, "an interrupted change can't be finished or undone"))


def _settle(place: Workspace) -> str:
    """Finish or undo what the journal tells of, if there is one. The lock is held. Raises OSError and WriteError."""
    found = journal.load(place.records, lambda path: _recorded(place, path))
    if found is None:
        return ""
    ready, steps = found
    if ready and journal.finishable(steps):
        journal.finish(place.records, steps)
        return f"finished a change that was interrupted: {_list(steps)}"
    if ready and journal.clearing(steps):  # it was made, and only its leftovers are still there
        edited = [step.path for step in steps if step.state != "after"]
        journal.clear(place.records, steps)
        words = f"finished a change that was interrupted: {_list(steps)}"
        return f"{words}; {', '.join(edited)} has been edited since and was left alone"
    left = journal.undo(place.records, steps)
    if not steps or not ready:
        return "cleared up after a change that was interrupted before anything was written"
    words = f"undid a change that was interrupted: {_list(steps)}"
    return f"{words}; {', '.join(left)} has been edited since and was left alone" if left else words


def _list(steps: list[Step]) -> str:
    return ", ".join(step.path for step in steps)


def _recorded(place: Workspace, path: str) -> Path:
    try:
        return _target(place, path)
    except WriteError:
        raise WriteError(
            f"{place.records / JOURNAL}: tells of an interrupted change to {path!r}, which is no file of this log; "
            "remove it, or run adr where the change was made"
        ) from None


# ------------------------------------------------------------------------------------------------------- preparing


def _write(place: Workspace, changes: ChangeSet, made: list[Path]) -> tuple[str, ...]:
    staged = [_stage(place, path, change) for path, change in sorted(changes.changes.items())]
    steps = [one.step for one in staged]
    if len({step.target for step in steps}) < len(steps):
        raise WriteError("two of these paths are the same file; nothing was changed")
    try:
        journal.begin(place.records, steps)
        for folder in dict.fromkeys(step.target.parent for step in steps):
            _make(folder, made)
        for folder in dict.fromkeys(one.parent for one in made):
            journal.sync(folder)
        for one in staged:
            _prepare(one)
        journal.sync_all(steps)
        journal.ready(place.records, steps)
        _commit(staged)
    except OSError as error:
        raise _failed(error, steps[0].path, _undone(place, steps)) from error
    except WriteError as error:
        raise WriteError(f"{error}; {_undone(place, steps)}") from None
    except BaseException:
        _undone(place, steps)
        raise
    with contextlib.suppress(OSError):  # all is written; what is left over goes with the next command
        journal.clear(place.records, steps)
    return tuple(step.path for step in steps)


def _stage(place: Workspace, path: str, change: Change) -> Staged:
    target = _target(place, path)
    if change.content:
        return _stage_carried(place, path, target, change)
    data = None if change.after is None else _encoded(path, change.after, change.encoding)
    after = "" if data is None else journal.digest(data)
    token = secrets.token_hex(8)
    if change.before is None:
        if os.path.lexists(target):
            raise WriteError(f"{path}: is there already; nothing was changed")
        return Staged(Step(path, target, "", after, token), change, data, None, _mode_of(place, change.moved))
    if data is None and target.name != (place.records / path).name:
        raise WriteError(f"{path}: is a link to {target}; move it by hand; nothing was changed")
    old, was = _read(path, target)
    if text_digest(decode(path, old).text) != change.hash_before:
        raise WriteError(f"{path}: has changed since it was read; run the command again; nothing was changed")
    try:
        os.close(os.open(target, os.O_WRONLY))
    except PermissionError:
        raise WriteError(f"{path}: may not be written; see to its permissions; nothing was changed") from None
    return Staged(Step(path, target, journal.digest(old), after, token), change, data, was)


def _stage_carried(place: Workspace, path: str, target: Path, change: Change) -> Staged:
    """One end of a file that moves as it is. It may be one that may not be written: its bytes stay."""
    token = secrets.token_hex(8)
    if change.moved:
        if os.path.lexists(target):
            raise WriteError(f"{path}: is there already; nothing was changed")
        step = Step(path, target, "", change.content, token)
        return Staged(step, change, None, None, source=_target(place, change.moved))
    if target.name != (place.records / path).name:
        raise WriteError(f"{path}: is a link to {target}; move it by hand; nothing was changed")
    try:
        was = os.lstat(target)
    except FileNotFoundError:
        raise WriteError(f"{path}: is gone since it was read; nothing was changed") from None
    if not stat.S_ISREG(was.st_mode):
        raise WriteError(f"{path}: no regular file; nothing was changed")
    if journal.digest_of(target) != change.content:
        raise WriteError(f"{path}: has changed since it was read; run the command again; nothing was changed")
    return Staged(Step(path, target, change.content, "", token), change, None, was)


def _mode_of(place: Workspace, path: str) -> int | None:
    """What the file at `path` may be used for; None where there is none."""
    try:
        return stat.S_IMODE(os.stat(_target(place, path)).st_mode) if path else None
    except OSError:
        return None


def _target(place: Workspace, path: str) -> Path:
    """The file that `path` (from the records folder) means, links followed; never outside of the repository."""
    if "\x00" in path or path.startswith("/"):
        raise WriteError(f"{path!r}: no path of a file here; nothing was changed")
    real = Path(os.path.realpath(place.records / path))
    root = Path(os.path.realpath(place.root))
    inside = real.relative_to(root).parts if real.is_relative_to(root) else (".git",)
    if any(part.casefold() == ".git" for part in inside):
        raise WriteError(f"{path}: lies outside of {place.root}; nothing was changed")
    return real


def _encoded(path: str, text: str, encoding: str) -> bytes:
    """The bytes of the new text, in the encoding of the old one; they must read back as that text."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        char = text[error.start]
        raise WriteError(
            f"{path}: “{char!r}” can't be written as {encoding}; save the file as UTF-8 first; nothing was changed"
        ) from None
    if decode(path, data).text != text:
        raise WriteError(f"{path}: would not read back as it was written ({encoding}); nothing was changed")
    return data


def _read(path: str, target: Path) -> tuple[bytes, os.stat_result]:
    """The file's bytes and state, if it is a regular one."""
    try:
        with target.open("rb") as stream:
            state = os.fstat(stream.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise WriteError(f"{path}: no regular file; nothing was changed")
            return stream.read(), state
    except FileNotFoundError:
        raise WriteError(f"{path}: is gone since it was read; nothing was changed") from None


def _prepare(one: Staged) -> None:
    """Put the new content, and the old file under a second name, beside the target."""
    step, was = one.step, one.was
    if was is None:
        if one.source is not None:
            _same_beside(step.new, one.source)
        elif one.data is not None:
            _put_beside(step.new, one.data, 0o666 & ~_umask() if one.mode is None else one.mode)
        return
    if one.data is not None:
        _put_beside(step.new, one.data, stat.S_IMODE(was.st_mode))
    with contextlib.suppress(OSError, AttributeError):
        if one.data is not None and (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(step.new, was.st_uid, was.st_gid)
            step.new.chmod(stat.S_IMODE(was.st_mode))  # a new owner takes some bits away
    _same_beside(step.old, step.target)


def _same_beside(file: Path, source: Path) -> None:
    """Give `source` a second name, which needs no space on the disk, nor that its bytes are read."""
    try:
        os.link(source, file)
    except OSError:  # a file system without hard links
        _put_beside(file, source.read_bytes(), stat.S_IMODE(source.stat().st_mode))


def _put_beside(file: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(file, flags, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(mode)


# ------------------------------------------------------------------------------------------------------- changing


def _commit(staged: list[Staged]) -> None:
    for one in staged:
        step = one.step
        if one.was is not None and journal.digest_of(step.target) != step.before:
            raise WriteError(f"{step.path}: has changed since it was read; run the command again")
        try:
            journal.put(step)
        except FileExistsError:
            raise WriteError(f"{step.path}: is there already") from None
    journal.sync_all([one.step for one in staged])


def _undone(place: Workspace, steps: list[Step]) -> str:
    """Take back what was done, and say how that went. Where it can't be done, the journal stays for the next command."""
    try:
        changed = journal.undo(place.records, steps)
    except OSError as error:
        return f"going back failed as well ({error.strerror or error}): the next adr command tries again"
    del changed  # files that somebody else has written: they are as they were to us
    return "nothing was changed"


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note which were made."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.append(one)


def _unmake(made: list[Path]) -> None:
    for folder in reversed(made):
        with contextlib.suppress(OSError):  # somebody has put something there
            folder.rmdir()


def _failed(error: OSError, path: str, end: str = "nothing was changed") -> WriteError:
    where = str(error.filename) if isinstance(error.filename, str | Path) else path
    if os.path.basename(where).startswith(".adr-"):  # ours: what matters is the folder
        where = os.path.dirname(where) or path
    return WriteError(f"{where}: {error.strerror or error}; {end}")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
