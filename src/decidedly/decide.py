"""The use-cases of deciding: plan what a decision means for the log's files, and write it, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from decidedly import gather, writing
from decidedly.amend import UNCHANGED, AmendError, Book, Decision
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
    book = Book(opened.log, sides_of(opened), opened.workspace.config.statuses)
    decision = Decision(book, day, force)
    plan(decision)
    changes = book.changes()
    if not dry_run:
        writing.write(opened.workspace, changes)
    done = {path: tuple(what) for path, what in book.done.items()}
    return Decided(changes, book.log, done, tuple(decision.notes), tuple(decision.broken))


def convert(
    opened: Opened, dialect: str, paths: Iterable[str] = (), *, skip: bool = False, dry_run: bool = False
) -> Decided:
    """Write the metadata of these records (of all, if none are named) as `dialect` has it, unless `dry_run`.

    Raises AmendError that lists what can't be converted, unless `skip` leaves it as it is.
    """
    refused: list[str] = []

    def plan(decision: Decision) -> None:
        wanted = tuple(paths) or tuple(record.path for record in opened.log.records)
        for path in wanted:
            try:
                decision.book.convert(path, dialect)
            except AmendError as error:
                refused.append(str(error).removesuffix(UNCHANGED))
        if refused and not skip:
            shown = "".join(f"\n  {one}" for one in refused[:SHOWN])
            more = f"\n  and {len(refused) - SHOWN} more" if len(refused) > SHOWN else ""
            raise AmendError(
                f"{len(refused)} of {len(wanted)} records can't be converted; nothing was changed "
                f"(--skip leaves them as they are):{shown}{more}"
            )
        decision.notes.extend(f"{one}; left as it is" for one in refused)
        if not decision.book.done:
            decision.notes.append("nothing to convert")

    return decide(opened, date.min, plan, dry_run=dry_run)


SHOWN = 10
"""How many of the records that can't be converted a message names."""


def find_all(opened: Opened, spellings: Iterable[str], start: Path) -> tuple[Record, ...]:
    """The records that these mean, each once. Raises AppError for the first that means none or several."""
    found = {record.path: record for record in (find_record(opened, one, start) for one in spellings)}
    return tuple(found.values())


def sides_of(opened: Opened) -> dict[str, Source]:
    """The files beside records that hold their metadata, as they were read."""
    paths = sorted(
        {one.path for record in opened.log.records for one in record.fields if one.path is not None}
    )
    read = gather.Disk(opened.workspace, "").read(paths) if paths else {}
    return {path: decode(path, data) for path, data in read.items()}


__all__ = ["AmendError", "Decided", "convert", "decide", "find_all", "sides_of"]
