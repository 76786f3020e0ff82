"""From when to when a decision was in force, as far as dates and lineage tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from decidedly.lifecycle import IN_FORCE
from decidedly.log import Log
from decidedly.record import Record


@dataclass(frozen=True, slots=True)
class Period:
    """The first day on which a decision held, and the first on which it no longer did; None while it still does."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the decision was in force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


def period(log: Log, record: Record) -> Period | None:
    """When `record` was in force; None where it never was, or where one of the days can't be told.

    It begins on the record's day. It ends on the day of the decision that replaced it or, for what was deprecated, on
    the record's own day, which then is that of the deprecation: such a record began when it says that it was created.
    """
    decided = record.date.day if record.date else None
    created = record.created.day if record.created else None
    status = record.status.name if record.status else None
    if log.in_force(record):
        return Period(decided) if decided else None
    after = log.successors(record)
    if after and (status in IN_FORCE or status in (None, "superseded", "deprecated")):
        end = min((one.date.day for one in after if one.date and one.date.day), default=None)
    elif status == "deprecated":
        end = decided
    else:
        return None
    # The one day of a record may be that of its last status: then only the day of its creation tells when it began.
    begin = next((day for day in (decided, created) if day and end and day < end), None)
    return Period(begin, end) if begin else None


def held_on(log: Log, day: date) -> tuple[Record, ...]:
    """The decisions that were in force on `day`, in log order; those whose days can't be told are left out."""
    found = ((record, period(log, record)) for record in log.records)
    return tuple(record for record, when in found if when and when.holds(day))
