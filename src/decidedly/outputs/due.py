"""`adr due` as text: which reviews, the most urgent first, and how long there still is for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from decidedly.outputs.published import belongs
from decidedly.printable import line, visible, width
from decidedly.report import Report
from decidedly.review import ATTENTION, URGENCY, Review
from decidedly.text import one_line


def chosen(report: Report, *, everything: bool = False, owner: str = "") -> tuple[Review, ...]:
    """The reviews that somebody (`owner`: one of their people) should do something about, or with `everything` all of
    them; the most urgent first, of equals the one with the earlier day, then in log order."""
    found = [
        review
        for review in report.reviews
        if (everything or review.state in ATTENTION) and belongs(review.people, owner)
    ]
    return tuple(sorted(found, key=lambda one: (URGENCY.index(one.state), one.due or date.max)))


def how_long(review: Review, as_of: date) -> str:
    """How long a review is overdue, or how long there still is: `12 days overdue`, `due today`, `in 5 days`."""
    if review.state in ("waiting", "snoozed", "unscheduled") or review.due is None:
        return review.state
    days = (review.due - as_of).days
    count = f"{abs(days):,} day{'s' if abs(days) != 1 else ''}"
    if review.state == "breached":
        return f"{count} too late" if days < 0 else "too late since today"
    return f"{count} overdue" if days < 0 else f"in {count}" if days else "due today"


def why(review: Review) -> str:
    """Why it comes up, or what it waits for, in a few words; "" where the day says it all."""
    reason = one_line(review.reason, 200)
    if review.state == "waiting":
        return f"waiting for {reason}"
    if review.state == "unscheduled":
        return reason or "no review planned"
    return "" if review.due and reason == f"by {review.due.isoformat()}" else reason


def lines(reviews: Sequence[Review], as_of: date) -> list[str]:
    """One line for each review in aligned columns, two spaces apart: state, id, day, how long, people, and last, free in
    width, the question and why it comes up."""
    rows = [
        (
            review.state,
            line(review.record.id),
            review.due.isoformat() if review.due else "-",
            "-" if how_long(review, as_of) == review.state else how_long(review, as_of),
            line(", ".join(review.people)) or "-",
            line(f"{review.record.title}: {said}" if (said := why(review)) else review.record.title),
        )
        for review in reviews
    ]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(5)]
    return [visible("  ".join((*(_padded(row[at], widths[at]) for at in range(5)), row[5]))) for row in rows]


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def nothing(report: Report, owner: str = "") -> str:
    """What to say where nothing is to be done: what comes next, or why nothing will."""
    whose = owner or "review"
    mine = [review for review in report.reviews if belongs(review.people, owner)]
    if owner and not mine:
        return f"nobody called “{owner}” answers for a decision here"
    ahead = sorted(
        (review for review in mine if review.due and review.state in ("fresh", "snoozed")),
        key=lambda one: one.due or date.max,
    )
    if ahead:
        first = ahead[0]
        soon = how_long(first, report.as_of) if first.state == "fresh" else "snoozed"
        day = first.due.isoformat() if first.due else ""
        return f"nothing is due for {whose}; the next is {first.record.id} on {day} ({soon})"
    waiting = sum(review.state == "waiting" for review in mine)
    if waiting:
        those = "one decision waits" if waiting == 1 else f"{waiting} decisions wait"
        return f"nothing is due for {whose}; {those} for something to happen: adr due --all"
    return (
        f"nothing is due for {whose}: no decision says when to look at it again (adr explain no-review-plan)"
    )
