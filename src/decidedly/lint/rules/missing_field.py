"""M101: a field that the configuration requires."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.labels import canonical, folded
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.words import is_nothing
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Fields of `required-fields` that a record does not have, or that hold nothing."""
    for wanted in context.settings.required_fields:
        name = canonical(wanted) or folded(wanted)
        for record in context.records:
            if not _has(record, name):
                there = record.by_name.get(name)
                what = "is empty" if there is not None else "is missing"
                span = there.span if there is not None and there.path is None else context.title_span(record)
                message = f"“{wanted}” {what}, which adr.toml requires of every record"
                yield Fault(record.path, span, message, f"state its {wanted}", name)


def _has(record: Record, name: str) -> bool:
    """Whether the record says it anywhere: an id may be the file's name, a title the heading, an answer the decision's text."""
    if (
        name == "title"
        or (name == "id" and record.number is not None)
        or (name == "answer" and record.answer)
    ):
        return True
    if name == "status":
        return record.status is not None
    if name == "decision-makers" and any(person.role in ("decider", "approver") for person in record.people):
        return True
    return any(one.name == name and (one.items or not is_nothing(one.value)) for one in record.fields)


RULE = Rule("M101", "missing-field", "error", "a field that the configuration requires is missing", check)
