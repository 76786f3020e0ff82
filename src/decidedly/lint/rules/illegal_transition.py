"""S111: since the base revision, a status went where it may not go."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lifecycle import FOLLOWS, may_follow
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wording import listed
from decidedly.log import Log
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Records whose status at the base may not be followed by the one that they have now."""
    base = context.facts.base
    for record in context.records if base is not None else ():
        before = _before(record, base, context.log) if base is not None else None
        if before is None or before.status is None or record.status is None:
            continue
        old, new = before.status.name, record.status.name
        if may_follow(old, new) or new not in context.settings.statuses:
            continue
        yield Fault(
            record.path,
            context.span_of(record, "status"),
            f"“{record.status.raw.strip()}” may not follow {old}",
            _help(old, new),
            f"{old} → {new}",
        )


def _before(record: Record, base: Log, log: Log) -> Record | None:
    """The record as it was: at the same path, else under the same id, if its file was renamed."""
    if record.path in base.by_path:
        return base.by_path[record.path]
    same = [one for one in base.find(record.id) if one.id == record.id and one.path not in log.by_path]
    return same[0] if len(same) == 1 else None


def _help(old: str, new: str) -> str:
    if not FOLLOWS[old]:
        return f"{old} is an end: leave it, and write a new record" + (
            " that takes the question up again" if new in ("accepted", "proposed", "draft") else ""
        )
    hint = f"what is {old} may become {listed(FOLLOWS[old], 'or')}"
    if old == "accepted" and new in ("rejected", "withdrawn", "proposed", "draft"):
        hint += "; to take it back, supersede it with a new record"
    return hint


RULE = Rule(
    "S111",
    "illegal-transition",
    "error",
    "a status went where it may not go, since the base revision",
    check,
    needs=("base",),
)
