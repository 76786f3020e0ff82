"""The one comment on a pull request or merge request, against doubles of both services."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.notifiers.doubles import Double, GitHubDouble, GitLabDouble, on_its_clock, serving

from decidedly import app, governing
from decidedly.cli import main
from decidedly.notifiers.comments import LONGEST, NoPullRequestError, keep_here
from decidedly.notifiers.kind import NotifierError

MARKER = "<!-- decidedly:governing -->"
EITHER = pytest.mark.parametrize("double", [GitHubDouble, GitLabDouble], indirect=True)


@pytest.fixture
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with serving(getattr(request, "param", GitHubDouble)()) as served:
        served.add("An issue")
        served.add("A change", pull_request=True)
        with on_its_clock(served):
            yield served


def surroundings(double: Double) -> dict[str, str]:
    """What a job of the pull request 2 has in its environment."""
    if isinstance(double, GitHubDouble):
        return {"GITHUB_REPOSITORY": "acme/shop", "GITHUB_REF": "refs/pull/2/merge", "GITHUB_TOKEN": double.token, "GITHUB_API_URL": double.base}  # fmt: skip
    return {"CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "2", "GITLAB_TOKEN": double.token, "CI_API_V4_URL": double.base}  # fmt: skip


def bodies(double: Double) -> list[str]:
    return [one.body for one in double.issues[2].talk.values()]


@EITHER
def test_there_is_one_comment_from_first_to_last(double: Double) -> None:
    here = surroundings(double)
    assert keep_here(here, MARKER, "") == "nothing to say"
    assert keep_here(here, MARKER, f"{MARKER}\nOne.\n") == "written"
    assert keep_here(here, MARKER, f"{MARKER}\nOne.\n") == "as before"
    double.issues[2].talk[1].body = f"{MARKER}\r\nOne.  "
    assert keep_here(here, MARKER, f"{MARKER}\nOne.\n") == "as before"
    assert len(double.writes) == 1
    assert keep_here(here, MARKER, f"{MARKER}\nTwo.\n") == "brought up to date"
    assert bodies(double) == [f"{MARKER}\nTwo.\n"]
    assert keep_here(here, MARKER, "") == "taken away"
    assert bodies(double) == []


@EITHER
def test_what_others_wrote_stays_and_duplicates_go(double: Double) -> None:
    for number in range(120):  # more than a page
        double.say(2, f"{MARKER}\nNot ours {number}.", "mallory")
    for words in ("by hand", f"{MARKER}\nOne.", f"{MARKER}\nTwo."):
        double.say(2, words, double.login)
    assert keep_here(surroundings(double), MARKER, f"{MARKER}\nOne.\n") == "as before"
    assert len(bodies(double)) == 122
    assert bodies(double)[-2:] == ["by hand", f"{MARKER}\nOne."]


def test_the_workflow_s_own_user_and_the_event_are_known(double: Double, tmp_path: Path) -> None:
    assert isinstance(double, GitHubDouble)
    double.installation = True  # GET /user is refused to a workflow's token
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 2}}), encoding="utf-8")
    here = surroundings(double) | {"GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_PATH": str(event)}
    assert keep_here(here, MARKER, f"{MARKER}\nOne.\n") == "written"
    long = f"{MARKER}\n" + "- a decision\n" * 9_000
    assert keep_here(here, MARKER, long) == "brought up to date"
    assert len(bodies(double)[0]) < LONGEST + 100
    assert bodies(double)[0].endswith("- a decision\n\nAnd more: `adr for` lists all.\n")


@EITHER
def test_what_can_t_be_written_is_said_without_the_token(double: Double) -> None:
    here = surroundings(double)
    name = next(name for name in here if name.endswith("_TOKEN"))
    with pytest.raises(NotifierError, match=f"{name} is not set in the environment"):
        keep_here({**here, name: ""}, MARKER, f"{MARKER}\nOne.\n")
    with pytest.raises(NotifierError, match="the token is not accepted") as caught:
        keep_here({**here, name: "a-wrong-token"}, MARKER, f"{MARKER}\nOne.\n")
    assert "a-wrong-token" not in str(caught.value)
    with pytest.raises(NoPullRequestError, match="no job of a pull request"):
        keep_here({name: double.token}, MARKER, f"{MARKER}\nOne.\n")


def test_adr_for_comments_on_what_a_branch_changes(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "adr").mkdir()
    (tmp_path / "adr" / "0001-queue.md").write_text(
        "---\nstatus: accepted\ndate: 2025-01-01\napplies-to: [src/**]\nreview: 6 months\n---\n# Which queue? @channel\n",
        encoding="utf-8",
    )
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.py").write_text("pass\n", encoding="utf-8")
    git("add", ".")
    for name, value in surroundings(double).items():
        monkeypatch.setenv(name, value)
    command = ["-C", str(tmp_path), "for", "--base", "main", "--as-of", "2026-01-01", "--comment"]
    assert main([*command, "--format", "markdown"]) == 0
    shown = capsys.readouterr()
    assert "comment: written" in shown.err
    assert bodies(double) == [shown.out]
    assert "review overdue since 2025" in bodies(double)[0]
    assert "@channel" not in bodies(double)[0]
    opened = app.open_log(tmp_path)
    nothing = governing.governed(opened, date(2026, 1, 1), ["adr"], tmp_path)
    assert governing.comment(opened, nothing, surroundings(double)) == "taken away"
    monkeypatch.delenv("GITHUB_REF")
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    assert main(command) == 2
    assert "--format markdown prints what would be written" in capsys.readouterr().err
