"""The nouns of reviews: states, events, what is known of the world, and the review that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from decidedly.dates import Interval
from decidedly.record import Record
from decidedly.review.settings import Settings

STATES: tuple[str, ...] = (
    "unscheduled",
    "waiting",
    "fresh",
    "upcoming",
    "due",
    "overdue",
    "breached",
    "snoozed",
)

TO_DECIDE = "to be decided"
"""The reason of what is due because a proposal has a day by which it must be decided."""

ATTENTION: frozenset[str] = frozenset({"upcoming", "due", "overdue", "breached"})
"""The states in which somebody should do something."""

URGENCY: tuple[str, ...] = ("breached", "overdue", "due", "upcoming", "snoozed", "fresh", "waiting", "unscheduled")  # fmt: skip
"""Every state, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of `events.yaml`: something expected on a day, which occurred or not."""

    id: str
    title: str = ""
    expected: date | None = None
    occurred: date | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the repository and the day on which it was made."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Found:
    """What the repository's lock and manifest files say about one `package` trigger.

    `versions` are those in use, the lowest first, as written; empty where no file names the package. `met` tells whether
    one of them fulfils the trigger's condition, and `since` the day from which that is so; `told` whether history says
    so or it is only the day on which it was seen. `problem` is why the trigger can't be judged at all, or "".
    """

    versions: tuple[str, ...] = ()
    met: bool = False
    since: date | None = None
    told: bool = True
    problem: str = ""


@dataclass(frozen=True)
class Known:
    """What the world says, gathered by the edge for what `wants` named; None: not gathered, or nobody can say.

    `events`: events.yaml by id. `tags`: the repository's tags. `churn`: for each pattern of a `path` trigger how many
    lines changed on which day, the first day first; `cut` tells that only the end of history is there. `packages`: by subject and condition of a `package` trigger.
    `owners`: for records whose paths CODEOWNERS gives to somebody, these people, by the record's path. `within`, where
    given, stands in place of every lead when it is told what is upcoming.
    """

    events: Mapping[str, Event] = field(default_factory=dict)
    tags: tuple[Tag, ...] | None = None
    churn: Mapping[str, tuple[tuple[date, int], ...]] | None = None
    packages: Mapping[tuple[str, str], Found] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    within: Interval | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of one record's next review on the day it was judged.

    `due` is the day on which it is (or was) to be reviewed, None while it waits for something or has no plan.
    `reason` says why in one short phrase ("every 6 months", "Phase 12 (before production deployment)").
    `occasion` names which part of the plan it is, the same however its day moves: `decide` (a proposal's own day), `by`,
    `every`, `backstop`, `assumption:A1`, or the trigger as `event:phase-12`, `package:pypi:celery`, `git-tag:v1.*`,
    `path:backend/**`, `manual:the words`; "" without a plan.
    `people` are those who answer for it: owners, else the code owners of what it governs, else who decided it.
    """

    record: Record = field(repr=False)
    state: str
    due: date | None = None
    reason: str = ""
    people: tuple[str, ...] = ()
    occasion: str = ""


def last_review(record: Record, as_of: date) -> date | None:
    """The day of the last review that had been held by `as_of`."""
    return max((entry.on for entry in record.reviews if entry.on and entry.on <= as_of), default=None)


def counted_from(record: Record, as_of: date) -> date | None:
    """The day after which what happens is news to the decision: its last review, else the day it is dated."""
    return last_review(record, as_of) or record.when


def people_of(record: Record, known: Known) -> tuple[str, ...]:
    """Who answers for `record`: its owners, else the code owners of what it governs, else its deciders or authors."""
    owners: Iterator[str] = (person.name for person in record.people if person.role == "owner")
    return tuple(dict.fromkeys(owners)) or known.owners.get(record.path) or record.owners
