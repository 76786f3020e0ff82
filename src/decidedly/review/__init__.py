"""When a decision is due for another look: dates, intervals and events, turned into one state.

Pure: the day on which it is judged is an argument.

Every part of a plan is judged by itself and the most urgent answer counts; a date that is far off wins over an event
that nobody has dated. `upcoming` begins `lead` before the day, `due` is the day itself, `overdue` is every day after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from decidedly.dates import Interval, find_date, read_interval
from decidedly.lifecycle import OPEN, RETIRED
from decidedly.preamble import load_yaml
from decidedly.record import Record, Trigger
from decidedly.text import name_slug

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

LEAD = Interval(days=30)
"""How early a review shows as upcoming when the plan does not say."""

_NOTHING = re.compile(r"\s*0+\s*[a-z]*\s*", re.I)


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
    `occasion` names which part of the plan it is, the same however its day moves: `decide` (a proposal's own day), `by`,
    `every`, or the trigger as `event:phase-12`, `package:pypi:celery`; "" without a plan.
    """

    record: Record = field(repr=False)
    state: str
    due: date | None = None
    reason: str = ""
    people: tuple[str, ...] = ()
    occasion: str = ""


def judge(record: Record, as_of: date, events: Mapping[str, Event]) -> Review:
    """The state of `record`'s review on the day `as_of`.

    Retired records need no review. A review counts once its day has come, and answers whatever fell due on that day or
    would have within the lead. A snooze hides what needs attention until its day.
    """
    people = record.owners
    if record.status is not None and record.status.name in RETIRED:
        return Review(record, "unscheduled", people=people)
    best = min(_answers(record, as_of, events), key=_urgency, default=_Answer("unscheduled"))
    snooze = record.review.snooze if record.review else None
    if snooze and snooze.until and as_of < snooze.until and best.state in ATTENTION:
        why = f": {snooze.reason}" if snooze.reason else ""
        return Review(
            record, "snoozed", best.due, f"until {snooze.until.isoformat()}{why}", people, best.occasion
        )
    return Review(record, best.state, best.due, best.reason, people, best.occasion)


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    due: date | None = None
    reason: str = ""
    occasion: str = ""


_ORDER = ("breached", "overdue", "due", "upcoming", "fresh", "waiting", "unscheduled")


def _urgency(answer: _Answer) -> tuple[int, date]:
    return _ORDER.index(answer.state), answer.due or date.max


def _answers(record: Record, as_of: date, events: Mapping[str, Event]) -> Iterator[_Answer]:
    status = record.status.name if record.status else None
    if record.due and record.due.day and status in OPEN:
        yield replace(_dated(record.due.day, LEAD, as_of, TO_DECIDE), occasion="decide")
    plan = record.review
    if plan is None:
        return
    lead = _lead(plan.lead, LEAD)
    last = max((entry.on for entry in record.reviews if entry.on and entry.on <= as_of), default=None)
    if plan.by and not (last and last >= lead.before(plan.by)):
        yield replace(_dated(plan.by, lead, as_of, f"by {plan.by.isoformat()}"), occasion="by")
    if plan.every:
        start = last or (record.date.day if record.date else None)
        yield replace(_repeated(plan.every, start, lead, as_of, short=not plan.lead), occasion="every")
    for trigger in plan.triggers:
        occasion = f"{trigger.kind}:{trigger.subject}"
        if trigger.kind == "event":
            answer = _awaited(trigger, events.get(trigger.subject), _lead(trigger.lead, lead), last, as_of)
        else:  # whether it fired is a fact about the repository or the world, which is not known here
            answer = _Answer("waiting", reason=trigger.text or trigger.subject)
        yield replace(answer, occasion=occasion)


def _lead(words: str, default: Interval) -> Interval:
    if words and _NOTHING.fullmatch(words):
        return Interval()
    return read_interval(words) or default


def _dated(due: date, lead: Interval, as_of: date, reason: str) -> _Answer:
    if as_of > due:
        state = "overdue"
    elif as_of == due:
        state = "due"
    else:
        state = "upcoming" if as_of >= lead.before(due) else "fresh"
    return _Answer(state, due, reason)


def _repeated(every: str, start: date | None, lead: Interval, as_of: date, *, short: bool) -> _Answer:
    interval = read_interval(every)
    if interval is None:
        return _Answer("unscheduled", reason=f"“{every}” is no interval")
    words = " ".join(every.split())
    reason = words if words.lower().startswith(("every ", "each ")) or " " not in words else f"every {words}"
    if start is None:
        return _Answer("unscheduled", reason=f"{reason}, with no date to count from")
    due = interval.after(start)
    if short and lead.before(due) <= start:
        lead = Interval()  # the usual lead would leave a short interval no day on which the record is fresh
    return _dated(due, lead, as_of, reason)


def _awaited(
    trigger: Trigger, event: Event | None, lead: Interval, last: date | None, as_of: date
) -> _Answer:
    reason = trigger.text or (event.title if event else "") or trigger.subject
    if event is None:
        return _Answer("waiting", reason=reason)
    occurred = event.occurred if event.occurred and event.occurred <= as_of else None
    day = min((one for one in (event.expected, occurred) if one), default=None)
    if day is None:
        return _Answer("waiting", reason=reason)
    after = trigger.condition.strip().lower() == "after"
    if last is not None and last >= (occurred or date.max if after else lead.before(day)):
        return _Answer("unscheduled", reason=f"{reason}: reviewed")
    if after:
        return (
            _dated(occurred, lead, as_of, reason)
            if occurred
            else _expected(event.expected, lead, as_of, reason)
        )
    if occurred:
        return _Answer("breached", day, reason)
    return _dated(day, lead, as_of, reason)


def _expected(day: date | None, lead: Interval, as_of: date, reason: str) -> _Answer:
    """A review that belongs after an event: until that has occurred, nobody is late."""
    if day is None or as_of >= day:
        return _Answer("waiting", reason=reason)
    return _dated(day, lead, as_of, reason)


def read_events(text: str) -> dict[str, Event]:
    """The entries of an `events.yaml`, by id as plans name it (`Release 1.0`: `release-1-0`).

    What can't be read is left out; an entry may be just its expected day.
    """
    try:
        data = load_yaml(text)
    except ValueError:
        return {}
    found: dict[str, Event] = {}
    for name, entry in data.items() if isinstance(data, dict) else ():
        values = entry if isinstance(entry, dict) else {"expected": entry}
        days = [
            find_date(values[key]) if isinstance(values.get(key), str) else None
            for key in ("expected", "occurred")
        ]
        title = values.get("title")
        found[name_slug(str(name)) or str(name)] = Event(
            str(name), title if isinstance(title, str) else "", *(day.day if day else None for day in days)
        )
    return found
