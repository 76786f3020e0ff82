"""R210: many reviews fall due on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from decidedly.finding import LOG, Fix, Related
from decidedly.lint.context import Context
from decidedly.lint.planning import move
from decidedly.lint.plans import live, plan_span, scheduled
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Record
from decidedly.text import Edit, Span

MANY = 5
"""So many in one day are skimmed rather than reviewed."""


def check(context: Context) -> Iterator[Fault]:
    """Days on which five or more records are to be looked at; those that are past are R206's."""
    days: dict[date, list[Record]] = defaultdict(list)
    for record in live(context):
        day = scheduled(record)
        if day is not None and (context.facts.today is None or day >= context.facts.today):
            days[day].append(record)
    for day, records in sorted(days.items()):
        if len(records) >= MANY:
            yield Fault(
                LOG,
                Span(0, 0),
                f"{len(records)} reviews fall due on one day, {day.isoformat()}",
                "spread them: one a week is looked at with more care than many at once",
                day.isoformat(),
                tuple(
                    Related(one.path, plan_span(context, one), f"due on {day.isoformat()}") for one in records
                ),
                _spread(day, records, set(days)),
            )


def _spread(day: date, records: list[Record], taken: set[date]) -> Fix | None:
    """One stays, each other that has a date of its own is moved on to a free day, a week after the last."""
    edits: dict[str, tuple[Edit, ...]] = {}
    for record in records[1:]:
        made = move(record, day + timedelta(weeks=len(edits) + 1), taken)
        if made is not None:
            edits[record.path] = (made,)
    left = len(records) - len(edits)
    return Fix(f"move {len(edits)} of them, one a week", edits, safe=False) if left < MANY else None


RULE = Rule("R210", "review-cluster", "info", "many reviews fall due on one day", check, "unsafe")
