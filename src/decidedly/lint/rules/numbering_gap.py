"""C403: a number is missing in a series of records."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator

from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule, habit
from decidedly.record import Record


def check(context: Context) -> Iterator[Fault]:
    """Gaps in each series (letters, and the folder where ids are local to it); one finding where gaps are the habit."""
    series: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in context.records:
        # A number of eight digits is a day, not a place in a series.
        if record.number is not None and record.number < 1_000_000:
            folder = posixpath.dirname(record.path) if context.log.local_ids else record.package
            series[(folder, record.prefix.lower())].append(record)
    for records in series.values():
        records.sort(key=lambda record: (record.number or 0, record.path))
        faults = []
        for before, record in zip(records, records[1:], strict=False):
            first, last = (before.number or 0) + 1, (record.number or 0) - 1
            if first > last:
                continue
            through = "and" if last == first + 1 else "to"
            missing = f"number {first} is" if first == last else f"numbers {first} {through} {last} are"
            faults.append(
                Fault(
                    record.path,
                    context.title_span(record),
                    f"{missing} missing before {record.id}",
                    "bring the record back from history: what was given up is rejected or withdrawn, not deleted",
                    f"{first}-{last}",
                )
            )
        words = f"{len(faults)} gaps between {len(records)} numbers from {records[0].id} to {records[-1].id}"
        yield from habit(
            faults, len(records), LOG, words, "if numbers come from elsewhere, leave this rule off"
        )


RULE = Rule("C403", "numbering-gap", "off", "a number is missing in a series of records", check)
