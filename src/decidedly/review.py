"""When a decision is due for another look: dates, intervals and events, turned into one state.

Pure: the day on which it is judged is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from decidedly.record import Record

STATES: tuple[str, ...] = ("unscheduled", "waiting", "fresh", "upcoming", "due", "overdue", "breached", "snoozed")


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of `events.yaml`: something expected on a day, which occurred or not."""

    id: str
    title: str = ""
    expected: date | None = None
    occurred: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of one record's next review on the day it was judged.

    `due` is the day on which it is (or was) to be reviewed, None while it waits for an event or has no plan.
    `reason` says why in one short phrase ("every 6 months", "Phase 12 (before production deployment)").
    """

    record: Record = field(repr=False)
    state: str
    due: date | None = None
    reason: str = ""
    people: tuple[str, ...] = ()


def judge(record: Record, as_of: date, events: Mapping[str, Event]) -> Review:
    """The state of `record`'s review on the day `as_of`."""
