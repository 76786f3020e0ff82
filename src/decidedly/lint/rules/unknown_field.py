"""M102: a label that is probably a misspelt field."""

from __future__ import annotations

import functools
import posixpath
from collections import defaultdict
from collections.abc import Iterator

from decidedly.dialects.labels import FIELDS, canonical, folded
from decidedly.finding import LOG, Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.lint.words import as_written, label_span, one_slip
from decidedly.record import Record
from decidedly.text import Edit

_FORMS = ("front-matter", "list", "labels", "table")
_OTHERS = ("id", "component", "ticket", "links", "applies-to", "aliases", "answer", "conflicts-with")
_MEANT = tuple(
    one for name, labels in FIELDS.items() if name not in _OTHERS for one in labels if one.isascii()
)


def check(context: Context) -> Iterator[Fault]:
    """Unknown labels one slip of the keyboard away from a known one that the record does not have."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for record in context.records:
        for fault in _faults(record):
            found[fault.subject].append(fault)
    for subject, faults in found.items():
        message = f"{len(faults)} records have a field “{subject}” that nothing here knows"
        yield from habit(faults, len(context.records), LOG, message, faults[0].help)


def _faults(record: Record) -> Iterator[Fault]:
    for field in record.fields:
        label = folded(field.label)
        if canonical(label) or field.path is not None or field.origin not in _FORMS:
            continue
        meant = next((one for one in _meant(label) if canonical(one) not in record.by_name), "")
        span = label_span(record, field)
        if meant and span is not None:
            new = as_written(field.label, meant)
            fix = Fix(f"write {new}", {record.path: (Edit(span, new),)}, safe=False)
            message = f"“{field.label}” is no known field"
            yield Fault(record.path, span, message, f"did you mean “{new}”?", field.label, fix=fix)


@functools.lru_cache(maxsize=1024)
def _meant(label: str) -> tuple[str, ...]:
    """Known labels that `label` is a slip of; none where it is another form of a known word (“approval”, “proposed”)."""
    if any(_form(one, label) for one in _MEANT):
        return ()
    return tuple(one for one in _MEANT if len(one) >= 5 and one_slip(label, one))


def _form(one: str, label: str) -> bool:
    longest = max(len(one), len(label))
    if longest < 7 or sorted(one) == sorted(label):
        return False
    return len(posixpath.commonprefix([one, label])) >= longest - 2


RULE = Rule("M102", "unknown-field", "warning", "a field that is probably misspelt", check, "unsafe")
