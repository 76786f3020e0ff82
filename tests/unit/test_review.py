"""When a review is due: one table for each part of a plan, then how the parts meet."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from decidedly.dates import Interval, make
from decidedly.planned import Assumption, ReviewEntry, ReviewPlan, Snooze, Trigger
from decidedly.record import Day, Person, Record, Status
from decidedly.review import (
    STATES,
    TO_DECIDE,
    URGENCY,
    Event,
    Found,
    Known,
    Review,
    Settings,
    SettingsError,
    Tag,
    Wants,
    judge,
    read_settings,
    wants,
)
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


@pytest.mark.parametrize(
    ("every", "said"),
    [
        *((words, "every 6 months") for words in ("6 months", "every 6 months", "P6M", "6m", "p0Y6M")),
        *((words, words) for words in ("yearly", "annually", "half-yearly", "twice a year", "once a year")),
        ("quarter", "every quarter"),
        ("each other month", "every other month"),
        ("P1Y2M3W", "every 14 months and 3 weeks"),
        ("P10D", "every 10 days"),
        ("a year", "every year"),
        ("in 6 months", "in 6 months"),
    ],
)
def test_an_interval_says_why(every, said):
    assert judged(record(ReviewPlan(every=every)), "2025-02-01").reason == said


def test_an_interval_comes_round_again():
    one = record(ReviewPlan(every="6 months"), reviewed=("2025-07-10",))
    assert [judged(one, on).state for on in ("2025-07-10", "2025-12-11", "2026-01-10", "2026-01-11")] == [
        "fresh", "upcoming", "due", "overdue",
    ]  # fmt: skip


def test_in_so_long_is_one_day():
    one = record(ReviewPlan(every="in 3 weeks"), decided="2026-01-01")
    days = ("2026-01-11", "2026-01-12", "2026-01-22", "2026-01-23")
    assert [judged(one, on).state for on in days] == ["fresh", "upcoming", "due", "overdue"]
    early = record(ReviewPlan(every="in 3 weeks"), decided="2026-01-01", reviewed=("2026-01-08",))
    assert judged(early, "2026-01-22").state == "due"
    held = record(ReviewPlan(every="in 3 weeks"), decided="2026-01-01", reviewed=("2026-01-12",))
    assert judged(held, "2026-06-01").state == "unscheduled"


def test_in_so_long_needs_a_day_to_count_from():
    review = judged(record(ReviewPlan(every="in 3 weeks"), decided=None), "2026-01-22")
    assert (review.state, review.reason) == ("unscheduled", "in 3 weeks, with no date to count from")


def test_as_of_an_earlier_day_a_later_review_has_not_been_held():
    one = record(ReviewPlan(every="6 months"), reviewed=("2025-07-10",))
    assert judged(one, "2025-07-09").due == day("2025-07-15")


def test_an_interval_shorter_than_the_usual_lead_is_fresh_in_between():
    one = record(ReviewPlan(every="2 weeks"), decided="2026-01-01")
    days = ("2026-01-07", "2026-01-08", "2026-01-15", "2026-01-16")
    assert [judged(one, on).state for on in days] == ["fresh", "upcoming", "due", "overdue"]


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


# ----------------------------------------------------------------------------------- the state machine as one table

BY = ReviewPlan(by=day("2026-06-30"))
CELERY = Trigger("package", "pypi:celery", "pypi:celery", ">=6")
TAG = Trigger("git-tag", "v1.*", "v1.*")
PATH = Trigger("path", "backend/**", "backend/**", "100")
MANUAL = Trigger("manual", "1M requests", "1M requests")
TAGS = Known(
    tags=(Tag("v1.0", day("2026-02-01")), Tag("v2.0", day("2026-01-01")), Tag("v1.1", day("2026-03-01")))
)
CHURN = Known(churn={"backend/**": ((day("2026-02-01"), 60), (day("2026-03-01"), 50))})
CAME = Known(packages={("pypi:celery", ">=6"): Found(("6.0",), True, day("2026-02-01"))})
SEEN = Known(packages={("pypi:celery", ">=6"): Found(("6.0",), True, day("2026-02-01"), told=False)})
PHASE_12 = Event("phase-12", expected=day("2026-05-01"))
PASSED = Event("phase-12", expected=day("2026-05-01"), occurred=day("2026-04-20"))
YEAR = Settings(backstop="12 months")
PRICE = Assumption("A1", "costs $7", checked=day("2026-01-31"), valid_for="1 month")


def triggers(*found: Trigger, **more: Any) -> ReviewPlan:
    return replace(ReviewPlan(triggers=found), **more)


def since(trigger: Trigger, words: str) -> Trigger:
    return replace(trigger, backstop=words)


@pytest.mark.parametrize(
    ("plan", "known", "reviewed", "as_of", "state", "due", "occasion"),
    [
        # nothing
        (None, Known(), None, "2026-06-30", "unscheduled", None, ""),
        (ReviewPlan(), Known(), None, "2026-06-30", "unscheduled", None, ""),
        # a date
        (BY, Known(), None, "2026-05-30", "fresh", "2026-06-30", "by"),
        (BY, Known(), None, "2026-05-31", "upcoming", "2026-06-30", "by"),
        (BY, Known(), None, "2026-06-30", "due", "2026-06-30", "by"),
        (BY, Known(), None, "2026-07-01", "overdue", "2026-06-30", "by"),
        (BY, Known(), "2026-06-01", "2026-07-01", "unscheduled", None, ""),
        # an interval
        (ReviewPlan(every="1 year"), Known(), None, "2026-01-15", "due", "2026-01-15", "every"),
        (ReviewPlan(every="1 year"), Known(), "2026-01-14", "2026-01-15", "fresh", "2027-01-14", "every"),
        # an event
        (triggers(PHASE), Known({"phase-12": PHASE_12}), None, "2026-04-01", "upcoming", "2026-05-01", "event:phase-12"),
        (triggers(PHASE), Known({"phase-12": PASSED}), None, "2026-04-20", "breached", "2026-04-20", "event:phase-12"),
        (triggers(PHASE), Known({"phase-12": PASSED}), "2026-04-20", "2026-04-20", "unscheduled", None, "event:phase-12"),
        # a version
        (triggers(CELERY), Known(), None, "2026-02-01", "waiting", None, "package:pypi:celery"),
        (triggers(CELERY), CAME, None, "2026-01-31", "waiting", None, "package:pypi:celery"),
        (triggers(CELERY), CAME, None, "2026-02-01", "due", "2026-02-01", "package:pypi:celery"),
        (triggers(CELERY), CAME, None, "2026-02-02", "overdue", "2026-02-01", "package:pypi:celery"),
        (triggers(CELERY), CAME, "2026-01-31", "2026-02-02", "overdue", "2026-02-01", "package:pypi:celery"),
        (triggers(CELERY), CAME, "2026-02-01", "2026-02-02", "unscheduled", None, "package:pypi:celery"),
        (triggers(CELERY), SEEN, None, "2026-02-02", "overdue", "2026-02-01", "package:pypi:celery"),
        (triggers(CELERY), SEEN, "2026-01-31", "2026-02-02", "unscheduled", None, "package:pypi:celery"),
        # a tag
        (triggers(TAG), Known(), None, "2026-02-01", "waiting", None, "git-tag:v1.*"),
        (triggers(TAG), TAGS, None, "2026-01-31", "waiting", None, "git-tag:v1.*"),
        (triggers(TAG), TAGS, None, "2026-02-01", "due", "2026-02-01", "git-tag:v1.*"),
        (triggers(TAG), TAGS, None, "2026-03-05", "overdue", "2026-02-01", "git-tag:v1.*"),
        (triggers(TAG), TAGS, "2026-02-01", "2026-02-10", "waiting", None, "git-tag:v1.*"),
        (triggers(TAG), TAGS, "2026-02-01", "2026-03-01", "due", "2026-03-01", "git-tag:v1.*"),
        # changed lines
        (triggers(PATH), Known(), None, "2026-03-01", "waiting", None, "path:backend/**"),
        (triggers(PATH), CHURN, None, "2026-02-28", "waiting", None, "path:backend/**"),
        (triggers(PATH), CHURN, None, "2026-03-01", "due", "2026-03-01", "path:backend/**"),
        (triggers(PATH), CHURN, "2026-02-01", "2026-03-02", "waiting", None, "path:backend/**"),
        # a condition that nobody can watch
        (triggers(MANUAL), Known(), None, "2036-01-01", "waiting", None, "manual:1M requests"),
        (triggers(since(MANUAL, "6 months")), Known(), None, "2025-06-10", "fresh", "2025-07-15", "manual:1M requests"),
        (triggers(since(MANUAL, "6 months")), Known(), None, "2025-07-16", "overdue", "2025-07-15", "manual:1M requests"),
        (triggers(since(MANUAL, "6 months")), Known(), "2025-07-01", "2025-07-16", "fresh", "2026-01-01", "manual:1M requests"),
        (triggers(since(MANUAL, "2025-07-15")), Known(), None, "2025-07-15", "due", "2025-07-15", "manual:1M requests"),
        (triggers(since(MANUAL, "2025-07-15")), Known(), "2025-07-01", "2025-07-20", "waiting", None, "manual:1M requests"),
        (triggers(since(MANUAL, "some day")), Known(), None, "2036-01-01", "waiting", None, "manual:1M requests"),
        (triggers(since(PHASE, "6 months")), Known({"phase-12": PASSED}), "2026-04-20", "2026-12-01", "unscheduled", None, "event:phase-12"),
        # the team's own backstop: for plans that hold nothing but what may never come
        (triggers(MANUAL), Known(settings=YEAR), None, "2025-06-10", "fresh", "2026-01-15", "backstop"),
        (triggers(MANUAL, PHASE), Known(settings=YEAR), None, "2026-01-15", "due", "2026-01-15", "backstop"),
        (triggers(PHASE), Known({"phase-12": PHASE_12}, settings=YEAR), None, "2026-01-20", "fresh", "2026-05-01", "event:phase-12"),
        (triggers(MANUAL, by=day("2027-01-01")), Known(settings=YEAR), None, "2026-01-20", "fresh", "2027-01-01", "by"),
        (triggers(MANUAL, every="2 years"), Known(settings=YEAR), None, "2026-01-20", "fresh", "2027-01-15", "every"),
        (triggers(MANUAL, every="now and then"), Known(settings=YEAR), None, "2026-01-20", "overdue", "2026-01-15", "backstop"),
        (triggers(since(MANUAL, "2 years")), Known(settings=YEAR), None, "2026-01-20", "fresh", "2027-01-15", "manual:1M requests"),
        (BY, Known(settings=YEAR), "2026-06-30", "2036-01-01", "unscheduled", None, ""),
        # put off
        (replace(BY, snooze=Snooze(day("2026-08-01"))), Known(), None, "2026-07-15", "snoozed", "2026-06-30", "by"),
        (replace(BY, snooze=Snooze(day("2026-08-01"))), Known(), None, "2026-08-01", "overdue", "2026-06-30", "by"),
        (triggers(PHASE, snooze=Snooze(day("2026-08-01"))), Known(), None, "2026-07-15", "waiting", None, "event:phase-12"),
        # how early a person wants to know
        (BY, Known(within=Interval(days=7)), None, "2026-06-20", "fresh", "2026-06-30", "by"),
        (BY, Known(within=Interval(months=12)), None, "2025-07-01", "upcoming", "2026-06-30", "by"),
        (replace(BY, lead="3 months"), Known(within=Interval()), None, "2026-06-29", "fresh", "2026-06-30", "by"),
    ],
)  # fmt: skip
def test_every_state(plan, known, reviewed, as_of, state, due, occasion):
    one = record(plan, reviewed=(reviewed,) if reviewed else ())
    review = judge(one, day(as_of), known)
    assert (review.state, review.due, review.occasion) == (state, due and day(due), occasion)


def test_every_state_is_in_the_table_and_has_its_urgency():
    (mark,) = test_every_state.pytestmark
    assert {row[4] for row in mark.args[1]} == set(STATES) == set(URGENCY)


@pytest.mark.parametrize(
    ("assumption", "as_of", "state", "due"),
    [
        (PRICE, "2026-02-13", "fresh", "2026-02-28"),
        (PRICE, "2026-02-14", "upcoming", "2026-02-28"),  # the usual lead would leave it no day
        (PRICE, "2026-02-28", "due", "2026-02-28"),  # a month's end
        (PRICE, "2026-03-01", "overdue", "2026-02-28"),
        (replace(PRICE, valid_for="3 months"), "2026-04-01", "upcoming", "2026-04-30"),
        (
            replace(PRICE, checked=None, valid_for="2 years"),
            "2026-12-20",
            "upcoming",
            "2027-01-15",
        ),  # since decided
        (
            replace(PRICE, checked=day("2027-01-01")),
            "2025-02-15",
            "due",
            "2025-02-15",
        ),  # not checked yet, by then
        (replace(PRICE, valid_for="a while"), "2036-03-01", "unscheduled", None),
        (replace(PRICE, valid_for=""), "2036-03-01", "unscheduled", None),
    ],
)
def test_assumptions_expire_without_any_plan(assumption, as_of, state, due):
    one = replace(record(), assumptions=(assumption,))
    review = judge(one, day(as_of))
    assert (review.state, review.due) == (state, due and day(due))
    if due:
        assert review.occasion == "assumption:A1"
        assert review.reason == f"assumption A1 (“costs $7”) holds for {assumption.valid_for}"


def test_only_checking_it_makes_an_assumption_hold_again():
    one = replace(record(reviewed=("2026-03-05",)), assumptions=(PRICE,))
    assert judge(one, day("2026-03-06")).state == "overdue"
    assert judge(replace(one, assumptions=(replace(PRICE, checked=day("2026-03-05")),)), day("2026-03-06")).state == "fresh"  # fmt: skip


@pytest.mark.parametrize(
    ("status", "due", "as_of", "state", "day_due"),
    [
        ("proposed", None, "2025-02-11", "fresh", "2025-03-12"),
        ("proposed", None, "2025-02-15", "upcoming", "2025-03-12"),
        ("proposed", None, "2025-03-13", "overdue", "2025-03-12"),
        ("proposed", "2025-12-20", "2025-03-13", "fresh", "2025-12-20"),  # its own day counts
        ("draft", None, "2025-12-13", "unscheduled", None),
        ("accepted", None, "2025-12-13", "unscheduled", None),
    ],
)
def test_proposals_wait_only_so_long(status, due, as_of, state, day_due):
    one = record(status=status, due=due)
    review = judge(one, day(as_of), Known(settings=Settings(proposals="8 weeks")))
    assert (review.state, review.due) == (state, day_due and day(day_due))
    if day_due:
        assert (review.reason, review.occasion) == (TO_DECIDE, "decide")


@pytest.mark.parametrize(
    ("trigger", "known", "reason"),
    [
        (CELERY, CAME, "celery >=6 (now 6.0)"),
        (CELERY, Known(packages={("pypi:celery", ">=6"): Found(("5.4",))}), "celery >=6 (now 5.4)"),
        (CELERY, Known(packages={("pypi:celery", ">=6"): Found()}), "celery >=6 (in no lock file)"),
        (CELERY, Known(packages={("pypi:celery", ">=6"): Found(problem="no condition")}), "celery >=6 (no condition)"),
        (TAG, TAGS, "tag v1.1"),
        (PATH, CHURN, "100 lines changed in backend/**"),
        (Trigger("event", "phase-12", "phase-12"), Known({"phase-12": Event("phase-12", "Going live")}), "Going live (phase-12)"),
        (PHASE, Known({"phase-12": Event("phase-12", "Going live")}), "Phase 12 (before production deployment)"),
        (since(MANUAL, "every 6 months"), Known(), "1M requests; at the latest after 6 months"),
        (since(MANUAL, "2025-09-30"), Known(), "1M requests; at the latest by 2025-09-30"),
    ],
)  # fmt: skip
def test_each_trigger_says_why(trigger, known, reason):
    assert judge(record(triggers(trigger)), day("2026-04-15"), known).reason == reason


@pytest.mark.parametrize(
    ("people", "owners", "found"),
    [
        ((Person("@alice", "owner"), Person("Bob", "decider")), {"0001-x.md": ("@team",)}, ("@alice",)),
        ((Person("Bob", "decider"), Person("Cy", "author")), {"0001-x.md": ("@team", "@b")}, ("@team", "@b")),
        ((Person("Bob", "decider"), Person("Cy", "author")), {}, ("Bob",)),
        ((Person("Cy", "author"), Person("Di", "informed")), {}, ("Cy",)),
        ((), {}, ()),
    ],
)
def test_who_answers_for_it(people, owners, found):
    assert judge(replace(record(), people=people), day("2026-01-01"), Known(owners=owners)).people == found


# ------------------------------------------------------------------------------------------------- settings


def test_settings():
    assert read_settings({}) == Settings()
    assert read_settings({"backstop": " 12  months ", "proposals": "P8W"}) == Settings("12 months", "P8W")
    assert read_settings({"backstop": ""}) == Settings()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"backstopp": "1 year"}, "review.backstopp is no setting; did you mean “backstop”?"),
        ({"xyz": 1}, "review.xyz is no setting; there are backstop, proposals and longest-snooze"),
        ({"proposals": "soon"}, 'review.proposals is “soon”, which is no length of time; write one like proposals = "8 weeks"'),
        ({"backstop": 12}, 'review.backstop is 12, which is no length of time; write one like backstop = "12 months"'),
    ],
)  # fmt: skip
def test_settings_that_can_not_be_used(table, message):
    with pytest.raises(SettingsError) as raised:
        read_settings(table)
    assert str(raised.value) == message


# ----------------------------------------------------------------------------------------------- what is wanted


def test_only_what_plans_speak_of_is_wanted():
    plans = [
        record(triggers(CELERY, TAG), decided="2025-01-01"),
        record(triggers(PATH), decided="2025-03-01", reviewed=("2025-06-01",)),
        record(triggers(replace(PATH, subject="web/**")), decided="2025-05-01"),
        record(triggers(replace(PATH, subject="old/**")), status="rejected", decided="2001-05-01"),
    ]
    found = wants(plans, day("2026-01-01"))
    assert found.packages == {("pypi:celery", ">=6")}
    assert found.tags
    assert found.churn == {"backend/**", "web/**"}
    assert found.since == day("2025-05-01")
    assert wants(plans[:1], day("2026-01-01")).churn == frozenset()
    assert not wants(plans[1:], day("2026-01-01")).tags
    undated = record(triggers(PATH), decided=None)
    assert wants([*plans, undated], day("2026-01-01")).since is None
    assert wants([record(BY)], day("2026-01-01")) == Wants()


def test_whose_code_owners_are_wanted():
    owned = replace(record(), scope=("a/**",))
    free = replace(owned, people=(Person("Bob", "decider"),))
    assert wants([owned], day("2026-01-01")).unowned == {}
    assert wants([free], day("2026-01-01")).unowned == {"0001-x.md": ("a/**",)}
