"""M106: two records have one id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decidedly.finding import Related, Severity
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.series import grouped, is_same_text, key_of
from decidedly.log.names import home
from decidedly.record import Record

SHOWN = 3
"""How many of the others a message names."""

_RENUMBER = "adr renumber gives one of them the next free number and mends the links to it"
_FOLDERS = 'where each folder counts for itself, say ids = "local" in adr.toml; else adr renumber one of them'
_MEET = "adr renumber it before the two meet"


def check(context: Context) -> Iterator[Fault]:
    """The same id twice: in this log, at the base revision, on another branch."""
    local, facts = context.log.local_ids, context.facts
    known = grouped((key_of(record, local), record) for record in context.records)
    near = grouped(((key_of(record, local), home(record.path)), record) for record in context.records)
    base = grouped((key_of(record, local), record) for record in (facts.base.records if facts.base else ()))
    for record in context.records:
        key = key_of(record, local)
        beside = _untranslated(record, near[key, home(record.path)])
        if len(beside) > 1:
            yield _twice(context, record, beside, _RENUMBER)
        elif len(others := _untranslated(record, known[key])) > 1:
            yield _twice(context, record, others, _FOLDERS, "info")
        for other in base.get(key, ()) if facts.base and record.path not in facts.base.by_path else ():
            if other.path not in context.log.by_path and not is_same_text(record, other):
                yield _fault(context, record, f"{other.path} at the base revision has", _MEET)
        if branches := facts.taken.get(record.id):
            sure = facts.base_name in branches  # it has been merged there; others may never be
            where = ", ".join(branches[:SHOWN])
            yield _fault(
                context, record, f"another record on {where} has", _MEET, None if sure else "warning"
            )


_LANGUAGE = re.compile(r"[._](?:[a-z]{2}(?:[-_](?:[A-Z]{2}|[a-z]{2}|Han[st]))?)(?=\.\w+$)")


def _untranslated(record: Record, same: Sequence[Record]) -> list[Record]:
    """`same` without translations of `record`: `0001-x.fr.md` beside `0001-x.md`."""
    stem = _LANGUAGE.sub("", record.path)
    return [one for one in same if one is record or _LANGUAGE.sub("", one.path) != stem]


def _twice(
    context: Context, record: Record, same: Sequence[Record], help: str, severity: Severity | None = None
) -> Fault:
    others = [one for one in same[: SHOWN + 1] if one is not record][:SHOWN]
    more = f" and {len(same) - 1 - len(others)} more" if len(same) - 1 > len(others) else ""
    verb = "has" if len(same) == 2 else "have"
    return _fault(
        context, record, f"{', '.join(one.path for one in others)}{more} {verb}", help, severity, others
    )


def _fault(
    context: Context, record: Record, who: str, help: str,
    severity: Severity | None = None, related: Sequence[Record] = (),
) -> Fault:  # fmt: skip
    field = record.by_name.get("id")
    span = field.span if field and field.raw and field.path is None else context.title_span(record)
    more = tuple(Related(one.path, context.title_span(one), "the same id") for one in related)
    return Fault(record.path, span, f"{who} the id {record.id} too", help, record.id, more, severity=severity)


RULE = Rule("M106", "duplicate-id", "error", "two records have one id", check, needs=("branches",))
