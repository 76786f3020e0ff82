"""M111: an accepted record in which no line says what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decidedly.dialects.roles import role_of
from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.lint.words import is_nothing
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Accepted records without an answer; where the log writes no answers, one word about it."""
    accepted = [one for one in context.records if one.status is not None and one.status.name == "accepted"]
    faults = [_fault(context, one) for one in accepted if not one.answer and not _outcome(one)]
    message = f"in {len(faults)} of {len(accepted)} accepted records no line says what was decided"
    hint = "begin each decision's section with one sentence that says it"
    for fault in habit(faults, len(accepted), LOG, message, hint):
        yield replace(fault, severity="info") if fault.path == LOG else fault


def _outcome(record: Record) -> bool:
    """Whether a field of the head says it: `- **Outcome:** UTF-8 everywhere`."""
    return any(role_of(one.label) == "decision" and not is_nothing(one.value) for one in record.fields)


def _fault(context: Context, record: Record) -> Fault:
    section = record.section("decision")
    headings = record.structure.headings if record.structure else ()
    if section is None:
        span = context.title_span(record)
        message = "accepted, but there is neither a section for the decision nor an “answer”"
        hint = "say in one sentence what was decided, under “## Decision” or in “answer”"
    else:
        span = next(
            (one.words for one in headings if section.heading.start <= one.span.start), section.heading
        )
        message = f"accepted, but “{section.title}” does not begin with a sentence that says what was decided"
        hint = "begin the section with one sentence that says it, or write it under “answer”"
    return Fault(record.path, span, message, hint, "answer")


RULE = Rule("M111", "no-answer", "warning", "no line says what was decided", check)
