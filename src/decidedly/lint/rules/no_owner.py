"""M108: nobody answers for an accepted record."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit


def check(context: Context) -> Iterator[Fault]:
    """Accepted records without owner, decision-maker, approver or author."""
    accepted = [one for one in context.records if one.status is not None and one.status.name == "accepted"]
    faults = [
        Fault(
            one.path,
            context.span_of(one, "status"),
            "nobody is named who decided this or answers for it",
            "name somebody, or a team, under “owner” or “decision-makers”",
            "owner",
        )
        for one in accepted
        if not one.owners
    ]
    message = f"{len(faults)} of {len(accepted)} accepted records name nobody who decided or answers for them"
    yield from habit(
        faults, len(accepted), LOG, message, "name an owner or decision-makers in the records in force"
    )


RULE = Rule("M108", "no-owner", "info", "nobody answers for an accepted record", check)
