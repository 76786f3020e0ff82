"""R202: a review waits for something in words that nothing watches for."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.events import FILE, name_events, trouble
from decidedly.lint.plans import live, unnamed
from decidedly.lint.rule import Fault, Rule
from decidedly.text import one_line


def check(context: Context) -> Iterator[Fault]:
    """Events written as prose that events.yaml does not have; one fix names all of them there."""
    if trouble(context):
        return
    found = [
        (record, trigger, span)
        for record in live(context)
        for trigger, span, is_id in unnamed(context, record)
        if not is_id
    ]
    titles = {trigger.subject: trigger.text for _, trigger, _ in reversed(found) if trigger.subject}
    fix = name_events(context, dict(reversed(titles.items())), safe=False) if titles else None
    for record, trigger, span in found:
        yield Fault(
            record.path,
            span,
            f"“{one_line(trigger.text, 80)}” is an event in words: nothing watches for it",
            f"name it in {FILE} as “{trigger.subject}” and give it a day when there is one"
            if trigger.subject
            else "write a date, an interval, or the id of an event",
            trigger.text,
            fix=fix if trigger.subject else None,
        )


RULE = Rule(
    "R202",
    "prose-trigger",
    "info",
    "a review waits for something in words that nothing watches for",
    check,
    "unsafe",
    needs=("events",),
)
