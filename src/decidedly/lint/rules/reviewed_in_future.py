"""R207: a review that is said to have been held on a day that has not come."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.plans import reviews_of
from decidedly.lint.rule import Fault, Rule


def check(context: Context) -> Iterator[Fault]:
    """Reviews dated after the day that was named."""
    today = context.facts.today
    for record in context.records if today else ():
        for held in reviews_of(record) if record.reviews else ():
            if today is not None and held.on > today:
                said = record.source.at(held.span)
                yield Fault(
                    record.path,
                    held.span,
                    f"reviewed on “{said}”, which is after {today.isoformat()}",
                    "write the day on which it was held; when the next is due belongs into “review”",
                    held.on.isoformat(),
                )


RULE = Rule(
    "R207",
    "reviewed-in-future",
    "error",
    "a review dated after today",
    check,
    needs=("today",),
)
