"""S112: a status that wants something beside it: superseded a successor, accepted a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Superseded records that nothing names a successor for; accepted ones without any day, one finding if most have none."""
    undated: list[Fault] = []
    accepted = 0
    for record in context.records:
        name = record.status.name if record.status else ""
        if name == "superseded" and not _says_by_what(context, record):
            yield Fault(
                record.path,
                context.span_of(record, "status"),
                "superseded, and nothing says by what",
                "name the record that took its place: superseded by …",
                "superseded-by",
            )
        if name == "accepted":
            accepted += 1
            if not _dated(record):
                span = context.span_of(record, "status")
                undated.append(
                    Fault(
                        record.path,
                        span,
                        "accepted, and no date says when",
                        "add the day of the decision",
                        "date",
                    )
                )
    found = habit(
        undated,
        accepted,
        LOG,
        f"{len(undated)} of {accepted} accepted records have no date",
        "readers want to know how old a decision is; new records can begin with it",
    )
    yield from (replace(one, severity="info") if one.path == LOG else one for one in found)


def _says_by_what(context: Context, record: Record) -> bool:
    """Whether the record names a successor, in whatever words, or a record says that it is the successor."""
    by = any(link.kind in ("superseded-by", "superseded-in-part-by") for link in record.links)
    into = any(one.kind in ("supersedes", "supersedes-in-part") for one in context.log.incoming(record))
    return by or into or bool(record.status and record.status.note)


def _dated(record: Record) -> bool:
    """A day, or something that was meant to be one, which other rules judge."""
    return record.when is not None or record.date is not None


RULE = Rule(
    "S112",
    "status-needs-field",
    "warning",
    "superseded without a successor, or accepted without a date",
    check,
)
