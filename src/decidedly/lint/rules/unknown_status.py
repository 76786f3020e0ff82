"""S110: a status that is not one of the configured ones."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from decidedly.finding import LOG, Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.words import one_slip
from decidedly.record import Record
from decidedly.synonyms import SYNONYMS
from decidedly.text import Edit, Span, near

OWN_WORD = 3
"""A word that so many records have is the team's own, and no slip."""


def check(context: Context) -> Iterator[Fault]:
    """Status words that the vocabulary does not have, with the nearest that it has."""
    names = context.settings.statuses
    unknown = [one for one in context.records if one.status is not None and not one.status.known]
    counts = Counter(record.status.name for record in unknown if record.status)
    understood = (*names, *(word for word, name in SYNONYMS.items() if name in names and " " not in word))
    add = f"add it to “statuses” in adr.toml, or write one of {', '.join(names)}"
    own: dict[str, list[Fault]] = {}
    for record in unknown:
        field, status = record.by_name.get("status"), record.status
        if field is None or status is None:
            continue
        word = status.name
        if counts[word] >= OWN_WORD:
            own.setdefault(word, []).append(_fault(context, record, word, add))
            continue
        slip = next((one for one in understood if one_slip(word, one)), "")
        close = [slip] if slip else near(word, names, 1)
        raw = field.raw.strip()
        meant = slip.capitalize() if raw[:1].isupper() else slip
        fix = (
            Fix(f"write {meant}", {record.path: (Edit(field.span, meant),)})
            if slip and raw.lower() == word and field.path is None
            else None
        )
        yield replace(_fault(context, record, word, f"did you mean “{close[0]}”?" if close else add), fix=fix)
    for word, faults in own.items():
        message = f"“{word}” is the status of {counts[word]} records, and none that is configured"
        yield Fault(LOG, Span(0, 0), message, add, word, parts=tuple(faults))


def _fault(context: Context, record: Record, word: str, help: str) -> Fault:
    field = record.by_name["status"]
    where = "" if field.path is None else f" in {posixpath.basename(field.path)}"
    return Fault(record.path, context.span_of(record, "status"), f"“{word}”{where} is no status", help, word)


RULE = Rule(
    "S110", "unknown-status", "warning", "a status that is not one of the configured ones", check, "safe"
)
