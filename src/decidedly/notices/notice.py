"""What somebody should hear: every record of a report that needs attention, who is to hear it, and a key to tell it by."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from decidedly.notices.settings import Settings
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import ATTENTION, Review
from decidedly.text import name_slug

ORDER: tuple[str, ...] = ("breached", "overdue", "due", "upcoming")
"""The levels, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One record that needs attention.

    `key` is the same as long as there is nothing new to say: it changes when the record becomes upcoming, due, overdue
    or breached, with each step of escalation, when a snooze ends, and when its day or what makes it due changes.
    `level` is the state of `review`; `audience` who is to hear it, after escalation; `url` the record's page, or "".
    `step` counts the steps of escalation, from 0. `days` is how many days the day has passed (negative: still to go),
    None without a day.
    """

    key: str
    review: Review
    level: str
    audience: tuple[str, ...] = ()
    url: str = ""
    step: int = 0
    days: int | None = None

    @property
    def record(self) -> Record:
        """The record that it is about."""
        return self.review.record

    @property
    def urgency(self) -> tuple[int, date, str]:
        """For sorting: the most urgent first, then what has waited longest."""
        return ORDER.index(self.level), self.review.due or date.max, self.record.path


@dataclass(frozen=True)
class Message:
    """What one addressee of a channel gets in one piece.

    `id` is made from the keys alone, so that a repeat has the same one: receivers drop it by that. `to` is the
    addressee, "" where a channel has only one. `keys` are those of `notices`, in their order, for this addressee; `more`
    is how many notices wait for later runs because of the cap.
    """

    id: str
    to: str
    notices: tuple[Notice, ...]
    keys: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class Digest:
    """What a channel is to deliver in one run: what is new, as `messages`, and everything `current` (by urgency).

    `title` names the log, `site` is the address of the published log, or "". `reviews` are those of all records, in any
    state, and `urls` a record's path → its page: for channels that also show what waits, or what became of a review.
    """

    as_of: date
    current: tuple[Notice, ...] = ()
    messages: tuple[Message, ...] = ()
    title: str = "Decision log"
    site: str = ""
    reviews: tuple[Review, ...] = ()
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> tuple[Notice, ...]:
        """Every notice that is new to somebody, each once, by urgency."""
        found = {notice.key: notice for message in self.messages for notice in message.notices}
        return tuple(sorted(found.values(), key=lambda notice: notice.urgency))


def notices(report: Report, settings: Settings, urls: Mapping[str, str] | None = None) -> tuple[Notice, ...]:
    """A notice for everything in `report` that needs attention, by urgency. `urls`: a record's path → its page."""
    ids = Counter(record.id.casefold() for record in report.log.records)
    found: list[Notice] = []
    for review in report.reviews:
        if review.state not in ATTENTION or review.state not in settings.levels:
            continue
        days = (report.as_of - review.due).days if review.due else None
        step = settings.step(days) if review.state in ("overdue", "breached") else 0
        doubled = ids[review.record.id.casefold()] > 1
        found.append(
            Notice(
                _key(review, step, report.as_of, doubled=doubled),
                review,
                review.state,
                tuple(audience(review, settings, step)),
                (urls or {}).get(review.record.path, ""),
                step,
                days,
            )
        )
    return tuple(sorted(found, key=lambda notice: notice.urgency))


def digest_of(*parts: str, length: int = 16) -> str:
    """A short name for these texts together: hexadecimal digits of their SHA-256, the same everywhere."""
    packed = json.dumps(parts, ensure_ascii=True).encode("ascii")
    return hashlib.sha256(packed).hexdigest()[:length]


def _key(review: Review, step: int, as_of: date, *, doubled: bool) -> str:
    record = review.record
    identity = record.id or record.path
    level = review.state + (f"+{step}" if step else "")
    packed = digest_of(
        identity.casefold(),
        record.path if doubled else "",
        review.occasion,
        _day(review, as_of),
        level,
        _resumed(record, as_of),
    )
    readable = re.sub(r"[^a-z0-9-]", "", name_slug(identity))[:24].strip("-")
    return f"{readable or 'record'}.{level}.{packed}"


_SEEN = ("package:", "path:", "git-tag:")
"""Occasions whose day is when something was first seen, which a shallow clone may see on another day each time."""


def _day(review: Review, as_of: date) -> str:
    """The day that tells one occasion from the next of its kind."""
    if review.occasion.startswith(_SEEN):
        last = max(
            (entry.on for entry in review.record.reviews if entry.on and entry.on <= as_of), default=None
        )
        return f"after {last.isoformat()}" if last else ""
    return review.due.isoformat() if review.due else ""


def _resumed(record: Record, as_of: date) -> str:
    """The day on which a snooze ended that no review has followed; "" without one."""
    snooze = record.review.snooze if record.review else None
    if snooze is None or snooze.until is None or snooze.until > as_of:
        return ""
    if any(entry.on and snooze.until <= entry.on <= as_of for entry in record.reviews):
        return ""
    return snooze.until.isoformat()


def audience(review: Review, settings: Settings, step: int) -> Iterator[str]:
    """Who is to hear of a review: its people, with step 1 their team, with step 2 the default owner; each once.

    Where nobody answers for the record it is its component's team, else the default owner, from the beginning.
    """
    people = tuple(dict.fromkeys(name for name in review.people if name.strip()))
    names: list[str] = list(people)
    if step >= 1 or not people:
        names += settings.teams_of(people, review.record.component)
    if (step >= 2 or not names) and settings.default_owner:
        names.append(settings.default_owner)
    seen: set[str] = set()
    for name in names:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def grouped(found: Sequence[Notice]) -> dict[str, tuple[Notice, ...]]:
    """The notices by who is to hear them; a notice stands with each of its audience, and with "" where nobody is."""
    groups: dict[str, list[Notice]] = {}
    spelled: dict[str, str] = {}
    for notice in found:
        for name in notice.audience or ("",):
            groups.setdefault(spelled.setdefault(name.casefold(), name), []).append(notice)
    return {name: tuple(groups[name]) for name in sorted(groups, key=str.casefold)}
