"""What git is asked, with a real git; what web addresses come of its answers."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from decidedly import git
from decidedly.git import Patterns, Remote


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
    assert found.branch == "trunk"
    assert found.remote is None


def test_tracked(repository: Path):
    found = git.Repository(repository)
    names = ["docs/a b.md", "docs/none.md", "*.md", ":(top)docs/a b.md", "--help"]
    assert found.tracked(names) == {"docs/a b.md"}
    assert found.tracked([]) == frozenset()


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
    assert found.tracked(["a"]) == frozenset()


def test_no_repository(tmp_path: Path):
    assert git.repository(tmp_path) is None
    assert git.Repository(tmp_path).head is None
    assert git.Repository(tmp_path / "gone").branch == ""


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    found = git.repository(repository)
    assert found is not None
    assert (found.head, found.branch, found.remote, found.tracked(["docs/a b.md"])) == (
        None,
        "",
        None,
        frozenset(),
    )


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
    assert found.tracked(["docs/a b.md"])


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
    assert found.tracked(["docs/a b.md"])
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


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/team/repo.git", Remote("https://github.com/team/repo", "github")),
        ("https://user:token@github.com/team/repo", Remote("https://github.com/team/repo", "github")),
        ("git@github.com:team/repo.git", Remote("https://github.com/team/repo", "github")),
        ("github.com:team/repo", Remote("https://github.com/team/repo", "github")),
        ("ssh://git@gitlab.example.org:2222/a/b/c.git", Remote("https://gitlab.example.org/a/b/c", "gitlab")),
        ("git@bitbucket.org:team/repo.git", Remote("https://bitbucket.org/team/repo", "bitbucket")),
        ("https://codeberg.org/team/repo/", Remote("https://codeberg.org/team/repo", "forgejo")),
        ("http://gitea.local:3000/team/repo", Remote("http://gitea.local:3000/team/repo", "gitea")),
        ("git://git.example.org/repo.git", Remote("https://git.example.org/repo", "")),
        ("https://example.org/a b", None),
        ("https://example.org/a%20b", Remote("https://example.org/a%20b", "")),
        ("https://git.example.org/<script>", Remote("https://git.example.org/%3Cscript%3E", "")),
        ("https://github.com:abc/team/repo", None),
        ("https://[::1/x", None),
        ("file:///srv/repo.git", None),
        ("/srv/repo.git", None),
        ("../repo.git", None),
        (r"C:\repo", None),
        ("C:/repo", None),
        ("ext::sh -c true", None),
        ("javascript:alert(1)", Remote("https://javascript/alert%281%29", "")),
        ("", None),
    ],
)
def test_web_addresses(url, address):
    assert git.web_address(url) == address


C = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("provider", "source", "edit", "history"),
    [
        ("github", f"blob/{C}/{{path}}", "edit/main/{path}", "commits/main/{path}"),
        ("gitlab", f"-/blob/{C}/{{path}}", "-/edit/main/{path}", "-/commits/main/{path}"),
        ("bitbucket", f"src/{C}/{{path}}", "src/main/{path}?mode=edit", "history-node/main/{path}"),
        ("gitea", f"src/commit/{C}/{{path}}", "_edit/main/{path}", "commits/branch/main/{path}"),
        ("forgejo", f"src/commit/{C}/{{path}}", "_edit/main/{path}", "commits/branch/main/{path}"),
    ],
)
def test_patterns(provider, source, edit, history):
    url = "https://host.example/team/repo"
    assert git.patterns(Remote(url, provider), "main", C) == Patterns(
        f"{url}/{source}", f"{url}/{edit}", f"{url}/{history}"
    )


def test_patterns_of_what_is_not_known():
    assert git.patterns(None, "main", C) == Patterns()
    assert git.patterns(Remote("https://git.example.org/repo", ""), "main", C) == Patterns()
    remote = Remote("https://github.com/team/repo", "github")
    assert git.patterns(remote, "", C) == Patterns(source=f"https://github.com/team/repo/blob/{C}/{{path}}")
    assert git.patterns(remote, "", "") == Patterns()


def test_a_branch_of_any_name():
    made = git.patterns(Remote("https://gitea.example/t/r", "gitea"), "fix/#7 ü{path}", "")
    assert made.source == "https://gitea.example/t/r/src/branch/fix/%237%20%C3%BC%7Bpath%7D/{path}"


def test_own_urls():
    found = git.own_urls(Remote("https://github.com/team/repo", "github"), "trunk")
    assert "https://github.com/team/repo/blob/trunk/" in found
    assert "https://github.com/team/repo/blob/main/" in found
    assert git.own_urls(None, "main") == ()
