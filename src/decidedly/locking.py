"""One writer at a time: a lock on a records folder that ends with the process, however that ends.

Part of the edge. Where the system can lock a folder itself (Linux, macOS) nothing is left lying about; elsewhere a file
in it, which the system removes with the process that made it (Windows) or which the next writer takes over.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

LOCK = ".adr-lock"
"""The name of the lock's file, where there has to be one."""

WAIT = 60.0
"""Seconds that a command waits for another one."""

_STEP = 0.02
_NO_FOLDERS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EISDIR}

_mutex = threading.RLock()
_held: dict[str, int] = {}


class LockError(Exception):
    """A folder that another process goes on writing to."""

    exit_code = 2


@contextlib.contextmanager
def locked(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Be the only process that writes to `folder`; may be nested.

    Raises LockError when another one still does after `wait` seconds, OSError where the folder can't be opened.
    """
    key = os.path.realpath(folder)
    with _mutex:
        if not _held.get(key):
            release = _acquire(Path(key), wait)
        else:
            release = None
        _held[key] = _held.get(key, 0) + 1
        try:
            yield
        finally:
            _held[key] -= 1
            if release is not None:
                os.close(release)


def _acquire(folder: Path, wait: float) -> int:
    """The descriptor that holds the lock until it is closed."""
    until = time.monotonic() + wait
    while True:
        held = _try(folder)
        if held is not None:
            return held
        if time.monotonic() >= until:
            raise LockError(
                f"{folder}: another adr command has been writing there for {wait:.0f} seconds; try again when it is done"
            )
        time.sleep(_STEP)


if sys.platform == "win32":  # pragma: no cover

    def _try(folder: Path) -> int | None:
        """A new file that goes with its descriptor; while it is there, nobody else can make it."""
        try:
            return os.open(folder / LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except FileExistsError:
            return None
        except PermissionError:  # it is just going away, or the folder is read-only
            if not os.access(folder, os.W_OK):
                raise
            return None

else:
    import fcntl

    def _try(folder: Path) -> int | None:
        opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return None
        except OSError as error:
            os.close(opened)
            if error.errno not in _NO_FOLDERS:
                raise
            return _try_file(folder)  # some network file systems lock files only
        return opened

    def _try_file(folder: Path) -> int | None:
        opened = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return None
        except OSError:
            os.close(opened)
            raise
        return opened
