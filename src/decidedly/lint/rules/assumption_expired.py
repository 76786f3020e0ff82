"""R212: something that a decision rests on has not been checked for longer than it holds."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dates import read_interval
from decidedly.lint.context import Context
from decidedly.lint.plans import assumption_spans, live
from decidedly.lint.rule import Fault, Rule
from decidedly.text import one_line


def check(context: Context) -> Iterator[Fault]:
    """Assumptions whose `valid-for` is over on the day that was named, counted from when they were checked."""
    today = context.facts.today
    for record in live(context) if today else ():
        decided = record.date.day if record.date else None
        for assumption, span in assumption_spans(context, record):
            interval = read_interval(assumption.valid_for)
            checked = assumption.checked or decided
            if not assumption.valid_for or checked is None or today is None:
                continue
            what = f"“{one_line(assumption.text, 80)}”" if assumption.text else f"assumption {assumption.id}"
            subject = f"{assumption.id} {checked.isoformat()}"
            if interval is None:
                message = (
                    f"{what} holds for “{one_line(assumption.valid_for, 40)}”, which is no length of time"
                )
                yield Fault(record.path, span, message, "write it like “3 months”", subject)
                continue
            end = interval.after(checked)
            if end < today:
                seen = "was checked" if assumption.checked else "was decided"
                where = f" ({one_line(assumption.evidence, 120)})" if assumption.evidence else ""
                yield Fault(
                    record.path,
                    span,
                    f"{what} {seen} on {checked.isoformat()} and held for {assumption.valid_for}, until {end.isoformat()}",
                    f"check it again{where} and set “checked”; where it no longer holds, review the decision",
                    subject,
                )


RULE = Rule(
    "R212",
    "assumption-expired",
    "warning",
    "an assumption was not checked for longer than it holds",
    check,
    needs=("today",),
)
