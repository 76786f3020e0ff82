"""Deciding on disk: bytes kept, all or nothing, diffs that git takes, completion of the new commands."""

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from decidedly import resources
from decidedly.cli import main
from decidedly.cli.program import program

OLD = "\ufeff# 1. Queue\r\n\r\nDate: 2024-02-29\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Decision\r\n\r\nRedis.  \r\n\r\n"
NEW = "---\r\nstatus: 'proposed'   # since May\r\ndate: 2025-06-01\r\nsupersedes: [1]\r\n---\r\n# Queue again\r\n\r\n## Decision\r\n\r\nRabbitMQ."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    records = tmp_path / "docs" / "adr"
    records.mkdir(parents=True)
    (records / "0001-queue.md").write_bytes(OLD.encode())
    (records / "0002-queue again.md").write_bytes(NEW.encode())
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "config", "core.autocrlf", "false"], check=True)
    subprocess.run(["git", "-C", tmp_path, "add", "."], check=True)
    subprocess.run(["git", "-C", tmp_path, "commit", "-qm", "x"], check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADR_DATE", "2026-01-15")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "docs" / "adr").iterdir()}


def test_every_other_byte_is_kept(folder: Path):
    """Byte order mark, CRLF, quotes, comments, trailing spaces, a missing last line end."""
    assert main(["accept", "2"]) == 0
    old = OLD.replace("\r\nAccepted\r\n", "\r\nSuperseded by [Queue again](<0002-queue again.md>)\r\n")
    new = NEW.replace("'proposed'", "'accepted'").replace("2025-06-01", "2026-01-15")
    assert contents(folder) == {"0001-queue.md": old.encode(), "0002-queue again.md": new.encode()}


def test_git_applies_the_dry_run(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """From the repository's root, with CRLF, a byte order mark and a name with a space."""
    before = contents(folder)
    assert main(["accept", "2", "--dry-run"]) == 0
    patch = capfdbinary.readouterr().out
    assert contents(folder) == before
    subprocess.run(["git", "apply", "--check", "-"], input=patch, check=True)
    subprocess.run(["git", "apply", "-"], input=patch, check=True)
    applied = contents(folder)
    subprocess.run(["git", "checkout", "-q", "."], check=True)
    assert main(["accept", "2"]) == 0
    assert contents(folder) == applied != before


@pytest.mark.parametrize("where", ["docs", "docs/adr"])
def test_git_applies_the_dry_run_in_a_folder_above_the_records(
    folder: Path, where: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(folder / where)
    assert main(["accept", "2", "--dry-run"]) == 0
    printed = capfdbinary.readouterr()
    assert b"diff begin in" not in printed.err
    subprocess.run(["git", "apply", "-"], input=printed.out, check=True)
    applied = contents(folder)
    subprocess.run(["git", "checkout", "-q", "."], check=True)
    assert main(["accept", "2"]) == 0
    assert contents(folder) == applied


def test_where_git_takes_no_diff_it_is_said_where_it_does(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
):
    """It takes nothing outside of the folder that it is run in."""
    (folder / "back end").mkdir()
    monkeypatch.chdir(folder / "back end")
    for command in (["accept", "2"], ["new", "One more"]):
        assert main([*command, "--dry-run"]) == 0
        printed = capfdbinary.readouterr()
        assert f"the paths of this diff begin in {folder}: git -C ".encode() in printed.err
        subprocess.run(["git", "-C", folder, "apply", "-"], input=printed.out, check=True)
    assert len(contents(folder)) == 3


def test_json_keeps_its_contract(folder: Path, capsys: pytest.CaptureFixture[str]):
    schema = json.loads(resources.read_text(resources.schemas(), "changes-1.json"))
    printed = []
    for arguments in (["--dry-run"], [], []):
        assert main(["accept", "2", "--json", *arguments]) == 0
        printed.append(data := json.loads(capsys.readouterr().out))
        jsonschema.Draft202012Validator(schema).validate(data)
        assert ("diff" in data) == data["dry_run"] == bool(arguments)
    assert printed[-1]["changes"] == []
    assert printed[-1]["notes"] == ["0002 is accepted already"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not hold an administrator")
def test_a_folder_that_may_not_be_written(folder: Path, capsys: pytest.CaptureFixture[str]):
    before = contents(folder)
    (folder / "docs" / "adr").chmod(0o500)
    try:
        assert main(["accept", "2"]) == 2
    finally:
        (folder / "docs" / "adr").chmod(0o700)
    assert "nothing was changed" in capsys.readouterr().err
    assert contents(folder) == before


def test_one_that_cannot_be_decided_stops_all(folder: Path, capsys: pytest.CaptureFixture[str]):
    before = contents(folder)
    assert main(["accept", "2", "3"]) == 2
    assert main(["reject", "2", "1"]) == 2
    assert main(["supersede", "1", "9", "--by", "2"]) == 2
    assert capsys.readouterr().err.count("adr: ") == 3
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("adr accept ", {"0001", "0002"}),
        ("adr accept 0001 0", {"0001", "0002"}),
        ("adr supersede 1 --by ", {"0001", "0002"}),
        ("adr link 1 super", {"supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by"}),
        ("adr link 1 amends ", {"0001", "0002"}),
        ("adr status 2 d", {"draft", "deprecated"}),
        ("adr status ", {"0001", "0002"}),
    ],
)
def test_the_shell_completes(
    folder: Path,
    words: str,
    offered: set[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    """Ids where a record is meant, kinds and statuses where these are."""
    monkeypatch.setenv("_ADR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    monkeypatch.setattr("sys.argv", ["adr"])
    with pytest.raises(SystemExit):
        program.main(prog_name="adr")
    assert {line.split(",")[1] for line in capsys.readouterr().out.splitlines()} == offered
