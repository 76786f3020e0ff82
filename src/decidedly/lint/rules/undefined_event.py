"""R203: a review waits for an event that events.yaml does not have."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import LOG, Fix
from decidedly.lint.context import Context
from decidedly.lint.events import FILE, meant_by, name_events, title_of, trouble
from decidedly.lint.plans import live, unnamed
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Edit, Span


def check(context: Context) -> Iterator[Fault]:
    """Event ids that events.yaml does not have: misspelt ones are put right, others are named there."""
    if problem := trouble(context):
        yield Fault(
            LOG,
            Span(0, 0),
            f"{FILE} can't be read: {problem}",
            "no review that waits for an event will come",
            FILE,
        )
        return
    events = context.facts.events or {}
    found = [
        (record, trigger, span)
        for record in live(context)
        for trigger, span, is_id in unnamed(context, record)
        if is_id
    ]
    meant = {trigger.subject: meant_by(trigger.subject, events) for _, trigger, _ in found}
    new = {name: title_of(name) for name, event in meant.items() if event is None and name}
    naming = name_events(context, new, safe=True) if new else None
    for record, trigger, span in found:
        event = meant[trigger.subject]
        fix = naming if trigger.subject else None
        if event is not None:
            fix = Fix(f"write {event.id}", {record.path: (Edit(span, event.id),)})
        where = f"not in {FILE}" if context.facts.events is not None else f"in no {FILE}: there is none"
        yield Fault(
            record.path,
            span,
            f"the event “{trigger.text}” is {where}",
            f"did you mean {event.id}?" if event else f"name it in {FILE}, with its day when there is one",
            trigger.text,
            fix=fix,
        )


RULE = Rule(
    "R203",
    "undefined-event",
    "error",
    "a review waits for an event that events.yaml does not have",
    check,
    "safe",
    needs=("events",),
)
