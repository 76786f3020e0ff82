"""M110: a record that was decided after today."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dates import find_date
from decidedly.dialects.labels import folded
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Span


def check(context: Context) -> Iterator[Fault]:
    """Dates of decision, of writing and of the last change that lie after the day that the user named."""
    today = context.facts.today
    for record in context.records if today is not None else ():
        for name in ("date", "created", "updated"):
            field = record.by_name.get(name)
            if field is None or field.path is not None or "effective" in folded(field.label):
                continue  # a decision may well take effect later
            found = find_date(field.raw)
            if found is None or found.day is None or found.ambiguous or today is None or found.day <= today:
                continue
            words = field.raw[found.span.start : found.span.end]
            span = Span(field.span.start + found.span.start, field.span.start + found.span.end)
            yield Fault(
                record.path,
                span,
                f"“{words}” is after {today.isoformat()}",
                "correct the date; for a day that is still to come there are “due” and “review”",
                field.name,
            )


RULE = Rule(
    "M110", "future-date", "warning", "a record that was decided after today", check, needs=("today",)
)
