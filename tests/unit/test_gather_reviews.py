"""What real repositories tell the plans of reviews: versions, tags, changed lines, owners."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from decidedly import app, discovery, gather_reviews, git, workspace
from decidedly.git import Repository
from decidedly.report import Report
from decidedly.review import Review

AS_OF = date(2026, 1, 15)


class Place:
    """A repository in the making: its commits are made at noon of the day that is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "docs" / "adr").mkdir(parents=True)

    def git(self, *words: str, day: str = "2025-01-01") -> str:
        environment = {
            **os.environ,
            **dict.fromkeys(("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"), f"{day}T12:00:00+0000"),
        }
        done = subprocess.run(["git", *words], cwd=self.folder, env=environment, check=True, capture_output=True, text=True)  # fmt: skip
        return done.stdout

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, day: str, **files: str) -> None:
        for name, text in files.items():
            self.write(name.replace("__", "/").replace("_dot_", "."), text)
        self.git("add", "-A")
        self.git("commit", "-qm", f"on {day}", day=day)

    def record(self, number: int, *lines: str, day: str = "2025-02-01") -> None:
        head = "\n".join(
            ["---", "status: accepted", f"date: {day}", *lines, "---", "", f"# Decision {number}", ""]
        )
        self.write(f"docs/adr/{number:04}-x.md", head)

    def report(self, as_of: date = AS_OF) -> Report:
        return app.make_report(app.open_log(self.folder), as_of)

    def review(self, as_of: date = AS_OF, number: int = 1) -> Review:
        return self.report(as_of).reviews[number - 1]

    def state(self, as_of: str = "2026-01-15", number: int = 1) -> tuple[str, date | None]:
        review = self.review(date.fromisoformat(as_of), number)
        return review.state, review.due


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "repository")
    made.git("init", "-q", "-b", "main")
    return made


def lock(version: str) -> str:
    return f'version = 1\n\n[[package]]\nname = "celery"\nversion = "{version}"\n'


CELERY = ("review:", "  when:", "    - package: 'pypi:celery'", "      is: '>=6'")


# ------------------------------------------------------------------------------------------------------------ packages


def test_a_version_makes_it_due_on_the_day_it_came_in(place: Place) -> None:
    place.record(1, *CELERY)
    versions = ["5.0", "5.1", "5.2", "5.9", "6.0", "6.0.1", "6.1", "6.2"]
    for number, version in enumerate(versions):
        place.commit(f"2025-{number + 2:02}-10", uv_dot_lock=lock(version))
    assert place.state() == ("overdue", date(2025, 6, 10))
    assert place.review().reason == "celery >=6 (now 6.2)"
    assert place.review().occasion == "package:pypi:celery"
    assert place.state("2025-06-09") == ("waiting", None)
    assert place.state("2025-06-10") == ("due", date(2025, 6, 10))


def test_a_version_that_has_not_come_is_waited_for(place: Place) -> None:
    place.record(1, *CELERY)
    place.commit("2025-03-01", uv_dot_lock=lock("5.4"))
    assert place.state() == ("waiting", None)
    assert place.review().reason == "celery >=6 (now 5.4)"
    place.write("uv.lock", "")
    assert place.review().reason == "celery >=6 (in no lock file)"


def test_a_review_since_answers_it_for_good(place: Place) -> None:
    place.record(1, *CELERY, "reviews:", "  - {on: 2025-06-20, outcome: reaffirmed}")
    place.commit("2025-03-01", uv_dot_lock=lock("5.4"))
    place.commit("2025-06-10", uv_dot_lock=lock("6.0"))
    place.commit("2025-07-10", uv_dot_lock=lock("6.1"))
    assert place.state() == ("unscheduled", None)
    assert place.review().reason == "celery >=6 (now 6.1): reviewed"
    assert place.state("2025-06-15") == ("overdue", date(2025, 6, 10))  # the review had not been held


def test_what_was_so_when_it_was_decided_is_no_news(place: Place) -> None:
    place.record(1, *CELERY)
    place.commit("2025-01-10", uv_dot_lock=lock("6.0"))
    place.commit("2025-03-10", uv_dot_lock=lock("6.1"))
    assert place.state() == ("unscheduled", None)


def test_a_version_that_nobody_has_committed_yet_came_today(place: Place) -> None:
    place.record(1, *CELERY)
    place.commit("2025-03-01", uv_dot_lock=lock("5.4"))
    place.write("uv.lock", lock("6.0"))
    assert place.state() == ("due", AS_OF)


def test_without_history_a_version_that_is_there_is_due_until_the_first_review(place: Place) -> None:
    (place.folder / ".git").rename(place.folder / "nothing")
    place.record(1, *CELERY)
    place.write("uv.lock", lock("6.0"))
    assert place.state() == ("due", AS_OF)
    place.record(1, *CELERY, "reviews:", "  - {on: 2025-06-20, outcome: reaffirmed}")
    assert place.state() == ("unscheduled", None)


def test_a_shallow_clone_does_not_take_its_first_commit_for_the_beginning(
    place: Place, tmp_path: Path
) -> None:
    place.record(1, *CELERY, "reviews:", "  - {on: 2025-06-20, outcome: reaffirmed}")
    place.record(2, *CELERY)
    place.commit("2025-03-01", uv_dot_lock=lock("6.0"))
    place.commit("2025-09-01", other="x")
    place.git("clone", "-q", "--depth=1", place.folder.as_uri(), str(tmp_path / "clone"))
    clone = Place.__new__(Place)
    clone.folder = tmp_path / "clone"
    assert clone.state(number=1) == ("unscheduled", None)
    assert clone.state(number=2) == ("overdue", date(2025, 9, 1))
    assert place.state(number=2) == ("overdue", date(2025, 3, 1))


def test_every_lock_file_of_the_repository_is_read(place: Place) -> None:
    place.record(1, "review:", "  when:", "    - {package: 'npm:react', is: '^20'}")
    place.record(2, "review:", "  when:", "    - {package: 'go:example.org/x', is: '>=2'}")
    place.commit(
        "2025-05-01",
        web__yarn_dot_lock='react@^20.0.0:\n  version "20.1.0"\n',
        services__api__go_dot_mod="module y\nrequire example.org/x v2.0.0\n",
        node_modules__a__go_dot_mod="module y\nrequire example.org/x v1.0.0\n",
    )
    assert place.state(number=1) == ("overdue", date(2025, 5, 1))
    assert place.state(number=2) == ("overdue", date(2025, 5, 1))


def asked_of_git(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of each git command from here on, as they are run."""
    started: list[str] = []
    real = Repository.run_bytes

    def run_bytes(self: Repository, *words: str, given: bytes = b"") -> bytes | None:
        started.append(" ".join(words))
        return real(self, *words, given=given)

    monkeypatch.setattr(Repository, "run_bytes", run_bytes)
    return started


def test_looks_into_history_are_as_few_for_many_records_as_for_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 9):
        place.record(number, "review:", "  when:", f"    - {{package: 'pypi:celery', is: '>=6.{number}'}}")
    for number in range(40):
        place.commit(f"2025-{number // 20 + 3:02}-{number % 20 + 1:02}", uv_dot_lock=lock(f"6.{number}"))
    started = asked_of_git(monkeypatch)
    opened = app.open_log(place.folder)
    started.clear()
    report = app.make_report(opened, AS_OF)
    assert [review.due for review in report.reviews] == [date(2025, 3, number + 1) for number in range(1, 9)]
    assert sum(one.startswith("cat-file ") for one in started) <= 7  # 2 ** 6 > 40 commits
    assert len(started) <= 10


# ---------------------------------------------------------------------------------------------------------------- tags

TAG = ("review:", "  when:", "    - git-tag: 'v1.*'")


def test_the_first_matching_tag_after_the_decision_makes_it_due(place: Place) -> None:
    place.record(1, *TAG, day="2025-02-01")
    place.commit("2025-01-15", a="x")
    place.git("tag", "v1.0")
    place.commit("2025-04-15", a="y")
    place.git("tag", "v2.0")
    assert place.state() == ("waiting", None)
    assert place.review().reason == "tag v1.*"
    place.git("tag", "-a", "-m", "late", "v1.1", day="2025-05-02")
    place.git("tag", "-a", "-m", "later", "v1.2", day="2025-08-02")
    assert place.state() == ("overdue", date(2025, 5, 2))
    assert place.review().reason == "tag v1.2"
    assert place.review().occasion == "git-tag:v1.*"
    assert place.state("2025-05-02") == ("due", date(2025, 5, 2))
    assert place.state("2025-05-01") == ("waiting", None)


def test_after_a_review_the_next_tag_counts(place: Place) -> None:
    place.record(1, *TAG, "reviews:", "  - {on: 2025-06-20, outcome: reaffirmed}")
    place.commit("2025-01-15", a="x")
    place.git("tag", "-a", "-m", "x", "v1.1", day="2025-05-02")
    assert place.state() == ("waiting", None)
    place.git("tag", "-a", "-m", "x", "v1.2", day="2025-08-02")
    assert place.state() == ("overdue", date(2025, 8, 2))


# --------------------------------------------------------------------------------------------------------------- churn

CHURN = ("review:", "  when:", "    - path: 'backend/**'", "      changed: 100")


def test_lines_are_counted_until_they_are_enough(place: Place) -> None:
    place.record(1, *CHURN, day="2025-02-01")
    place.commit("2025-01-10", backend__a="a\n" * 500)  # before the decision
    place.commit("2025-03-10", backend__b="b\n" * 60, web__c="c\n" * 500)
    assert place.state() == ("waiting", None)
    assert place.review().reason == "100 lines changed in backend/** (60 so far)"
    place.commit("2025-04-10", backend__b="B\n" * 20)  # 60 lines gone, 20 new
    place.commit("2025-05-10", backend__b="b\n" * 20)
    assert place.state() == ("overdue", date(2025, 4, 10))
    assert place.review().reason == "100 lines changed in backend/**"
    assert place.state("2025-04-09") == ("waiting", None)


def test_since_the_last_review(place: Place) -> None:
    place.record(1, *CHURN, "reviews:", "  - {on: 2025-04-10, outcome: reaffirmed}")
    place.commit("2025-04-10", backend__a="a\n" * 500)  # on its day
    assert place.state() == ("waiting", None)
    place.commit("2025-04-11", backend__b="a\n" * 100)
    assert place.state() == ("overdue", date(2025, 4, 11))


def test_a_move_is_no_change_and_records_do_not_count(place: Place) -> None:
    place.record(1, "review:", "  when:", "    - {path: '/*/', changed: 20 lines}", day="2025-02-01")
    place.commit(
        "2025-01-10", backend__a="".join(f"line {number}\n" for number in range(500)), docs__adr__note="x"
    )
    place.git("mv", "backend/a", "backend/b")
    place.record(
        1,
        "review:",
        "  when:",
        "    - {path: '/*/', changed: 20 lines}",
        *["# " + "x" * 9] * 90,
        day="2025-02-01",
    )
    place.commit("2025-03-10")
    assert place.state() == ("waiting", None)
    assert place.review().reason == "20 lines changed in /*/ (0 so far)"
    place.commit("2025-03-11", docs__adr__events_dot_yaml="# nothing yet\n" * 30)
    assert place.state() == ("overdue", date(2025, 3, 11))


def test_where_a_shallow_clone_begins_nothing_has_changed(place: Place, tmp_path: Path) -> None:
    place.record(1, *CHURN, day="2025-02-01")
    place.commit("2025-01-10", backend__a="a\n" * 500)
    place.commit("2025-03-10", web__c="c\n")
    place.commit("2025-04-10", backend__b="b\n" * 30)
    assert place.review().reason == "100 lines changed in backend/** (30 so far)"
    for depth, lines in ((1, 0), (2, 30)):
        clone = tmp_path / f"clone-{depth}"
        place.git("clone", "-q", f"--depth={depth}", place.folder.as_uri(), str(clone))
        (review,) = app.make_report(app.open_log(clone), AS_OF).reviews
        assert review.state == "waiting"
        assert (
            review.reason
            == f"100 lines changed in backend/** ({lines} so far, as far as this shallow clone knows)"
        )


def test_files_that_are_no_text_and_strange_names(place: Place) -> None:
    place.record(1, "review:", "  when:", "    - path: 'backend/**'")
    place.commit("2025-03-10", backend__bin="\0\1\2" * 100)
    assert place.state() == ("waiting", None)
    place.write('backend/ü "x"\ttab.txt' if os.name != "nt" else "backend/ü.txt", "x\n")
    place.commit("2025-03-11")
    assert place.state() == ("overdue", date(2025, 3, 11))
    assert place.review().reason == "1 line changed in backend/**"


def test_no_number_of_lines(place: Place) -> None:
    place.record(1, "review:", "  when:", "    - {path: 'backend/**', changed: a lot}")
    place.commit("2025-03-10", backend__a="x\n" * 999)
    assert place.review().reason == "backend/** (“a lot” is no number of lines)"


def test_one_pass_over_history_for_all_records(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 31):
        place.record(number, "review:", "  when:", f"    - {{path: 'backend/{number}', changed: {number}}}")
    place.commit("2025-03-10", **{f"backend__{number}": "x\n" * number for number in range(1, 31)})
    started = asked_of_git(monkeypatch)
    opened = app.open_log(place.folder)
    started.clear()
    report = app.make_report(opened, AS_OF)
    assert {(review.state, review.due) for review in report.reviews} == {("overdue", date(2025, 3, 10))}
    assert sum(" log " in one for one in started) == 1
    assert len(started) == 2  # whether the clone is shallow, and the history
    assert "--no-ext-diff --no-textconv" in started[1]


def test_a_repository_that_sets_traps_runs_nothing(place: Place, tmp_path: Path) -> None:
    """Attributes and configuration of a stranger's repository name programs for diffs: none is started."""
    caught = tmp_path / "caught"
    place.record(1, *CHURN)
    place.commit("2025-03-10", backend__a="a\n" * 500, _dot_gitattributes="* diff=trap\n")
    for key in ("diff.external", "diff.trap.command", "diff.trap.textconv", "core.pager", "core.fsmonitor"):
        place.git("config", key, f"touch {caught}; true")
    assert place.state() == ("overdue", date(2025, 3, 10))
    assert not caught.exists()


# -------------------------------------------------------------------------------------------- what is not looked at


def test_nothing_is_asked_where_no_plan_needs_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.record(1, "review: 6 months", "applies-to: ['backend/**']")
    place.record(2, "review: phase-12")
    place.commit("2025-03-01", uv_dot_lock=lock("6.0"), backend__a="x\n")
    opened = workspace.load(discovery.open_workspace(place.folder))

    def never(*_words: object, **_more: object) -> None:
        raise AssertionError("looked at what no plan needs")

    monkeypatch.setattr(Repository, "run_bytes", never)
    monkeypatch.setattr(gather_reviews, "walk", never)
    found = gather_reviews.known(discovery.open_workspace(place.folder), opened, AS_OF)
    assert (found.tags, found.churn, found.packages, found.owners) == (None, None, {}, {})


def test_a_plan_for_a_version_alone_starts_no_git(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.record(1, *CELERY)
    place.commit("2025-03-01", uv_dot_lock=lock("5.4"))
    there = discovery.open_workspace(place.folder)
    log = workspace.load(there)
    monkeypatch.setattr(Repository, "run_bytes", lambda *_words, **_more: pytest.fail("git was started"))
    assert gather_reviews.known(there, log, AS_OF).packages["pypi:celery", ">=6"].versions == ("5.4",)


def test_retired_records_ask_for_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.record(1, *CHURN)
    path = place.folder / "docs/adr/0001-x.md"
    path.write_text(path.read_text().replace("accepted", "rejected"))
    place.commit("2025-03-01", backend__a="x\n" * 999)
    there = discovery.open_workspace(place.folder)
    log = workspace.load(there)
    monkeypatch.setattr(Repository, "run_bytes", lambda *_words, **_more: pytest.fail("git was started"))
    assert gather_reviews.known(there, log, AS_OF).churn is None


def test_without_git_and_without_commits_triggers_wait(place: Place) -> None:
    place.record(1, *TAG)
    place.record(2, *CHURN)
    assert [review.state for review in place.report().reviews] == ["waiting", "waiting"]
    (place.folder / ".git").rename(place.folder / "nothing")
    assert git.repository(place.folder) is None
    assert [review.state for review in place.report().reviews] == ["waiting", "waiting"]


# -------------------------------------------------------------------------------------------------------------- owners


def test_code_owners_stand_in_for_an_owner(place: Place) -> None:
    place.write(".github/CODEOWNERS", "* @all\nbackend/ @back\nbackend/db/ @dba\n")
    place.write("CODEOWNERS", "* @not-read\n")
    for name in ("backend/a.py", "backend/b.py", "backend/db/c.sql", "web/x.js", "README"):
        place.write(name, "x\n")
    place.record(1, "decision-makers: [Ana]", "applies-to: ['backend/**']")
    place.record(2, "decision-makers: [Ana]", "applies-to: ['backend/**', '!backend/db/**']")
    place.record(3, "owner: '@me'", "applies-to: ['backend/**']")
    place.record(4, "decision-makers: [Ana]", "applies-to: ['nowhere/**']")
    place.record(5, "decision-makers: [Ana]")
    assert [review.people for review in place.report().reviews] == [
        ("@back", "@dba"),
        ("@back",),
        ("@me",),
        ("Ana",),
        ("Ana",),
    ]


@pytest.mark.parametrize("name", ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])
def test_where_code_owners_are_found(place: Place, name: str) -> None:
    place.write(name, "* @all\n")
    place.write("a.py", "x\n")
    place.record(1, "applies-to: ['a.py']")
    assert place.review().people == ("@all",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_code_owners_outside_of_the_repository_are_not_read(place: Place, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("* @secret\n")
    (place.folder / "CODEOWNERS").symlink_to(tmp_path / "theirs")
    place.record(1, "applies-to: ['a.py']")
    place.write("a.py", "x\n")
    assert place.review().people == ()
