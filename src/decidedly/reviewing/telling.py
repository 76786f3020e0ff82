"""When a record comes up again, and why it is due, in words; pure."""

from __future__ import annotations

from datetime import date

from decidedly.review import TO_DECIDE, Review
from decidedly.text import one_line

WORDS = 80
"""Characters of a reason that are shown."""


def next_review(review: Review) -> str:
    """What comes after a review was recorded: the next day, what it waits for, or that nothing will bring it up again."""
    record = review.record
    due = review.due.isoformat() if review.due else ""
    reason = one_line(review.reason, WORDS)
    why = "" if not reason or due in reason else f" ({reason})"
    if review.state == "fresh":
        return f"next review {due}{why}"
    if review.state == "waiting":
        return f"next review when “{reason}” comes" + _how_to_date(review)
    if review.state == "unscheduled":
        return f"{_why_never(review)}; adr review {record.id} --next '6 months' plans another review"
    if review.state == "snoozed":
        return f"put off {reason}"
    if review.reason == TO_DECIDE:
        return f"still to be decided by {due}: adr accept {record.id} or adr reject {record.id}"
    if review.occasion.startswith("event:") and _after(review):
        return f"still {review.state}, {due}: its review belongs after “{reason}”, and that is still to come"
    if review.occasion.startswith("assumption:"):
        return f"still {review.state}, {due}: {reason}; check that, and write the day beside it as “checked”"
    if review.state == "upcoming":
        return f"next review {due}{why}, and that is within its lead already"
    return f"still {review.state} since {due}{why}"


def why_due(review: Review, as_of: date) -> str:
    """`overdue for 12 days, since 2026-05-01 (every 6 months)`."""
    due = review.due.isoformat() if review.due else ""
    reason = one_line(review.reason, WORDS)
    why = f" ({reason})" if reason and due not in reason else ""
    days = abs((review.due - as_of).days) if review.due else 0
    span = f"{days} day{'s' if days != 1 else ''}"
    return {
        "breached": f"breached: “{reason}” came on {due}, and no review was held before it",
        "overdue": f"overdue for {span}, since {due}{why}",
        "due": f"due today, {due}{why}",
        "upcoming": f"due in {span}, on {due}{why}",
        "snoozed": f"put off {reason}",
    }.get(review.state, f"{review.state}{' ' + due if due else ''}{why}")


def state_in_words(review: Review) -> str:
    """`upcoming, to be reviewed by 2026-05-01`; the state alone where it has no day, and nothing is to come."""
    if review.reason.endswith(": reviewed"):
        return "reviewed already"
    if review.due is None:
        return review.state
    day = review.due.isoformat()
    return {
        "fresh": f"fresh, to be reviewed by {day}",
        "upcoming": f"upcoming, to be reviewed by {day}",
        "due": f"due today, {day}",
        "overdue": f"overdue since {day}",
        "breached": f"breached: not reviewed before {day}",
    }.get(review.state, review.state)


def _why_never(review: Review) -> str:
    reason = one_line(review.reason, WORDS)
    if reason.endswith(": reviewed"):
        return f"nothing will bring it up again, “{reason.removesuffix(': reviewed')}” is answered"
    return "nothing will bring it up again" + (f" ({reason})" if reason else "")


def _how_to_date(review: Review) -> str:
    kind, _, subject = review.occasion.partition(":")
    return f"; adr event {subject} --expected DATE gives that a day" if kind == "event" and subject else ""


def _after(review: Review) -> bool:
    subject = review.occasion.partition(":")[2]
    plan = review.record.review
    return plan is not None and any(
        one.kind == "event" and one.subject == subject and one.condition.strip().lower() == "after"
        for one in plan.triggers
    )
