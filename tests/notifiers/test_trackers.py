"""The clients of GitHub and GitLab against doubles of their APIs: paging, limits, refusals, broken connections."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from tests.notifiers.doubles import Double, GitHubDouble, GitLabDouble, Reply, serving

from decidedly.notifiers.github import GitHub
from decidedly.notifiers.gitlab import GitLab
from decidedly.notifiers.tracker import Conflict, Invalid, Tracker, TrackerError

EITHER = pytest.mark.parametrize("double", [GitHubDouble, GitLabDouble], indirect=True)


@pytest.fixture
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with serving(getattr(request, "param", GitHubDouble)()) as served:
        yield served


@pytest.fixture
def tracker(double: Double) -> Tracker:
    return client(double)


def client(
    double: Double, *, authors: tuple[str, ...] = (), token: str = Double.token, **more: Any
) -> Tracker:
    if isinstance(double, GitHubDouble):
        return GitHub("acme/shop", token, base=double.base, authors=authors, clock=double.clockwork, **more)
    return GitLab("acme/team/shop", token, base=double.base, authors=authors, clock=double.clockwork, **more)


def failing(double: Double, *faults: str | None, method: str = "") -> None:
    """The next requests (of that method) fail like this, one after the other."""
    left = iter(faults)
    double.fault = lambda asked, _path: next(left, None) if method in ("", asked) else None


# ------------------------------------------------------------------------------------------------------ what works


@EITHER
def test_an_issue_from_its_beginning_to_its_end(double: Double, tracker: Tracker):
    made = tracker.create("Title", "Body\n", ("adr", "review"), ())
    assert (made.number, made.title, made.body, made.open, made.author) == (
        1,
        "Title",
        "Body\n",
        True,
        double.login,
    )
    assert double.issues[1].labels == ["adr", "review"]
    changed = tracker.update(1, title="Other", body="Text")
    assert (changed.title, changed.body, changed.open) == ("Other", "Text", True)
    assert not tracker.update(1, is_open=False).open
    assert tracker.issue(1).title == "Other"
    assert tracker.update(1, is_open=True).open
    tracker.comment(1, "A word")
    assert double.issues[1].comments == ["A word"]


@EITHER
def test_every_page_is_read_oldest_first(double: Double, tracker: Tracker):
    for number in range(1, 251):
        double.add(f"Issue {number}", author=double.login if number % 5 else "somebody", open=number % 2 == 0)
    found = tracker.issues()
    assert [issue.number for issue in found] == [number for number in range(1, 251) if number % 5]
    assert {issue.author for issue in found} == {double.login}
    pages = [path for method, path, _ in double.requests if method == "GET" and path.endswith("issues")]
    assert len(pages) >= 2


@EITHER
def test_only_the_tokens_own_issues_and_those_of_a_named_author_count(double: Double, tracker: Tracker):
    double.add("A copy", author="stranger")
    double.add("Ours", author=double.login.upper())
    double.add("The old bot's", author="Old-Bot")
    assert [issue.title for issue in tracker.issues()] == ["Ours"]
    other = client(double, authors=("old-bot",))
    assert [issue.title for issue in other.issues()] == ["Ours", "The old bot's"]


def test_a_workflows_token_says_by_graphql_whose_it_is(double: Double):
    assert isinstance(double, GitHubDouble)
    double.installation = True
    double.login = "github-actions[bot]"
    double.add("Ours", author="github-actions[bot]")
    double.add("A pull request", author="github-actions[bot]", pull_request=True)
    made = client(double)
    assert [issue.title for issue in made.issues()] == ["Ours"]
    assert ("POST", "/graphql", 200) in double.requests


def test_gitlab_looks_users_up_to_assign_them():
    with serving(GitLabDouble()) as double:
        double.unassignable = {"gone"}
        made = client(double)
        made.create("Title", "", (), ("alice", "gone"))
        assert double.issues[1].assignees == [str(sum(map(ord, "alice")))]
        assert made.notes == ["GitLab: there is no user gone to be assigned"]


def test_github_leaves_out_who_can_not_be_assigned(double: Double, tracker: Tracker):
    double.unassignable = {"gone"}
    tracker.create("Title", "", (), ("gone",))
    assert double.issues[1].assignees == []
    assert double.created == [1]
    assert tracker.notes == ["GitHub: gone can't be assigned issues of acme/shop"]


# ---------------------------------------------------------------------------------------------------- what is refused


@EITHER
@pytest.mark.parametrize("number", [9])
def test_what_is_not_there(double: Double, tracker: Tracker, number: int):
    with pytest.raises(TrackerError, match=f"issues/{number}: 404") as caught:
        tracker.issue(number)
    assert not caught.value.uncertain


@EITHER
def test_a_wrong_token_is_refused_and_never_shown(double: Double):
    made = client(double, token="s3cret-of-mine")
    with pytest.raises(TrackerError, match=r"401.*the token is not accepted") as caught:
        made.issues()
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(made.__dict__)


def test_issues_switched_off(double: Double, tracker: Tracker):
    assert isinstance(double, GitHubDouble)
    double.disabled = True
    with pytest.raises(TrackerError, match=r"410: Issues has been disabled.*switch them on"):
        tracker.issues()


@EITHER
def test_what_is_too_long_is_invalid(double: Double, tracker: Tracker):
    with pytest.raises(Invalid) as caught:
        tracker.create("Title", "x" * (tracker.limit + 1), (), ())
    assert {"body", "description"} & set(caught.value.fields)
    assert double.created == []
    tracker.create("Title", "x" * tracker.limit, (), ())


@EITHER
def test_a_conflict_is_told_apart(double: Double, tracker: Tracker):
    double.add()
    failing(double, "409")
    with pytest.raises(Conflict):
        tracker.update(1, body="x")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org",
        "http://example.org",
        "https://me:pw@example.org",
        "",
        "example.org",
        "https://h?x=1",
    ],
)
def test_addresses_that_may_not_get_a_token(address: str):
    with pytest.raises(TrackerError) as caught:
        GitHub("acme/shop", "t0ken", base=address)
    assert "t0ken" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "shop", "a/b/c", "../..", "a/..", "acme/shop?x", "acme/sh op", "https://x/y/z"]
)
def test_names_that_are_no_repository(name: str):
    with pytest.raises(TrackerError, match="write OWNER/NAME"):
        GitHub(name, "t0ken")


@pytest.mark.parametrize("token", ["a b", "a\nb", "tökén"])
def test_tokens_that_would_break_a_header(token: str):
    with pytest.raises(TrackerError, match="the token") as caught:
        GitHub("acme/shop", token)
    assert token not in str(caught.value)


@EITHER
def test_nothing_follows_to_another_host(double: Double, tracker: Tracker):
    with serving(GitHubDouble()) as other:
        plain = double.handle

        def sends_away(method: str, target: str, headers: dict[str, str], body: bytes):
            reply = plain(method, target, headers, body)
            assert reply is not None
            reply.status = 301
            reply.headers = {"Location": other.address + target}
            return reply

        double.handle = sends_away  # type: ignore[method-assign]
        with pytest.raises(TrackerError, match="sends us elsewhere"):
            tracker.issues()
        assert other.requests == []


@EITHER
def test_a_renamed_repository_is_followed_on_the_same_host(double: Double, tracker: Tracker):
    plain = double.handle

    def renamed(method: str, target: str, headers: dict[str, str], body: bytes):
        if "moved" in target or "issues" not in target:
            return plain(method, target.replace("/moved", ""), headers, body)
        return Reply(307, None, {"Location": target.replace("/issues", "/moved/issues")})

    tracker.issues()
    double.handle = renamed  # type: ignore[method-assign]
    assert tracker.create("Title", "", (), ()).title == "Title"
    assert double.created == [1]


# ------------------------------------------------------------------------------------------------------ what is waited for


@EITHER
@pytest.mark.parametrize(
    ("fault", "waited"), [("secondary", 7), ("secondary-bare", 60), ("429", 3), ("503", 1), ("cut", 1)]
)
def test_limits_and_failures_are_waited_for_as_documented(
    double: Double, tracker: Tracker, fault: str, waited: int
):
    double.add("Ours", author=double.login)
    failing(double, fault)
    assert [issue.title for issue in tracker.issues()] == ["Ours"]
    assert double.waits == [waited]


@EITHER
def test_the_primary_limit_is_waited_for_by_the_services_clock(double: Double):
    double.remaining, double.reset = 0, double.clock + 30
    made = client(double)
    made._api.clock = type(made._api.clock)(double.wait, lambda: 0.0)  # type: ignore[attr-defined]
    made.issues()
    assert double.waits == [31]


@EITHER
def test_a_limit_that_is_too_long_is_told(double: Double):
    double.remaining, double.reset = 0, double.clock + 1800
    made = client(double)
    with pytest.raises(TrackerError, match=r"limits how often it is asked; try again after \d\d:\d\d UTC"):
        made.issues()
    assert double.waits == []


@EITHER
@pytest.mark.parametrize("fault", ["secondary-bare", "503", "cut", "429", "500-after"])
def test_patience_ends(double: Double, fault: str):
    double.fault = lambda _method, _path: fault
    made = client(double)
    with pytest.raises(TrackerError):
        made.issues()
    assert sum(double.waits) <= 120
    assert len(double.requests) <= 4


# ------------------------------------------------------------------------------------------------- what may have been done


@EITHER
@pytest.mark.parametrize("fault", ["cut-after", "500-after", "garbage-after", "cut", "503"])
def test_an_issue_is_asked_for_once_whatever_happens(double: Double, tracker: Tracker, fault: str):
    tracker.issues()
    failing(double, fault, method="POST")
    with pytest.raises(TrackerError) as caught:
        tracker.create("Title", "", (), ())
    assert caught.value.uncertain, "nobody knows whether it is there now"
    assert len(double.writes) == 1


@EITHER
@pytest.mark.parametrize("fault", ["secondary", "429"])
def test_what_was_surely_not_done_is_asked_for_again(double: Double, tracker: Tracker, fault: str):
    failing(double, fault, method="POST")
    tracker.create("Title", "", (), ())
    assert double.created == [1]


@EITHER
@pytest.mark.parametrize(
    "faults", list(itertools.product(["cut-after", "500-after", "503", "cut"], repeat=2))
)
def test_a_change_is_repeated_until_it_is_answered(double: Double, tracker: Tracker, faults: tuple[str, str]):
    double.add()
    failing(double, *faults)
    assert tracker.update(1, body="x", is_open=False).body == "x"
    assert (double.issues[1].body, double.issues[1].open) == ("x", False)
    assert len(double.writes) == 3


def test_nobody_listens(double: Double):
    made = client(double, patience=5)
    made._api.base = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    with pytest.raises(TrackerError) as caught:
        made.create("Title", "", (), ())
    assert not caught.value.uncertain, "nothing was sent"


def test_the_lists_end_is_believed_only_from_the_same_host(double: Double, tracker: Tracker):
    for _ in range(150):
        double.add(author=double.login)
    double.address = "https://elsewhere.example"
    with pytest.raises(TrackerError, match="on another host"):
        tracker.issues()
