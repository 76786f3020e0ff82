"""S114: a record that states no status."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import LOG, Fix
from decidedly.lint.amending import write_status
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Records without status; where most of a log have none, one finding for the log."""
    faults = [_fault(context, record) for record in context.records if record.status is None]
    message = f"{len(faults)} of {len(context.records)} records state no status, and count as in force"
    help = "if that is what they are, leave it; a status lets drafts and what was given up be told apart"
    yield from habit(faults, len(context.records), LOG, message, help)


def _fault(context: Context, record: Record) -> Fault:
    field = record.by_name.get("status")
    words = field.raw.strip() if field is not None else ""
    replaced = bool(context.log.successors(record))
    status = "superseded" if replaced else "accepted"
    counts = "was superseded" if replaced else "counts as in force"
    # Without a day, what is accepted wants one at once: only somebody who knows it can write both.
    known = status in context.settings.statuses and (replaced or record.when is not None)
    edits = write_status(context, record, status) if known and not words else None
    return Fault(
        record.path,
        context.span_of(record, "status"),
        f"“{words}” states no status, so it {counts}" if words else f"no status, so it {counts}",
        f"write {status}, or what it is",
        "status",
        fix=Fix(f"write {status}", {record.path: edits}) if edits else None,
    )


RULE = Rule("S114", "no-status", "info", "a record states no status", check, "safe")
