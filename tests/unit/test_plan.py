from datetime import date

import pytest
from tests.unit.reading import record

from decidedly.dialects import read_record
from decidedly.dialects.plan import event_id, read_day
from decidedly.planned import Assumption, ReviewEntry, Snooze, Trigger
from decidedly.text import Source


@pytest.mark.parametrize(
    ("raw", "day", "note"),
    [("2025-12-22 (Session 2)", date(2025, 12, 22), "Session 2"), ("2024-05-01T10:00:00Z", date(2024, 5, 1), ""), ("{2024-05-01}", date(2024, 5, 1), ""),
     ("decided on 2024-05-01 by all", date(2024, 5, 1), "decided on by all"), ("Phase 12 (before production)", None, "Phase 12 (before production)"), ("2024-13-45", None, "")],
)  # fmt: skip
def test_days(raw: str, day: date | None, note: str):
    found = read_day(raw)
    assert (found.raw, found.day, found.note) == (raw, day, note)


def test_ids_of_events():
    assert event_id("Phase 12 (before production deployment)") == "phase-12"
    assert event_id("(x) y") == "x-y"


@pytest.mark.parametrize(
    ("value", "by", "every", "triggers"),
    [
        ("2026-06-22", date(2026, 6, 22), "", ()),
        ("6 months", None, "6 months", ()),
        ("P6M", None, "P6M", ()),
        ("every 2 years (or sooner)", None, "every 2 years", ()),
        (
            "Annually or when load exceeds 10k",
            None,
            "Annually",
            (Trigger("manual", "when load exceeds 10k", "when load exceeds 10k"),),
        ),
        ("Q3 2026", date(2026, 9, 30), "", ()),
        ("end of January 2027 (after the audit)", date(2027, 1, 31), "", ()),
        ("Phase 12 (before launch)", None, "", (Trigger("event", "phase-12", "Phase 12 (before launch)"),)),
        ("After go-live", None, "", (Trigger("event", "after-go-live", "After go-live", "after"),)),
        (
            "Once we have EU traffic",
            None,
            "",
            (Trigger("event", "once-we-have-eu-traffic", "Once we have EU traffic", "after"),),
        ),
        ("Nach dem Start", None, "", (Trigger("event", "nach-dem-start", "Nach dem Start", "after"),)),
        ("Before go-live", None, "", (Trigger("event", "before-go-live", "Before go-live"),)),
        ("Aftermarket launch", None, "", (Trigger("event", "aftermarket-launch", "Aftermarket launch"),)),
    ],
)
@pytest.mark.parametrize(
    "form", ["---\nreview: {}\n---\n# T\n", "# T\n\n**Review Date:** {}\n", "# T\n\n* Next review: {}\n"]
)
def test_short_plans(form: str, value: str, by: date | None, every: str, triggers: tuple[Trigger, ...]):
    plan = record(form.format(value)).review
    assert plan is not None
    assert (plan.by, plan.every, plan.triggers) == (by, every, triggers)


@pytest.mark.parametrize("value", ["N/A", "never", "-", "''"])
def test_no_plan(value: str):
    assert record(f"---\nreview: {value}\n---\n# T\n").review is None


@pytest.mark.parametrize(
    ("said", "timing"),
    [
        ("{event: After go-live}", "after"),
        ("{event: After go-live, timing: before}", "before"),
        ("{when: [After go-live]}", "after"),
        ("{event: go-live}", ""),
    ],
)
def test_when_an_event_is_meant(said: str, timing: str):
    plan = record(f"---\nreview: {said}\n---\n# T\n").review
    assert plan is not None
    assert [one.condition for one in plan.triggers] == [timing]


LONG = """---
review:
  by: 2026-06-30
  every: 6 months
  lead: 30 days
  when:
    - {event: Phase 12 (x), timing: before, lead: 2 weeks}
    - package: "pypi:celery"
      is: ">=6"
    - git-tag: "v1.*"
    - path: "backend/**"
      changed: 200
    - manual: "more than 1M"
    - launch
    - []
  snooze: {until: 2026-03-01, by: "@a", reason: freeze}
assumptions:
  - {id: A1, text: costs $7, evidence: "https://x.org", checked: 2025-12-22, valid-for: 3 months}
  - plain
reviews:
  - {on: 2026-05-20, by: "@a", outcome: reaffirmed, note: cheap}
  - 2025-01-02 amended by @b: words
  - {on: never}
applies-to: ["backend/**", render.yaml, all services, {type: path, pattern: "web/*.ts"}]
due: 2025-12-20
---
# T
"""


def test_the_long_form():
    one = record(LONG)
    plan = one.review
    assert plan is not None
    assert (plan.by, plan.every, plan.lead) == (date(2026, 6, 30), "6 months", "30 days")
    assert plan.snooze == Snooze(date(2026, 3, 1), "@a", "freeze")
    assert plan.triggers == (
        Trigger("event", "phase-12", "Phase 12 (x)", "before", "2 weeks"),
        Trigger("package", "pypi:celery", "pypi:celery", ">=6"),
        Trigger("git-tag", "v1.*", "v1.*"),
        Trigger("path", "backend/**", "backend/**", "200"),
        Trigger("manual", "more than 1M", "more than 1M"),
        Trigger("event", "launch", "launch"),
    )
    assert one.assumptions == (
        Assumption("A1", "costs $7", "https://x.org", date(2025, 12, 22), "3 months"),
        Assumption("A2", "plain"),
    )
    assert one.reviews == (
        ReviewEntry(date(2025, 1, 2), "@b", "amended", "words"),
        ReviewEntry(date(2026, 5, 20), "@a", "reaffirmed", "cheap"),
        ReviewEntry(None),
    )
    assert one.scope == ("backend/**", "render.yaml", "all services", "web/*.ts")
    assert one.due is not None
    assert one.due.day == date(2025, 12, 20)


def test_reviews_beside_other_metadata():
    one = record("# T\n\n- Status: accepted\n- Reviewed: 2026-06-06 reaffirmed by @a: still good\n")
    assert one.reviews == (ReviewEntry(date(2026, 6, 6), "@a", "reaffirmed", "still good"),)


@pytest.mark.parametrize(
    ("value", "snooze"),
    [
        ("2026-03-01 by @a: launch freeze", Snooze(date(2026, 3, 1), "@a", "launch freeze")),
        ("2026-03-01: launch freeze", Snooze(date(2026, 3, 1), "", "launch freeze")),
        ("2026-03-01 by Ann Lee", Snooze(date(2026, 3, 1), "Ann Lee", "")),
        ("2026-03-01", Snooze(date(2026, 3, 1))),
        ("N/A", None),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "# T\n\n* Review: 6 months\n* Snoozed until: {}\n",
        "# T\n\n**Review Date:** 6 months\n**Snoozed until:** {}\n",
        '---\nreview: 6 months\nsnoozed-until: "{}"\n---\n# T\n',
    ],
)
def test_a_review_put_off_beside_other_metadata(form: str, value: str, snooze: Snooze | None):
    plan = record(form.format(value)).review
    assert plan is not None
    assert (plan.every, plan.snooze) == ("6 months", snooze)


def test_nothing_is_put_off_where_nothing_is_planned():
    assert record("# T\n\n* Snoozed until: 2026-03-01 by @a: x\n").review is None


def test_reviews_and_plan_of_the_file_beside_the_record():
    side = Source("kep.yaml", "title: T\nstatus: implementable\nreview: {every: 6 months}\nreviews:\n- {on: 2026-05-20, outcome: reaffirmed}\n")  # fmt: skip
    one = read_record(Source("README.md", "# T\n"), side)
    assert one.reviews == (ReviewEntry(date(2026, 5, 20), "", "reaffirmed"),)
    assert one.review is not None
    assert one.review.every == "6 months"


def test_the_day_of_the_next_review_is_not_the_day_of_the_decision():
    one = record("# T\n\n**Status:** accepted\n**Review:** 2026-10-02\n")
    assert one.date is None
    assert one.review is not None
    assert one.review.by == date(2026, 10, 2)
