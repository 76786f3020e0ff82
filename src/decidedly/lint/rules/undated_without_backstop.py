"""R204: a review plan that may never fall due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.events import FILE, trouble
from decidedly.lint.planning import back_up
from decidedly.lint.plans import (
    ahead,
    live,
    outlook,
    plan_span,
    speaks_of_events,
    usual_interval,
    why_never,
)
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.unread import unread
from decidedly.planned import Trigger


def check(context: Context) -> Iterator[Fault]:
    """Plans without a date or interval that counts, whose triggers nobody has dated."""
    if trouble(context):
        return
    usual = usual_interval(context)
    taken: set[date] = set()
    for record in live(context):
        plan = record.review
        look = outlook(record, context.facts.events or {})
        if plan is None or look.day or (look.answered and not look.waiting):
            continue
        if look.waiting and not speaks_of_events(context, record):
            continue  # “Review: approved” is no plan, and of “6 mnths” R205 tells
        if not (plan.by or plan.every or look.waiting) and any(unread(record)):
            continue  # R205 says what was meant
        key, when = (not plan.every and ahead(context, record, usual, taken)) or ("", "")
        edit = back_up(record, when, key) if key else None
        words = f"look at it every {usual} as well" if key == "every" else f"look at it on {when} as well"
        fix = Fix(words, {record.path: (edit,)}, safe=False) if edit else None
        yield Fault(
            record.path,
            plan_span(context, record),
            why_never(record, look.waiting),
            _help(look.waiting, usual),
            "review",
            fix=fix,
        )


def _help(waiting: tuple[Trigger, ...], usual: str) -> str:
    backstop = f"a date or an interval (“{usual}”), so that it is looked at if nothing happens"
    if any(one.kind == "event" for one in waiting):
        return f"give the event a day in {FILE}, or add {backstop}"
    return f"add {backstop}"


RULE = Rule(
    "R204", "undated-without-backstop", "warning", "a review waits only for what may never come", check, "unsafe", ("events",)
)  # fmt: skip
