"""What a report foretells: the states that a review will be in, day by day, as judging each of these days has it."""

from datetime import date, timedelta

import pytest
from tests.site import logs

from decidedly.report import BACK, Report, Turn
from decidedly.review import Event

DAY = date(2026, 3, 2)
FACTS = {
    "phase-12": Event("phase-12", "Phase 12", date(2026, 5, 1)),
    "launch": Event("launch", "Launch", date(2026, 6, 1), date(2026, 6, 20)),
}
PLANS = [
    'review: "2026-04-20"',
    "review: {by: 2026-04-20, lead: 2 weeks}",
    "review: {every: 6 months, snooze: {until: 2026-09-01, reason: freeze}}",
    "review: {every: 1 week}",
    "review: {by: 2026-12-31, when: [{event: phase-12, timing: before}]}",
    "review: {when: [{event: launch, timing: before}]}",
    "review: {when: [{event: launch, timing: after}, {manual: more load}]}",
    "review: {when: [{event: phase-12, timing: after}, {manual: more load}]}",
    "review: {when: [{manual: more load}]}",
    "review: 9999-12-31",
    "review: 0001-01-01",
    "review: {every: 1 month}\nreviews:\n  - {on: 2026-01-10, outcome: reaffirmed}\n  - {on: 2026-06-10, outcome: reaffirmed}",
    "due: 2026-04-01\nreview: 2026-03-20",
    "owner: nobody",
]


def report(plan: str, status: str = "accepted", day: date = DAY) -> Report:
    text = f"---\nid: DR-001\nstatus: {status}\ndate: 2025-12-22\n{plan}\n---\n# One\n"
    return logs.report({"DR-001-one.md": text}, as_of=day, events=FACTS)


def state_on(turns: tuple[Turn, ...], day: date) -> tuple[str, date | None]:
    last = [turn for turn in turns if turn.day <= day][-1]
    return last.state, last.due


@pytest.mark.parametrize("status", ["accepted", "proposed", "superseded"])
@pytest.mark.parametrize("plan", PLANS)
def test_every_day_is_as_judging_it_has_it(plan: str, status: str):
    made = report(plan, status)
    record = made.log.records[0]
    turns = made.turns(record)
    assert made.judge
    for number in range(-366, 800):
        day = DAY + timedelta(days=number)
        judged = made.judge(record, day)
        if len(turns) > 1 or judged.state != "unscheduled":
            assert state_on(turns, day) == (judged.state, judged.due), day


def test_the_turns_of_a_plain_plan():
    made = report('review: "2026-04-20"')
    due = date(2026, 4, 20)
    assert made.turns(made.log.records[0]) == (
        Turn(DAY - BACK, "fresh", due),
        Turn(date(2026, 3, 21), "upcoming", due),
        Turn(due, "due", due),
        Turn(date(2026, 4, 21), "overdue", due),
    )


@pytest.mark.parametrize("day", [date.min, date.max])
def test_at_the_ends_of_the_calendar(day: date):
    made = report('review: "2026-04-20"', day=day)
    turns = made.turns(made.log.records[0])
    assert state_on(turns, day)[0] == ("fresh" if day == date.min else "overdue")


def test_without_a_judge_it_is_the_state_of_today():
    made = report('review: "2026-02-20"')
    bare = Report(made.log, DAY, made.reviews)
    assert bare.turns(made.log.records[0]) == (Turn(DAY, "overdue", date(2026, 2, 20)),)
