"""Numbers: none is given twice, neither to commands that run at once nor to branches that do not know each other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "import sys; from decidedly.cli import main; sys.exit(main(sys.argv[1:]))"
RECORD = "# 1. First\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n\n## Decision\n\nWe will.\n\n## Consequences\n\nNone.\n"


def adr(folder: Path, *arguments: str, given: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "-C", str(folder), *arguments],
        input=None if given is None else given.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().replace("\\", "/").strip()


def git(folder: Path, *arguments: str) -> None:
    who = {
        f"GIT_{role}_{what}": "test@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env=os.environ | who | quiet
    )


def start(folder: Path) -> Path:
    (folder / "docs" / "adr").mkdir(parents=True)
    (folder / "docs" / "adr" / "0001-first.md").write_text(RECORD, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_fifty_at_once(tmp_path: Path):
    """50 processes, 50 different numbers, 50 whole files, and nothing left over."""
    start(tmp_path)
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                MAIN,
                "-C",
                str(tmp_path),
                "new",
                "Decision",
                "of",
                "process",
                f"n{number}n",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(50)
    ]
    printed = []
    for process in running:
        out, errors = process.communicate()
        assert (process.returncode, errors) == (0, b"")
        printed.append(out.decode().replace("\\", "/").strip())
    folder = tmp_path / "docs" / "adr"
    names = sorted(file.name for file in folder.iterdir())
    assert len(set(printed)) == 50
    assert sorted(Path(path).name for path in printed) == names[1:]
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, 52)]
    seen = set()
    for name in names[1:]:
        text = (folder / name).read_text(encoding="utf-8")
        heading = re.match(r"# (\d+)\. Decision of process n(\d+)n\n", text)
        assert heading is not None
        assert int(heading[1]) == int(name[:4])
        assert text.endswith("what merely changes. All of it, not only what we like.}\n")
        seen.add(int(heading[2]))
    assert seen == set(range(50))


def test_the_numbers_of_other_branches_are_taken(tmp_path: Path):
    """Two clones: the second sees what the first has pushed once it has fetched; a local branch is seen at once."""
    (tmp_path / "server").mkdir()
    git(tmp_path / "server", "init", "-q", "--bare", "-b", "main")
    one = start(tmp_path / "one")
    git(one, "init", "-q", "-b", "main")
    git(one, "add", ".")
    git(one, "commit", "-qm", "first")
    git(one, "remote", "add", "origin", str(tmp_path / "server"))
    git(one, "push", "-q", "origin", "main")
    git(tmp_path, "clone", "-q", str(tmp_path / "server"), "two")
    git(one, "checkout", "-qb", "queue")
    assert adr(one, "new", "Use", "a", "queue") == "docs/adr/0002-use-a-queue.md"
    git(one, "add", ".")
    git(one, "commit", "-qm", "queue")
    git(one, "push", "-q", "origin", "queue")
    two = tmp_path / "two"
    git(two, "checkout", "-qb", "cache")
    assert adr(two, "new", "Guess", "--dry-run", "--json").count('"number": 2') == 1
    git(two, "fetch", "-q")
    assert adr(two, "new", "Use", "a", "cache") == "docs/adr/0003-use-a-cache.md"
    git(two, "add", ".")
    git(two, "commit", "-qm", "cache")
    git(two, "checkout", "-q", "main")
    assert adr(two, "new", "Use", "a", "disk") == "docs/adr/0004-use-a-disk.md"


def test_text_from_standard_input(tmp_path: Path):
    start(tmp_path)
    assert (
        adr(tmp_path, "new", "Use", "Kafka", "-", given="## Decision\r\n\r\nKäfka.\r\n")
        == "docs/adr/0002-use-kafka.md"
    )
    text = (tmp_path / "docs" / "adr" / "0002-use-kafka.md").read_bytes().decode()
    assert text.endswith("## Status\n\nProposed\n\n## Decision\n\nKäfka.\n")


def test_the_dry_run_s_diff_is_what_is_written(tmp_path: Path):
    start(tmp_path)
    (tmp_path / "docs" / "adr" / "0001-first.md").write_bytes(RECORD.replace("\n", "\r\n").encode())
    git(tmp_path, "init", "-q")
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "-C", str(tmp_path), "new", "Grüße", "an", "alle", "--dry-run"],
        capture_output=True,
        check=True,
    )
    assert [file.name for file in (tmp_path / "docs" / "adr").iterdir()] == ["0001-first.md"]
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=done.stdout, check=True, capture_output=True)
    file = tmp_path / "docs" / "adr" / "0002-grüße-an-alle.md"
    applied = file.read_bytes()
    assert b"\r\n" in applied
    file.unlink()
    assert adr(tmp_path, "new", "Grüße", "an", "alle") == "docs/adr/0002-grüße-an-alle.md"
    assert file.read_bytes() == applied


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_template_that_is_a_link_is_not_read(tmp_path: Path):
    start(tmp_path)
    (tmp_path / "secret.md").write_text("{{ head }}\n\nsecret\n")
    (tmp_path / "docs" / "adr" / "templates").mkdir()
    (tmp_path / "docs" / "adr" / "templates" / "template.md").symlink_to(tmp_path / "secret.md")
    adr(tmp_path, "new", "Use", "Kafka")
    assert "secret" not in (tmp_path / "docs" / "adr" / "0002-use-kafka.md").read_text(encoding="utf-8")
