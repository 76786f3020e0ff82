"""R206: a decision is to be looked at again soon, today, or should have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from decidedly.finding import Severity
from decidedly.lint.context import Context
from decidedly.lint.plans import live, plan_span
from decidedly.lint.rule import Fault, Rule
from decidedly.review import ATTENTION, Review
from decidedly.text import one_line

_SEVERITY: dict[str, Severity] = {
    "upcoming": "info",
    "due": "warning",
    "overdue": "warning",
    "breached": "error",
}


def check(context: Context) -> Iterator[Fault]:
    """Reviews that need somebody on the day that was named, and proposals whose day to be decided has come."""
    today = context.facts.today
    for record in live(context) if today else ():
        review = context.reviews[record.path]
        if today is None or review.state not in ATTENTION or review.due is None:
            continue
        deciding = review.reason == "to be decided"
        yield Fault(
            record.path,
            context.span_of(record, "due") if deciding else plan_span(context, record),
            _message(review, review.due, today, "decision" if deciding else "review"),
            "decide it with “adr accept” or “adr reject”, or give it another day"
            if deciding
            else f"see whether it still holds, then “adr review {record.id}”",
            f"{'decision' if deciding else 'review'} {review.due.isoformat()}",
            severity=_SEVERITY[review.state],
        )


def _message(review: Review, due: date, today: date, what: str) -> str:
    reason = one_line(review.reason, 80)
    why = "" if what == "decision" or due.isoformat() in reason else f" ({reason})"
    days = abs((due - today).days)
    span = f"{days} day{'s' if days != 1 else ''}"
    if review.state == "breached":
        return f"“{reason}” came on {due.isoformat()}, and this decision was not reviewed before it"
    if review.state == "upcoming":
        return f"{what} due in {span}, on {due.isoformat()}{why}"
    if review.state == "due":
        return f"{what} due today, {due.isoformat()}{why}"
    return f"{what} overdue for {span}, since {due.isoformat()}{why}"


RULE = Rule(
    "R206",
    "review-due",
    "warning",
    "a review is due soon, today, or overdue",
    check,
    needs=("today", "events"),
)
