"""L123: an accepted record depends on one that holds no more, or never did."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Related
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wording import listed
from decidedly.record import Record

_DEAD = {"rejected": "was rejected", "withdrawn": "was withdrawn", "superseded": "is superseded"}


def check(context: Context) -> Iterator[Fault]:
    """Stated dependences of records in force on records that are rejected, withdrawn or superseded."""
    log = context.log
    for relation in log.relations:
        record, base = relation.source, relation.target
        if relation.kind != "depends-on" or not log.in_force(record) or record in log.successors(base):
            continue
        why = _DEAD.get(base.status.name if base.status else "") or (
            _DEAD["superseded"] if log.successors(base) else ""
        )
        if not why:
            continue
        here, there = (record, base) if relation.stated != "target" else (base, record)
        target = relation.link.target
        message = (
            f"“{target}” {why}, and this record in force depends on it"
            if here is record
            else f"“{target}” is in force and depends on this record, which {why}"
        )
        yield Fault(
            here.path,
            relation.link.span,
            message,
            _help(base, log.current(base)),
            f"{record.path} {base.path}",
            (Related(there.path, context.span_of(there, "status"), f"{base.id} {why}"),)
            if here is record
            else (),
        )


def _help(base: Record, current: tuple[Record, ...]) -> str:
    if current:
        ids = listed([f"{one.id} ({one.path})" for one in current])
        return f"look whether it still holds with {ids}, and name that instead"
    return f"look whether it still holds without {base.id}"


RULE = Rule(
    "L123",
    "in-force-on-dead",
    "warning",
    "a record in force depends on one that is rejected, withdrawn or superseded",
    check,
)
