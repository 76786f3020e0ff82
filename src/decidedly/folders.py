"""Replacing a folder as a whole: what may be replaced, and how the new one takes the old one's place.

Part of the edge. `MARKER` in a folder lists the files that were made, so that nobody else's file is ever lost.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from decidedly.tree import MARKER

SCHEMA = "decidedly/site@1"
GENERATED = "pagefind/"
"""The one folder whose files are not listed: another program makes them."""

_PART = re.compile(r"[^\x00-\x1f<>:\"/\\|?*]{1,255}")


class PublishError(Exception):
    """A folder that may not be replaced, or could not be. The message says which and what to do."""

    exit_code = 2


class Folder:
    """A new folder that is being filled; every file is written once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: set[str] = set()
        self._made: set[Path] = {path}

    def write(self, name: str, data: bytes) -> None:
        """Write one file; `name` is its path in the folder, with forward slashes. Raises ValueError for a bad name."""
        parts = name.split("/")
        if name in self.names or not all(_PART.fullmatch(part) and part not in (".", "..") for part in parts):
            raise ValueError(f"bad or doubled name of a page: {name!r}")
        file = self.path.joinpath(*parts)
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        file.write_bytes(data)
        self.names.add(name)

    def clear(self) -> None:
        """Remove what was written, to begin again."""
        for entry in list(self.path.iterdir()):
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        self.names.clear()
        self._made = {self.path}
        _mark(self.path, ())

    def finish(self) -> None:
        """Note which files were made."""
        _mark(self.path, self.names)


def _mark(folder: Path, names: Iterable[str]) -> None:
    text = json.dumps(
        {"schema": SCHEMA, "generator": "decidedly", "files": sorted(names)}, indent=0, ensure_ascii=False
    )
    (folder / MARKER).write_bytes(text.encode("utf-8", "replace") + b"\n")


def is_ours(folder: Path) -> bool:
    """Whether this program made `folder`."""
    return _listed(folder) is not None


def _listed(folder: Path) -> frozenset[str] | None:
    """The files that were made in `folder`, None when it is not ours."""
    try:
        data = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("files"), list):
        return None
    return frozenset(name for name in data["files"] if isinstance(name, str))


def checked(target: Path, keep: Iterable[Path], sources: Iterable[Path]) -> Path:
    """`target` made absolute, if it may be replaced. Raises PublishError that says why it may not.

    It must not be, or hold, a folder of `keep` or a file of `sources`; it must be missing, empty, or ours with no
    foreign file in it; and it must be a real folder, no link to one.
    """
    if target.name in ("", ".", ".."):
        target = target.resolve()
    parent = target.parent.resolve()
    target = parent / target.name
    other = "choose another folder with -o"
    if ".git" in target.parts:
        raise PublishError(f"{target}: inside git's own folder; {other}")
    if target.is_symlink():
        raise PublishError(f"{target}: a link; name the folder that it leads to, or {other}")
    for one in keep:
        real = one.resolve()
        if (
            real == target
            or target in real.parents
            or (target.exists() and real.exists() and target.samefile(real))
        ):
            what = "the folder that everything is read from" if real == target else f"holds {real}"
            raise PublishError(f"{target}: {what}; it would be lost; {other}")
    if not target.exists():
        return target
    if not target.is_dir():
        raise PublishError(f"{target}: a file; {other}")
    for source in sources:
        if target in source.resolve().parents:
            raise PublishError(f"{target}: holds the record {source.name}; {other}")
    listed = _listed(target)
    foreign = next(_foreign(target, listed), None)
    if foreign is not None and listed is None:
        raise PublishError(
            f"{target}: not empty and not made by adr build (it holds {foreign}); empty it, or {other}"
        )
    if foreign is not None:
        raise PublishError(
            f"{target}: holds {foreign}, which adr build did not make; move that away, or {other}"
        )
    return target


def check_file(target: Path, sources: Iterable[Path]) -> None:
    """Refuse `target` where it is one of the files `sources`. Raises PublishError."""
    real = Path(os.path.realpath(target))
    if not real.exists():
        return
    name = real.name.casefold()
    for source in sources:
        if source.name.casefold() == name and source.exists() and real.samefile(source):
            raise PublishError(
                f"{real}: the log is read from this file; it would be lost; choose another file with -o"
            )


def _foreign(folder: Path, listed: frozenset[str] | None) -> Iterator[str]:
    """Files in `folder` that are not listed, links included; empty folders are nobody's loss."""
    ours = listed is not None
    known = (listed or frozenset()) | ({MARKER} if ours else frozenset())
    for at, names, files in os.walk(folder):
        inside = Path(at).relative_to(folder).as_posix()
        prefix = "" if inside == "." else inside + "/"
        if prefix == GENERATED and ours:
            names.clear()
            continue
        links = [name for name in names if (Path(at) / name).is_symlink()]
        for name in sorted(files + links):
            if prefix + name not in known:
                yield prefix + name


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Folder]:
    """A new folder to fill; when the block ends well it takes the place of `target`, else it is thrown away.

    Whatever happens in between, `target` is the old folder or the new one, whole. Raises PublishError when it cannot
    be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _tidy(target)
        path = _beside(target, "new", os.getpid())
        path.mkdir()
    except OSError as error:
        raise _failed(target, error) from error
    try:
        _mark(path, ())
        yield Folder(path)
        _swap(path, target)
    except OSError as error:
        raise _failed(target, error) from error
    finally:
        _remove(path)


def _failed(target: Path, error: OSError) -> PublishError:
    if error.errno in (errno.EBUSY, errno.EXDEV):
        return PublishError(
            f"{target}: cannot be replaced, it is in use or a mount point; build into a folder inside it"
        )
    return PublishError(f"{error.filename or target}: {error.strerror or error}; what was there is unchanged")


def _beside(target: Path, what: str, process: int) -> Path:
    return target.parent / f".{target.name}.adr-{what}-{process}"


def _swap(new: Path, target: Path) -> None:
    if not os.path.lexists(target):
        new.rename(target)
        return
    if _exchange(new, target):
        return  # the old one is now where the new one was, and goes with it
    old = _beside(target, "old", os.getpid())
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder of ours as far as that goes; its marker last, so that what is left stays recognisable."""
    with contextlib.suppress(OSError):
        for entry in list(folder.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name != MARKER:
                entry.unlink()
        (folder / MARKER).unlink(missing_ok=True)
        folder.rmdir()


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _tidy(target: Path) -> None:
    """Clear up after runs that were killed: put an old folder back whose successor never came, remove the rest."""
    left = re.compile(re.escape(f".{target.name}.adr-") + r"(new|old)-(\d{1,10})")
    with os.scandir(target.parent) as entries:
        folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    found = [(match, name) for name in sorted(folders) if (match := left.fullmatch(os.path.basename(name)))]
    for match, name in found:
        path = Path(name)
        if _alive(int(match[2])) or not (is_ours(path) or not any(path.iterdir())):
            continue
        if match[1] == "old" and not os.path.lexists(target):
            path.rename(target)
        else:
            _remove(path)


def _alive(process: int) -> bool:
    """Whether that process may still be at work on its folder."""
    if process == os.getpid():
        return False  # ours is not made yet: the number was used before
    if os.name == "nt":  # where asking with signal 0 would end the process
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
