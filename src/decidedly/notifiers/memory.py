"""Where it is kept what has been announced: a file, or a ref of the remote. Replaced whole, and only by whoever has read
the newest."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from decidedly import locking
from decidedly.notices import State, UnreadableError, loads
from decidedly.notifiers.kind import ConflictError, StateError, Store

LIMIT = 4_000_000
"""Bytes of a stored state: a longer one is none of ours."""

TRIES = 6
"""How often a change is tried again when others keep storing theirs."""


class FileStore:
    """A file of its own. It is replaced as a whole, and whoever holds `held()` is the only one to do so."""

    def __init__(self, path: Path, shown: str = "") -> None:
        self.path = path
        self.where = shown or str(path)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let no other run on this machine use the file meanwhile. Raises StateError."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:  # a folder that can't be made can't be written to either: `save` says so
            yield
            return
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locking.locked(self.path.parent))
            except OSError:
                pass
            except locking.LockError as error:
                raise StateError(str(error)) from None
            yield

    def load(self) -> tuple[str, str]:
        """Its text and the digest of that. Raises StateError."""
        try:
            with self.path.open("rb") as stream:
                data = stream.read(LIMIT + 1)
        except FileNotFoundError:
            return "", ""
        except OSError as error:
            raise StateError(f"{self.where}: {error.strerror or error}") from None
        return _decoded(data, self.where), hashlib.sha256(data).hexdigest()

    def save(self, text: str, version: str) -> str:
        """Put a new file in its place. Raises ConflictError and StateError."""
        data = text.encode("utf-8")
        temporary = None
        try:
            if self.load()[1] != version:
                raise ConflictError
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name[:50]}.", dir=self.path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, self.path)
            temporary = None
            _sync(self.path.parent)
        except OSError as error:
            raise StateError(f"{self.where}: {error.strerror or error}") from None
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
        return hashlib.sha256(data).hexdigest()


def _sync(folder: Path) -> None:
    """See to it that a rename outlives a power cut, where a folder can be opened for that."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _decoded(data: bytes, where: str) -> str:
    if len(data) > LIMIT:
        raise StateError(f"{where}: larger than {LIMIT:,} bytes; delete it to begin anew")
    return data.decode("utf-8", "replace")


class Memory:
    """The state of this run: read once, changed step by step, each step stored before the next.

    `problem` says why what was announced is not known and never will be (somebody has damaged it), `lost` why it can't be
    known now; or "".
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.state = State()
        self.problem = self.lost = ""
        self._version: str | None = None
        self._run = secrets.token_hex(8)
        try:
            self._read()
        except StateError as error:
            self.lost = str(error)

    def _read(self) -> str:
        text, version = self.store.load()
        self.state = State()
        self._version = version
        if text:
            try:
                self.state = loads(text)
            except UnreadableError as error:
                self.problem = f"{self.store.where}: {error}"
        return text

    def update(self, change: Callable[[State], State]) -> None:
        """Store the changed state. `change` is called again with the newest state where others have stored theirs.

        Raises StateError; then this run goes by the change, but nobody after it.
        """
        try:
            self._store(change)
        except StateError:
            self.state = change(self.state)
            raise

    def _store(self, change: Callable[[State], State]) -> None:
        sent = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(0.05 * attempt + secrets.randbelow(100) / 1000)
            if (self._version is None or attempt) and self._read() == sent and sent:
                return  # it was stored after all, only the answer was lost
            wanted = change(self.state)
            if wanted == self.state:
                return
            sent = wanted.dumps(self._run)
            try:
                assert self._version is not None
                self._version = self.store.save(sent, self._version)
            except ConflictError:
                continue
            self.state = wanted
            return
        raise StateError(f"{self.store.where}: others keep changing it; run adr remind again")
