"""A log that is being amended: one change after the other, each proved and read again before the next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from decidedly.amend.convert import converted
from decidedly.amend.days import date_edits, has_place, kept_edits
from decidedly.amend.errors import AmendError, refuse_conflicts
from decidedly.amend.links import link_edits
from decidedly.amend.plans import day_edits, snooze_edits, unsnooze_edits
from decidedly.amend.reviews import review_edits
from decidedly.amend.status import status_edits
from decidedly.amend.target import Edits, Target
from decidedly.changes import Change, ChangeSet
from decidedly.lifecycle import NAMES
from decidedly.log import Log
from decidedly.planned import ReviewEntry, Snooze
from decidedly.record import Record
from decidedly.text import Source, apply_edits


@dataclass
class Book:
    """The log as it will be, and what was done to it. `sides` are the files beside records that hold their metadata.

    Every method names records by path and raises AmendError where its change can't be made or proved.
    """

    log: Log
    sides: Mapping[str, Source] = field(default_factory=dict)
    statuses: tuple[str, ...] = NAMES
    done: dict[str, list[str]] = field(default_factory=dict)
    _before: dict[str, Source] = field(default_factory=dict)
    _after: dict[str, Source | None] = field(default_factory=dict)

    def record(self, path: str) -> Record:
        """The record at `path`, as it stands now."""
        return self.log.by_path[path]

    def set_status(
        self, path: str, status: str, day: datetime.date | None, *, dropped: frozenset[str] = frozenset()
    ) -> None:
        """Write the status, and the day too where the record has a place for one (None: leave the date alone)."""
        record = self.record(path)
        old = record.status.name if record.status else "no status"
        dated = False
        if old != status:
            target = self._target(record)
            edits, why, dated = status_edits(target, status, day, dropped)
            if edits is None:
                raise AmendError(f"{path}: can't be made {status}: {why}; nothing was changed")
            self._edit(target, edits)
            self.note(path, f"{old} → {status}")
            if dated:
                self.note(path, f"date {day}")
        if day is not None and not dated:
            self.set_date(path, day)

    def set_date(self, path: str, day: datetime.date, *, lost: bool = False) -> None:
        """Write the day of the status, where the record has a place for one or, where it would be `lost` else, beside it."""
        record = self.record(path)
        target = self._target(record)
        if not lost and not has_place(target):
            return
        edits, why = date_edits(target, day)
        if edits is None and not any(one.name == "date" for one in target.fields):
            return  # nobody misses what was never there
        if edits is None:
            raise AmendError(f"{path}: can't be dated {day}: {why}; nothing was changed")
        if edits:
            self._edit(target, edits)
            self.note(path, f"date {day}")

    def keep_date(self, path: str) -> bool:
        """Write the record's day as that on which it was begun too, before another one takes its place; False where the
        record has no place for both."""
        target = self._target(self.record(path))
        edits, _ = kept_edits(target)
        if edits:
            self._edit(target, edits)
            created = self.record(path).created
            self.note(path, f"created {created.day if created else ''}")
        return edits is not None

    def add_link(self, path: str, kind: str, other: str) -> bool:
        """Write that the record `kind` the other, and the status `superseded` where that follows; False if it says so already."""
        record, named = self.record(path), self.record(other)
        if self.says(path, kind, other):
            return False
        target = self._target(record)
        edits, why = link_edits(target, kind, named)
        if edits is None:
            raise AmendError(f"{path}: can't be made to say “{kind} {named.id}”: {why}; nothing was changed")
        before = record.status.name if record.status else "no status"
        self._edit(target, edits)
        after = self.record(path).status
        if after is not None and after.name != before:
            self.note(path, f"{before} → {after.name}")
        self.note(path, f"{kind} {named.id}")
        if record.date is not None and record.date.day is not None and self.record(path).date is None:
            self.set_date(path, record.date.day, lost=True)  # it stood in the status: `Accepted (2024-05-01)`
        return True

    def convert(self, path: str, dialect: str) -> bool:
        """Let the record state its metadata as `dialect` does; False if it does so already or has none."""
        record = self.record(path)
        beside = next((one.path for one in record.fields if one.path), "")
        side = self._after.get(beside) or self.sides.get(beside)
        target = Target(self.log, record, self.statuses, loose=True)
        for source in (record.source, *([side] if side is not None else [])):
            refuse_conflicts(source)
        made = converted(target, side, dialect)
        if made is None:
            return False
        source = replace(record.source, text=made.text)
        self._put(record.source, source)
        self.note(path, f"{record.dialect} → {dialect}")
        there = None if side is None or made.beside is None else replace(side, text=made.beside)
        if side is not None and there != side:
            self._put(side, there)
            self.note(
                beside, "removed: all of it is in the record" if there is None else "keys moved to the record"
            )
        self._replace(target.read_with(source, there))
        return True

    def add_review(self, path: str, entry: ReviewEntry) -> None:
        """Write that the record was reviewed, and take back what put the review off."""
        target = self._target(self.record(path))
        edits, why = review_edits(target, entry)
        if edits is None:
            raise AmendError(f"{path}: the review can't be recorded: {why}; nothing was changed")
        self._edit(target, edits)
        self.note(path, f"reviewed {entry.on}: {entry.outcome}" + (f" by {entry.by}" if entry.by else ""))
        target = self._target(self.record(path))
        edits, _ = unsnooze_edits(target)
        if edits:  # where it can't be taken back it stays: it hides nothing once its day has come
            self._edit(target, edits)
            self.note(path, "no longer put off")

    def put_off(self, path: str, snooze: Snooze) -> None:
        """Write that the review that is due is put off, in place of what put it off before."""
        target = self._target(self.record(path))
        edits, why = snooze_edits(target, snooze)
        if edits is None:
            raise AmendError(f"{path}: its review can't be put off: {why}; nothing was changed")
        self._edit(target, edits)
        self.note(path, f"put off until {snooze.until}" + (f": {snooze.reason}" if snooze.reason else ""))

    def set_next(self, path: str, day: datetime.date, *, answered: bool = False) -> None:
        """Write the day of the next review into the plan; one of which all is answered may be replaced by it."""
        target = self._target(self.record(path))
        edits, why = day_edits(target, day, answered=answered)
        if edits is None:
            raise AmendError(
                f"{path}: the next review can't be planned for {day}: {why}; nothing was changed"
            )
        self._edit(target, edits)
        self.note(path, f"next review {day}")

    def says(self, path: str, kind: str, other: str) -> bool:
        """Whether the record itself says that it `kind` the other."""
        record = self.record(path)
        reached = (self.log.resolve(link, record) for link in record.links if link.kind == kind)
        return any(one.record is not None and one.record.path == other for one in reached)

    def note(self, path: str, what: str) -> None:
        """Note something that was done to the record."""
        self.done.setdefault(path, []).append(what)

    def changes(self) -> ChangeSet:
        """All that was changed, as one change set."""
        return ChangeSet(
            {
                path: Change(
                    self._before[path].text, after.text if after else None, self._before[path].encoding
                )
                for path, after in self._after.items()
                if after is None or after.text != self._before[path].text
            }
        )

    def _target(self, record: Record) -> Target:
        target = Target(self.log, record, self.statuses, self._side(record), loose=True)
        refuse_conflicts(target.source)
        return target

    def _side(self, record: Record) -> Source | None:
        """The file beside the record, if its metadata stands there."""
        stated = [one for one in record.fields if one.name == "status"] or list(record.fields)
        path = stated[0].path if stated else None
        return None if path is None else self._after.get(path) or self.sides.get(path)

    def _edit(self, target: Target, edits: Edits) -> None:
        """Put the edited text in place of the old one, and read the record again."""
        old = target.source
        text = apply_edits(old.text, edits)
        self._put(old, replace(old, text=text))
        self._replace(target.read(text))

    def _put(self, old: Source, new: Source | None) -> None:
        """Note a file's new text, None where it goes."""
        self._before.setdefault(old.path, old)
        self._after[old.path] = new

    def _replace(self, made: Record) -> None:
        """Put a record that was read again into the log."""
        self.log = Log.of(
            [made if one.path == made.path else one for one in self.log.records],
            self.log.documents,
            own_urls=self.log.own_urls,
            local_ids=self.log.local_ids,
            files=self.log.files,
            home=self.log.home,
        )
