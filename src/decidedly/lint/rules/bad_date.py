"""M104: a date that is no day of the calendar, or may be either of two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decidedly.finding import LOG, Fix, Related, Severity
from decidedly.lint.context import Context
from decidedly.lint.days import Strange, day_first, stated, strange
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record
from decidedly.text import Edit


def check(context: Context) -> Iterator[Fault]:
    """Dates in metadata that can't be relied on. Prose such as “after the first release” is an event and no fault."""
    dates = [(record, words, span) for record in context.records for _, words, span in stated(record)]
    order = day_first(words for _, words, _ in dates)
    doubtful: list[Fault] = []
    for record, words, span in dates:
        found = strange(words, span)
        if found is not None and len(found.days) == 2:
            doubtful.append(_either(record, found, order))
        elif found is not None:
            yield _none(record, found)
    if order is not None and len(doubtful) >= 3:
        doubtful = [_all(doubtful, order)]
    message = f"{len(doubtful)} dates may have the day or the month first, and nothing tells which"
    yield from habit(doubtful, len(dates), LOG, message, "write dates as YYYY-MM-DD")


def _none(record: Record, found: Strange) -> Fault:
    fix, hint = None, "write the day as YYYY-MM-DD"
    if found.days:
        fix = _fix(record, found, found.days[0].isoformat())
        hint = f"write {found.days[0].isoformat()}: the month stands last"
    return Fault(record.path, found.span, f"“{found.words}” is no day", hint, found.words, fix=fix)


def _either(record: Record, found: Strange, order: bool | None) -> Fault:
    first, second = (day.isoformat() for day in found.days)
    fix, hint = None, "write the one that is meant"
    if order is not None:
        iso = first if order else second
        fix, hint = _fix(record, found, iso, safe=False), f"the other dates of this log say {iso}; write that"
    message = f"“{found.words}” may be {first} or {second}"
    severity: Severity = "info" if order else "warning"
    return Fault(record.path, found.span, message, hint, found.words, fix=fix, severity=severity)


def _fix(record: Record, found: Strange, iso: str, safe: bool = True) -> Fix:
    return Fix(f"write {iso}", {record.path: (Edit(found.span, iso),)}, safe=safe)


def _all(doubtful: list[Fault], order: bool) -> Fault:
    """One word, at the first of them, for a log that writes its dates so; its fix writes all of them anew."""
    edits: dict[str, tuple[Edit, ...]] = {}
    for one in doubtful:
        edits[one.path] = (*edits.get(one.path, ()), *(one.fix.edits[one.path] if one.fix else ()))
    first = "day" if order else "month"
    return replace(
        doubtful[0],
        message=f"{doubtful[0].message}, as {len(doubtful) - 1} more dates of this log; others have the {first} first",
        help="write dates as YYYY-MM-DD, which can be read in one way only",
        related=tuple(Related(one.path, one.span, one.message) for one in doubtful[1:20]),
        fix=Fix("write all of them as YYYY-MM-DD", edits, safe=False),
        parts=tuple(doubtful),
    )


RULE = Rule("M104", "bad-date", "error", "a date that is no day, or may be either of two", check, "safe")
