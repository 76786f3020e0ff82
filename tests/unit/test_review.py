"""When a review is due: one table for each part of a plan, then how the parts meet."""

from datetime import date

import pytest

from decidedly.dates import make
from decidedly.record import Day, Person, Record, ReviewEntry, ReviewPlan, Snooze, Status, Trigger
from decidedly.review import STATES, Event, Known, Review, judge
from decidedly.text import Source


def day(words: str) -> date:
    return date.fromisoformat(words)


def record(
    plan: ReviewPlan | None = None,
    *,
    status: str | None = "accepted",
    decided: str | None = "2025-01-15",
    reviewed: tuple[str, ...] = (),
    due: str | None = None,
) -> Record:
    return Record(
        Source("0001-x.md", ""),
        "0001",
        "X",
        status=Status(status, status) if status else None,
        date=Day(decided, day(decided)) if decided else None,
        review=plan,
        reviews=tuple(ReviewEntry(day(on), outcome="reaffirmed") for on in reviewed),
        due=Day(due, day(due)) if due else None,
        people=(Person("@alice", "owner"),),
    )


def judged(one: Record, as_of: str, **events: Event) -> Review:
    known = Known({name.replace("_", "-"): event for name, event in events.items()})
    review = judge(one, day(as_of), known)
    assert review.state in STATES
    assert review.record is one
    assert review.people == ("@alice",)
    return review


def test_without_a_plan_nothing_is_scheduled():
    assert judged(record(), "2026-01-01") == Review(record(), "unscheduled", None, "", ("@alice",))


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-05-30", "fresh"),
        ("2026-05-31", "upcoming"),  # 30 days before
        ("2026-06-29", "upcoming"),
        ("2026-06-30", "due"),
        ("2026-07-01", "overdue"),
        ("2036-07-01", "overdue"),
    ],
)
def test_a_date(as_of, state):
    review = judged(record(ReviewPlan(by=day("2026-06-30"))), as_of)
    assert (review.state, review.due, review.reason) == (state, day("2026-06-30"), "by 2026-06-30")


@pytest.mark.parametrize(
    ("lead", "as_of", "state"),
    [
        ("2 weeks", "2026-06-15", "fresh"),
        ("2 weeks", "2026-06-16", "upcoming"),
        ("P3M", "2026-03-30", "upcoming"),
        ("P3M", "2026-03-29", "fresh"),
        ("0 days", "2026-06-29", "fresh"),
        ("0 days", "2026-06-30", "due"),
        ("soon", "2026-05-31", "upcoming"),  # not readable: the usual one
    ],
)
def test_the_lead(lead, as_of, state):
    assert judged(record(ReviewPlan(by=day("2026-06-30"), lead=lead)), as_of).state == state


@pytest.mark.parametrize(
    ("reviewed", "as_of", "state"),
    [
        (("2026-05-20",), "2026-07-01", "overdue"),  # before the lead began: that was another review
        (("2026-06-10",), "2026-07-01", "unscheduled"),
        (("2026-07-03",), "2026-07-02", "overdue"),  # not yet held
        (("2026-07-03",), "2026-07-03", "unscheduled"),
    ],
)
def test_a_review_answers_the_date(reviewed, as_of, state):
    assert judged(record(ReviewPlan(by=day("2026-06-30")), reviewed=reviewed), as_of).state == state


@pytest.mark.parametrize(
    ("every", "decided", "reviewed", "due"),
    [
        ("6 months", "2025-01-15", (), "2025-07-15"),
        ("6 months", "2025-08-31", (), "2026-02-28"),  # a month's end stays one
        ("6 months", "2023-08-31", (), "2024-02-29"),
        ("1 year", "2024-02-29", (), "2025-02-28"),  # a leap day
        ("4 years", "2024-02-29", (), "2028-02-29"),
        ("P6M", "2025-01-15", ("2025-06-01",), "2025-12-01"),
        ("6 months", "2025-01-15", ("2025-09-01", "2025-06-01"), "2026-03-01"),  # the last, not the last line
        ("90 days", "2025-12-15", (), "2026-03-15"),
        ("1 year", "0001-01-01", (), "0002-01-01"),
        ("9000 years", "2025-01-15", (), "9999-12-31"),  # the calendar ends
    ],
)
def test_an_interval(every, decided, reviewed, due):
    one = record(ReviewPlan(every=every), decided=decided, reviewed=reviewed)
    review = judged(one, "2025-12-20")
    assert review.due == day(due)


@pytest.mark.parametrize("every", ["6 months", "every 6 months"])
def test_an_interval_says_why(every):
    assert judged(record(ReviewPlan(every=every)), "2025-02-01").reason == "every 6 months"


def test_an_interval_comes_round_again():
    one = record(ReviewPlan(every="6 months"), reviewed=("2025-07-10",))
    assert [judged(one, on).state for on in ("2025-07-10", "2025-12-11", "2026-01-10", "2026-01-11")] == [
        "fresh", "upcoming", "due", "overdue",
    ]  # fmt: skip


def test_as_of_an_earlier_day_a_later_review_has_not_been_held():
    one = record(ReviewPlan(every="6 months"), reviewed=("2025-07-10",))
    assert judged(one, "2025-07-09").due == day("2025-07-15")


def test_an_interval_shorter_than_the_usual_lead_is_fresh_in_between():
    one = record(ReviewPlan(every="2 weeks"), decided="2026-01-01")
    assert [judged(one, on).state for on in ("2026-01-02", "2026-01-15", "2026-01-16")] == [
        "fresh",
        "due",
        "overdue",
    ]


@pytest.mark.parametrize(
    ("plan", "decided"),
    [(ReviewPlan(every="6 months"), None), (ReviewPlan(every="now and then"), "2025-01-15")],
)
def test_an_interval_that_leads_nowhere_says_so(plan, decided):
    review = judged(record(plan, decided=decided), "2026-01-01")
    assert review.state == "unscheduled"
    assert review.due is None
    assert plan.every in review.reason


@pytest.mark.parametrize("as_of", [date.min, date.max])
@pytest.mark.parametrize("by", [date.min, date.max])
def test_the_ends_of_the_calendar(as_of, by):
    one = record(ReviewPlan(by=by, every="100 years", lead="9999 years"), decided="9999-12-31")
    assert judge(one, as_of).state in STATES


PHASE = Trigger("event", "phase-12", "Phase 12 (before production deployment)", "before")


@pytest.mark.parametrize(
    ("event", "as_of", "state", "due"),
    [
        (None, "2026-01-01", "waiting", None),
        (Event("phase-12"), "2026-01-01", "waiting", None),
        (Event("phase-12", expected=make(2026, 5, 1)), "2026-03-31", "fresh", "2026-05-01"),
        (Event("phase-12", expected=make(2026, 5, 1)), "2026-04-01", "upcoming", "2026-05-01"),
        (Event("phase-12", expected=make(2026, 5, 1)), "2026-05-01", "due", "2026-05-01"),
        (Event("phase-12", expected=make(2026, 5, 1)), "2026-05-02", "overdue", "2026-05-01"),
        (Event("phase-12", occurred=make(2026, 4, 20)), "2026-04-19", "waiting", None),
        (Event("phase-12", occurred=make(2026, 4, 20)), "2026-04-20", "breached", "2026-04-20"),
        (
            Event("phase-12", expected=make(2026, 5, 1), occurred=make(2026, 4, 20)),
            "2026-04-20",
            "breached",
            "2026-04-20",
        ),
        (
            Event("phase-12", expected=make(2026, 5, 1), occurred=make(2026, 4, 20)),
            "2026-04-19",
            "upcoming",
            "2026-05-01",
        ),
    ],
)
def test_an_event(event, as_of, state, due):
    one = record(ReviewPlan(triggers=(PHASE,)))
    review = judged(one, as_of, **({"phase_12": event} if event else {}))
    assert (review.state, review.due) == (state, day(due) if due else None)
    assert review.reason == "Phase 12 (before production deployment)"


@pytest.mark.parametrize(
    ("reviewed", "state"),
    [("2026-03-01", "breached"), ("2026-03-25", "unscheduled"), ("2026-04-25", "unscheduled")],
)
def test_an_event_that_was_reviewed_in_time_or_since(reviewed, state):
    one = record(ReviewPlan(triggers=(PHASE,)), reviewed=(reviewed,))
    assert judged(one, "2026-05-01", phase_12=Event("phase-12", occurred=day("2026-04-20"))).state == state


@pytest.mark.parametrize(
    ("event", "as_of", "state"),
    [
        (
            Event("launch", expected=make(2026, 5, 1)),
            "2026-05-10",
            "waiting",
        ),  # late, but nobody can look back yet
        (Event("launch", occurred=make(2026, 5, 1)), "2026-05-01", "due"),
        (Event("launch", occurred=make(2026, 5, 1)), "2026-05-02", "overdue"),
    ],
)
def test_a_review_after_an_event(event, as_of, state):
    one = record(ReviewPlan(triggers=(Trigger("event", "launch", "launch", "after"),)))
    assert judged(one, as_of, launch=event).state == state


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        (Trigger("package", "pypi:celery", "pypi:celery", ">=6"), "celery >=6"),
        (Trigger("package", "npm:@scope/it", "npm:@scope/it", "^2"), "@scope/it ^2"),
        (Trigger("git-tag", "v1.*", "v1.*"), "tag v1.*"),
        (Trigger("path", "backend/**", "backend/**", "200"), "200 lines changed in backend/**"),
        (Trigger("manual", "1M requests", "more than 1M requests"), "more than 1M requests"),
    ],
)
def test_triggers_wait_while_nothing_is_known_of_the_world(trigger, reason):
    review = judged(record(ReviewPlan(triggers=(trigger,))), "2026-01-01")
    assert (review.state, review.due, review.reason) == ("waiting", None, reason)


def test_the_most_urgent_part_counts_and_a_far_date_beats_waiting():
    plan = ReviewPlan(by=day("2026-12-31"), every="1 year", triggers=(PHASE,))
    one = record(plan, decided="2025-03-01")
    assert judged(one, "2025-06-01").reason == "every 1 year"
    assert judged(one, "2025-06-01").state == "fresh"
    expected = Event("phase-12", expected=day("2026-02-01"))
    assert judged(one, "2026-01-31", phase_12=expected).reason == PHASE.text
    assert judged(one, "2026-03-02", phase_12=expected).due == day("2026-02-01")
    occurred = Event("phase-12", occurred=day("2026-04-01"))
    assert judged(one, "2026-05-01", phase_12=occurred).state == "breached"


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-05-01", "fresh"),
        ("2026-06-30", "snoozed"),
        ("2026-07-31", "snoozed"),
        ("2026-08-01", "overdue"),
    ],
)
def test_a_snooze_hides_what_needs_attention_until_its_day(as_of, state):
    plan = ReviewPlan(by=day("2026-06-30"), snooze=Snooze(day("2026-08-01"), "@alice", "launch freeze"))
    review = judged(record(plan), as_of)
    assert (review.state, review.due) == (state, day("2026-06-30"))
    if state == "snoozed":
        assert review.reason == "until 2026-08-01: launch freeze"


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "deprecated", "superseded"])
def test_retired_records_need_no_review(status):
    assert (
        judged(record(ReviewPlan(by=day("2020-01-01")), status=status), "2026-01-01").state == "unscheduled"
    )


@pytest.mark.parametrize("status", [None, "proposed", "experimental"])
def test_all_others_do(status):
    assert judged(record(ReviewPlan(by=day("2020-01-01")), status=status), "2026-01-01").state == "overdue"


@pytest.mark.parametrize(
    ("status", "state"), [("proposed", "overdue"), ("draft", "overdue"), ("accepted", "unscheduled")]
)
def test_a_proposal_has_a_day_by_which_to_be_decided(status, state):
    review = judged(record(status=status, due="2025-12-20"), "2026-01-01")
    assert (review.state, review.reason) == (state, "to be decided" if state == "overdue" else "")
