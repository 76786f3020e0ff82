"""M106: two records have one id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from decidedly.finding import Related, Severity
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.series import Key, is_same_text, key_of
from decidedly.log.names import home
from decidedly.record import Record

_RENUMBER = "adr renumber gives one of them the next free number and mends the links to it"
_FOLDERS = 'where each folder counts for itself, say ids = "local" in adr.toml; else adr renumber one of them'
_MEET = "adr renumber it before the two meet"


def check(context: Context) -> Iterator[Fault]:
    """The same id twice: in this log, at the base revision, on another branch."""
    local, facts = context.log.local_ids, context.facts
    known: dict[Key, list[Record]] = defaultdict(list)
    for record in context.records:
        known[key_of(record, local)].append(record)
    for record in context.records:
        key = key_of(record, local)
        others = [one for one in known[key] if one is not record]
        beside = [one for one in others if home(one.path) == home(record.path)]
        if beside:
            yield _fault(context, record, _names(beside), _RENUMBER, related=beside)
        elif others:
            yield _fault(context, record, _names(others), _FOLDERS, "info", others)
        for other in facts.base.records if facts.base and record.path not in facts.base.by_path else ():
            gone = other.path not in context.log.by_path and not is_same_text(record, other)
            if gone and key_of(other, local) == key:
                yield _fault(context, record, f"{other.path} at the base revision has", _MEET)
        if branches := facts.taken.get(record.id):
            yield _fault(
                context, record, f"another record on {', '.join(branches[:3])} has", _MEET, "warning"
            )


def _names(others: Sequence[Record]) -> str:
    names = ", ".join(one.path for one in others[:3]) + (", …" if len(others) > 3 else "")
    return f"{names} {'has' if len(others) == 1 else 'have'}"


def _fault(
    context: Context, record: Record, who: str, help: str,
    severity: Severity | None = None, related: Sequence[Record] = (),
) -> Fault:  # fmt: skip
    field = record.by_name.get("id")
    span = field.span if field and field.raw and field.path is None else context.title_span(record)
    more = tuple(Related(one.path, context.title_span(one), "the same id") for one in related)
    return Fault(record.path, span, f"{who} the id {record.id} too", help, record.id, more, severity=severity)


RULE = Rule("M106", "duplicate-id", "error", "two records have one id", check, needs=("branches",))
