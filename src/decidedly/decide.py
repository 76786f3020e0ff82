"""The use-cases of deciding: plan what a decision means for the log's files, and write it, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from decidedly import gather, writing
from decidedly.amend import AmendError, Book, Decision
from decidedly.app import Opened, find_record
from decidedly.changes import ChangeSet
from decidedly.log import Log
from decidedly.record import Record
from decidedly.text import Source, decode


@dataclass(frozen=True)
class Decided:
    """What was decided: the change set, the log as it is with it, what was done to which record (by path), remarks, and
    what was allowed by force alone."""

    changes: ChangeSet
    log: Log
    done: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def decide(
    opened: Opened, day: date, plan: Callable[[Decision], None], *, force: bool = False, dry_run: bool = False
) -> Decided:
    """Let `plan` decide about the log, and write what comes of it unless `dry_run`.

    Raises AmendError and AppError for what can't be done, WriteError and LockError; then nothing was changed.
    """
    book = Book(opened.log, _sides(opened), opened.workspace.config.statuses)
    decision = Decision(book, day, force)
    plan(decision)
    changes = book.changes()
    if not dry_run:
        writing.write(opened.workspace, changes)
    done = {path: tuple(what) for path, what in book.done.items()}
    return Decided(changes, book.log, done, tuple(decision.notes), tuple(decision.broken))


def find_all(opened: Opened, spellings: Iterable[str], start: Path) -> tuple[Record, ...]:
    """The records that these mean, each once. Raises AppError for the first that means none or several."""
    found = {record.path: record for record in (find_record(opened, one, start) for one in spellings)}
    return tuple(found.values())


def _sides(opened: Opened) -> dict[str, Source]:
    """The files beside records that hold their metadata, as they were read."""
    paths = sorted(
        {one.path for record in opened.log.records for one in record.fields if one.path is not None}
    )
    read = gather.Disk(opened.workspace, "").read(paths) if paths else {}
    return {path: decode(path, data) for path, data in read.items()}


__all__ = ["AmendError", "Decided", "decide", "find_all"]
