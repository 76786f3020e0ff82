"""L131: a record names what supersedes it, and its status still says accepted."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Fix, Related
from decidedly.lifecycle import IN_FORCE, OPEN
from decidedly.lint.amending import write_retired
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule


def check(context: Context) -> Iterator[Fault]:
    """Accepted records that state a whole supersession by a record that is decided."""
    for relation in context.log.relations:
        record, newer = relation.target, relation.source
        field = record.by_name.get("status")
        if (
            relation.kind != "supersedes"
            or relation.stated == "source"
            or record.status is None
            or field is None
        ):
            continue
        if record.status.name not in IN_FORCE or "superseded" not in context.settings.statuses:
            continue
        if newer.status is not None and newer.status.name in OPEN | {"rejected", "withdrawn"}:
            continue  # a proposal replaces nothing yet
        link = next(
            one.link
            for one in context.log.resolved(record)
            if one.record is newer and one.link.kind == "superseded-by"
        )
        edits = write_retired(context, record)
        here = field.path is None
        yield Fault(
            record.path,
            field.span if here else context.title_span(record),
            f"this is superseded by “{link.target}”, but its status is still “{record.status.raw.strip()}”",
            "write superseded, or say what part of it is superseded",
            "status",
            (Related(record.path, link.span, "superseded here"),),
            Fix("write superseded", {record.path: edits}) if edits and here else None,
        )


RULE = Rule(
    "L131",
    "not-superseded-status",
    "warning",
    "a record names what supersedes it, and its status still says accepted",
    check,
    "safe",
)
