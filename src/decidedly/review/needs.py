"""What plans must know of the world, worked out from the records, so that the edge looks at nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from decidedly.lifecycle import RETIRED
from decidedly.record import Record
from decidedly.review.model import counted_from


@dataclass(frozen=True)
class Wants:
    """What to gather before records are judged.

    `packages`: subject and condition of each `package` trigger. `tags`: whether a plan waits for a tag. `churn`: the
    patterns of `path` triggers, of which lines changed after `since` count (None: since the beginning). `unowned`: for
    records that name no owner, by path, the patterns of what they govern.
    """

    packages: frozenset[tuple[str, str]] = frozenset()
    tags: bool = False
    churn: frozenset[str] = frozenset()
    since: date | None = None
    unowned: dict[str, tuple[str, ...]] = field(default_factory=dict)


def wants(records: Iterable[Record], as_of: date) -> Wants:
    """What the plans of `records` must know to be judged on the day `as_of`."""
    packages: set[tuple[str, str]] = set()
    churn: set[str] = set()
    days: list[date | None] = []
    tags = False
    unowned: dict[str, tuple[str, ...]] = {}
    for record in records:
        if record.status is not None and record.status.name in RETIRED:
            continue
        for trigger in record.review.triggers if record.review else ():
            if trigger.kind == "package":
                packages.add((trigger.subject, trigger.condition))
            elif trigger.kind == "git-tag":
                tags = True
            elif trigger.kind == "path":
                churn.add(trigger.subject)
                days.append(counted_from(record, as_of))
        if record.scope and not any(person.role == "owner" for person in record.people):
            unowned[record.path] = record.scope
    known = [day for day in days if day is not None]
    since = min(known) if known and len(known) == len(days) else None
    return Wants(frozenset(packages), tags, frozenset(churn), since, unowned)
