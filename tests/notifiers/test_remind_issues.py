"""`adr remind` with the issues of a service: the whole way, each run knowing only what the service knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.notifiers.doubles import Double, GitHubDouble, GitLabDouble, on_its_clock, serving
from tests.notifiers.receivers import Receiver

from decidedly.cli import main
from decidedly.notices import loads
from decidedly.notices.marker import read_marker, visible

RECORD = """\
---
id: DR-00{number}
status: accepted
date: 2026-01-01
owner: "@alice"
review: {due}
---

# Use thing {number}

Text.
"""

Remind = Callable[..., int]


@pytest.fixture(params=[GitHubDouble, GitLabDouble], ids=["github", "gitlab"])
def double(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    with serving(request.param()) as served:
        served.lags = True
        for name in ("GITHUB_REPOSITORY", "GITHUB_TOKEN", "CI_PROJECT_ID", "GITLAB_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("GITHUB_API_URL", served.base)
        monkeypatch.setenv("CI_API_V4_URL", served.base)
        monkeypatch.setenv("THE_TOKEN", served.token)
        with on_its_clock(served):
            yield served


@pytest.fixture
def name(double: Double) -> str:
    return "github" if isinstance(double, GitHubDouble) else "gitlab"


@pytest.fixture
def log(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / "docs" / "adr"
    folder.mkdir(parents=True)
    for number, due in ((1, "2026-04-01"), (2, "2026-04-10")):
        (folder / f"000{number}-thing.md").write_text(RECORD.format(number=number, due=due), encoding="utf-8")
    where = 'repository = "acme/shop"' if name == "github" else 'project = "acme/team/shop"'
    (tmp_path / "adr.toml").write_text(
        f'records = "docs/adr"\ntitle = "Shop"\n[remind.{name}]\n{where}\ntoken-env = "THE_TOKEN"\nlabels = ["adr"]\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def remind(log: Path) -> Remind:
    return lambda day, *more: main(["-C", str(log), "remind", "--as-of", day, *more])


def test_a_month_of_runs(
    double: Double, name: str, log: Path, remind: Remind, capsys: pytest.CaptureFixture[str]
):
    assert remind("2026-02-01") == 0
    assert double.issues == {}
    assert remind("2026-03-20") == 0
    assert f"{name}: 2 decisions on #1, which is new" in capsys.readouterr().out
    issue = double.issues[1]
    marker = read_marker(issue.body)
    assert marker is not None
    assert (marker.key, list(loads(marker.state).channels)) == ("docs/adr", [name])
    assert (issue.title, issue.labels) == ("Shop: what needs a review", ["adr"])
    writes = len(double.writes)
    assert [remind(f"2026-03-{day}") for day in range(21, 32)] == [0] * 11
    assert len(double.writes) == writes, "nothing new, nothing written"
    assert remind("2026-04-01") == 0
    assert "## Due" in visible(issue.body)
    for number in (1, 2):
        (log / "docs" / "adr" / f"000{number}-thing.md").write_text(
            RECORD.format(number=number, due="2030-01-01")
        )
    assert remind("2026-04-02") == 0
    assert f"{name}: nothing to show; #1 is closed" in capsys.readouterr().out
    assert (len(double.created), double.opened) == (1, [])


def test_a_dry_run_asks_for_nothing(double: Double, remind: Remind, capsys: pytest.CaptureFixture[str]):
    assert remind("2026-04-01", "--dry-run", "--state", "state.json") == 0
    assert double.requests == []
    told = capsys.readouterr().out
    assert "would show 2 decisions" in told
    assert "## Due" in told


def test_issues_for_each_decision_by_an_option(double: Double, remind: Remind):
    assert remind("2026-04-01", "--per-record-issues") == 0
    assert [issue.title for issue in double.opened] == [
        "Shop: what needs a review",
        "Review DR-001 Use thing 1",
    ]
    assert remind("2026-04-10", "--per-record-issues") == 0
    assert len(double.opened) == 3


def test_issues_for_each_decision_and_no_dashboard(double: Double, name: str, log: Path, remind: Remind):
    file = log / "adr.toml"
    file.write_text(
        file.read_text() + 'issues = "per-record"\n[remind.' + name + '.assignees]\n"@alice" = "alice-l"\n'
    )
    assert remind("2026-04-01", "--per-record-issues") == 0
    assert [issue.title for issue in double.issues.values()] == ["Review DR-001 Use thing 1"]
    assert len(double.issues[1].assignees) == 1
    assert (log / "docs" / "adr" / ".adr-reminders.json").is_file()


def test_a_service_that_is_down(
    double: Double, name: str, remind: Remind, capsys: pytest.CaptureFixture[str]
):
    double.fault = lambda _method, _path: "503"
    assert remind("2026-04-01") == 4
    said = capsys.readouterr()
    assert f"adr: {name}: " in said.err
    assert "503" in said.err
    assert double.token not in said.err + said.out
    double.fault = lambda _method, _path: None
    assert remind("2026-04-01") == 0
    assert len(double.opened) == 1


def test_while_the_dashboard_can_t_be_had_the_others_go_on_and_nobody_hears_it_twice(
    double: Double,
    name: str,
    log: Path,
    remind: Remind,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("ADR_WEBHOOK_URL", receiver.url("/hook"))
    monkeypatch.setenv("ADR_WEBHOOK_SECRET", "secret of ours")
    with (log / "adr.toml").open("a", encoding="utf-8") as file:
        file.write("[remind.webhook]\n")

    def told() -> list[tuple[str, str]]:
        found = [
            (one["id"], one["level"]) for request in receiver.requests for one in request.data["notices"]
        ]
        receiver.requests.clear()
        return found

    def down(method: str, path: str) -> str:
        return "503"

    up = double.fault
    assert remind("2026-03-20") == 0
    assert told() == [("DR-001", "upcoming"), ("DR-002", "upcoming")]
    double.fault = down
    assert remind("2026-04-01") == 4
    assert told() == [("DR-001", "due")]
    assert "503" in capsys.readouterr().err
    double.fault = up
    assert remind("2026-04-01") == 0
    assert told() == []
    # a machine that has nothing but the dashboard, which is down
    (log / "docs" / "adr" / ".adr-reminders.json").unlink()
    double.fault = down
    assert remind("2026-04-02") == 4
    assert told() == []
    assert "adr: webhook: held back, so that nobody hears it twice; the next run sends it: " in capsys.readouterr().err  # fmt: skip
    assert remind("2026-04-02", "--dry-run", "--channel", "webhook") == 0
    assert "a dry run does not ask the dashboard what has been announced" in capsys.readouterr().err
    double.fault = up
    assert remind("2026-04-02") == 0
    assert told() == [("DR-001", "overdue")]
    assert len(double.created) == 1


def test_where_nothing_can_be_noted_nothing_is_sent(
    log: Path,
    receiver: Receiver,
    remind: Remind,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("ADR_WEBHOOK_URL", receiver.url("/hook"))
    monkeypatch.setenv("ADR_WEBHOOK_SECRET", "secret of ours")
    (log / "adr.toml").write_text('records = "docs/adr"\n[remind.webhook]\n', encoding="utf-8")
    (log / "file").write_text("", encoding="utf-8")
    assert remind("2026-04-01", "--state", str(log / "file" / "state.json")) == 4
    assert receiver.requests == []
    assert "held back" in capsys.readouterr().err
    assert remind("2026-04-01") == 0
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    ("change", "words", "code"),
    [
        (("THE_TOKEN", "NO_SUCH_TOKEN"), "NO_SUCH_TOKEN is not set in the environment: ", 4),
        (("labels =", "lables ="), "lables is no setting; did you mean “labels”?", 2),
        (('labels = ["adr"]', 'issues = "all"'), "write one of dashboard, per-record, both", 2),
        (('labels = ["adr"]', 'max-wait = "long"'), "is a whole number", 2),
        (("acme", "https://acme"), "write ", 4),
    ],
)
def test_settings_that_do_not_work(
    double: Double,
    log: Path,
    remind: Remind,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    words: str,
    code: int,
):
    file = log / "adr.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert remind("2026-04-01") == code
    assert words in capsys.readouterr().err
    assert double.writes == []


def test_the_option_wants_a_channel(
    log: Path, remind: Remind, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    (log / "adr.toml").write_text('records = "docs/adr"\n[remind.webhook]\n', encoding="utf-8")
    assert remind("2026-04-01", "--per-record-issues") == 2
    assert "--per-record-issues: no [remind.github] or [remind.gitlab]" in capsys.readouterr().err


def test_a_job_of_the_service_needs_no_configuration(
    double: Double,
    name: str,
    log: Path,
    remind: Remind,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """Where nothing is configured the repository whose job it is has the issue; as soon as anything is, only that counts."""
    (log / "adr.toml").write_text('records = "docs/adr"\n', encoding="utf-8")
    for variable in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(variable, raising=False)
    assert remind("2026-04-01") == 2
    assert "no channel is configured" in capsys.readouterr().err
    job = (
        {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": double.token}
        if name == "github"
        else {"GITLAB_CI": "true", "CI_PROJECT_ID": "42", "GITLAB_TOKEN": double.token}
    )
    for variable, value in job.items():
        monkeypatch.setenv(variable, value)
    assert remind("2026-04-01") == 0
    assert [issue.open for issue in double.issues.values()] == [True]
    assert remind("2026-04-01", "--per-record-issues") == 0
    assert len(double.opened) == 2
    (log / "adr.toml").write_text('records = "docs/adr"\n[remind.webhook]\n', encoding="utf-8")
    monkeypatch.delenv("ADR_WEBHOOK_URL", raising=False)
    before = len(double.requests)
    assert remind("2026-04-01") == 4
    assert len(double.requests) == before


def test_a_damaged_state_is_told_and_everything_goes_on(
    double: Double, remind: Remind, capsys: pytest.CaptureFixture[str]
):
    assert remind("2026-04-01") == 0
    double.issues[1].body = double.issues[1].body.replace(" eN", " eM", 1)
    assert remind("2026-04-01", "--json") == 0
    said = capsys.readouterr()
    assert (
        "what has been announced is not known" in json.loads(said.out[said.out.index("{") :])["problems"][0]
    )
    assert remind("2026-04-01") == 0
    assert "not known" not in capsys.readouterr().err
    assert len(double.created) == 1
