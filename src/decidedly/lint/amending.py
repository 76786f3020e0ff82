"""What fixes write into records: only where the record itself shows how, and where nothing it says is lost."""

from __future__ import annotations

from decidedly.amend import Target, link_edits, retire, status_edits
from decidedly.lint.context import Context
from decidedly.record import Record
from decidedly.text import Edit

_REPLACEABLE = frozenset({"accepted", "deprecated", "superseded"})


def write_end(context: Context, record: Record, kind: str, other: Record) -> tuple[Edit, ...] | None:
    """Edits after which `record` says that it `kind` `other`, its status too where that follows; None where unclear."""
    if kind == "superseded-by" and record.status is not None and record.status.name not in _REPLACEABLE:
        return None  # what was rejected, or never decided, is no more superseded than decided
    return link_edits(_target(context, record), kind, other)[0]


def write_retired(context: Context, record: Record) -> tuple[Edit, ...] | None:
    """The edit that makes the status `superseded`, where the status is one word and nothing else."""
    return retire(_target(context, record))


def write_status(context: Context, record: Record, status: str) -> tuple[Edit, ...] | None:
    """Edits after which a record without status states `status`: in the place left empty for it, else in the form that
    the log's other records share; None where they share none."""
    field = record.by_name.get("status")
    if field is not None and (field.path is not None or field.raw.strip()):
        return None
    return status_edits(_target(context, record), status)[0]


def _target(context: Context, record: Record) -> Target:
    return Target(context.log, record, context.settings.statuses)
