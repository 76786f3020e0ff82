"""R201: an accepted decision that nothing will ever bring up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from decidedly.finding import LOG, Fix
from decidedly.lint.context import Context
from decidedly.lint.planning import plan_every
from decidedly.lint.plans import ahead, live, no_review_meant, outlook, plan_span, usual_interval
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record
from decidedly.text import Span, one_line

_HELP = "write when it should be looked at again: a date, an interval (“12 months”) or an event"


def check(context: Context) -> Iterator[Fault]:
    """Accepted records without a plan, or whose only planned review was held; one finding where that is the habit."""
    accepted = [
        one
        for one in live(context)
        if one.status is not None and one.status.name == "accepted" and not no_review_meant(one)
    ]
    if accepted and not any(record.review for record in context.records):
        message = "no record of this log says when it will be looked at again"
        parts = tuple(_without(context, record) for record in accepted)
        yield Fault(LOG, Span(0, 0), message, _HELP, "log", parts=parts)
        return
    usual = usual_interval(context)
    taken: set[date] = set()
    faults = []
    for record in accepted:
        if record.review is None:
            key, when = ahead(context, record, usual, taken) or ("", "")
            edit = plan_every(record, when) if key else None
            words = f"look at it every {usual}" if key == "every" else f"look at it on {when}"
            fix = Fix(words, {record.path: (edit,)}, safe=False) if edit else None
            faults.append(replace(_without(context, record), fix=fix))
            continue
        look = outlook(record, context.facts.events or {})
        if look.answered and not look.day and not look.waiting:
            raw = one_line(record.review.raw, 60)
            message = f"the review planned for “{raw}” was held, and no other is planned"
            faults.append(Fault(record.path, plan_span(context, record), message, _HELP, "review"))
    message = f"{len(faults)} of {len(accepted)} accepted records don't say when they will be looked at again"
    yield from habit(faults, len(accepted), LOG, message, _HELP)


def _without(context: Context, record: Record) -> Fault:
    message = "nothing will ever bring this decision up again"
    return Fault(record.path, context.title_span(record), message, _HELP, "review")


RULE = Rule(
    "R201",
    "no-review-plan",
    "info",
    "an accepted decision that nothing will ever bring up again",
    check,
    "unsafe",
    needs=("events",),
)
