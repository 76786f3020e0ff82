"""The use-case of `adr renumber`: which records get which numbers, and which files beside the log speak of them."""

from __future__ import annotations

import contextlib
import math
import os
import posixpath
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from decidedly import gather, git, writing
from decidedly.amend import DanglingError, Mine, Renumbering, numbered_folder, same_number
from decidedly.app import AppError, Opened, find_record, repository_prefix
from decidedly.decide import Decided, sides_of
from decidedly.drafting import free_number, learn
from decidedly.journal import digest_of
from decidedly.lint.baseline import FILE as BASELINE
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Record
from decidedly.text import Source, decode
from decidedly.workspace import Workspace

TRIES = 20
"""Numbers that are tried where broken links name the next ones."""

LIMIT = 1_000_000
"""Bytes of a file beside the log that is looked into."""


def renumber(
    opened: Opened,
    start: Path,
    spelling: str = "",
    *,
    to: int | None = None,
    conflicts: bool = False,
    base: str = "",
    whole_repository: bool = False,
    dry_run: bool = False,
) -> Decided:
    """Give one record another number, or all that share one (`conflicts`), and write it unless `dry_run`.

    Of records that share a number, one that the revision `base` has keeps it; without `base` the one that git has had
    for longest. Raises AppError, AmendError, BaseError, WriteError and LockError; then nothing was changed.
    """
    place = opened.workspace
    prefix = repository_prefix(place)
    old = gather.log_at(place, base, prefix) if base else None
    others = _outside(opened, prefix, whole_repository)
    made = Renumbering(opened.log, place.config.statuses, others, sides=sides_of(opened))
    taken = gather.elsewhere(place, opened.log, prefix)
    mine: Mine = lambda source, offset: None  # noqa: E731
    if old is not None:
        mine = _mine(old, gather.read_at(place, base, prefix, others))
    notes: list[str] = []
    if conflicts:
        wanted = _conflicts(opened, old, prefix)
        if not wanted:
            notes.append("no two records have one number")
    else:
        wanted = (find_record(opened, spelling, start).path,)
    folders: list[str] = []
    for path in wanted:
        folder = numbered_folder(made.log.by_path[made.now(path)])
        folders += [folder] if folder else []
        found = _contents(opened, folder) if folder else {}
        _move(made, made.now(path), to, (*taken, *(old.records if old else ())), mine, found)
    for words in dict.fromkeys(made.doubtful):
        words = posixpath.normpath(prefix + words) if words.startswith("../") else words
        notes.append(f"{words} may mean either record, and was left")
    changes = made.changes()
    if not dry_run:
        writing.write(place, changes)
        for folder in folders:
            _clear(place.records / folder)
    done = {path: tuple(what) for path, what in made.done.items()}
    return Decided(changes, made.log, done, tuple(notes))


def _move(
    made: Renumbering,
    path: str,
    to: int | None,
    others: Sequence[Record],
    mine: Mine,
    beside: Mapping[str, str],
) -> None:
    """Give the record the number `to`, else the next that is free and that no broken link names."""
    record = made.log.by_path[path]
    number = _free(made.log, record, others) if to is None else to
    for ahead in range(TRIES):
        try:
            made.move(record, number + ahead, mine, beside)
            return
        except DanglingError:
            if to is not None or ahead == TRIES - 1:
                raise


def _free(log: Log, record: Record, others: Sequence[Record]) -> int:
    """The next number of the record's series that no branch has."""
    habits = replace(learn(log), prefix=record.prefix, folder=home(record.path))
    number = free_number(log, habits, others)
    while same_number(log, record, number):  # `ADR-7` beside `0007`: other letters, one series
        number += 1
    return number


# -------------------------------------------------------------------------------------------------------- conflicts


def _conflicts(opened: Opened, old: Log | None, prefix: str) -> tuple[str, ...]:
    """The paths of the records that have to give way."""
    log = opened.log
    age = _age(opened.workspace, prefix)
    giving: list[str] = []
    for record in log.records:
        if record.number is None or record.path in giving:
            continue
        same = [one for one in same_number(log, record, record.number) if one.path not in giving]
        ours = [one for one in same if old is None or one.path not in old.by_path]
        there = [] if old is None else same_number(old, record, record.number)
        unmet = [one for one in there if one.path not in log.by_path]
        if len(same) < 2 and not (ours and unmet):
            continue
        keep = (
            []
            if unmet
            else [one for one in same if one not in ours]
            or [min(same, key=lambda one: (age(one.path), one.path))]
        )
        giving += [one.path for one in same if one not in keep and (one in ours or old is None)]
    return tuple(giving)


def _age(place: Workspace, prefix: str) -> Callable[[str], float]:
    """When git first had a file (seconds); later than anything for what it does not have."""
    repository = git.repository(place.root)

    def age(path: str) -> float:
        printed = (
            repository.run("log", "--diff-filter=A", "--format=%ct", "--", prefix + path)
            if repository
            else None
        )
        days = (printed or "").split()
        return float(days[-1]) if days else math.inf

    return age


def _mine(old: Log, others: Mapping[str, bytes]) -> Mine:
    """What stands on a line that the base revision does not have was written on this branch. `others` are its files beside
    the log."""
    sources = [*(one.source for one in old.records), *(one.source for one in old.documents)]
    sources += [decode(path, data) for path, data in others.items()]
    texts = {one.path: frozenset(one.text.splitlines()) for one in sources}
    return lambda source, offset: (
        source.at(source.line_span(source.line_of(offset))) not in texts.get(source.path, ())
    )


# -------------------------------------------------------------------------------------------------- beside the log


def _outside(opened: Opened, prefix: str, whole_repository: bool) -> dict[str, Source]:
    """The baseline of known findings, and with `whole_repository` every other text file that git knows or would take."""
    place = opened.workspace
    home_folder = Path(os.path.abspath(place.config.file)).parent if place.config.file else place.records
    paths = {Path(os.path.relpath(home_folder / BASELINE, place.records)).as_posix()}
    disk = gather.Disk(place, prefix)
    known = opened.log.by_path.keys() | opened.log.documents_by_path.keys()
    if whole_repository:
        paths |= {Path(os.path.relpath(place.root / name, place.records)).as_posix() for name in disk.tree}
    found: dict[str, Source] = {}
    for path, data in disk.read(sorted(paths - known)).items():
        if len(data) <= LIMIT and b"\0" not in data:
            source = decode(path, data)
            if source.encoding == "utf-8":
                found[path] = source
    return found


# ---------------------------------------------------------------------------------------------- a folder that moves


def _contents(opened: Opened, folder: str) -> dict[str, str]:
    """The files in a folder of the records folder that are no texts of the log: path → SHA-256 of the bytes.

    Raises AppError for what can't move with them: links, devices, another repository, a name that is no text.
    """
    records = opened.workspace.records
    log = opened.log
    texts = log.by_path.keys() | log.documents_by_path.keys() | sides_of(opened).keys()
    found: dict[str, str] = {}
    for inside, folders, files in os.walk(records / folder, onerror=_stop):
        for name in sorted((*folders, *files)):
            file = Path(inside, name)
            path = file.relative_to(records).as_posix()
            mode = file.lstat().st_mode
            what = (
                "is another repository's"
                if name == ".git"
                else "is a link"
                if stat.S_ISLNK(mode)
                else "has a name that is no text"
                if not name.isprintable()
                else "is no regular file"
                if not stat.S_ISREG(mode) and name in files
                else ""
            )
            if what:
                shown = path.encode(errors="backslashreplace").decode()
                raise AppError(
                    f"{shown} {what}; move the folder {folder} by hand (git mv); nothing was changed"
                )
            if name in files and path not in texts:
                found[path] = digest_of(file)
    return found


def _stop(error: OSError) -> None:
    raise AppError(f"{error.filename}: {error.strerror}; nothing was changed")


def _clear(folder: Path) -> None:
    """Remove the empty folders that are left where a folder was."""
    for inside, _, _ in os.walk(folder, topdown=False):
        with contextlib.suppress(OSError):
            os.rmdir(inside)
