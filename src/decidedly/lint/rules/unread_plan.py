"""R205: a part of a review plan that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dates import meant_as_time
from decidedly.lint.context import Context
from decidedly.lint.events import trouble
from decidedly.lint.plans import live, outlook, slips
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.unread import unread
from decidedly.text import one_line


def check(context: Context) -> Iterator[Fault]:
    """Parts that can't be read, and times with a slip that would be taken for events."""
    if trouble(context):
        return
    for record in live(context):
        if record.review is None:
            continue
        for part in unread(record):
            if part.key in ("every", "interval") and not outlook(record, context.facts.events or {}).day:
                continue  # R204 says that this review never comes
            yield Fault(record.path, part.span, part.message, part.help, part.key)
        for trigger, span in slips(context, record):
            words = one_line(trigger.text, 60)
            message = f"“{words}” is no time, so it is taken for an event"
            yield Fault(record.path, span, message, f"write {meant_as_time(trigger.text)}", trigger.text)


RULE = Rule(
    "R205", "unread-plan", "warning", "a part of a review plan that can't be read", check, needs=("events",)
)
