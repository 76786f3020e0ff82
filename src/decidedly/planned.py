"""What a record says of its reviews: when to look again, what was found, what it rests on. Frozen data, like all nouns."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

TriggerKind = Literal["event", "package", "git-tag", "path", "manual"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One thing other than a date that makes a review due.

    `subject` is the event's id, the package URL, the tag pattern, the path pattern or the condition in words; `text` the
    words as written; `condition` the rest of it (`>=6`, `200`, `before`); `backstop` the date or interval, as written,
    after which to look even if nothing happened.
    """

    kind: TriggerKind
    subject: str
    text: str
    condition: str = ""
    lead: str = ""
    backstop: str = ""


@dataclass(frozen=True, slots=True)
class Snooze:
    """A review put off until a day, by somebody, for a reason."""

    until: datetime.date | None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """When the record should be looked at again: a day, an interval ("6 months", as written), triggers.

    `raw` is the plan as written (its short form), for showing.
    """

    by: datetime.date | None = None
    every: str = ""
    lead: str = ""
    triggers: tuple[Trigger, ...] = ()
    snooze: Snooze | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """A review that happened."""

    on: datetime.date | None
    by: str = ""
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the decision rests on, with its evidence and how long it may be trusted."""

    id: str
    text: str
    evidence: str = ""
    checked: datetime.date | None = None
    valid_for: str = ""
