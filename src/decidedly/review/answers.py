"""What one part of a plan says on a day: a date, an interval, a trigger, an assumption.

`upcoming` begins a lead before the day, `due` is the day itself, `overdue` is every day after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from decidedly.dates import Interval, find_date, read_interval
from decidedly.planned import Assumption, Trigger
from decidedly.review.model import Known
from decidedly.text import one_line

LEAD = Interval(days=30)
"""How early a review shows as upcoming when the plan does not say; of a short interval, no more than its half."""

_NOTHING = re.compile(r"\s*0+\s*[a-z]*\s*", re.I)
_LINES = re.compile(r"(?:>=?|≥)?\s*(\d{1,9})(?:\s*(?:\+|lines?))?", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """The state that a part of a plan asks for, the day that it names, why, and the part's name."""

    state: str
    due: date | None = None
    reason: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a plan is judged: the day, the last review held by then, the day from which the decision dates, and what
    is known of the world."""

    as_of: date
    last: date | None
    decided: date | None
    known: Known

    @property
    def counted_from(self) -> date | None:
        """The day after which what happens is news to the decision."""
        return self.last or self.decided


def lead_of(words: str, default: Interval = LEAD) -> Interval:
    """The lead that `words` state: "0 days" is none, what can't be read is the default."""
    if words and _NOTHING.fullmatch(words):
        return Interval()
    return read_interval(words) or default


def lines_of(words: str) -> int | None:
    """The number of changed lines that `words` ask for; None where they name none."""
    match = _LINES.fullmatch(words.strip())
    return int(match[1]) if match else None


def dated(due: date, lead: Interval, at: Moment, reason: str) -> Answer:
    """The answer for a day."""
    if at.as_of > due:
        state = "overdue"
    elif at.as_of == due:
        state = "due"
    else:
        within = lead if at.known.within is None else at.known.within
        state = "upcoming" if at.as_of >= within.before(due) else "fresh"
    return Answer(state, due, reason)


def counted(interval: Interval, start: date, lead: Interval, at: Moment, reason: str, usual: bool) -> Answer:
    """The answer for the day an interval after `start`; `usual` tells that nobody has chosen the lead."""
    due = interval.after(start)
    return dated(due, _fitting(lead, start, due, usual), at, reason)


def _fitting(lead: Interval, start: date, due: date, usual: bool) -> Interval:
    half = Interval(days=(due - start).days // 2)
    # the usual lead would leave a short interval hardly a day on which the record is fresh
    return half if usual and lead.before(due) < half.before(due) else lead


def appointed(words: str, start: date | None, lead: Interval, at: Moment, *, usual: bool) -> Answer | None:
    """The answer for the one day that `in 6 months` names, counted from `start`; None once that review was held."""
    interval = read_interval(words) or Interval()
    reason = one_line(words, 60)
    if start is None:
        return Answer("unscheduled", reason=f"{reason}, with no date to count from")
    due = interval.after(start)
    lead = _fitting(lead, start, due, usual)
    return None if held_for(due, lead, at) else dated(due, lead, at, reason)


def repeated(every: str, start: date | None, lead: Interval, at: Moment, *, usual: bool) -> Answer:
    """The answer for an interval that begins anew with each review."""
    interval = read_interval(every)
    if interval is None:
        return Answer("unscheduled", reason=f"“{one_line(every, 80)}” is no interval")
    words = _bare(every)
    reason = (
        words if _NAMED.fullmatch(words) else f"every {re.sub(r'^(?:an?|one)[ ]', '', words, flags=re.I)}"
    )
    if start is None:
        return Answer("unscheduled", reason=f"{reason}, with no date to count from")
    return counted(interval, start, lead, at, reason, usual)


def triggered(trigger: Trigger, lead: Interval, at: Moment) -> Answer:
    """The answer of a trigger, its backstop aside."""
    if trigger.kind == "event":
        return _event(trigger, lead, at)
    if trigger.kind == "package":
        return _package(trigger, lead, at)
    if trigger.kind == "git-tag":
        return _tag(trigger, lead, at)
    if trigger.kind == "path":
        return _path(trigger, lead, at)
    return Answer("waiting", reason=trigger.text or trigger.subject)


def backstop(words: str, reason: str, lead: Interval, at: Moment, *, usual: bool) -> Answer | None:
    """The answer for the latest day on which to look whether what is waited for came unnoticed; None without one.

    `words` are a date, answered by a review as any date is, or an interval that begins anew with each review.
    """
    interval = read_interval(words)
    if interval is not None:
        start = at.counted_from
        if start is None:
            return None
        return counted(
            interval, start, lead, at, f"{reason}; at the latest after {_bare(words)}".lstrip("; "), usual
        )
    found = find_date(words)
    if found is None or found.day is None or held_for(found.day, lead, at):
        return None
    return dated(found.day, lead, at, f"{reason}; at the latest by {found.day.isoformat()}".lstrip("; "))


def held_for(day: date, lead: Interval, at: Moment) -> bool:
    """Whether the review that was planned for `day` has been held: on it, since, or no earlier than its lead."""
    return at.last is not None and at.last >= lead.before(day)


def assumed(assumption: Assumption, at: Moment) -> Answer | None:
    """The answer for an assumption that holds for a time; None for one that holds without end, or that can't be read.

    It counts from the day on which it was checked, else from the decision's. Only checking it begins that time anew.
    """
    interval = read_interval(assumption.valid_for)
    start = assumption.checked if assumption.checked and assumption.checked <= at.as_of else at.decided
    if interval is None or start is None:
        return None
    what = f"assumption {one_line(assumption.id, 40)}"
    if assumption.text.strip():
        what += f" (“{one_line(assumption.text, 80)}”)"
    reason = f"{what} holds for {_bare(assumption.valid_for)}"
    return counted(interval, start, LEAD, at, reason, True)


def _bare(words: str) -> str:
    """An interval in words that go behind "every" and "for": `P6M` and `in 6 months` are `6 months`."""
    said = re.sub(r"^(?:in|every|each|after)\s+", "", one_line(words, 60), flags=re.I)
    interval = read_interval(said) if _CODED.fullmatch(said) else None
    return str(interval) if interval else said


_CODED = re.compile(r"P?\d\w*", re.I)
_NAMED = re.compile(r"[\w-]+(?:ly|al)|(?:once|twice) .*", re.I)


# ------------------------------------------------------------------------------------------------- kinds of trigger


def _event(trigger: Trigger, lead: Interval, at: Moment) -> Answer:
    event = at.known.events.get(trigger.subject)
    reason = trigger.text or trigger.subject
    if event is not None and event.title and (not trigger.text or trigger.text == event.id):
        reason = f"{one_line(event.title, 120)} ({event.id})"  # an id alone says little
    if event is None:
        return Answer("waiting", reason=reason)
    occurred = event.occurred if event.occurred and event.occurred <= at.as_of else None
    day = min((one for one in (event.expected, occurred) if one), default=None)
    if day is None:
        return Answer("waiting", reason=reason)
    after = trigger.condition.strip().lower() == "after"
    if at.last is not None and at.last >= (occurred or date.max if after else lead.before(day)):
        return Answer("unscheduled", reason=f"{reason}: reviewed")
    if after:
        if occurred:
            return dated(occurred, lead, at, reason)
        if event.expected is None or at.as_of >= event.expected:
            return Answer("waiting", reason=reason)  # until it has occurred, nobody is late
        return dated(event.expected, lead, at, reason)
    if occurred:
        return Answer("breached", day, reason)
    return dated(day, lead, at, reason)


def _package(trigger: Trigger, lead: Interval, at: Moment) -> Answer:
    found = at.known.packages.get((trigger.subject, trigger.condition))
    name = trigger.subject.rpartition("/")[2] if "@" not in trigger.subject else trigger.subject
    name = one_line(f"{name.partition(':')[2] or name} {trigger.condition}", 80)
    if found is None:
        return Answer("waiting", reason=name)
    if found.problem:
        return Answer("waiting", reason=f"{name} ({found.problem})")
    if not found.met:
        now = f"now {found.versions[-1]}" if found.versions else "in no lock file"
        return Answer("waiting", reason=f"{name} ({now})")
    reason = f"{name} (now {found.versions[-1]})"
    if found.since is None or found.since > at.as_of:
        return Answer("waiting", reason=name)
    if not found.told and at.last is not None:  # nobody knows which came first
        return Answer("unscheduled", reason=f"{reason}: reviewed")
    if found.told and at.counted_from is not None and found.since <= at.counted_from:
        return Answer("unscheduled", reason=f"{reason}: {'reviewed' if at.last else 'decided with it'}")
    return dated(found.since, lead, at, reason)


def _tag(trigger: Trigger, lead: Interval, at: Moment) -> Answer:
    pattern = trigger.subject.strip()
    start = at.counted_from
    made = sorted(
        (tag.day, tag.name)
        for tag in at.known.tags or ()
        if tag.day <= at.as_of and (start is None or tag.day > start) and fnmatchcase(tag.name, pattern)
    )
    if not made:
        return Answer("waiting", reason=f"tag {one_line(pattern, 80)}")
    # the first one made it due; the newest is what people know
    return dated(made[0][0], lead, at, f"tag {one_line(made[-1][1], 80)}")


def _path(trigger: Trigger, lead: Interval, at: Moment) -> Answer:
    where = one_line(trigger.subject, 80)
    said = lines_of(trigger.condition)
    if said is None and trigger.condition.strip():
        return Answer(
            "waiting", reason=f"{where} (“{one_line(trigger.condition, 40)}” is no number of lines)"
        )
    enough = max(said or 1, 1)
    reason = f"{enough} {'line' if enough == 1 else 'lines'} changed in {where}"
    total, start = 0, at.counted_from
    for day, lines in (at.known.churn or {}).get(trigger.subject, ()):
        if day <= at.as_of and (start is None or day > start):
            total += lines
            if total >= enough:
                return dated(day, lead, at, reason)
    if at.known.churn is None:
        return Answer("waiting", reason=reason)
    where = ", as far as this shallow clone knows" if at.known.cut else ""
    return Answer("waiting", reason=f"{reason} ({total} so far{where})")
