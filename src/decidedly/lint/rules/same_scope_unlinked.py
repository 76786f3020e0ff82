"""C401: two decisions in force govern the same paths, and neither names the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decidedly.finding import Related
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wording import listed
from decidedly.record import Record

CROWD = 6
"""So many records on one path say that it is the log's whole subject, not that they overlap."""


def check(context: Context) -> Iterator[Fault]:
    """Records in force with the same pattern under `applies-to`, where neither leads to the other in any way."""
    same: dict[str, list[Record]] = defaultdict(list)
    for record in context.records:
        if record.status is not None and context.log.in_force(record):
            for pattern in dict.fromkeys(one.strip().removeprefix("./").strip("/") for one in record.scope):
                same[pattern].append(record)
    said: set[tuple[str, str]] = set()
    for pattern, records in same.items():
        for at, record in enumerate(records) if len(records) < CROWD else ():
            strangers = [
                one
                for one in records[:at]
                if not _know(context, record, one) and (record.path, one.path) not in said
            ]
            said.update((record.path, one.path) for one in strangers)
            if strangers:
                yield Fault(
                    record.path,
                    context.span_of(record, "applies-to"),
                    f"“{pattern}” is governed by {listed([one.id for one in strangers])} too, and neither says so",
                    "link them, if they belong together; make the paths narrower, if they do not",
                    " ".join(one.path for one in strangers),
                    tuple(Related(one.path, context.span_of(one, "applies-to"), "here") for one in strangers),
                )


def _know(context: Context, one: Record, other: Record) -> bool:
    return any(
        found.record is there
        for here, there in ((one, other), (other, one))
        for found in context.log.resolved(here)
    )


RULE = Rule(
    "C401",
    "same-scope-unlinked",
    "info",
    "two decisions in force govern the same paths and do not know of each other",
    check,
)
