"""The state of a review, whatever the plan, the day and the world: it is one of eight, and the order of a plan never counts."""

import datetime
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly.dates import Interval
from decidedly.planned import Assumption, ReviewEntry, ReviewPlan, Snooze, Trigger
from decidedly.record import Day, Record, Status
from decidedly.review import ATTENTION, STATES, Event, Found, Known, Settings, Tag, judge
from decidedly.text import Source

near = st.one_of(
    st.sampled_from(
        [datetime.date(2026, 5, 1), datetime.date(2026, 5, 20), datetime.date(2026, 6, 1)]
    ),  # often the same
    st.integers(-500, 500).map(lambda many: datetime.date(2026, 5, 20) + datetime.timedelta(days=many)),
)
days = st.one_of(near, near, near, st.sampled_from([datetime.date.min, datetime.date.max, datetime.date(2028, 2, 29)]))  # fmt: skip
spans = st.sampled_from(["", "1 day", "P1M", "6 months", "1 year", "9999 years", "0 days", "soon"])
names = st.sampled_from(["phase-12", "go-live"])
triggers = st.one_of(
    st.builds(Trigger, st.just("event"), names, names, st.sampled_from(["", "before", "after"]), spans, spans),
    st.builds(Trigger, st.just("package"), st.sampled_from(["pypi:celery", "npm:react"]), st.just("x"), st.sampled_from([">=6", ""]), spans, spans),
    st.builds(Trigger, st.just("git-tag"), st.sampled_from(["v1.*", "v*"]), st.just("x"), st.just(""), spans, spans),
    st.builds(Trigger, st.just("path"), st.sampled_from(["src/**", "docs/**"]), st.just("x"), st.sampled_from(["", "50", "many"]), spans, spans),
    st.builds(Trigger, st.just("manual"), st.sampled_from(["more users", "rent"]), st.just("x"), st.just(""), spans, st.one_of(spans, days.map(str))),
)  # fmt: skip
plans = st.builds(
    ReviewPlan,
    st.none() | days,
    spans,
    spans,
    st.lists(triggers, max_size=5).map(tuple),
    st.none() | st.builds(Snooze, st.none() | days, st.just("@a"), st.just("launch")),
)
assumptions = st.builds(Assumption, st.sampled_from(["A1", "A2"]), st.sampled_from(["cheap", ""]), st.just(""), st.none() | days, spans)  # fmt: skip
statuses = st.sampled_from([None, "draft", "proposed", "accepted", "deprecated", "superseded"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    status, decided, due = draw(statuses), draw(st.none() | days), draw(st.none() | days)
    return Record(
        Source("0001-x.md", ""),
        "0001",
        "X",
        status=Status(status, status) if status else None,
        date=Day(str(decided), decided) if decided else None,
        due=Day(str(due), due) if due else None,
        review=draw(st.none() | plans),
        reviews=tuple(draw(st.lists(st.builds(ReviewEntry, st.none() | days), max_size=3))),
        assumptions=tuple(draw(st.lists(assumptions, max_size=2))),
    )


worlds = st.builds(
    Known,
    st.dictionaries(names, st.builds(Event, names, st.just(""), st.none() | days, st.none() | days)),
    st.none() | st.lists(st.builds(Tag, st.sampled_from(["v1.0", "v2"]), days), max_size=3).map(tuple),
    st.none() | st.dictionaries(st.sampled_from(["src/**", "docs/**"]), st.lists(st.tuples(days, st.integers(0, 90)), max_size=3).map(lambda one: tuple(sorted(one)))),
    st.dictionaries(
        st.tuples(st.sampled_from(["pypi:celery", "npm:react"]), st.sampled_from([">=6", ""])),
        st.builds(Found, st.just(("6.0",)), st.booleans(), st.none() | days, st.booleans(), st.sampled_from(["", "odd"])),
    ),
    settings=st.builds(Settings, spans, spans),
    within=st.none() | st.just(Interval(days=7)),
)  # fmt: skip


@settings(max_examples=500)
@given(records(), worlds, days, st.randoms(use_true_random=False))
def test_the_order_in_which_a_plan_is_written_never_counts(
    record: Record, known: Known, as_of: datetime.date, chance: random.Random
):
    def mixed(items: tuple) -> tuple:
        return tuple(chance.sample(items, len(items)))

    plan = record.review
    other = Record(
        record.source,
        record.id,
        record.title,
        status=record.status,
        date=record.date,
        due=record.due,
        review=ReviewPlan(plan.by, plan.every, plan.lead, mixed(plan.triggers), plan.snooze)
        if plan
        else None,
        reviews=mixed(record.reviews),
        assumptions=mixed(record.assumptions),
    )
    turned = Known(
        dict(reversed(list(known.events.items()))),
        known.tags and mixed(known.tags),
        known.churn and dict(reversed(list(known.churn.items()))),
        known.packages,
        settings=known.settings,
        within=known.within,
    )
    one, two = judge(record, as_of, known), judge(other, as_of, turned)
    assert (one.state, one.due, one.reason, one.occasion) == (two.state, two.due, two.reason, two.occasion)
    assert one.state in STATES
    if one.state in ATTENTION:
        assert one.due is not None
        assert one.reason
    if one.due:
        late = {"upcoming": -1, "fresh": -1, "due": 0, "overdue": 1}.get(one.state)
        assert late is None or (as_of > one.due) - (as_of < one.due) == late
