"""R208: a review's date moved on, and nothing says what came of the review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.plans import live, plan_span, reviews_of
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record

_HELP = "say what came of it: “adr review” writes day, outcome and note"


def check(context: Context) -> Iterator[Fault]:
    """Reviews without outcome or note, one for the log where that is its habit; plans that moved without a review."""
    reviewed = [record for record in live(context) if record.reviews]
    faults: list[Fault] = []
    for record in reviewed:
        bare = [one for one in reviews_of(record) if not one.outcome and not one.note.removeprefix("by ")]
        if bare and bare[-1].on == max(one.on for one in record.reviews if one.on):
            said = record.source.at(bare[-1].span)
            message = f"reviewed on “{said}”, and no word of what came of it"
            label = record.by_name.get("last-reviewed")  # a day is all that such a label asks for
            mild = label is not None and label.path is None and label.span.contains(bare[-1].span)
            faults.append(
                Fault(
                    record.path,
                    bare[-1].span,
                    message,
                    _HELP,
                    bare[-1].on.isoformat(),
                    severity="info" if mild else None,
                )
            )
    message = f"{len(faults)} of {len(reviewed)} reviewed records give a day and no word of what came of it"
    found = habit(faults, len(reviewed), LOG, message, _HELP)
    yield from (replace(one, severity="info") if one.path == LOG else one for one in found)
    for record in live(context):
        before = context.facts.base.by_path.get(record.path) if context.facts.base else None
        if before is not None and _moved(before, record):
            was, now = (one.review.by.isoformat() for one in (before, record) if one.review and one.review.by)
            message = f"the review moved from {was} to {now}, and none was held in between"
            yield Fault(record.path, plan_span(context, record), message, _HELP, now)


def _moved(before: Record, after: Record) -> bool:
    """Whether the planned day was put off, while reviews, status and date of the decision stayed as they were."""
    plans = before.review, after.review
    if not all(plan and plan.by for plan in plans) or before.reviews != after.reviews:
        return False
    was, now = (plan.by for plan in plans if plan and plan.by)
    same = before.status == after.status and (before.date and before.date.day) == (
        after.date and after.date.day
    )
    return now > was and same and not (after.review and after.review.snooze)


RULE = Rule(
    "R208",
    "rubber-stamp",
    "warning",
    "a review's date moved on, and nothing says what came of it",
    check,
)
