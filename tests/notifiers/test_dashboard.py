"""The dashboard issue on both services: never two of it, written only on change, closed at the end, whatever fails."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.notifiers.digests import decision, digest
from tests.notifiers.doubles import FAULTS, Double, GitHubDouble, GitLabDouble, serving
from tests.notifiers.test_trackers import client

from decidedly.notices import Digest, State, Watermark, loads
from decidedly.notices.marker import Marker, read_marker, visible, write_marker
from decidedly.notifiers import ConflictError, NotifierError, StateError
from decidedly.notifiers.dashboard import Dashboard
from decidedly.notifiers.kept import Kept
from decidedly.notifiers.tracking import Tracking

pytestmark = pytest.mark.parametrize(
    "double", [GitHubDouble, GitLabDouble], indirect=True, ids=["github", "gitlab"]
)


@pytest.fixture
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with serving(request.param()) as served:
        yield served


def dashboard(double: Double, key: str = "adr", authors: tuple[str, ...] = (), **more: str) -> Dashboard:
    """As a run makes it: it knows nothing."""
    return Dashboard(Kept(client(double, authors=authors)), key, labels=("adr",), **more)


def run(double: Double, one: Digest, authors: tuple[str, ...] = ()) -> str:
    return dashboard(double, authors=authors).show(one)


DUE = digest("2026-04-01", decision(1, "2026-04-01"))
TWO = digest("2026-04-02", decision(1, "2026-04-01"), decision(2, "2026-04-02"))
NOTHING = digest("2026-01-01", decision(1, "2026-04-01"))


def test_it_is_made_changed_closed_and_opened_again(double: Double):
    assert run(double, NOTHING) == "nothing to show"
    assert double.issues == {}
    assert run(double, DUE) == "1 decision on #1, which is new"
    made = double.issues[1]
    assert (made.title, made.labels, made.open) == ("Shop decisions: what needs a review", ["adr"], True)
    assert read_marker(made.body) == Marker("dashboard", "adr")
    made.title = "Called otherwise by people"
    assert run(double, TWO) == "2 decisions on #1"
    assert run(double, NOTHING) == "nothing to show; #1 is closed"
    assert not made.open
    assert visible(made.body).startswith("Nothing needs a review now.")
    assert run(double, DUE) == "1 decision on #1"
    assert (made.open, made.title, len(double.issues)) == (True, "Called otherwise by people", 1)
    assert made.comments == []


@pytest.mark.parametrize("one", [DUE, NOTHING], ids=["open", "closed"])
def test_it_is_written_only_when_it_says_something_else(double: Double, one: Digest):
    run(double, DUE)
    run(double, one)
    writes = len(double.writes)
    for day in range(1, 4):
        double.issues[1].body = double.issues[1].body.replace("\n", "\r\n")  # as a web form sends it
        later = Digest(
            one.as_of + timedelta(day), one.current, (), one.title, one.site, one.reviews, one.urls
        )
        run(double, later)
    assert len(double.writes) == writes


def test_ticks_of_people_are_no_change_and_stay(double: Double):
    run(double, DUE)
    double.issues[1].body = double.issues[1].body.replace("- [ ] ", "- [x] ")
    writes = len(double.writes)
    run(double, DUE)
    assert len(double.writes) == writes
    run(double, TWO)
    assert double.issues[1].body.count("- [ ] ") == 2, "it is another line: overdue by now"
    double.issues[1].body = double.issues[1].body.replace("- [ ] [DR\\-001", "- [x] [DR\\-001")
    run(double, digest("2026-04-03", decision(1, "2026-04-01"), decision(2, "2026-04-03")))
    assert double.issues[1].body.count("- [x] ") == 1


def test_what_people_write_into_it_goes(double: Double):
    run(double, DUE)
    before = double.issues[1].body
    double.issues[1].body += "\nMy own words\n"
    run(double, DUE)
    assert double.issues[1].body == before


def test_a_copied_marker_of_a_stranger_is_not_trusted(double: Double):
    state = State({"mail": Watermark({"all.due": date(2026, 4, 1)})}).dumps()
    forged = double.add(
        "Decisions", write_marker(Marker("dashboard", "adr", state)) + "\n@everybody\n", "stranger"
    )
    assert dashboard(double).load() == ("", "")
    assert run(double, DUE) == "1 decision on #2, which is new"
    run(double, NOTHING)
    assert (forged.open, forged.comments) == (True, [])


def test_a_named_author_is_trusted(double: Double):
    double.add("Decisions", write_marker(Marker("dashboard", "adr")) + "\n", "Old-Bot")
    assert run(double, DUE, authors=("old-bot",)) == "1 decision on #1"


def test_logs_of_one_repository_have_boards_of_their_own(double: Double):
    dashboard(double, "frontend/adr").show(DUE)
    dashboard(double, "backend/adr").show(TWO)
    assert len(double.issues) == 2
    dashboard(double, "backend/adr").show(NOTHING)
    assert [issue.open for issue in double.issues.values()] == [True, False]


def test_duplicates_are_merged_into_the_oldest(double: Double):
    mine = State({"mail": Watermark({"one.due": date(2026, 4, 1)})}).dumps()
    theirs = State({"mail": Watermark({"two.due": date(2026, 4, 2)}), "webhook": Watermark({"three.due": date(2026, 4, 1)})}).dumps()  # fmt: skip
    double.add("An issue of ours", "without a marker", double.login)
    double.add("First", write_marker(Marker("dashboard", "adr", mine)) + "\nold\n", double.login, open=False)
    double.add("Second", write_marker(Marker("dashboard", "adr", theirs)) + "\nold\n", double.login)
    double.add("Third", write_marker(Marker("dashboard", "adr")) + "\nold\n", double.login, open=False)
    assert run(double, DUE) == "1 decision on #2"
    assert [issue.open for issue in double.issues.values()] == [True, True, False, False]
    assert double.issues[3].comments == ["This was a duplicate of #2, where it goes on."]
    assert double.issues[4].comments == []
    text, _ = dashboard(double).load()
    assert loads(text) == loads(mine).merged(loads(theirs))
    writes = len(double.writes)
    assert run(double, DUE) == "1 decision on #2, as before"
    assert len(double.writes) == writes


def test_what_is_written_meanwhile_is_not_lost(double: Double):
    """Between the list and the write another run stores a state, and a person closes the issue."""
    run(double, DUE)
    state = State({"mail": Watermark({"one.due": date(2026, 4, 1)})}).dumps()
    lists = 0

    def meanwhile(method: str, path: str) -> None:
        nonlocal lists
        lists += path.endswith("issues")
        if method == "GET" and path.endswith("/1"):
            double.issues[1].body = write_marker(Marker("dashboard", "adr", state)) + "\nother words\n"
            double.issues[1].open = False

    double.fault = meanwhile
    run(double, TWO)
    assert lists
    assert dashboard(double).load()[0] == state
    assert (double.issues[1].body.count("- [ ] "), double.issues[1].open) == (2, True)


def test_somebody_has_taken_the_marker_away_meanwhile(double: Double):
    run(double, DUE)

    def meanwhile(method: str, path: str) -> None:
        if method == "GET" and path.endswith("/1"):
            double.issues[1].body = "rubbish"

    double.fault = meanwhile
    run(double, TWO)
    assert read_marker(double.issues[1].body) == Marker("dashboard", "adr")


def test_conflicts_are_tried_again(double: Double):
    run(double, DUE)
    left = iter(["409", "409"])
    double.fault = lambda method, _path: next(left, None) if method in ("PATCH", "PUT") else None
    assert run(double, TWO) == "2 decisions on #1"
    double.fault = lambda method, _path: "409" if method in ("PATCH", "PUT") else None
    with pytest.raises(NotifierError, match="others keep writing"):
        Tracking(client(double), dashboard(double)).deliver(NOTHING)


def test_two_runs_at_the_same_moment_leave_one_board(double: Double):
    """The other run makes its board between our second look and our own."""
    seen = 0

    def meanwhile(method: str, path: str) -> None:
        nonlocal seen
        if method == "POST" and path.endswith("issues") and not seen:
            seen = 1
            double.add("Theirs", write_marker(Marker("dashboard", "adr")) + "\nsoon\n", double.login)

    double.fault = meanwhile
    run(double, DUE)
    assert [issue.open for issue in double.issues.values()] == [True, False]
    assert "- [ ] " in double.issues[1].body


def test_a_body_never_exceeds_the_limit(double: Double):
    many = [
        decision(number, "2026-04-01", title=f"Use {'long words ' * 12}{number}") for number in range(1, 400)
    ]
    run(double, digest("2026-04-01", *many))
    assert len(double.issues[1].body) <= double.limit
    board = dashboard(double)
    _, version = board.load()
    board.save(big(200), version)
    assert len(double.issues[1].body) <= double.limit
    assert "- [ ] " in double.issues[1].body, "what people see stays"


# ------------------------------------------------------------------------------------------------------ the state


def big(count: int) -> str:
    names = random.Random(count)
    announced = {f"dr-{number}.due.{names.getrandbits(64):016x}": date(2026, 4, 1) for number in range(count)}
    return State({"mail": Watermark(announced)}).dumps()


def test_a_state_comes_back_from_another_run(double: Double):
    first = dashboard(double)
    assert first.load() == ("", "")
    version = first.save(big(3), "")
    assert loads(dashboard(double).load()[0]) == loads(big(3))
    version = first.save(big(4), version)
    text, again = dashboard(double).load()
    assert (text, again) == (big(4), version)
    assert run(double, DUE) == "1 decision on #1"
    assert dashboard(double).load() == (big(4), version), "showing something keeps the state"
    assert len(double.issues) == 1


def test_whoever_comes_second_reads_again(double: Double):
    one, other = dashboard(double), dashboard(double)
    version = one.save(big(1), "")
    other_version = other.load()[1]
    one.save(big(2), version)
    with pytest.raises(ConflictError):
        other.save(big(3), other_version)
    with pytest.raises(ConflictError):
        other.save(big(3), "")
    assert dashboard(double).load()[0] == big(2)


def test_a_damaged_state_is_not_known(double: Double):
    board = dashboard(double)
    board.save(big(3), "")
    double.issues[1].body = double.issues[1].body.replace(" eN", " eM", 1)
    text, version = dashboard(double).load()
    with pytest.raises(ValueError, match="not JSON"):
        loads(text)
    dashboard(double).save(big(5), version)
    assert dashboard(double).load()[0] == big(5)


def test_a_state_that_has_no_room(double: Double):
    board = dashboard(double)
    version = board.save(big(3), "")
    with pytest.raises(StateError, match="no room for what was announced"):
        board.save(big(5_000 if isinstance(double, GitHubDouble) else 60_000), version)
    assert dashboard(double).load()[0] == big(3)


def test_a_state_that_can_not_be_had(double: Double):
    double.fault = lambda _method, _path: "503"
    with pytest.raises(StateError, match="503"):
        dashboard(double).load()
    with pytest.raises(StateError, match="503"):
        dashboard(double).save(big(1), "")


# ------------------------------------------------------------------------------------------------- everything fails


class Killed(BaseException):
    """The run ends here and now."""


@pytest.mark.parametrize("fault", ["cut-after", "500-after", "garbage-after", "409"])
def test_a_lost_answer_makes_no_second_board(double: Double, fault: str):
    """Nor does a list that does not have the new issue yet."""
    double.lags = True
    left = iter([fault])
    double.fault = lambda method, path: (
        next(left, None) if (method, path[-6:]) == ("POST", "issues") else None
    )
    if fault == "409":
        with pytest.raises(NotifierError, match=r"409.*the next run will know"):
            Tracking(client(double), dashboard(double)).deliver(DUE)
        assert double.created == []
    else:
        run(double, DUE)
    assert sum(double.waits) <= 10
    run(double, DUE)
    assert double.created == [1]


def test_a_run_that_is_killed_as_it_makes_the_board_makes_no_second_one(double: Double):
    double.lags = True
    board = dashboard(double)
    api = board._tracker._api  # type: ignore[attr-defined]
    plain = api._once

    def once(method: str, *given, **named):
        answer = plain(method, *given, **named)
        if method == "POST":
            raise Killed
        return answer

    api._once = once
    with pytest.raises(Killed):
        board.show(DUE)
    assert double.created == [1]
    run(double, DUE)
    assert double.created == [1], "the list did not have it yet"


class Weather:
    """What happens to the requests of one run: with some luck a fault, or the end of the run before or after one."""

    def __init__(self, chance: random.Random, double: Double, board: Dashboard) -> None:
        self.chance = chance
        self.left = chance.randrange(1, 20)
        self.killed = False
        api = board._tracker._api  # type: ignore[attr-defined]
        self.plain = api._once
        api._once = self.once
        double.fault = self.fault

    def fault(self, _method: str, _path: str) -> str | None:
        self.left -= 1
        if self.left == 0:
            self.killed = True
            return self.chance.choice(["cut", "cut-after"])
        return self.chance.choice(FAULTS) if self.chance.random() < 0.3 else None

    def once(self, *given, **named):
        try:
            return self.plain(*given, **named)
        finally:
            if self.killed:
                raise Killed


def life(number: int) -> list[Digest]:
    """Thirty days on which decisions come up, are due, and are reviewed."""
    start = date(2026, 4, 1)
    due = {n: start + timedelta(n * 4) for n in range(1, 7)}
    days = [start + timedelta(day) for day in range(30)]
    lag = timedelta(number % 4 + 2)
    found = [
        digest(
            day.isoformat(), *(decision(n, when.isoformat()) for n, when in due.items() if day < when + lag)
        )
        for day in days
    ]
    return [*found, digest("2026-05-01", decision(1, "2030-01-01"))]


@pytest.mark.parametrize("seed", range(8))
def test_a_month_of_failures_and_kills(double: Double, seed: int):
    """Never two boards, however often answers are lost and runs are killed; a run that goes through is right."""
    chance = random.Random(seed)
    double.lags = True
    ended: set[str] = set()
    for one in life(seed):
        went = ""
        for quiet in (False, False, True):
            board = dashboard(double)
            double.fault = lambda _method, _path: None
            if not quiet:
                Weather(chance, double, board)
            went = delivered(board, one)
            if went:
                ended.add(went)
                continue
            issue = double.issues[1]
            assert issue.open == bool(one.current)
            assert visible(issue.body).count("- [ ] ") == len(one.current)
        assert went == "", "the last run of a day meets no fault"
    assert len(double.created) == 1
    assert double.opened == []
    assert ended == {"failed", "killed"}


def delivered(board: Dashboard, one: Digest) -> str:
    """How a run ended: "" for one that went through."""
    try:
        Tracking(board._tracker, board).deliver(one)
    except NotifierError:
        return "failed"
    except Killed:
        return "killed"
    return ""
