"""What git is asked, with a real git; what web addresses come of its answers."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from decidedly import git
from decidedly.hosting import Remote


def run(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-12-22T23:30:00+0900")
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "trunk")
    (folder / "docs").mkdir()
    (folder / "docs" / "a b.md").write_text("x")
    (folder / "*.md").write_text("a name that looks like a pattern") if sys.platform != "win32" else None
    run(folder, "add", "docs")
    run(folder, "commit", "-q", "-m", "first")
    return folder


def test_head_and_branch(repository: Path):
    found = git.repository(repository / "docs")
    assert found is not None
    assert found.root == repository
    assert found.head is not None
    assert len(found.head.hash) == 40
    assert found.head.day == date(2025, 12, 22)
    assert abs(found.head.at - datetime(2025, 12, 22, 12, tzinfo=UTC)) < timedelta(days=1)
    assert found.branch == "trunk"
    assert found.remote is None


def test_files_are_those_that_are_there(repository: Path):
    here = git.repository(repository)
    assert here is not None
    (repository / "gone.md").write_text("x")
    (repository / "new.md").write_text("x")
    run(repository, "add", "gone.md")
    (repository / "gone.md").unlink()
    files = here.files()
    assert files is not None
    assert files >= {"new.md", "gone.md"}
    assert here.deleted() == {"gone.md"}


def test_the_remote_without_its_password(repository: Path):
    run(repository, "remote", "add", "fork", "git@github.com:me/repo.git")
    assert git.Repository(repository).remote == Remote("https://github.com/me/repo", "github")
    run(repository, "remote", "add", "origin", "https://me:s3cret@gitlab.example.org/team/sub/repo.git")
    assert git.Repository(repository).remote == Remote("https://gitlab.example.org/team/sub/repo", "gitlab")


def test_a_repository_without_a_commit(tmp_path: Path):
    run(tmp_path, "init", "-q")
    found = git.repository(tmp_path)
    assert found is not None
    assert found.head is None
    assert found.files() == frozenset()


def test_history_follows_moves_and_names_each_commit(repository: Path, monkeypatch: pytest.MonkeyPatch):
    text = "".join(f"line {number}\n" for number in range(20))

    def commit(subject: str, day: str, **files: str | None) -> None:
        for name, content in files.items():
            file = repository / "docs" / name.replace("_md", ".md")
            file.unlink() if content is None else file.write_text(content, encoding="utf-8")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+0000")
        monkeypatch.setenv("GIT_AUTHOR_NAME", "Zoë \x01 deadbeef")
        run(repository, "add", "-A", "docs")
        run(repository, "commit", "-q", "-m", subject)

    commit("add \x01", "2026-01-01", old_md=text)
    commit("move and mend", "2026-01-02", old_md=None, new_md=text + "more\n")
    commit("another old", "2026-01-03", old_md="something else\n")
    commit("both", "2026-01-04", old_md="again\n", new_md=text)
    found = git.Repository(repository).history("docs")
    told = {path: [(one.day.day, one.subject) for one in commits] for path, commits in found.items()}
    assert told["docs/new.md"] == [(4, "both"), (2, "move and mend"), (1, "add \x01")]
    assert told["docs/old.md"] == [(4, "both"), (3, "another old")]
    assert [one.subject for one in found["docs/a b.md"]] == ["first"]
    assert found["docs/new.md"][0].author == "Zoë \x01 deadbeef"
    assert len(found["docs/new.md"][0].hash) == 40
    assert set(git.Repository(repository).history("nowhere")) == set()


def test_a_shallow_clone_tells_no_history(repository: Path, tmp_path: Path):
    (repository / "docs" / "a b.md").write_text("y", encoding="utf-8")
    run(repository, "commit", "-qam", "second")
    run(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    assert git.Repository(tmp_path / "shallow").history() == {}
    assert len(git.Repository(repository).history()["docs/a b.md"]) == 2


def test_no_repository(tmp_path: Path):
    assert git.repository(tmp_path) is None
    assert git.Repository(tmp_path).head is None
    assert git.Repository(tmp_path / "gone").branch == ""


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    found = git.repository(repository)
    assert found is not None
    assert (found.head, found.branch, found.remote, found.files()) == (None, "", None, None)


def test_a_worktree(repository: Path, tmp_path: Path):
    run(repository, "worktree", "add", "-q", str(tmp_path / "other"))
    found = git.repository(tmp_path / "other" / "docs")
    assert found is not None
    assert found.root == tmp_path / "other"
    assert found.head is not None


def test_inside_a_hook_the_folder_counts_not_the_surroundings(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    found = git.Repository(repository)
    assert found.head is not None
    assert "docs/a b.md" in (found.files() or ())


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_nothing_that_a_repository_configures_is_run(repository: Path, tmp_path: Path):
    trap = tmp_path / "trap"
    witness = tmp_path / "witness"
    trap.write_text(f"#!/bin/sh\ntouch '{witness}'\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "gpg.program",
        "core.sshCommand",
        "alias.log",
    ):
        run(repository, "config", key, str(trap))
    run(repository, "config", "log.showSignature", "true")
    found = git.Repository(repository)
    assert found.head is not None
    assert "docs/a b.md" in (found.files() or ())
    assert found.branch
    assert not witness.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_a_bare_repository_among_the_records_is_not_obeyed(tmp_path: Path):
    trap, witness = tmp_path / "trap", tmp_path / "witness"
    trap.write_text(f"#!/bin/sh\ntouch '{witness}'\n")
    trap.chmod(0o755)
    run(tmp_path, "init", "-q", "--bare", "records")
    run(tmp_path / "records", "config", "core.fsmonitor", str(trap))
    run(tmp_path / "records", "config", "core.bare", "false")
    run(tmp_path / "records", "config", "core.worktree", str(tmp_path))
    assert git.repository(tmp_path / "records") is None
    assert git.Repository(tmp_path / "records").run("status") is None
    assert not witness.exists()
