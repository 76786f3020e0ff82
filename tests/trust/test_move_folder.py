"""A folder that moves with texts and images in it, stopped anywhere: under its old name or its new one, whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.trust.test_journal import contents, known, settled

from decidedly.journal import JOURNAL

IMAGE = b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81"
SECTIONS = b"\n## Status\n\nAccepted\n\n## Decision\n\nRedis.\n"
OLD = {
    "docs/adr/0001-queue/README.md": b"# 1. Queue\n\n![plan](img/plan.png) ../0001-queue/img/plan.png\n" + SECTIONS,
    "docs/adr/0001-queue/img/plan.png": IMAGE,
    "docs/adr/0002-cache.md": b"# 2. Cache\r\n\r\nSee [1. Queue](0001-queue/README.md).\r\n"
    + SECTIONS.replace(b"\n", b"\r\n"),
}  # fmt: skip
NEW = {
    "docs/adr/0003-queue/README.md": b"# 3. Queue\n\n![plan](img/plan.png) ../0003-queue/img/plan.png\n" + SECTIONS,
    "docs/adr/0003-queue/img/plan.png": IMAGE,
    "docs/adr/0002-cache.md": OLD["docs/adr/0002-cache.md"].replace(b"[1. Queue](0001", b"[3. Queue](0003"),
}  # fmt: skip


def fill(root: Path) -> None:
    for name, data in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def renumber(root: Path, trace: Path, calls: list[str], *inject: str) -> list[str]:
    """The command itself below strace; the lines of the trace that are calls, in order."""
    prefix = ["strace", "-f", "-o", str(trace), "-e", f"trace={','.join(calls)}", *inject]
    command = [sys.executable, "-m", "decidedly", "-C", str(root), "renumber", "1", "--to", "3"]
    subprocess.run(
        [*prefix, *command],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return [line for line in trace.read_text(errors="replace").splitlines() if re.search(r"\b\w+\(", line)]


CALLS = {
    "rename": r"rename|renameat|renameat2",
    "link": r"link|linkat",
    "unlink": r"unlink|unlinkat",
    "fsync": r"fsync|fdatasync",
    "mkdir": r"mkdir|mkdirat",
    "rmdir": r"rmdir|unlinkat",
}
LEAST = {"rename": 2, "link": 5, "unlink": 7, "fsync": 8, "mkdir": 2, "rmdir": 2}
"""How many calls of each kind the change takes at least: the journal, two texts and an image, two new folders, two old."""


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("kind", CALLS)
def test_killed_at_every_call(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Killed before the first, second … n-th call; the next command leaves the old folder or the new one, no trace of the other."""
    calls = known(CALLS[kind])
    trace = tmp_path / "trace"
    fill(tmp_path / "whole")
    lines = renumber(tmp_path / "whole", trace, calls)
    assert contents(tmp_path / "whole") == NEW
    counted: dict[str, int] = {}
    places: list[tuple[str, int]] = []
    for line in lines:
        called = re.search(r"(\w+)\(", line)
        assert called is not None
        counted[called[1]] = counted.get(called[1], 0) + 1
        if ".adr-" in line or "queue" in line or kind == "fsync":
            places.append((called[1], counted[called[1]]))
    assert len(places) >= LEAST[kind]
    seen: set[str] = set()
    for name, number in places:
        root = tmp_path / f"{name}-{number}"
        fill(root)
        found = renumber(root, trace, calls, "-e", f"inject={name}:signal=KILL:when={number}")
        assert "+++ killed by SIGKILL +++" in trace.read_text(errors="replace")
        assert sum(f"{name}(" in line for line in found) == number, "the call was not reached"
        left = (root / "docs" / "adr" / JOURNAL).exists()
        after, said = settled(root, capsys)
        assert after in (OLD, NEW), f"{name} {number}: neither old nor new"
        assert bool(said) == left, said
        folders = {path.name for path in (root / "docs" / "adr").iterdir() if path.is_dir()}
        assert folders == {"0001-queue" if after == OLD else "0003-queue"}
        assert settled(root, capsys) == (after, ""), "the second command has nothing left to do"
        seen.add("old" if after == OLD else "new")
        shutil.rmtree(root)
    if kind in ("unlink", "fsync"):
        assert seen == {"old", "new"}
