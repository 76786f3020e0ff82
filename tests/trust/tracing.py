"""strace: which calls a process makes, and what happens when one of them kills it or fails."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache


@cache
def hindrance() -> str:
    """Why processes can't be traced here, or ""."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-f", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=9999", "true"],
        capture_output=True,
        check=False,
    )
    return "" if tried.returncode == 0 else "strace may not trace processes here"


@cache
def known(*names: str) -> tuple[str, ...]:
    """Those of the calls that this machine's strace has (there is no `rename` on some processors)."""
    return tuple(
        name
        for name in names
        if subprocess.run(
            ["strace", "-e", f"trace={name}", "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def name_of(line: str) -> str:
    """The call that a line of a trace tells of, "" where it tells of something else."""
    found = re.match(r"(?:\d+ +)?(\w+)\(", line)
    return found[1] if found else ""
