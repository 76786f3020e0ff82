"""What runs the linter elsewhere: the action's steps in a real shell, the hooks, the recipes, the index of rules."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT

BASH = shutil.which("bash")
RECORD = "# 1. Which queue?\n\n## Status\n\nSuperseded by ADR-0012\n\n## Decision\n\n@everybody, close #1: Redis.\n"


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return data


def test_the_action_has_a_form_that_github_takes(action: dict[str, Any]) -> None:
    assert set(action) == {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "what others wrote must not become text of the script"
    used = re.findall(r"inputs\.([\w-]+)", str(action["runs"]))
    assert sorted(set(used)) == sorted(action["inputs"])
    assert all(one["description"] and one["default"] is not None for one in action["inputs"].values())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    (folder / "docs" / "adr").mkdir(parents=True)
    (folder / "docs" / "adr" / "0001-queue.md").write_text(RECORD, encoding="utf-8")
    return folder


def step(action: dict[str, Any], number: int, folder: Path, **given: str) -> tuple[int, str, str, str]:
    """Run a step of the action as a runner would: exit code, output, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY."""
    if BASH is None:
        pytest.skip("bash is missing")
    files = {name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    bin_folder = str(Path(sys.executable).parent)
    chosen = action["runs"]["steps"][number]
    environment = {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
    }
    environment |= (
        {name: str(file) for name, file in files.items()} | dict.fromkeys(chosen["env"], "") | given
    )
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", chosen["run"]],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return (
        done.returncode,
        done.stdout + done.stderr,
        files["GITHUB_OUTPUT"].read_text(encoding="utf-8"),
        files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"),
    )


def test_the_action_annotates_and_sums_up(action: dict[str, Any], repository: Path) -> None:
    code, shown, output, summary = step(action, 1, repository, ARGUMENTS="--select=L120\n")
    assert (code, output) == (1, "code=1\n")
    assert "::warning file=docs/adr/0001-queue.md,line=5," in shown
    lines = summary.splitlines()
    assert lines[0] == "### Architecture decisions"
    assert lines[2] == "~~~~~~~~~~~~text"
    assert lines[-1] == "~~~~~~~~~~~~"
    assert "docs/adr/0001-queue.md:5:15: W L120 “ADR-0012” is no record of this log" in lines


def test_the_action_takes_its_inputs_as_words(action: dict[str, Any], repository: Path) -> None:
    code, *_ = step(action, 1, repository, ARGUMENTS="--select=L120", FAIL_ON="error")
    assert code == 0
    code, shown, *_ = step(action, 1, repository, DIRECTORY="$(touch pwned)")
    assert code == 2
    assert "no such folder" in shown
    code, shown, *_ = step(action, 1, repository, ARGUMENTS="--select=L120; touch pwned\r\n")
    assert code == 2
    assert not (repository / "pwned").exists()


def test_the_action_compares_with_the_target_of_a_pull_request(
    action: dict[str, Any], repository: Path
) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=repository, check=True, capture_output=True)

    _, shown, *_ = step(action, 1, repository, GITHUB_BASE_REF="main", ARGUMENTS="--select=L120")
    assert "origin/main was not fetched" in shown
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    code, shown, *_ = step(action, 1, repository, GITHUB_BASE_REF="main", ARGUMENTS="--select=L120\n--new")
    assert (code, "was not fetched" in shown) == (0, False)


def test_the_action_shows_what_governs_a_change(action: dict[str, Any], repository: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=repository, check=True, capture_output=True)

    record = "---\nstatus: accepted\ndate: 2025-01-01\napplies-to: [src/**]\n---\n\n# Which queue?\n"
    (repository / "docs" / "adr" / "0002-queue.md").write_text(record, encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    given = {"GITHUB_BASE_REF": "main"}
    assert step(action, 2, repository, **given)[::3] == (0, "")
    (repository / "src").mkdir()
    (repository / "src" / "main.py").write_text("pass\n", encoding="utf-8")
    git("add", ".")
    code, shown, _, summary = step(action, 2, repository, **given)
    assert (code, shown) == (0, "")
    assert "1 decision governs what changes here" in summary
    assert step(action, 2, repository)[::3] == (0, ""), "on a push there is nothing to compare with"
    code, shown, _, summary = step(
        action, 2, repository, **given, COMMENT="true", GITHUB_REF="refs/pull/7/merge"
    )
    assert (code, "1 decision governs" in summary) == (0, True), "what can't be commented fails nobody's job"
    assert "adr: GITHUB_TOKEN is not set" in shown
    assert "::warning title=Decisions::" in shown


def test_a_folder_without_records_is_no_success(action: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    code, _, output, _ = step(action, 1, folder)
    assert (code, output) == (3, "code=3\n")


@pytest.mark.packaging
def test_the_action_installs(action: dict[str, Any], repository: Path) -> None:
    """Into an environment of its own. What it would fetch is here already, so that the test needs no network."""
    site = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    code, shown, *_ = step(
        action, 0, repository, PYTHON=sys.executable, ACTION=str(ROOT), RUNNER_TEMP=str(repository.parent),
        PIP_NO_BUILD_ISOLATION="0", PIP_NO_DEPS="1", PIP_NO_INDEX="1", PYTHONPATH=str(site),
    )  # fmt: skip
    assert code == 0, shown
    path = (repository.parent / "GITHUB_PATH").read_text(encoding="utf-8").strip()
    assert any((Path(path) / name).exists() for name in ("adr", "adr.exe"))


def test_the_hooks_run(repository: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["adr-lint", "adr-fix"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        for name in ("docs/adr/0001-queue.md", "adr.toml", "docs/adr/events.yaml"):
            assert re.search(hook["files"], name)
        assert not re.search(hook["files"], "src/main.py")
        done = subprocess.run(
            [sys.executable, "-m", "decidedly", *hook["entry"].split()[1:]],
            cwd=repository, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "L120" in done.stdout


def test_recipes_are_yaml_and_name_what_there_is() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.+?)```", text, re.S)]
    assert len(blocks) == 4
    assert blocks[2][0]["with"]["path"] in (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert blocks[0]["permissions"] == {"contents": "read"}
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in blocks[3]["repos"][0]["hooks"]} <= {hook["id"] for hook in hooks}
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert re.findall(r"(?m)^\| `([\w-]+)` \|", text) == list(inputs)


def test_gitlabs_recipe_runs(repository: Path) -> None:
    if BASH is None:
        pytest.skip("bash is missing")
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    job = yaml.safe_load(re.findall(r"```yaml\n(.+?)```", text, re.S)[1])["decisions"]
    report = job["artifacts"]["reports"]["codequality"]
    script = "\n".join(job["script"][1:])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for words in (
        "init -q",
        "-c user.name=a -c user.email=a@example.org commit -q --allow-empty -m base",
        "update-ref refs/remotes/origin/main HEAD",
    ):
        subprocess.run(["git", *words.split()], cwd=repository, check=True)
    done = subprocess.run(
        [BASH, "-ec", script],
        cwd=repository,
        env={**os.environ, "PATH": path, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert (repository / report).read_text(encoding="utf-8").startswith("[\n  {")


def test_our_own_log_is_in_order() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "decidedly", "lint", "--fail-on", "info", "--format", "concise"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_the_index_of_rules_is_up_to_date() -> None:
    """After a change: python scripts/rules.py"""
    made = runpy.run_path(str(ROOT / "scripts" / "rules.py"))
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == made["page"]()
    for link in re.findall(r"\]\((\.\./[^)]+)\)", made["page"]()):
        assert (ROOT / "docs" / link).resolve().is_file()
