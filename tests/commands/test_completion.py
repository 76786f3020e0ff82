"""Shell completion: what each shell asks and gets, in the shells themselves where this machine has them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ADR = Path(sys.executable).parent / ("adr.exe" if os.name == "nt" else "adr")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = tmp_path / "docs" / "adr"
    records.mkdir(parents=True)
    for number, title in ((1, "Which queue, and why?"), (2, "Which cache: Redis?")):
        head = "Tags: queue\nOwner: alice\n"
        (records / f"000{number}-x.md").write_text(
            f"# {number}. {title}\n\n{head}\n## Status\n\nAccepted\n", "utf-8"
        )
    return tmp_path


def run(folder: Path, *command: str, **environment: str) -> str:
    path = f"{ADR.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return done.stdout


def has(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None or os.name == "nt", reason=f"no {shell} here")


@has("bash")
def test_bash(folder: Path):
    """Commands, ids, statuses; also behind a global option."""
    script = 'eval "$(_ADR_COMPLETE=bash_source adr)"; COMP_WORDS=({words}); COMP_CWORD={at}; _adr_completion adr; printf "%s\\n" "${{COMPREPLY[@]}}"'
    for words, at, wanted in (
        ("adr acc", 1, ["accept"]),
        ('adr accept ""', 2, ["0001", "0002"]),
        ("adr --dir docs/adr supersede 1 --by 0", 6, ["0001", "0002"]),
        ("adr status 1 dep", 3, ["deprecated"]),
        ("adr renumber 2", 2, ["0002"]),
        ("adr help li", 2, ["link", "list", "lint"]),
        ("adr list --status dr", 3, ["draft"]),
        ("adr list --tag q", 3, ["queue"]),
        ("adr list --owner a", 3, ["alice"]),
        ("adr new --template madr", 3, ["madr", "madr-short"]),
        ("adr lint --select L12", 3, ["L120", "L121", "L122", "L123", "L125", "L126", "L127", "L128"]),
    ):
        printed = run(folder, "bash", "-c", script.format(words=words, at=at))
        assert printed.split() == wanted, words


@has("fish")
def test_fish(folder: Path):
    """The id and, beside it, the title."""
    printed = run(folder, "fish", "-c", "_ADR_COMPLETE=fish_source adr | source; complete -C 'adr accept '")
    assert [line.split("\t")[0] for line in printed.splitlines()] == ["0001", "0002"]
    assert "Which queue" in printed


@has("zsh")
def test_zsh(folder: Path):
    """The script is one that zsh takes, and what it asks for comes in threes: kind, id, title."""
    run(
        folder,
        "zsh",
        "-fc",
        'autoload -U compinit; compinit -u; eval "$(_ADR_COMPLETE=zsh_source adr)"; which _adr_completion',
    )
    asked = {"_ADR_COMPLETE": "zsh_complete", "COMP_WORDS": "adr accept ", "COMP_CWORD": "2"}
    lines = run(folder, str(ADR), **asked).splitlines()
    assert lines == ["plain", "0001", "Which queue, and why?", "plain", "0002", "Which cache: Redis?"]


def test_powershell(folder: Path):
    """The same threes, and a script that registers itself."""
    assert "Register-ArgumentCompleter -Native -CommandName adr" in run(
        folder, str(ADR), _ADR_COMPLETE="powershell_source"
    )
    asked = {"_ADR_COMPLETE": "powershell_complete", "COMP_WORDS": "adr accept ", "COMP_CWORD": "2"}
    lines = run(folder, str(ADR), **asked).splitlines()
    assert lines == ["plain", "0001", "Which queue, and why?", "plain", "0002", "Which cache: Redis?"]


def test_silence_where_there_is_nothing(tmp_path: Path):
    """No log, no completion, and no word of complaint into the line that is being typed."""
    asked = {"_ADR_COMPLETE": "powershell_complete", "COMP_WORDS": "adr accept ", "COMP_CWORD": "2"}
    assert run(tmp_path, str(ADR), **asked) in ("", "\n")


def test_statuses_where_there_is_no_log(tmp_path: Path):
    """The usual ones: what `adr new` will take there."""
    asked = {"_ADR_COMPLETE": "powershell_complete", "COMP_WORDS": "adr new --status dr", "COMP_CWORD": "3"}
    assert "draft" in run(tmp_path, str(ADR), **asked).splitlines()
