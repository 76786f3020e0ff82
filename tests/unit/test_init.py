"""Starting and adopting logs: what is written, what is not, and that it is what it claims to be."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml

from decidedly import discovery, resources, workspace
from decidedly.cli import main
from decidedly.init import SERVICES, init_log
from decidedly.writing import WriteError

TODAY = datetime.date(2026, 1, 15)


def files(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


@pytest.mark.parametrize("folder", ["adr", "docs/adr", "docs/decisions", "somewhere/else", ".", "Größe/日本"])
def test_the_next_command_finds_it(folder: str, tmp_path: Path):
    begun = init_log(tmp_path, folder, None, TODAY)
    found = discovery.open_workspace(tmp_path)
    assert found.records == begun.place.records
    assert [record.title for record in workspace.load(found).records] == ["Record architecture decisions"]
    before = files(tmp_path)
    again = init_log(tmp_path, folder, None, TODAY)
    assert (again.adopted, again.written) == (True, ())
    assert files(tmp_path) == before


def test_a_dry_run_writes_nothing(tmp_path: Path):
    assert init_log(tmp_path, "a/b", "github", TODAY, dry_run=True).written == (
        ".github/workflows/decision-reviews.yml",
        ".github/workflows/decisions.yml",
        "a/b/DR-001-record-architecture-decisions.md",
        "adr.toml",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("service", SERVICES)
def test_workflows(service: str, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    begun = init_log(tmp_path, None, service, TODAY)
    written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in begun.written}
    for text in written.values():
        assert "secrets" not in text
        assert "pull_request_target" not in text
    workflows = {
        name: yaml.load(text, Loader=yaml.BaseLoader)
        for name, text in written.items()
        if name.endswith(".yml")
    }
    data = workflows[".github/workflows/decisions.yml" if service == "github" else ".gitlab-ci.yml"]
    if service == "github":
        reminders = workflows[".github/workflows/decision-reviews.yml"]
        assert reminders["permissions"] == {"contents": "read", "issues": "write"}
        assert reminders["on"]["schedule"]
        assert reminders["jobs"]["remind"]["steps"][-1]["run"] == "adr remind"
        assert data["on"]["push"]["branches"] == ["main"]
        assert data["permissions"] == {"contents": "read"}
        steps = [step for job in data["jobs"].values() for step in job["steps"]]
        assert not any("${{" in step.get("run", "") for step in steps), (
            "text of strangers never becomes a script"
        )
        assert set(data["jobs"]) == {"lint", "publish"}
    else:
        assert set(data) == {"decisions", "pages", "reviews"}
        assert data["reviews"]["script"][-1] == "adr remind"
        assert data["pages"]["artifacts"]["paths"] == ["public"]


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["-C", str(tmp_path), "init", "x", "--with", "gitlab", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    schema = json.loads(resources.read_text(resources.schemas(), "init-1.json"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert data["written"] == [".gitlab-ci.yml", "adr.toml", "x/DR-001-record-architecture-decisions.md"]
    assert data["settings"] == {"records": "x"}
    assert set(files(tmp_path)) == set(data["written"])


def test_a_folder_that_another_tool_names(tmp_path: Path):
    (tmp_path / ".adr-dir").write_text("doc/arch\n")
    begun = init_log(tmp_path, None, None, TODAY)
    assert begun.written == ("doc/arch/DR-001-record-architecture-decisions.md",)
    assert discovery.open_workspace(tmp_path).records == tmp_path / "doc" / "arch"


def test_settings_of_a_pyproject_stay(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[tool.adr]\ntitle = "x"\n')
    begun = init_log(tmp_path, "x", None, TODAY)
    assert begun.notes == ('pyproject.toml is there and stays as it is: set records = "x" in it',)
    assert not (tmp_path / "adr.toml").exists()


def test_a_log_of_other_statuses(tmp_path: Path):
    (tmp_path / "adr.toml").write_text('records = "x"\nstatuses = ["idea", "done"]\n')
    init_log(tmp_path, None, None, TODAY)
    record = workspace.load(discovery.open_workspace(tmp_path)).records[0]
    assert record.status is not None
    assert record.status.name == "idea"


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_elsewhere_keeps_everything_to_itself(there: bool, tmp_path: Path):
    """Nothing is written, nor looked for, in what lies around it."""
    start, folder = tmp_path / "start", tmp_path / "elsewhere" / "decisions"
    start.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "0001-other.md").write_text("# 1. Other\n\n## Status\n\nAccepted\n")
    if there:
        folder.mkdir()
    begun = init_log(start, "../elsewhere/decisions", None, TODAY)
    assert not begun.adopted
    assert begun.written == ("DR-001-record-architecture-decisions.md", "adr.toml")
    assert set(files(tmp_path)) == {
        "elsewhere/0001-other.md",
        *(f"elsewhere/decisions/{name}" for name in begun.written),
    }
    assert discovery.open_workspace(folder).records == folder


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_folder_that_leads_out_of_the_repository(tmp_path: Path):
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "outside").mkdir()
    (root / "docs").symlink_to(tmp_path / "outside")
    with pytest.raises(WriteError, match="lies outside"):
        init_log(root, "docs/adr", None, TODAY)
    assert list((tmp_path / "outside").iterdir()) == []
