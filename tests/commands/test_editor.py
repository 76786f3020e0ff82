"""The user's editor: opened on a terminal only, with the file as its last word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of Unix")

MAIN = "import sys; from decidedly.cli import main; sys.exit(main(sys.argv[1:]))"
RECORD = "# 1. First\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n\n## Decision\n\nWe will.\n"
EDITOR = """
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
text = file.read_text(encoding="utf-8")
file.write_text(text + sys.argv[1].replace("|", chr(10)), encoding="utf-8")
sys.exit(3 if "fail" in sys.argv[1] else 0)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr" / "0001-first.md").write_text(RECORD, encoding="utf-8")
    (tmp_path / "my editor.py").write_text(EDITOR, encoding="utf-8")
    return tmp_path


def on_a_terminal(log: Path, adds: str, *arguments: str, command: str | None = None) -> tuple[int, str]:
    """The exit code, and what somebody at the terminal sees."""
    import pty

    main, terminal = pty.openpty()
    editor = command if command is not None else f"{sys.executable} '{log / 'my editor.py'}' '{adds}'"
    environment = {name: value for name, value in os.environ.items() if name not in ("VISUAL", "EDITOR")}
    environment |= (
        {"EDITOR": editor, "ADR_DATE": "2026-01-15", "NO_COLOR": "1", "TERM": "dumb"} if editor else {}
    )
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "-C", str(log), *arguments],
        stdin=terminal, stdout=terminal, stderr=terminal, env=environment,
    )  # fmt: skip
    os.close(terminal)
    seen = b""
    while True:
        try:
            read = os.read(main, 4096)
        except OSError:  # Linux: nobody has it open any more
            break
        if not read:
            break
        seen += read
    os.close(main)
    return process.wait(), seen.decode().replace("\r\n", "\n")


def test_new_opens_it(log: Path):
    assert on_a_terminal(log, "## Mine|", "new", "Use", "it") == (0, "adr/0002-use-it.md\n")
    assert (log / "adr" / "0002-use-it.md").read_text(encoding="utf-8").endswith("## Mine\n")
    assert on_a_terminal(log, "## Mine|", "new", "Not", "this", "--no-edit")[0] == 0
    assert "Mine" not in (log / "adr" / "0003-not-this.md").read_text(encoding="utf-8")
    assert on_a_terminal(log, "", "new", "None", "set", "at", "all", command="") == (
        0,
        "adr/0004-none-set-at-all.md\n",
    )


def test_edit_tells_what_is_wrong_afterwards(log: Path):
    code, seen = on_a_terminal(log, "|More.|", "edit", "1")
    assert (code, seen) == (0, "adr: adr lint has more to say about it, none of which is wrong\n")
    assert (log / "adr" / "0001-first.md").read_text(encoding="utf-8") == RECORD + "\nMore.\n"
    text = "---\nstatus: accepted\ndate: 2024-01-02\nsupersedes: ADR-0023\n---\n# Second\n\n## Decision\n\nWe will.\n"
    (log / "adr" / "0002-second.md").write_text(text, encoding="utf-8")
    code, seen = on_a_terminal(log, "|More.|", "edit", "2")
    assert code == 1
    assert "0002-second.md:4:13: E L120 “ADR-0023” is no record of this log\n" in seen


def test_editors_that_do_not_work(log: Path):
    assert on_a_terminal(log, "fail", "edit", "1") == (
        2,
        f"adr: the editor “{sys.executable}” ended with 3\n",
    )
    code, seen = on_a_terminal(log, "", "edit", "1", command="no-such-editor")
    assert (code, seen) == (2, "adr: the editor “no-such-editor” can't be started: No such file or directory; set VISUAL or EDITOR\n")  # fmt: skip
    code, seen = on_a_terminal(log, "", "edit", "1", command="")
    assert code == 2
    assert "no editor is set: set VISUAL or EDITOR" in seen
