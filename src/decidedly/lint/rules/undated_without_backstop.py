"""R204: a review plan that may never fall due."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.events import FILE, trouble
from decidedly.lint.planning import back_up
from decidedly.lint.plans import (
    live,
    outlook,
    plan_span,
    speaks_of_events,
    usual_interval,
    why_never,
    would_rest,
)
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Trigger


def check(context: Context) -> Iterator[Fault]:
    """Plans without a date or interval that counts, whose triggers nobody has dated."""
    if trouble(context):
        return
    usual = usual_interval(context)
    for record in live(context):
        plan = record.review
        ahead = outlook(record, context.facts.events or {})
        if plan is None or ahead.day or (ahead.answered and not ahead.waiting):
            continue
        if ahead.waiting and not speaks_of_events(context, record):
            continue  # “Review: approved” is no plan
        edit = back_up(record, usual) if not plan.every and would_rest(context, record, usual) else None
        fix = Fix(f"look at it every {usual} as well", {record.path: (edit,)}) if edit else None
        yield Fault(
            record.path,
            plan_span(context, record),
            why_never(record, ahead.waiting),
            _help(ahead.waiting, usual),
            "review",
            fix=fix,
        )


def _help(waiting: tuple[Trigger, ...], usual: str) -> str:
    backstop = f"a date or an interval (“{usual}”), so that it is looked at if nothing happens"
    if any(one.kind == "event" for one in waiting):
        return f"give the event a day in {FILE}, or add {backstop}"
    return f"add {backstop}"


RULE = Rule(
    "R204", "undated-without-backstop", "warning", "a review waits only for what may never come", check, "safe", ("events",)
)  # fmt: skip
