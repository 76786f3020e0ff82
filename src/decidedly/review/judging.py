"""The state of a record's review on a day: every part of its plan is judged by itself, the most urgent answer counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from decidedly.dates import once, read_interval
from decidedly.lifecycle import OPEN, RETIRED
from decidedly.planned import ReviewPlan
from decidedly.record import Record
from decidedly.review.answers import (
    LEAD,
    Answer,
    Moment,
    appointed,
    assumed,
    backstop,
    counted,
    dated,
    held_for,
    lead_of,
    repeated,
    triggered,
)
from decidedly.review.model import ATTENTION, TO_DECIDE, URGENCY, Known, Review, last_review, people_of

_NOTHING_KNOWN = Known()


def judge(record: Record, as_of: date, known: Known = _NOTHING_KNOWN) -> Review:
    """The state of `record`'s review on the day `as_of`, as far as the world is `known`.

    Retired records need no review. A review counts once its day has come, and answers whatever fell due on that day or
    would have within the lead. A date that is far off wins over a trigger that nobody has dated. A snooze hides what
    needs attention until its day.
    """
    people = people_of(record, known)
    if record.status is not None and record.status.name in RETIRED:
        return Review(record, "unscheduled", people=people)
    at = Moment(as_of, last_review(record, as_of), record.when, known)
    best = min(_answers(record, at), key=_urgency, default=Answer("unscheduled"))
    snooze = record.review.snooze if record.review else None
    if snooze and snooze.until and as_of < snooze.until and best.state in ATTENTION:
        why = f": {snooze.reason}" if snooze.reason else ""
        return Review(
            record, "snoozed", best.due, f"until {snooze.until.isoformat()}{why}", people, best.occasion
        )
    return Review(record, best.state, best.due, best.reason, people, best.occasion)


def _urgency(answer: Answer) -> tuple[int, date, str, str]:
    # Name and words decide between equals, so that the order in which a plan is written never does.
    return URGENCY.index(answer.state), answer.due or date.max, answer.occasion, answer.reason


def _answers(record: Record, at: Moment) -> Iterator[Answer]:
    yield from _deciding(record, at)
    for assumption in record.assumptions:
        answer = assumed(assumption, at)
        if answer is not None:
            yield replace(answer, occasion=f"assumption:{assumption.id}")
    plan = record.review
    if plan is None:
        return
    lead = lead_of(plan.lead)
    if plan.by and not held_for(plan.by, lead, at):
        yield replace(dated(plan.by, lead, at, f"by {plan.by.isoformat()}"), occasion="by")
    decided = record.date.day if record.date else None
    if once(plan.every):
        answer = appointed(plan.every, decided, lead, at, usual=not plan.lead)
        if answer is not None:
            yield replace(answer, occasion="every")
    elif plan.every:
        start = at.last or decided
        yield replace(repeated(plan.every, start, lead, at, usual=not plan.lead), occasion="every")
    yield from _triggers(plan, at)


def _triggers(plan: ReviewPlan, at: Moment) -> Iterator[Answer]:
    lead = lead_of(plan.lead)
    answers: list[Answer] = []
    for trigger in plan.triggers:
        own = lead_of(trigger.lead, lead)
        occasion = f"{trigger.kind}:{trigger.subject}"
        answer = triggered(trigger, own, at)
        answers.append(replace(answer, occasion=occasion))
        usual = not (trigger.lead or plan.lead)
        latest = backstop(trigger.backstop, answer.reason, own, at, usual=usual)
        if latest is not None and answer.state != "unscheduled":
            answers.append(replace(latest, occasion=occasion))
    yield from answers
    words = at.known.settings.backstop
    if words and answers and not plan.by and not read_interval(plan.every):
        if any(answer.due for answer in answers):
            return
        waiting = min((one for one in answers if one.state == "waiting"), key=_urgency, default=None)
        if waiting is not None:
            latest = backstop(words, waiting.reason, lead, at, usual=not plan.lead)
            if latest is not None:
                yield replace(latest, occasion="backstop")


def _deciding(record: Record, at: Moment) -> Iterator[Answer]:
    """The day by which a proposal has to be decided: its own, else so long after it was made as the team has set."""
    status = record.status.name if record.status else None
    if status not in OPEN:
        return
    if record.due and record.due.day:
        yield replace(dated(record.due.day, LEAD, at, TO_DECIDE), occasion="decide")
        return
    wait = read_interval(at.known.settings.proposals)
    start = record.when
    if wait and start and status == "proposed":
        yield replace(counted(wait, start, LEAD, at, TO_DECIDE, True), occasion="decide")
