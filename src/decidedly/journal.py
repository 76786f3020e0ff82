"""The journal of a change: what has to be known to finish or undo it after a crash, at any moment of it.

Part of the edge. A journal is first written as *preparing* (no file has changed; new contents are being put beside
their targets), then replaced by one that is *ready* (from here on the change can be finished), and removed last.
Each step has two files beside its target: the new content (`.tmp`) and the old file under a second name (`.old`).
A journal may be a stranger's, come with a checkout: its paths are checked by whoever loads it, a file changes only from
and to contents whose digests stand in it, and only through files that bear our names.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

JOURNAL = ".adr-journal"
SCHEMA = "decidedly/journal@1"
_TOKEN = re.compile(r"[0-9a-f]{16}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LIMIT = 16_000_000
_NOT_SYNCED = {errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a change: its path as shown, the real file, digests of its bytes before ("": not there) and after
    ("": it is gone), and the token in the names of the two files beside it."""

    path: str
    target: Path
    before: str
    after: str
    token: str

    @property
    def new(self) -> Path:
        """Where the new content waits."""
        return self.target.with_name(f".adr-{self.token}.tmp")

    @property
    def old(self) -> Path:
        """The old file's second name."""
        return self.target.with_name(f".adr-{self.token}.old")

    @property
    def state(self) -> str:
        """What the target is now: "before", "after" or "other"; where the two are equal, "after"."""
        found = digest_of(self.target)
        return "after" if found == self.after else "before" if found == self.before else "other"


def digest(data: bytes) -> str:
    """A hash by which content is known again."""
    return hashlib.sha256(data).hexdigest()


def digest_of(file: Path) -> str:
    """The same of a file, "" where there is none. Raises OSError where it can't be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


# --------------------------------------------------------------------------------------------------- the file itself


def begin(folder: Path, steps: Iterable[Step]) -> None:
    """Write the journal as preparing. Raises OSError."""
    _write(folder / JOURNAL, _text("preparing", steps))
    sync(folder)


def ready(folder: Path, steps: Iterable[Step]) -> None:
    """From here on the change is to be finished. Raises OSError."""
    beside = folder / f"{JOURNAL}.new"
    beside.unlink(missing_ok=True)
    _write(beside, _text("ready", steps))
    beside.replace(folder / JOURNAL)
    sync(folder)


def end(folder: Path) -> None:
    """The change is done or undone: the journal goes. Raises OSError."""
    (folder / f"{JOURNAL}.new").unlink(missing_ok=True)
    (folder / JOURNAL).unlink(missing_ok=True)
    sync(folder)


def load(folder: Path, resolve: Callable[[str], Path]) -> tuple[bool, list[Step]] | None:
    """The journal that a crash has left: whether it was ready, and its steps; None where there is none.

    One that can't be read was never written whole, so nothing has happened yet. `resolve` gives the real file of a
    path, or raises what is wrong with it.
    """
    file = folder / JOURNAL
    if not os.path.lexists(file):
        return None
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LIMIT:
            return False, []
        data = json.loads(file.read_bytes())
        if data["schema"] != SCHEMA:
            return False, []
        ready, entries = data["state"] == "ready", [_entry(one) for one in data["files"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False, []
    return ready, [Step(path, resolve(path), *rest) for path, *rest in entries]


def _entry(given: dict[str, str]) -> tuple[str, str, str, str]:
    path, before, after, token = (given[name] for name in ("path", "before", "after", "token"))
    if (
        not path
        or not _TOKEN.fullmatch(token)
        or not all(_DIGEST.fullmatch(one) for one in (before or after, after or before))
    ):
        raise ValueError(f"no step of a journal: {given!r}")
    return path, before, after, token


def _text(state: str, steps: Iterable[Step]) -> bytes:
    files = [
        {"path": one.path, "before": one.before, "after": one.after, "token": one.token} for one in steps
    ]
    return json.dumps({"schema": SCHEMA, "state": state, "files": files}, indent=1).encode() + b"\n"


def _write(file: Path, data: bytes) -> None:
    with open(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb"
    ) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


# ------------------------------------------------------------------------------------------------- going on, or back


def put(step: Step) -> None:
    """Let the new content take the target's place, or none. A new file never takes the place of one that is there.

    Raises OSError; FileExistsError where a new file's name has been taken.
    """
    if not step.after:
        step.target.unlink()
        return
    if step.before:
        step.new.replace(step.target)
        return
    try:
        os.link(step.new, step.target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(step.target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(step.target)) from None
        step.new.replace(step.target)


def take_back(step: Step) -> None:
    """Put the old file, or none, into the target's place again. Raises OSError."""
    if step.before:
        step.old.replace(step.target)
    else:
        step.target.unlink()


def finishable(steps: Iterable[Step]) -> bool:
    """Whether all of the change can still be made."""
    return all(
        state == "after"
        or (
            state == "before"
            and digest_of(step.new) == step.after
            and (step.after != "" or digest_of(step.old) == step.before)  # what goes has to have a way back
        )
        for step in steps
        for state in (step.state,)
    )


def clearing(steps: Iterable[Step]) -> bool:
    """Whether the change was made whole and its leftovers were being removed: a way back is gone. Only then may a file
    that moved be nowhere but under its new name."""
    return any(
        step.before not in ("", step.after) and step.state == "after" and digest_of(step.old) != step.before
        for step in steps
    )


def finish(folder: Path, steps: list[Step]) -> None:
    """Make what is left of the change. Raises OSError."""
    for step in steps:
        if step.state == "before":
            put(step)
    sync_all(steps)
    clear(folder, steps)


def undo(folder: Path, steps: list[Step]) -> list[str]:
    """Take back what was done of the change; the paths that somebody else has written since stay, and are returned.

    Raises OSError.
    """
    left: list[str] = []
    for step in reversed(steps):
        state = step.state
        if state == "after" and step.before == step.after:
            continue
        if state == "after" and (not step.before or digest_of(step.old) == step.before):
            take_back(step)
        elif state != "before":
            left.append(step.path)
    sync_all(steps)
    clear(folder, steps)
    return left[::-1]


def clear(folder: Path, steps: list[Step]) -> None:
    """Remove the files beside the targets, folders that are empty without them, and last the journal. Raises OSError."""
    for step in steps:
        with contextlib.suppress(NotADirectoryError):
            step.new.unlink(missing_ok=True)
            step.old.unlink(missing_ok=True)
    for step in steps:
        if not os.path.lexists(step.target):
            _prune(step.target.parent)
    end(folder)


def _prune(folder: Path) -> None:
    """Remove a folder, and those above it, as long as nothing is in them: git knows no empty folders either."""
    for one in (folder, *folder.parents):
        try:
            one.rmdir()
        except FileNotFoundError:
            continue
        except OSError:  # something is in it, the journal at the latest
            return
        sync(one.parent)


# -------------------------------------------------------------------------------------------------------- the disk


def sync_all(steps: Iterable[Step]) -> None:
    """Make the renames in the targets' folders last. Raises OSError."""
    for folder in dict.fromkeys(step.target.parent for step in steps):
        if folder.is_dir():
            sync(folder)


def sync(folder: Path) -> None:
    """Make the names in `folder` last, where the system lets a folder be synced. Raises OSError where the disk fails."""
    try:
        with _opened(folder) as handle:
            os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:
            raise


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
