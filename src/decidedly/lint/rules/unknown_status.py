"""S110: a status that is not one of the configured ones."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Fix
from decidedly.lifecycle import SYNONYMS
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Edit, near


def check(context: Context) -> Iterator[Fault]:
    """Status words that the vocabulary does not have, with the nearest that it has."""
    names = context.settings.statuses
    for record in context.records:
        status = record.status
        field = record.by_name.get("status")
        if status is None or status.known or field is None or field.path is not None:
            continue
        close = near(status.name, (*names, *(word for word, name in SYNONYMS.items() if name in names)), 1)
        meant = SYNONYMS.get(close[0], close[0]) if close else ""
        hint = (
            f"did you mean “{meant}”?"
            if meant
            else f"write one of {', '.join(names)}, or add the word to “statuses” in adr.toml"
        )
        fix = (
            Fix(f"write {meant}", {record.path: (Edit(field.span, meant),)})
            if meant and field.raw.strip().lower() == status.name
            else None
        )
        yield Fault(record.path, field.span, f"“{status.name}” is no status", hint, status.name, fix=fix)


RULE = Rule(
    "S110", "unknown-status", "warning", "a status that is not one of the configured ones", check, "safe"
)
