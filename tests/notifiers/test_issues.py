"""An issue for each decision: opened when it is due, changed with its level, closed when its review is recorded."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from tests.notifiers.digests import decision, digest
from tests.notifiers.doubles import FAULTS, Double, GitHubDouble, GitLabDouble, serving
from tests.notifiers.test_trackers import client

from decidedly.notices import Digest
from decidedly.notices.marker import read_marker, visible
from decidedly.notifiers import NotifierError
from decidedly.notifiers.issues import RecordIssues
from decidedly.notifiers.kept import Kept
from decidedly.notifiers.tracker import Tracker
from decidedly.notifiers.tracking import Tracking

pytestmark = pytest.mark.parametrize(
    "double", [GitHubDouble, GitLabDouble], indirect=True, ids=["github", "gitlab"]
)

REVIEWED = 'reviews: [{on: 2026-04-05, by: "@alice", outcome: reaffirmed}]\n'


@pytest.fixture
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with serving(request.param()) as served:
        yield served


def issues(double: Double, *, cap: int = 20, tracker: Tracker | None = None) -> RecordIssues:
    """As a run makes it: it knows nothing."""
    people = {"alice": "alice-l", "team": "gone"}
    return RecordIssues(Kept(tracker or client(double)), "adr", cap, ("adr",), people)


def run(double: Double, one: Digest, cap: int = 20) -> str:
    return issues(double, cap=cap).show(one)


def test_the_life_of_an_issue(double: Double):
    assert run(double, digest("2026-03-20", decision(1, "2026-04-01"))) == "issues of decisions: as before"
    assert double.issues == {}, "what only comes up opens nothing"
    assert run(double, digest("2026-04-01", decision(1, "2026-04-01"))) == "issues of decisions: 1 opened"
    issue = double.issues[1]
    assert (issue.title, issue.labels) == ("Review DR-001 Use thing 1", ["adr"])
    assert len(issue.assignees) == 1
    assert visible(issue.body) == (
        "[DR\\-001 Use thing 1](https://git.example/acme/shop/blob/main/adr/0001-thing.md) needs a review: due on 2026-04-01.\n"
        "\n"
        "Answered for by @\u200balice.\n"
        "\n"
        "Record the review, for example with `adr review DR-001 --reaffirm`, and this issue is closed."
    )
    assert run(double, digest("2026-04-02", decision(1, "2026-04-01"))) == "issues of decisions: 1 changed"
    assert "overdue since 2026-04-01" in issue.body
    writes = len(double.writes)
    assert run(double, digest("2026-04-04", decision(1, "2026-04-01"))) == "issues of decisions: as before"
    assert len(double.writes) == writes
    done = decision(1, "2026-04-01", more=REVIEWED)
    assert run(double, digest("2026-04-05", done)) == "issues of decisions: 1 closed"
    assert (issue.open, issue.comments) == (False, ["Reviewed on 2026-04-05 by @\u200balice: reaffirmed."])
    assert run(double, digest("2026-04-06", done)) == "issues of decisions: as before"
    again = decision(1, more=REVIEWED + "review: {by: 2027-01-01}\n")
    assert run(double, digest("2027-01-01", again)) == "issues of decisions: 1 opened again"
    assert (issue.open, len(double.issues)) == (True, 1)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (decision(2, "2030-01-01"), "The decision is no longer in the log."),
        (decision(1, "2030-01-01"), "No review is due any more."),
        (
            decision(
                1, more='review: {by: 2026-04-01, snooze: {until: 2026-06-01, reason: "launch @all"}}\n'
            ),
            "Put off until 2026\\-06\\-01\\: launch @\u200ball.",
        ),
    ],
    ids=["gone", "moved", "snoozed"],
)
def test_why_it_is_closed(double: Double, later, words: str):
    run(double, digest("2026-04-02", decision(1, "2026-04-01")))
    run(double, digest("2026-04-03", later))
    assert (double.issues[1].open, double.issues[1].comments) == (False, [words])


def test_records_with_the_same_id_have_issues_of_their_own(double: Double):
    one, other = decision(1, "2026-04-01"), decision(1, "2026-04-01", title="Another with this id")
    other = dataclasses.replace(other, source=dataclasses.replace(other.source, path="sub/0001-other.md"))
    run(double, digest("2026-04-01", one, other))
    assert [read_marker(issue.body).key for issue in double.issues.values()] == [  # type: ignore[union-attr]
        "adr:0001-thing.md",
        "adr:sub/0001-other.md",
    ]


def test_a_first_run_opens_no_more_than_the_cap(double: Double):
    many = digest("2026-04-01", *(decision(number, "2026-04-01") for number in range(1, 8)))
    assert run(double, many, cap=3) == "issues of decisions: 3 opened, 4 left for the next run"
    assert run(double, many, cap=3) == "issues of decisions: 3 opened, 1 left for the next run"
    assert run(double, many, cap=3) == "issues of decisions: 1 opened"
    assert len(double.issues) == 7


def test_strangers_copies_are_left_alone(double: Double):
    run(double, digest("2026-04-01", decision(1, "2026-04-01")))
    copy = double.add("Copy", double.issues[1].body, "stranger")
    run(double, digest("2026-04-01", decision(2, "2030-01-01")))
    assert [double.issues[1].open, copy.open, copy.comments] == [False, True, []]


def test_duplicates_are_closed_with_a_link(double: Double):
    one = digest("2026-04-01", decision(1, "2026-04-01"))
    run(double, one)
    double.add("Copy", double.issues[1].body, double.login)
    run(double, one)
    assert [issue.open for issue in double.issues.values()] == [True, False]
    assert double.issues[2].comments == ["This was a duplicate of #1, where it goes on."]
    assert run(double, one) == "issues of decisions: as before"


def test_who_can_not_be_assigned_is_told_and_the_issue_is_there(double: Double):
    double.unassignable = {"gone"}
    tracker = client(double)
    one = digest("2026-04-01", decision(1, "2026-04-01", owner="team"))
    with pytest.raises(NotifierError, match="gone") as caught:
        Tracking(tracker, None, issues(double, tracker=tracker)).deliver(one)
    assert caught.value.answered == {one.current[0].key}
    assert double.opened


def trouble(chance: random.Random, odds: float, _method: str, _path: str) -> str | None:
    return chance.choice(FAULTS) if chance.random() < odds else None


@pytest.mark.parametrize("seed", range(6))
def test_a_month_of_failures(double: Double, seed: int):
    chance = random.Random(seed)
    double.lags = True
    start = digest("2026-04-01", decision(1)).as_of
    due = {number: start + timedelta(number * 3) for number in range(1, 9)}
    for day in range(40):
        today = start + timedelta(day)
        records = [
            decision(number, when.isoformat() if today < when + timedelta(4) else "2030-01-01")
            for number, when in due.items()
        ]
        one = digest(today.isoformat(), *records)
        for quiet in (False, True):
            odds = 0.0 if quiet else 0.25
            double.fault = partial(trouble, chance, odds)
            tracker = client(double)
            try:
                Tracking(tracker, None, issues(double, tracker=tracker)).deliver(one)
            except NotifierError:
                if quiet:
                    raise
        wanted = {notice.record.id for notice in one.current if notice.level in ("due", "overdue")}
        shown = [read_marker(issue.body).key.removeprefix("adr:") for issue in double.opened]  # type: ignore[union-attr]
        assert sorted(shown) == sorted(wanted)
    assert len(double.created) == 8
    assert double.opened == []
